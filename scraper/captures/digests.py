"""Whether bytes have the digest that a WARC file of anybody's names for them. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

#: Digests that can be checked. Others are taken on trust.
ALGORITHMS = ("sha1", "sha256", "sha512", "md5")


def agrees(named: str, forms: Iterable[bytes]) -> bool | None:
    """Whether one of some forms of a body has the named digest (``sha1:`` and base 32 or hex); None: nobody can tell."""
    algorithm, _, value = named.strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in ALGORITHMS or not value:
        return None
    return any(_same(hashlib.new(algorithm, form, usedforsecurity=False).digest(), value) for form in forms)


def _same(made: bytes, value: str) -> bool:
    in_base32 = base64.b32encode(made).decode("ascii").rstrip("=")
    return value.rstrip("=").upper() == in_base32 or value.lower() == made.hex()

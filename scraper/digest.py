"""The digests of the archive: SHA-256, as WARC files write them (``sha256:`` and base 32)."""

from __future__ import annotations

import base64
import hashlib

PREFIX = "sha256:"


def digest(content: bytes) -> str:
    """The digest of some bytes, e.g. ``sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====``."""
    return PREFIX + base64.b32encode(hashlib.sha256(content).digest()).decode("ascii")


def same_digest(one: str, other: str) -> bool:
    """Whether two digests are one, whatever case they are written in."""
    return one.casefold() == other.casefold()

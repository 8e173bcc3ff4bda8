"""Permanent public ids: short digests of natural keys and words, so that no sequence and no clock of ours decides them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Sequence

#: Characters of an id (5 bits each). 80 bits: among ten million documents a clash has odds of 1 in 10**10.
DOCUMENT, TURN = 16, 20
WORD = re.compile(r"[^\W_]+")


def document_id(ministry: str, site_id: str, language: str) -> str:
    """The id of a document, from its natural key."""
    return _digest(DOCUMENT, ministry, site_id, language)


def turn_ids(document: str, texts: Sequence[str]) -> list[str]:
    """The ids of a document's turns: by the document, the folded words, and which one it is among equals."""
    seen: Counter[str] = Counter()
    found = []
    for text in texts:
        words = fold(text)
        seen[words] += 1
        found.append(_digest(TURN, document, words, str(seen[words])))
    return found


def fold(text: str) -> str:
    """The letters and digits of a text in lower case, single blanks between words: what an editor's comma leaves alone."""
    return " ".join(WORD.findall(text.casefold()))


def _digest(length: int, *parts: str) -> str:
    whole = hashlib.sha256("\0".join(parts).encode("utf-8")).digest()
    # Fifteen bytes make 24 characters.
    return base64.b32encode(whole[:15]).decode("ascii").lower()[:length]

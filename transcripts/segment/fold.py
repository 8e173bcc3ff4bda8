"""Letters made comparable: one key for the spellings of one word, and a view of a paragraph without odd blanks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BLANK = re.compile(r"[^\S ]")
_HYPHENS = re.compile("[\u2010\u2011\u2012\u2212]")
_APOSTROPHES = re.compile("[\u2019\u02bc\u2018`\u00b4]")
#: The Arabic stretching line, a letter to Python.
STRETCH = "\u0640"
#: Marks of writing direction, joiners and the Arabic stretching line: seen, but no part of a word's spelling.
_UNSPELT = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u0640]")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A key for comparing words: no case, no accents, one kind of hyphen and apostrophe, single blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain)
        marks = map(unicodedata.combining, plain)
        plain = _UNSPELT.sub("", "".join([c for c, mark in zip(plain, marks, strict=True) if not mark]))
    return " ".join(_APOSTROPHES.sub("'", _HYPHENS.sub("-", plain)).split())


def spelt(text: str) -> str:
    """The text without marks of writing direction, joiners and stretching lines."""
    return text if text.isascii() else _UNSPELT.sub("", text)


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with the next."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other[start:]


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of it. A stretching line is seen, even where it stands alone."""
    text = text.strip()
    if text[:1].isalnum():  # so it is mostly, and nothing else need be looked at
        return False
    return STRETCH not in text and not spelt(text).strip()


class View:
    """A paragraph as the rules see it: NFC, every blank a plain one. Offsets lead back to the paragraph as it is."""

    __slots__ = ("_back", "text")

    def __init__(self, raw: str) -> None:
        text, back = raw, None
        if not raw.isascii() and not unicodedata.is_normalized("NFC", raw):
            text, back = _compose(raw)
        self.text = _BLANK.sub(" ", text)
        self._back = back

    def raw(self, offset: int) -> int:
        """The offset in the paragraph as it is that an offset of the view stands for."""
        return offset if self._back is None else self._back[offset]


def _compose(raw: str) -> tuple[str, list[int]]:
    """The NFC form and, for each of its characters (and its end), the offset in ``raw`` where its cluster starts."""
    pieces: list[str] = []
    back: list[int] = []
    start = 0
    for end in range(1, len(raw) + 1):
        if end < len(raw) and not _breaks(raw[start:end], raw[end]):
            continue
        piece = unicodedata.normalize("NFC", raw[start:end])
        pieces.append(piece)
        back.extend([start] * len(piece))
        start = end
    back.append(len(raw))
    return "".join(pieces), back


def _breaks(cluster: str, following: str) -> bool:
    if unicodedata.combining(following):
        return False
    if following.isascii():
        return True
    alone = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following)
    return unicodedata.normalize("NFC", cluster + following) == alone

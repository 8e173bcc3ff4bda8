"""Letters made comparable without losing the place: lower case, one kind of blank, hyphen and apostrophe, no marks."""

from __future__ import annotations

import re
import unicodedata

_SAME = {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ", "\r": " ", "\u0085": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2019": "'", "\u02bc": "'", "\u2018": "'", "`": "'", "\u00b4": "'",
    "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه",}  # fmt: skip
_ODD = re.compile(f"[{''.join(map(re.escape, _SAME))}]")
#: Seen, and no part of a word's spelling: Arabic vowel signs and stretching line, joiners, marks of direction, soft hyphens.
_UNSPELT = re.compile("[\u064b-\u0655\u0670\u0640\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")


def fold(text: str) -> str:
    """A text's key, of the same length where it is spelt plainly (NFC, nothing unspelt)."""
    text = _UNSPELT.sub("", unicodedata.normalize("NFC", text)) if not text.isascii() else text
    return _same(text)


def without_accents(folded: str) -> str:
    """The same in plain Latin letters, as people without the keys write it; other scripts stay as they are."""
    if folded.isascii() or not any("\u00c0" <= letter <= "\u024f" for letter in folded):
        return folded
    parts = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _same(text: str) -> str:
    low = text.lower()
    if len(low) != len(text):  # a Turkish capital I with a dot becomes two
        low = "".join(letter.lower()[0] for letter in text)
    for odd in set(_ODD.findall(low)):
        low = low.replace(odd, _SAME[odd])
    return low


class View:
    """A text as it is compared. ``place`` leads from a stretch of it back to the text as it is."""

    __slots__ = ("_back", "_length", "text")

    def __init__(self, raw: str) -> None:
        self._back: list[int] | None = None
        self._length = len(raw)
        if not raw.isascii():
            if not unicodedata.is_normalized("NFC", raw):
                raw, self._back = _composed(raw)
            if _UNSPELT.search(raw):
                raw, self._back = _spelt(raw, self._back or list(range(len(raw) + 1)))
        self.text = _same(raw)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where that stretch begins and ends in the text as it is, signs that belong to its last letter included."""
        if self._back is None:
            return start, end
        return self._back[start], self._back[end] if end < len(self._back) else self._length


def _composed(raw: str) -> tuple[str, list[int]]:
    """NFC cluster by cluster, and where each of its letters (and the end) stood."""
    starts = [i for i, letter in enumerate(raw) if not unicodedata.combining(letter)] or [0]
    pieces, back = [], []
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        piece = unicodedata.normalize("NFC", raw[start:end])
        pieces.append(piece)
        back.extend([start] * len(piece))
    return "".join(pieces), [*back, len(raw)]


def _spelt(text: str, back: list[int]) -> tuple[str, list[int]]:
    gone = {match.start() for match in _UNSPELT.finditer(text)}
    return _UNSPELT.sub("", text), [back[i] for i in range(len(text) + 1) if i not in gone]

"""Whom the texts introduce: the names that stand right behind an office or honorific, found once for each family name."""

from __future__ import annotations

from itertools import combinations

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.mentions import Mentions

#: How far before a family name its office is looked for (code points, words).
_NEAR, _NEAR_WORDS = 80, 6


class Introduced:
    """The people of one document's texts who are introduced there (``Minister Orla Venn``, ``Ms Venn``)."""

    def __init__(self, mentions: Mentions, words: Lexicon) -> None:
        self._mentions, self._words = mentions, words
        self._between: dict[str, dict[frozenset[str], set[str]]] = {}

    def holds(self, name: str) -> bool:
        """Whether the texts speak of the person: the family name right after an office or honorific (and given names)."""
        *before, family = name.split()
        if family not in self._between:
            self._between[family] = self._found(family)
        given = {fold(word) for word in before}
        own = (frozenset(some) for count in range(len(given) + 1) for some in combinations(given, count))
        return any(self._between[family].get(some, given) - given for some in own)

    def _found(self, family: str) -> dict[frozenset[str], set[str]]:
        """By the words that stand between an office or honorific and the family name, the last words of such offices."""
        found: dict[frozenset[str], set[str]] = {}
        for place in self._mentions.places(family):
            before = self._mentions.before(place, _NEAR).split()[-_NEAR_WORDS:]
            for end in range(1, len(before) + 1):
                if self._ends(before[:end]):
                    found.setdefault(frozenset(map(fold, before[end:])), set()).add(fold(before[end - 1]))
        return found

    def _ends(self, before: list[str]) -> bool:
        """Whether the words end with an office or honorific."""
        if self._words.holds("honorifics", before[-1]):
            return True
        offices = ((start, self._words.office_at(before[start:])) for start in range(len(before)))
        return any(office is not None and start + office[0] == len(before) for start, office in offices)

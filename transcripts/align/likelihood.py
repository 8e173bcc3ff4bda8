"""How likely two turns are the same words in two languages, as a logarithm of odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from transcripts.align.model import Spoken
from transcripts.align.weights import TurnWeights
from transcripts.align.words import Words, sound, words_of

#: Both unknown says nothing; equal sounds of fewer signs may be chance.
_LEAST_NAME = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A turn, or several in a row, made ready to be compared. ``length``: characters."""

    role: str
    kind: str
    person: str | None
    name: str
    length: int
    markers: tuple[bool, bool, bool]
    translated_from: str | None
    words: Words

    def joined(self, other: Side) -> Side:
        """This turn and the next as one: the marker is the first one's."""
        return Side(
            self.role, self.kind, self.person, self.name, self.length + other.length,
            self.markers, self.translated_from, self.words | other.words,
        )  # fmt: skip

    def goes_on(self, other: Side) -> bool:
        """Whether the next turn may be part of one turn with this one in another version."""
        same = self.role == other.role and self.kind == other.kind
        return same and (self.person == other.person or self.person is None or other.person is None)


@lru_cache(maxsize=8192)
def side_of(turn: Spoken, most: int) -> Side:
    """A turn made ready; of its words the first ``most`` characters."""
    return Side(
        turn.role, turn.kind, turn.person, sound(turn.speaker or ""), max(1, len(turn.text)),
        (turn.note is not None, turn.addressed_to is not None, turn.adding_after is not None),
        turn.translated_from, words_of(turn.text, most),
    )  # fmt: skip


class Likelihood:
    """Compares the turns of two versions. Rare words count for more: rarity is measured in these two."""

    def __init__(self, ones: Sequence[Side], others: Sequence[Side], weights: TurnWeights) -> None:
        self.weights = weights
        self._numbers = _rarities(side.words.numbers for side in (*ones, *others))
        self._names = _rarities(side.words.names for side in (*ones, *others))
        self._spelt = _rarities(side.words.spelt for side in (*ones, *others))
        self.ratio = _ratio(ones, others)

    def __call__(self, one: Side, other: Side) -> float:
        """The logarithm of the odds that they are the same words, before their order is looked at."""
        weights = self.weights
        value = weights.prior + self.words(one, other)
        if one.role == other.role:
            value += weights.same_role
        else:
            value += weights.unknown_role if "unknown" in (one.role, other.role) else weights.other_role
        value += weights.same_kind if one.kind == other.kind else weights.other_kind
        if one.person is not None and other.person is not None:
            value += weights.same_person if one.person == other.person else weights.other_person
        elif len(one.name) > _LEAST_NAME and one.name == other.name:
            value += weights.same_name
        return value + self._markers(one, other) + self._length(one, other)

    def words(self, one: Side, other: Side) -> float:
        """What numbers, names and spellings alone say."""
        weights, a, b = self.weights, one.words, other.words
        value = 0.0
        if a.numbers or b.numbers:
            value += weights.number * self._weight(self._numbers, a.numbers & b.numbers)
            lost = min(
                self._weight(self._numbers, a.numbers - b.numbers), self._weight(self._numbers, b.numbers - a.numbers)
            )
            value += weights.number_missing * lost
        value += weights.name * self._weight(self._names, a.names & b.names)
        if a.script == b.script:
            value += weights.word * self._weight(self._spelt, a.spelt & b.spelt)
        return min(weights.words_most, max(weights.words_least, value))

    def _markers(self, one: Side, other: Side) -> float:
        weights, value = self.weights, 0.0
        for mine, theirs in zip(one.markers, other.markers, strict=True):
            if mine or theirs:
                value += weights.same_marker if mine and theirs else weights.other_marker
        if one.translated_from and other.translated_from:
            value += weights.same_marker if one.translated_from == other.translated_from else weights.other_marker
        return value

    def _length(self, one: Side, other: Side) -> float:
        weights = self.weights
        # A few characters more or less say nothing of a short turn.
        apart = log((other.length + 10) / (one.length * self.ratio + 10))
        return max(weights.length_least, weights.length_gain - weights.length_loss * apart * apart)

    @staticmethod
    def _weight(rarity: dict[str, float], found: Iterable[str]) -> float:
        return sum(rarity[one] for one in found)


def _rarities(sets: Iterable[frozenset[str]]) -> dict[str, float]:
    """The logarithm of how seldom each stands in a turn; what stands in one turn of each version counts full."""
    counts: Counter[str] = Counter()
    turns = 0
    for one in sets:
        counts.update(one)
        turns += 1
    return {one: log((turns + 1) / max(2, count)) for one, count in counts.items()}


def _ratio(ones: Sequence[Side], others: Sequence[Side]) -> float:
    """How much longer the other language runs; where one version leaves much out, that is no measure."""
    mine, theirs = sum(side.length for side in ones), sum(side.length for side in others)
    return min(1.6, max(0.6, theirs / mine)) if mine and theirs else 1.0

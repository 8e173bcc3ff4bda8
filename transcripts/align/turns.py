"""The turns of two versions matched: in order first, then what stands elsewhere; each pair with its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from transcripts.align.likelihood import Likelihood, Side, side_of
from transcripts.align.model import Pair, Version
from transcripts.align.order import Link, matched
from transcripts.align.swaps import joined, moved, turns_of
from transcripts.align.weights import Weights


@dataclass(frozen=True, slots=True)
class Matched:
    """The pairs of turns in the first version's order, how many numbers they have in common of how many, and bounds that were met."""

    pairs: list[Pair]
    numbers: tuple[int, int]
    notices: list[str]


def match(one: Version, other: Version, weights: Weights) -> Matched:
    """The turns of two versions, matched."""
    most = int(weights.limits.characters)
    sides = ([side_of(turn, most) for turn in one.turns], [side_of(turn, most) for turn in other.turns])
    likelihood = Likelihood(*sides, weights.turn)
    links, banded = matched(*sides, likelihood, int(weights.limits.cells))
    blocks = (_blocks(one), _blocks(other))
    kept, elsewhere, bounded = moved(sides, blocks, links, likelihood, weights)
    found = [pair for link in _scored([*kept, *elsewhere], weights) for pair in link]
    notices = []
    if banded:
        notices.append(f"{len(one.turns)} and {len(other.turns)} turns: only pairs near the diagonal were compared")
    if bounded:
        notices.append(f"only {int(weights.swap.exchanges)} exchanges without a counterpart were looked for elsewhere")
    numbers = _numbers(sides, [*kept, *elsewhere])
    return Matched(sorted(found, key=lambda pair: (pair.one, pair.other)), numbers, notices)


def _numbers(sides: tuple[Sequence[Side], Sequence[Side]], links: Sequence[Link]) -> tuple[int, int]:
    """How many numbers the turns of the links share, of those that the one with fewer has."""
    shared = least = 0
    for link in links:
        mine, theirs = (joined(sides[side], turns_of(link, side)).words.numbers for side in (0, 1))
        shared += len(mine & theirs)
        least += min(len(mine), len(theirs))
    return shared, least


def exchange_pairs(one: Version, other: Version, turns: Sequence[Pair]) -> list[Pair]:
    """Exchanges with turns that belong together. The score: how much of both is matched, each turn by its best pair's score."""
    mine, theirs = _places(one), _places(other)
    best: dict[tuple[int, int], dict[tuple[int, int], float]] = {}
    for pair in turns:
        if pair.one in mine and pair.other in theirs:
            scores = best.setdefault((mine[pair.one], theirs[pair.other]), {})
            for place in ((0, pair.one), (1, pair.other)):
                scores[place] = max(scores.get(place, 0.0), pair.score)
    return [
        Pair(x, y, round(sum(scores.values()) / (len(one.exchanges[x]) + len(other.exchanges[y])), 3))
        for (x, y), scores in sorted(best.items())
    ]


def _places(version: Version) -> dict[int, int]:
    return {turn: place for place, turns in enumerate(version.exchanges) for turn in turns}


def _blocks(version: Version) -> list[tuple[int, ...]]:
    """The exchanges, and each turn that is in none by itself."""
    inside = _places(version)
    alone = [(turn,) for turn in range(len(version.turns)) if turn not in inside]
    return [*version.exchanges, *alone]


def _scored(links: Sequence[Link], weights: Weights) -> list[list[Pair]]:
    """Each link's pairs: what speaks for it, with what its neighbours add, as a probability."""
    least, step = weights.turn.least_score, weights.turn.in_order
    starts = {(link.one, link.other) for link in links}
    ends = {(link.one + link.ones, link.other + link.others) for link in links}
    found = []
    for link in links:
        value = link.value + step * ((link.one, link.other) in ends or (link.one, link.other) == (0, 0))
        value += step * ((link.one + link.ones, link.other + link.others) in starts)
        score = round(1 / (1 + exp(-value)), 3)
        if score >= least:
            found.append([Pair(i, j, score) for i in turns_of(link, 0) for j in turns_of(link, 1)])
    return found

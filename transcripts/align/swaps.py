"""Exchanges that stand elsewhere in the other version: what no matching in order can find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcripts.align.likelihood import Likelihood, Side
from transcripts.align.order import Link, matched
from transcripts.align.weights import Weights

Block = tuple[int, ...]


def moved(
    sides: tuple[Sequence[Side], Sequence[Side]],
    blocks: tuple[Sequence[Block], Sequence[Block]],
    links: Sequence[Link],
    likelihood: Likelihood,
    weights: Weights,
) -> tuple[list[Link], list[Link], bool]:
    """Links that hold, links of exchanges found elsewhere, and whether there were more exchanges than are looked at.

    An exchange is free where turns of it have no counterpart, or one for which no word speaks. Of two free ones the
    words must say that they are one; the best are taken first. What only order had matched gives way.
    """
    kept, found = list(links), []
    most = int(weights.swap.exchanges)
    loose = [link for link in links if _words(sides, link, likelihood) <= 0]
    free = [_free(len(sides[0]), kept, loose, 0), _free(len(sides[1]), kept, loose, 1)]
    ones = [one for one in blocks[0] if free[0].intersection(one)]
    others = [one for one in blocks[1] if free[1].intersection(one)]
    bounded = max(len(ones), len(others)) > most
    tried = [
        (_tried(sides, one, other, free, likelihood), one, other) for one in ones[:most] for other in others[:most]
    ]
    for links_there, _, _ in sorted(tried, key=lambda one: -sum(link.value for link in one[0])):
        taken = _taken(links_there, free)
        giving_way = [link for link in loose if link in kept and any(_share(link, new) for new in taken)]
        if sum(_words(sides, link, likelihood) for link in taken) < weights.swap.words:
            continue
        kept = [link for link in kept if link not in giving_way]
        found += taken
        for side in (0, 1):
            free[side] -= {turn for link in taken for turn in turns_of(link, side)}
    return kept, found, bounded


def turns_of(link: Link, side: int) -> range:
    """The turns of a link in the first (0) or the second (1) version."""
    start, count = (link.one, link.ones) if side == 0 else (link.other, link.others)
    return range(start, start + count)


def _tried(
    sides: tuple[Sequence[Side], Sequence[Side]],
    one: Block,
    other: Block,
    free: Sequence[set[int]],
    likelihood: Likelihood,
) -> list[Link]:
    """The links between the free turns of two exchanges, whatever stands around these."""
    mine, theirs = [turn for turn in one if turn in free[0]], [turn for turn in other if turn in free[1]]
    links, _ = matched([sides[0][turn] for turn in mine], [sides[1][turn] for turn in theirs], likelihood, 10**6)
    placed = [replace(link, one=mine[link.one], other=theirs[link.other]) for link in links]
    return [link for link in placed if link.value > 0 and _whole(link, one, other)]


def _whole(link: Link, one: Block, other: Block) -> bool:
    """Whether turns that are taken as one stand side by side."""
    return set(turns_of(link, 0)) <= set(one) and set(turns_of(link, 1)) <= set(other)


def _taken(links: Sequence[Link], free: Sequence[set[int]]) -> list[Link]:
    return [link for link in links if free[0].issuperset(turns_of(link, 0)) and free[1].issuperset(turns_of(link, 1))]


def _free(count: int, links: Iterable[Link], loose: Sequence[Link], side: int) -> set[int]:
    held = {turn for link in links if link not in loose for turn in turns_of(link, side)}
    return set(range(count)) - held


def _share(link: Link, new: Link) -> bool:
    return any(set(turns_of(link, side)) & set(turns_of(new, side)) for side in (0, 1))


def _words(sides: tuple[Sequence[Side], Sequence[Side]], link: Link, likelihood: Likelihood) -> float:
    return likelihood.words(joined(sides[0], turns_of(link, 0)), joined(sides[1], turns_of(link, 1)))


def joined(sides: Sequence[Side], turns: range) -> Side:
    """Turns in a row as one."""
    found = sides[turns[0]]
    for turn in turns[1:]:
        found = found.joined(sides[turn])
    return found

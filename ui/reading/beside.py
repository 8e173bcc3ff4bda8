"""Two language versions side by side: which turns stand in one row. Pure.

Either side keeps its order. Rows are made of the longest chain of pairs that both orders allow; a turn whose partner stands
elsewhere in the other version is told so, one without a partner too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A turn in a row, by its ordinal. ``partners``: ordinals in the other version; ``here``: whether one stands in this row."""

    ordinal: int
    partners: tuple[int, ...]
    here: bool


@dataclass(slots=True)
class Row:
    """Turns of either side that stand beside one another; one side may be empty."""

    left: list[Place] = field(default_factory=list)
    right: list[Place] = field(default_factory=list)


def rows(left: Sequence[int], right: Sequence[int], pairs: Iterable[Pair]) -> list[Row]:
    """All turns of both sides, each once and in its order. ``pairs``: ordinals left and right, several for one turn where it
    was split."""
    found = sorted(set(pairs))
    own, other = _partners(found), _partners((j, i) for i, j in found)
    made: list[Row] = []
    i = j = 0
    for (first, last), (start, end) in _stretches(chain(found)):
        i = _alone(made, left, own, i, first, on_left=True)
        j = _alone(made, right, other, j, start, on_left=False)
        lefts, i = _until(left, i, last)
        rights, j = _until(right, j, end)
        made.append(Row(_placed(lefts, own, set(rights)), _placed(rights, other, set(lefts))))
    _alone(made, left, own, i, None, on_left=True)
    _alone(made, right, other, j, None, on_left=False)
    return made


def chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest chain of sorted pairs in which neither side goes back (patience sorting)."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        place = bisect_right(tails, j)
        before.append(at[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        at[place : place + 1] = [n]
    found = []
    n = at[-1] if at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _stretches(links: Sequence[Pair]) -> Iterable[tuple[Pair, Pair]]:
    """Links that share a turn make one row: first and last ordinal on the left, and on the right."""
    row: list[Pair] = []
    for link in links:
        if row and link[0] != row[-1][0] and link[1] != row[-1][1]:
            yield (row[0][0], row[-1][0]), (row[0][1], row[-1][1])
            row = []
        row.append(link)
    if row:
        yield (row[0][0], row[-1][0]), (row[0][1], row[-1][1])


def _partners(pairs: Iterable[Pair]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for i, j in pairs:
        found[i] = (*found.get(i, ()), j)
    return found


def _alone(
    made: list[Row],
    side: Sequence[int],
    partners: dict[int, tuple[int, ...]],
    at: int,
    upto: int | None,
    *,
    on_left: bool,
) -> int:
    """Rows of one turn each, up to but without ``upto``; where the side goes on from."""
    while at < len(side) and (upto is None or side[at] < upto):
        place = Place(side[at], partners.get(side[at], ()), here=False)
        made.append(Row(left=[place]) if on_left else Row(right=[place]))
        at += 1
    return at


def _until(side: Sequence[int], at: int, last: int) -> tuple[list[int], int]:
    end = at
    while end < len(side) and side[end] <= last:
        end += 1
    return list(side[at:end]), end


def _placed(side: Sequence[int], partners: dict[int, tuple[int, ...]], beside: set[int]) -> list[Place]:
    return [Place(one, partners.get(one, ()), bool(beside & set(partners.get(one, ())))) for one in side]

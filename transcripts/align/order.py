"""The best way to match two rows of turns in order: one with one, one with two, or with none. Dynamic programming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.align.likelihood import Likelihood, Side


@dataclass(frozen=True, slots=True)
class Link:
    """Turns [one, one + ones) and [other, other + others), and what speaks for them (a logarithm of odds)."""

    one: int
    ones: int
    other: int
    others: int
    value: float


def matched(
    ones: Sequence[Side], others: Sequence[Side], likelihood: Likelihood, cells: int
) -> tuple[list[Link], bool]:
    """The links of the best matching in order, and whether ``cells`` was too few to look at all pairs.

    Then only pairs are compared whose places in the two versions are much the same.
    """
    half = _half_band(len(ones), len(others), cells)
    bounded = half < max(len(ones), len(others))
    table = _filled(ones, others, likelihood, half)
    links: list[Link] = []
    i = j = 0
    while i < len(ones) or j < len(others):
        step, value = table[i][j][1], table[i][j][2]
        if step[0] and step[1]:
            links.append(Link(i, step[0], j, step[1], value))
        i, j = i + step[0], j + step[1]
    return links, bounded


_Row = dict[int, tuple[float, tuple[int, int], float]]


def _filled(ones: Sequence[Side], others: Sequence[Side], likelihood: Likelihood, half: int) -> list[_Row]:
    """By place in both versions: the best value from there to the end, the step that begins it, and that step's own."""
    many_ones, many_others = len(ones), len(others)
    left_out, merged = likelihood.weights.left_out, likelihood.weights.merged
    two_ones = [_two(ones, i) for i in range(many_ones)]
    two_others = [_two(others, j) for j in range(many_others)]
    rows: list[_Row] = [{} for _ in range(many_ones + 1)]
    for i in range(many_ones, -1, -1):
        row, low, high = rows[i], *_band(i, many_ones, many_others, half)
        below = rows[i + 1] if i < many_ones else {}
        under = rows[i + 2] if i + 1 < many_ones else {}
        for j in range(high, low - 1, -1):
            best: tuple[float, tuple[int, int], float] = (float("-inf"), (0, 0), 0.0)
            if i == many_ones and j == many_others:
                row[j] = (0.0, (0, 0), 0.0)
                continue
            if j in below:
                best = max(best, (below[j][0] + left_out, (1, 0), 0.0))
            if j + 1 in row:
                best = max(best, (row[j + 1][0] + left_out, (0, 1), 0.0))
            if i < many_ones and j < many_others:
                if j + 1 in below:
                    own = likelihood(ones[i], others[j])
                    best = max(best, (below[j + 1][0] + own, (1, 1), own))
                if (both := two_others[j]) is not None and j + 2 in below:
                    own = likelihood(ones[i], both) + merged
                    best = max(best, (below[j + 2][0] + own, (1, 2), own))
                if (both := two_ones[i]) is not None and j + 1 in under:
                    own = likelihood(both, others[j]) + merged
                    best = max(best, (under[j + 1][0] + own, (2, 1), own))
            row[j] = best
    return rows


def _two(sides: Sequence[Side], at: int) -> Side | None:
    """A turn and the next as one, where they may be one."""
    if at + 1 < len(sides) and sides[at].goes_on(sides[at + 1]):
        return sides[at].joined(sides[at + 1])
    return None


def _half_band(ones: int, others: int, cells: int) -> int:
    """How far from the diagonal pairs are looked at."""
    if ones * others <= cells:
        return max(ones, others)
    return max(others // ones + 2, cells // (2 * ones))


def _band(i: int, ones: int, others: int, half: int) -> tuple[int, int]:
    """The first and last place in the other version that are looked at beside place ``i``."""
    middle = i * others // max(ones, 1)
    return max(0, middle - half), min(others, middle + half)

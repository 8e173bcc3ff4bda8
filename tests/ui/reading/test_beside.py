"""Rows of two versions hold each turn once and in its order, and beside it the turn that is the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.reading.beside import Pair, chain, rows

SIDE = st.integers(0, 12).map(lambda n: list(range(1, n + 1)))


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[int], list[int], list[Pair]]:
    left, right = draw(SIDE), draw(SIDE)
    every = [(i, j) for i in left for j in right]
    return left, right, draw(st.lists(st.sampled_from(every), max_size=15)) if every else []


@given(versions())
def test_each_turn_stands_once_and_in_order(case: tuple[list[int], list[int], list[Pair]]) -> None:
    left, right, pairs = case
    found = rows(left, right, pairs)
    assert [place.ordinal for row in found for place in row.left] == left
    assert [place.ordinal for row in found for place in row.right] == right


@given(versions())
def test_here_says_whether_a_partner_stands_in_the_row(case: tuple[list[int], list[int], list[Pair]]) -> None:
    left, right, pairs = case
    for row in rows(left, right, pairs):
        there = {place.ordinal for place in row.right}
        for place in row.left:
            assert set(place.partners) == {j for i, j in pairs if i == place.ordinal}
            assert place.here == bool(there & set(place.partners))


@given(versions())
def test_the_chain_never_goes_back_and_no_longer_one_is_there(case: tuple[list[int], list[int], list[Pair]]) -> None:
    pairs = sorted(set(case[2]))
    best = [1] * len(pairs)
    for n in range(len(pairs)):
        best[n] = 1 + max((best[k] for k in range(n) if pairs[k][1] <= pairs[n][1]), default=0)
    found = chain(pairs)
    assert found == sorted(found) and all(a[1] <= b[1] for a, b in pairwise(found))
    assert len(found) == max(best, default=0)


def drawn(left: int, right: int, pairs: list[Pair]) -> list[str]:
    """Rows as text: ordinals left | right, a star where the partner stands elsewhere, a minus where there is none."""

    def side(places: list) -> str:
        return " ".join(f"{p.ordinal}{'' if p.here else '*' if p.partners else '-'}" for p in places)

    return [f"{side(row.left)}|{side(row.right)}" for row in rows(range(1, left + 1), range(1, right + 1), pairs)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(1, 1), (2, 2), (3, 3)], ["1|1", "2|2", "3|3"]),
        ([(1, 1), (3, 3)], ["1|1", "2-|", "|2-", "3|3"]),
        ([(1, 1), (1, 2), (2, 3), (3, 3)], ["1|1 2", "2 3|3"]),
        ([(1, 3), (2, 1), (3, 2)], ["1*|", "2|1", "3|2", "|3*"]),
        ([], ["1-|", "2-|", "3-|", "|1-", "|2-", "|3-"]),
    ],
)
def test_split_unpaired_and_crossing_turns(pairs: list[Pair], expected: list[str]) -> None:
    assert drawn(3, 3, pairs) == expected

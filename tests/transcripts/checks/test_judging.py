"""What is measured against bounds: of a ministry, of its past, of all. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transcripts.checks.judge import first_line, judged, status
from transcripts.checks.model import Bounds, Check, Figure, Measured, Past
from transcripts.checks.policy import policy
from transcripts.checks.run import UnknownCheck, run

NOW = datetime.now(UTC)


def test_a_ministrys_own_bounds_go_before_its_past_and_before_those_of_all() -> None:
    usual = Bounds(low=1, high=2)
    own = Figure("f", "turns", "bad", "means", "next", usual, Past(0.5, 2, 90, 3), False, {"toy": Bounds(high=100)})
    check = Check("c", "C", "about", 1, {"f": own})

    def bounds(ministry: str, *past: float) -> tuple[float | None, float | None]:
        (one,) = judged(check, [Measured("f", ministry, "en", 50)], lambda *_: past, NOW)
        return one.low, one.high

    assert bounds("toy", 10, 10, 10) == (None, 100)
    assert bounds("north", 10, 12, 20) == (6, 24)
    assert bounds("north", 10, 12) == (1, 2), "too few to know"


def test_a_figure_of_which_nothing_was_found_is_0_where_it_counts_and_unknown_where_it_measures() -> None:
    found = judged(policy().checks["queues"], [], lambda *_: (), NOW)
    assert [(one.value, one.ok) for one in found] == [(None, True), (None, True)]
    assert found[0].says == "to_review: too little to measure"
    found = judged(policy().checks["orphans"], [], lambda *_: (), NOW)
    assert [(one.value, one.ok, one.says) for one in found] == [(0.0, True, "orphans: 0 rows, at most 0 is well")]


def test_the_worst_is_told_first() -> None:
    warn, bad = policy().checks["queues"].figures["to_review"], policy().checks["queues"].figures["in_quarantine"]
    found = judged(
        policy().checks["queues"],
        [Measured(warn.name, "toy", "en", 0.9), Measured(bad.name, "toy", "en", 0.5, ("a\nb",))],
        lambda *_: (),
        NOW,
    )
    assert first_line(found) == (
        f"in_quarantine, toy, en: 0.5 share, at most 0.1 is well: {bad.means} (a b). Next: {bad.next_step} (and 1 more, above)"
    )
    assert status(found) == 2
    assert status(found[:1]) == 1


def test_a_check_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UnknownCheck, match="no check 'turns': there are balance, "):
        run("postgresql://nobody@127.0.0.1:1/x", "turns", NOW)

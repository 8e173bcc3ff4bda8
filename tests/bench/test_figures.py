"""Ratios, goals and the table: what a reader of docs/performance.md relies on."""

from __future__ import annotations

from datetime import date

import pytest

from bench import report
from bench.figures import Figure, Goal, of_chain, of_memory, of_reading
from bench.rounds import Spread, in_turns, ratio, spread
from bench.runs import Run


def test_a_spread_is_the_median_with_the_least_and_the_greatest() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert str(spread([0.5, 1.0, 200.0])) == "1.00 (0.50 to 200)"


def test_a_ratio_is_made_round_by_round_so_that_a_slow_round_slows_both_sides() -> None:
    assert ratio([1.0, 10.0], [2.0, 20.0]) == Spread(0.5, 0.5, 0.5)


def test_no_measurements_and_rounds_of_one_side_only_are_errors() -> None:
    with pytest.raises(ValueError, match="no measurements"):
        spread([])
    with pytest.raises(ValueError, match="2 of one side, 1 of the other"):
        ratio([1.0, 2.0], [1.0])


def test_every_side_has_its_turn_in_every_round_and_each_round_begins_with_another() -> None:
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = in_turns({"a": lambda: side("a"), "b": lambda: side("b")}, 2)
    assert order == ["a", "b", "b", "a"]
    assert found == {"a": [1.0, 4.0], "b": [2.0, 3.0]}


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (Goal("at most", 1.3), 1.3, "met"),
        (Goal("at most", 1.3), 1.31, "MISSED"),
        (Goal("at least", 0.8), 0.8, "met"),
        (Goal("at least", 0.8), 0.79, "MISSED"),
        (None, 5.0, ""),
    ],
)
def test_a_goal_is_met_by_the_median(goal: Goal | None, value: float, verdict: str) -> None:
    assert Figure("x", Spread(value, 0.0, 9.0), goal).verdict == verdict


def test_speed_is_the_others_time_by_ours() -> None:
    seconds = {"product": 4.0, "bare": 3.0, "usual": 12.0, "two": 2.0, "first": 4.0, "again": 0.02}
    runs = {name: [Run(wall, wall, 50.0)] for name, wall in seconds.items()}
    found = {figure.name: figure.value.median for figure in of_chain(runs, pages=8)}
    assert found["whole chain, speed: ours / bare"] == 0.75
    assert found["whole chain, speed: ours / usual way"] == 3.0
    assert found["two processes / one, speed"] == 2.0
    assert found["nothing changed / first time"] == 0.005
    assert found["documents a second, product"] == 2.0


def test_reading_and_memory_are_ours_by_the_others() -> None:
    reading = of_reading({"product": [2.6], "bare": [2.0], "usual": [26.0]})
    assert [figure.value.median for figure in reading[:2]] == [1.3, 10.0]
    memory = of_memory({1000: [55.0], 500: [50.0], 2000: [60.0]})
    assert memory[0] == Figure("memory, 2,000 pages / 500", Spread(1.2, 1.2, 1.2), Goal("at most", 1.1))


def test_the_table_shows_a_missed_goal_in_capitals() -> None:
    shown = report.table([Figure("speed", Spread(0.5, 0.4, 0.6), Goal("at least", 0.8))])
    assert shown.splitlines()[2].split(" | ") == ["| speed ", "0.50 (0.40 to 0.60)   ", "at least 0.8", "MISSED |"]
    assert len({len(line) for line in shown.splitlines()}) == 1


def test_the_document_names_what_is_missed(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(report, "DOCUMENT", tmp_path / "performance.md")
    figures = [Figure("speed", Spread(0.5, 0.4, 0.6), Goal("at least", 0.8))]
    report.write(figures, "2 rounds.", date(2026, 3, 2))
    written = report.DOCUMENT.read_text("utf-8")
    assert "Not reached: speed." in written
    assert report.table(figures) in written and "2026-03-02" in written and "Python 3" in written

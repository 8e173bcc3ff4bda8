"""Which days a run collects."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dags.common.window import BadWindow, Run, Window, window_of

MOSCOW = "Europe/Moscow"
MORNING = datetime(2026, 3, 11, 3, 30, tzinfo=UTC)  # half past six in Moscow
TENTH = (datetime(2026, 3, 10, tzinfo=ZoneInfo(MOSCOW)), datetime(2026, 3, 11, tzinfo=ZoneInfo(MOSCOW)))


def window(since: str, until: str) -> Window:
    return Window(date.fromisoformat(since), date.fromisoformat(until))


def test_a_run_by_the_clock_collects_its_interval_and_the_day_that_has_begun():
    assert window_of(Run(MORNING, TENTH, scheduled=True), None, None, MOSCOW) == window("2026-03-10", "2026-03-11")


def test_a_backfill_collects_the_day_of_its_interval_alone():
    assert window_of(Run(MORNING, TENTH, backfill=True), None, None, MOSCOW) == window("2026-03-10", "2026-03-10")


def test_a_run_by_hand_collects_yesterday_and_today_in_the_ministrys_zone():
    late = datetime(2026, 3, 10, 21, 30, tzinfo=UTC)  # half past midnight of the 11th in Moscow
    assert window_of(Run(late), None, None, MOSCOW) == window("2026-03-10", "2026-03-11")
    assert window_of(Run(late), None, None, "America/New_York") == window("2026-03-09", "2026-03-10")


def test_days_asked_for_by_hand_win_over_the_interval():
    for run in (Run(MORNING), Run(MORNING, TENTH, scheduled=True), Run(MORNING, TENTH, backfill=True)):
        assert window_of(run, "2026-02-01", "2026-02-03", MOSCOW) == window("2026-02-01", "2026-02-03")


def test_a_first_day_alone_runs_until_today_and_a_last_day_alone_stands_for_itself():
    assert window_of(Run(MORNING), "2026-02-01", None, MOSCOW) == window("2026-02-01", "2026-03-11")
    assert window_of(Run(MORNING), None, "2026-02-01", MOSCOW) == window("2026-02-01", "2026-02-01")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-02-03", "2026-02-01", "ends on 2026-02-01, before its start on 2026-02-03"),
        ("2026-03-12", None, "ends on 2026-03-11, before its start on 2026-03-12"),
        ("3 March", None, "since is '3 March'"),
        (None, "2026-02-30", "until is '2026-02-30'|since is '2026-02-30'"),
    ],
)
def test_days_that_make_no_window_are_told(since, until, said):
    with pytest.raises(BadWindow, match=said):
        window_of(Run(MORNING), since, until, MOSCOW)


def test_days_before_the_one_that_has_begun_are_asked_for_as_often_as_the_setting_says():
    assert window_of(Run(MORNING, TENTH, scheduled=True), None, None, MOSCOW, 3) == window("2026-03-08", "2026-03-11")
    assert window_of(Run(MORNING), None, None, MOSCOW, 2) == window("2026-03-09", "2026-03-11")
    assert window_of(Run(MORNING, TENTH, backfill=True), None, None, MOSCOW, 3) == window("2026-03-10", "2026-03-10")

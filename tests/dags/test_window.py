"""Which days a run collects."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dags.common.window import BadWindow, Crawled, Run, Window, left_to_backfill, reach_back, window_of

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


def crawled(since: str, until: str, on: str, whole: bool = True) -> Crawled:
    return Crawled(window(since, until), date.fromisoformat(on), whole)


TODAY = window("2026-03-10", "2026-03-11")
#: As the clock does it: on each morning yesterday and today, from the second of March on.
DAILY = [crawled(f"2026-03-{day - 1:02}", f"2026-03-{day:02}", f"2026-03-{day:02}") for day in range(2, 11)]


def test_with_a_crawl_on_every_morning_there_is_nothing_to_make_up_for():
    assert reach_back(TODAY, DAILY, 31) == TODAY
    assert left_to_backfill(TODAY, DAILY, 31) is None


def test_days_on_which_nothing_ran_are_made_up_for_with_the_last_one_that_was_not_over():
    assert reach_back(TODAY, DAILY[:5], 31) == window("2026-03-06", "2026-03-11")


def test_a_crawl_of_a_later_day_does_not_hide_days_before_it_on_which_nothing_ran():
    by_hand = crawled("2026-03-10", "2026-03-11", "2026-03-11")
    assert reach_back(TODAY, [*DAILY[:5], by_hand], 31) == window("2026-03-06", "2026-03-11")


def test_a_backfill_of_old_days_is_no_reason_to_reach_back_to_them():
    old = crawled("2003-01-05", "2003-01-05", "2026-03-09")
    assert reach_back(TODAY, [old, *DAILY], 31) == TODAY
    assert reach_back(TODAY, [crawled("2003-01-05", "2003-01-05", "2026-03-11")], 31) == TODAY


def test_a_ministry_that_was_never_crawled_has_nothing_to_make_up_for():
    assert reach_back(TODAY, [], 31) == TODAY
    assert left_to_backfill(TODAY, [], 31) is None


def test_days_that_did_not_come_whole_are_asked_for_again_but_not_for_ever():
    bad = crawled("2026-03-07", "2026-03-08", "2026-03-08", whole=False)
    without = [crawl for crawl in DAILY if crawl.on != bad.on]
    assert reach_back(TODAY, [*without, bad], 31) == window("2026-03-07", "2026-03-11")
    assert reach_back(TODAY, [*without, bad, bad, bad], 31) == TODAY


def test_a_long_gap_is_left_to_a_backfill_and_named():
    last = crawled("2026-02-06", "2026-02-07", "2026-02-07")
    assert reach_back(TODAY, [last], 32) == window("2026-02-07", "2026-03-11")
    assert left_to_backfill(TODAY, [last], 32) is None
    assert reach_back(TODAY, [last], 31) == TODAY
    assert left_to_backfill(TODAY, [last], 31) == window("2026-02-07", "2026-03-09")

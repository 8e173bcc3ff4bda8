"""A ministry is late by its own calendar, in its own time zone; one that nobody collects by the clock is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scraper.ministries import get
from tests.transcripts.health.history import NOW, History, ago
from transcripts.health import clock, freshness, lines
from transcripts.store.health import collections

pytestmark = pytest.mark.database


def state(history: History, now: datetime = NOW) -> freshness.Freshness:
    (one,) = [one for one in freshness.look(history.connection, now) if one.ministry.code == "tiny"]
    return one


def test_an_empty_database_is_well(history: History) -> None:
    assert history.found() == []
    assert state(history).state == "never"


def test_a_ministry_that_is_collected_every_day_is_fresh(history: History) -> None:
    history.days(5)
    assert history.found() == []
    one = state(history)
    assert (one.state, one.due, one.good_day) == ("fresh", ago(1), ago(0))
    assert one.next_at == datetime(2026, 11, 29, 6, 30, tzinfo=UTC)


def test_within_the_grace_the_day_may_still_come(history: History) -> None:
    history.days(5, 1)
    assert history.found(NOW) == []
    one = history.one(NOW + timedelta(hours=3))
    assert (one.kind, one.severity, one.ministry, one.about) == ("freshness", "warn", "tiny", str(ago(1)))
    assert one.says == "tiny 2026-11-27: not collected, due since 2026-11-28 06:30 UTC; no crawl has begun since"
    assert "collect_tiny" in one.next_step
    assert one.since == datetime(2026, 11, 28, 6, 30, tzinfo=UTC)


def test_when_the_next_day_has_not_come_either_a_person_is_needed(history: History) -> None:
    history.days(5, 2)
    assert history.one().severity == "warn"
    one = history.one(NOW + timedelta(hours=3))
    assert (one.severity, one.about) == ("bad", str(ago(2)))
    assert one.says.startswith("tiny 2026-11-26..2026-11-27: not collected, due since 2026-11-27 06:30 UTC")


def test_the_same_trouble_is_about_the_same_from_day_to_day(history: History) -> None:
    history.days(5, 2)
    assert {history.one(NOW + timedelta(days=days)).about for days in range(4)} == {str(ago(2))}


def test_a_crawl_that_failed_is_told_at_once(history: History) -> None:
    history.days(5, 1)
    history.crawl(ago(0), "FAILED", reason="the site could not be reached")
    assert history.one().says.endswith("; the newest crawl ended FAILED: the site could not be reached")


def test_a_crawl_under_way_is_named(history: History) -> None:
    history.days(5, 1)
    history.crawl(ago(0), None)
    assert history.found() == []
    assert "began at 2026-11-28 06:30 UTC and has not ended" in history.one(NOW + timedelta(hours=6)).says


def test_it_is_over_when_the_days_have_come(history: History) -> None:
    history.days(5, 4)
    assert history.one().severity == "bad"
    name = history.crawl(ago(0))
    history.run("UPDATE archive.crawl SET days = %s WHERE crawl = %s", [ago(n) for n in (2, 3, 4)], name)
    assert history.found() == []


def test_a_day_that_a_person_accepted_is_not_late(history: History) -> None:
    history.days(5, 2)
    now = NOW + timedelta(hours=3)
    assert history.one(now).kind == "freshness"
    for day in (ago(2), ago(1)):
        history.run(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, day, by, reason, at, said_at)"
            " VALUES (substr(md5(%s), 1, 16), 'accept', 'tiny', 'day', '', '', %s, 'ada', 'holidays', now(), 'now')",
            *(str(day), day),
        )
    assert history.found(now) == []


def test_a_ministry_that_is_only_asked_by_hand_is_never_late(history: History) -> None:
    history.crawl(ago(20), by_clock=False)
    assert history.found() == []
    assert state(history).state == "paused"


def test_one_without_a_schedule_is_never_late_though_its_dag_is_on() -> None:
    given = replace(get("mid_ru_texts"), paused=False)
    asked = collections.Collected(given.code, NOW - timedelta(days=9), None, NOW - timedelta(days=9), ago(9))
    one = freshness.freshness(given, NOW, asked, set(), set(), None, held=False)
    assert one.state == "paused"
    assert lines.stand(one).startswith(
        "not collected by the clock (its DAG has no schedule); last good collection 2026-11-19"
    )


def test_one_that_was_paused_is_never_late(history: History) -> None:
    history.days(20, 10)
    assert history.one().severity == "bad"
    history.run("INSERT INTO pipeline.schedule_state VALUES ('tiny', true, now())")
    assert history.found() == []
    assert state(history).state == "paused"


def test_one_that_is_on_and_never_ran_by_the_clock_is_late_after_its_first_hour(history: History) -> None:
    history.crawl(ago(1), by_clock=False, began=NOW - timedelta(days=1))
    history.run("INSERT INTO pipeline.schedule_state VALUES ('tiny', false, now())")
    early = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
    assert history.found(early) == []
    assert state(history, early).state == "new"
    assert history.one(NOW + timedelta(hours=3)).says.startswith("tiny 2026-11-27: not collected")


def test_a_fresh_installation_with_the_samples_month_is_well(history: History) -> None:
    """As `make run` leaves it: the sample is on, was collected by hand just now, and is served by ourselves."""
    history.crawl(date(2026, 3, 31), ministry="sample", by_clock=False, began=NOW)
    assert history.found(NOW + timedelta(minutes=5)) == []
    (one,) = [one for one in freshness.look(history.connection, NOW) if one.ministry.code == "sample"]
    assert (one.state, one.next_at) == ("new", datetime(2026, 11, 29, 4, 30, tzinfo=UTC))


def test_the_calendar_is_the_ministrys_own() -> None:
    helsinki = replace(get("sample"), schedule="30 6 * * *")
    assert clock.newest_due(helsinki, datetime(2026, 3, 2, 4, 29, tzinfo=UTC)) == date(2026, 2, 28)
    assert clock.newest_due(helsinki, datetime(2026, 3, 2, 4, 30, tzinfo=UTC)) == date(2026, 3, 1)
    summer = datetime(2026, 4, 2, 3, 30, tzinfo=UTC)
    assert clock.newest_due(helsinki, summer) == date(2026, 4, 1)
    assert clock.collected_at(helsinki, date(2026, 4, 1)) == summer


def test_a_ministry_that_is_collected_on_weekdays_is_not_late_on_sundays() -> None:
    weekdays = replace(get("sample"), schedule="30 6 * * 1-5")
    sunday = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
    assert clock.newest_due(weekdays, sunday) == date(2026, 3, 5)
    assert clock.next_run(weekdays, sunday) == datetime(2026, 3, 9, 4, 30, tzinfo=UTC)
    assert clock.collected_at(weekdays, date(2026, 3, 6)) == datetime(2026, 3, 9, 4, 30, tzinfo=UTC)


def test_a_schedule_that_never_fires_has_no_due_day() -> None:
    never = replace(get("sample"), schedule="30 6 30 2 *")
    assert clock.newest_due(never, NOW) is None and clock.next_run(never, NOW) is None


def test_what_airflow_says_of_pauses_is_kept_where_it_is_not_as_usual(history: History) -> None:
    usual = {"tiny": True, "sample": False}

    def note(**seen: bool) -> int:
        return collections.note_paused(history.connection, seen, usual, NOW)

    try:
        assert note(tiny=True, sample=False) == 0
        assert collections.paused(history.connection) == {}
        assert note(tiny=False, sample=False) == 1
        assert note(tiny=False, sample=False) == 0
        assert collections.paused(history.connection) == {"tiny": False}
        assert note(tiny=True, sample=True) == 2
        assert collections.paused(history.connection) == {"tiny": True, "sample": True}
    finally:
        history.run("DELETE FROM pipeline.schedule_state")
        history.connection.commit()

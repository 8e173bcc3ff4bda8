"""Quality checks that fail or have stopped, damaged files, disks that fill up, upkeep that has stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.transcripts.health.history import NOW, History, ago, check, snapshot
from transcripts.health.bounds import bounds

pytestmark = pytest.mark.database


def test_a_check_that_fails_is_told_since_it_failed_first(history: History) -> None:
    history.days(10)
    for days, ok in ((4, False), (3, True), (2, False), (1, False)):
        check(history, ok, NOW - timedelta(days=days))
    one = history.one()
    assert (one.kind, one.severity, one.about, one.since) == (
        "quality",
        "warn",
        "unknown_share en",
        NOW - timedelta(days=2),
    )
    assert one.says == "tiny 2026-11-27: half of them", "a check names language and figure in its own words"
    check(history, True, NOW)
    assert history.found() == []


def test_checks_that_stopped_are_told_once_something_was_published_since(history: History) -> None:
    history.days(10)
    check(history, True, NOW - timedelta(days=5))
    assert history.found() == []
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at) VALUES ('publish', '1', 'd', '1', 'done', %s)",
        NOW - timedelta(days=1),
    )
    assert [(one.kind, one.about) for one in history.found()] == [("quality", "checks")]


def quarantined(history: History, number: int, at: datetime) -> str:
    record = snapshot(history, history.crawl(ago(0)), number)
    history.run(
        "WITH tried AS (INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, at)"
        " VALUES ('clean', %s, 'd', '1', 'quarantined', 'why', %s) RETURNING attempt_id)"
        " INSERT INTO pipeline.quarantine (record_id, cleaner, reason, detail, attempt_id)"
        " SELECT %s::uuid, '1', 'unknown_layout', 'why', attempt_id FROM tried",
        *(record, at, record),
    )
    return record


def test_a_page_that_waits_in_quarantine_for_days_is_told_until_somebody_decides(history: History) -> None:
    history.days(10)
    quarantined(history, 1, NOW - timedelta(days=2))
    assert history.found() == [], "a person has some days for it"
    record = quarantined(history, 2, NOW - timedelta(days=4))
    one = history.one()
    assert (one.kind, one.severity, one.ministry, one.about) == ("quality", "warn", "tiny", "quarantine")
    assert one.says == (
        "tiny 2026-11-24: 2 pages in quarantine wait for a person, 1 of them for more than 3 days; http://tiny/doc: unknown_layout"
    )
    assert one.since == NOW - timedelta(days=4) and "page Quarantine" in one.next_step
    history.run(
        "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
        " VALUES ('00000000000000ac', 'not_transcript', 'tiny', 'document', 'tiny/2', '', 'ada', 'a form', now(), 'now')"
    )
    assert history.found() == [], record


def test_many_pages_in_quarantine_are_told_at_once(history: History) -> None:
    history.days(10)
    for number in range(1, bounds().quality_quarantine_pages + 1):
        quarantined(history, number, NOW)
    assert history.found() == []
    quarantined(history, 99, NOW)
    assert history.one().says.startswith("tiny 2026-11-28: 51 pages in quarantine wait for a person; http://tiny/doc")


def test_a_damaged_file_needs_a_person(history: History) -> None:
    history.run(
        "INSERT INTO pipeline.verification VALUES ('tiny/c/00001.warc.gz', %s, 3, 100, NULL), ('tiny/c/00002.warc.gz', %s, 0, 0, 'is gone')",
        *(NOW, NOW),
    )
    one = history.one()
    assert (one.kind, one.severity, one.about) == ("storage", "bad", "tiny/c/00002.warc.gz")
    assert (
        one.says == "archive 2026-11-28: tiny/c/00002.warc.gz: is gone"
        and "`transcripts replay --again`" in one.next_step
    )


@pytest.mark.parametrize(("free", "severity"), [(50e9, None), (9e9, "warn"), (1e9, "bad")])
def test_a_disk_that_fills_up_is_told(history: History, free: float, severity: str | None) -> None:
    history.run(
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (%s, 'disk_free_bytes', %s, 'bytes', %s)",
        *(NOW.date(), free, NOW),
    )
    assert [one.severity for one in history.found()] == ([severity] if severity else [])


def test_upkeep_that_stopped_is_told(history: History) -> None:
    then = NOW - timedelta(days=50)
    history.run(
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (%s, 'turns', 5, 'turns', %s)",
        then.date(),
        then,
    )
    history.run("INSERT INTO pipeline.verification VALUES ('tiny/c/00001.warc.gz', %s, 3, 100, NULL)", then)
    assert [one.about for one in history.found()] == ["measurement", "verification"]

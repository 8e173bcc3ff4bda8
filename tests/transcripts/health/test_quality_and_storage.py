"""Quality checks that fail or have stopped, damaged files, disks that fill up, upkeep that has stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.health.history import NOW, History, check

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

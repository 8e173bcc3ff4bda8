"""Steps that fail, and work that waits: told until it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.health.history import NOW, History, ago, snapshot

pytestmark = pytest.mark.database


def test_a_step_that_fails_is_told_by_ministry_and_after_a_day_of_tries_needs_a_person(history: History) -> None:
    history.days(10)
    record = snapshot(history, history.crawl(ago(0)), 1)
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, tries, at)"
        " VALUES ('clean', %s, 'd', '1', 'failed', 'FileNotFoundError: 00001.warc.gz', 2, %s)",
        *(record, NOW),
    )
    one = history.one()
    assert (one.kind, one.severity, one.ministry, one.about) == ("process", "warn", "tiny", "clean")
    assert (
        one.says
        == "tiny 2026-11-28: the step clean failed for 1 document (up to 2 times): FileNotFoundError: 00001.warc.gz"
    )
    history.run("UPDATE pipeline.attempt SET tries = 30")
    assert history.one().severity == "bad"
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at) VALUES ('clean', %s, 'd', '1', 'done', %s)",
        *(record, NOW + timedelta(hours=1)),
    )
    assert history.found() == []


def test_what_a_person_wants_to_be_read_again_has_not_failed(history: History) -> None:
    history.days(10)
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, at)"
        " VALUES ('clean', %s, 'd', '1', 'failed', 'to be read again, says ada; was: unknown_layout', %s)",
        *(snapshot(history, history.crawl(ago(0)), 1), NOW - timedelta(hours=1)),
    )
    assert history.found() == []
    assert history.one(NOW + timedelta(hours=4)).about == "clean"


def test_what_was_fetched_hours_ago_and_is_not_published_waits_too_long(history: History) -> None:
    history.days(10)
    crawl = history.crawl(ago(0))
    record = snapshot(history, crawl, 1)
    history.run(
        "INSERT INTO archive.listing (crawl, list, language, position, address, site_id, day, record_id)"
        " VALUES (%s, 'news', 'en', 1, 'http://tiny/doc', 'tiny/1', %s, %s)",
        *(crawl, ago(0), record),
    )
    history.run(
        "INSERT INTO archive.fate (crawl, address, language, site_id, fate, record_id) VALUES (%s, 'http://tiny/doc', 'en', 'tiny/1', 'fetched', %s)",
        *(crawl, record),
    )
    one = history.one()
    assert (one.kind, one.about, one.severity) == ("process", "waiting", "bad")
    assert (
        "1 fetched more than 3 hours ago and not published (waiting): http://tiny/doc; no step ever did anything"
        in one.says
    )
    assert history.found(NOW - timedelta(hours=3)) == []
    again = history.crawl(ago(0), "OK", kind="recheck", began=NOW - timedelta(minutes=30))
    history.run(
        "UPDATE archive.snapshot SET record_type = 'revisit', refers_to = %s WHERE record_id = %s",
        record,
        snapshot(history, again, 1),
    )
    history.crawl(ago(0), None, began=NOW - timedelta(minutes=10))
    assert history.one().about == "waiting", "neither that the page is still the same nor a crawl at work ends it"

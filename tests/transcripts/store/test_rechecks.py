"""Which documents are due to be asked for again."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from scraper.evidence import FateLine, ListingLine, Outcome, Report
from scraper.ministries.model import RECHECKS, Recheck
from tests.transcripts.store.crawled import closed, plan, snapshot_line
from transcripts.store import crawls, rechecks
from transcripts.store.registration import Registrar

pytestmark = pytest.mark.database

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def crawled(
    connection: Connection,
    ago: timedelta,
    *fates: tuple[str, str] | tuple[str, str, str],
    listed: dict[str, str] | None = None,
    outcome: Outcome = "OK",
) -> None:
    """A crawl some time ago, with fates by number, and days by number as a list has them."""
    name = f"c-{ago.total_seconds():.0f}"
    crawls.begin(connection, plan(name))
    page = snapshot_line(name, None, purpose="list")
    lines: list[Any] = [page]
    for position, (number, day) in enumerate((listed or {}).items(), start=1):
        lines.append(
            ListingLine("news", "en", position, f"/{number}", f"toy/{number}", None, None, day, page.record_id)
        )
    for number, fate, *reason in fates:
        line = snapshot_line(name, f"toy/{number}", fetched_at=(NOW - ago).isoformat())
        lines += [line, FateLine(f"toy/{number}", "en", f"/{number}", fate, *(reason or [None]), line.record_id)]  # type: ignore[arg-type]
    registrar = Registrar(connection, name)
    registrar.take([*lines, closed(name)])
    registrar.finish()
    moment = (NOW - ago).isoformat()
    counts = dict(Counter(fate[1] for fate in fates))
    crawls.end(connection, Report(name, "toy", "2026-03-01", "2026-03-02", outcome, "", moment, moment, counts))


def due(connection: Connection, most: int = 100, schedule: tuple[Recheck, ...] = RECHECKS) -> list[str]:
    found = rechecks.due(connection, "toy", "Europe/Helsinki", schedule, NOW, most)
    return [f"{gap.address[1:]}{' gone' if gap.gone else ''}" for gap in found]


def test_the_younger_a_document_the_sooner_it_is_due(connection: Connection) -> None:
    days = {"a": "2026-03-20", "b": "2026-03-10", "c": "2026-01-10", "d": "2020-01-01"}
    first = [(number, "fetched") for number in days]
    for ago, wanted in ((4 * HOUR, []), (6 * HOUR, ["a"]), (DAY, ["a", "b"])):
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE archive.crawl CASCADE")
        crawled(connection, ago, *first, listed=days)
        assert due(connection) == wanted, ago
    crawled(connection, 31 * DAY, ("e", "fetched"), ("f", "fetched"), listed={"e": "2026-01-10", "f": "2020-01-01"})
    assert due(connection) == ["a", "e", "b"]


def test_a_run_that_comes_a_moment_early_finds_it_due_all_the_same(connection: Connection) -> None:
    crawled(connection, 6 * HOUR - timedelta(minutes=20), ("a", "fetched"))
    assert due(connection) == ["a"]


def test_the_budget_goes_to_those_that_have_waited_longest_for_their_age(connection: Connection) -> None:
    crawled(connection, 40 * DAY, ("old", "fetched"), listed={"old": "2025-12-01"})
    crawled(connection, 36 * HOUR, ("middle", "fetched"), listed={"middle": "2026-03-10"})
    crawled(connection, 25 * HOUR, ("young", "fetched"))
    assert due(connection) == ["young", "middle", "old"]
    assert due(connection, most=1) == ["young"]


def test_every_crawl_counts_but_not_what_it_did_not_really_ask_for(connection: Connection) -> None:
    crawled(connection, 20 * HOUR, *((number, "fetched") for number in "abcde"))
    crawled(connection, HOUR, ("a", "unchanged"), ("b", "failed", "timeout"), ("c", "failed", "not_asked"))
    crawled(connection, HOUR / 2, ("d", "failed", "blocked: challenge"), ("e", "refused", "robots"))
    assert due(connection) == ["c", "d"]


def test_documents_that_were_blocked_last_time_come_last_in_a_run_and_keep_no_others_from_being_asked(
    connection: Connection,
) -> None:
    crawled(connection, 20 * HOUR, *((number, "fetched") for number in "abcd"))
    crawled(connection, 19 * HOUR, *((number, "failed", "blocked: http_403") for number in "abc"))
    assert due(connection) == ["d", "a", "b", "c"]
    assert due(connection, most=2) == ["a", "b"], "the budget is theirs like anybody's"


def test_what_is_missing_and_was_accepted_is_not_asked_for_until_it_came(connection: Connection) -> None:
    crawled(connection, 40 * HOUR, ("a", "fetched"), ("b", "fetched"))
    crawled(connection, 20 * HOUR, ("a", "failed", "blocked: http_403"), ("b", "unchanged"))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
            " SELECT repeat(n, 16), 'accept', 'toy', 'document', 'toy/' || n, '', 'ada', 'so it is', now(), ''"
            " FROM unnest(ARRAY['a', 'b']) n"
        )
        assert due(connection) == ["b"]
    connection.rollback()


def test_what_never_came_is_a_gap_and_none_of_these(connection: Connection) -> None:
    crawled(connection, 20 * HOUR, ("a", "failed", "timeout"), ("b", "gone", "http_404"))
    assert due(connection) == []


def test_a_page_that_went_is_asked_for_as_a_new_one_is_so_that_a_hiccup_is_seen_and_so_is_a_return(
    connection: Connection,
) -> None:
    crawled(connection, 90 * DAY, ("a", "fetched"), ("b", "fetched"), listed={"a": "2025-11-01", "b": "2025-11-01"})
    crawled(connection, 60 * DAY, ("b", "gone", "http_410"))
    crawled(connection, 7 * HOUR, ("a", "gone", "http_404"))
    assert due(connection) == ["b gone", "a gone"]
    crawled(connection, 6 * HOUR, ("a", "unchanged"), ("b", "gone", "http_410"))
    assert due(connection) == [], "back again it is an old document, gone for long it is asked for seldom"


def test_what_a_crawl_with_drift_calls_gone_is_not_gone_or_the_next_one_would_take_it_for_old_news(
    connection: Connection,
) -> None:
    crawled(connection, 20 * HOUR, ("a", "fetched"))
    crawled(connection, 7 * HOUR, ("a", "gone", "http_404"), outcome="DRIFT")
    assert due(connection) == ["a"]


def test_a_schedule_may_end(connection: Connection) -> None:
    crawled(connection, 30 * DAY, ("a", "fetched"))
    assert due(connection, schedule=(Recheck(HOUR, DAY),)) == []
    assert due(connection, schedule=(Recheck(HOUR, DAY), Recheck(DAY))) == ["a"]


def test_what_a_person_set_aside_is_not_asked_for(connection: Connection) -> None:
    crawled(connection, 20 * HOUR, ("a", "fetched"), ("b", "fetched"))
    said = json.dumps("an album")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
            f" VALUES (repeat('a', 16), 'not_transcript', 'toy', 'document', 'toy/a', '', 'ada', '{said}', now(), '')"
        )
        assert due(connection) == ["b"]
    connection.rollback()


def test_the_load_counts_documents_by_step(connection: Connection) -> None:
    days = {"a": "2026-03-20", "b": "2026-03-10", "c": "2026-03-09", "d": "2020-01-01"}
    crawled(connection, DAY, *((number, "fetched") for number in days), listed=days)
    found = rechecks.load(connection, "toy", "Europe/Helsinki", RECHECKS, NOW)
    assert [(one.step, one.documents, one.due) for one in found] == [(0, 1, 1), (1, 2, 2), (3, 1, 0)]

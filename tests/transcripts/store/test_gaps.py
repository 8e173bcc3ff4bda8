"""What did not come is a gap until it comes or a person accepts it: documents, lists, days; asked for with growing pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from scraper.evidence import FateLine, Gap, Plan, Report
from tests.transcripts.store.crawled import begin
from transcripts.decisions import Decision
from transcripts.store import crawls, decisions
from transcripts.store.gaps import counts, days_due, gaps, of_crawl, open_gaps
from transcripts.store.registration import Registrar

pytestmark = pytest.mark.database

ADDRESS = "http://127.0.0.1:1/en/doc/7"
NOW = datetime.now(UTC)
TODAY = NOW.date()
NOTHING = (date(2000, 1, 1), date(2000, 1, 1))


def crawled(
    connection: Connection, crawl: str, fate: str, reason: str | None = None, days_ago: float = 1, **more: Any
) -> None:
    begin(connection, crawl)
    line = FateLine("bitrix/7", "de", ADDRESS, fate, reason)  # type: ignore[arg-type]
    registrar = Registrar(connection, crawl)
    registrar.take([replace(line, **more)])
    registrar.finish()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive.crawl SET started_at = %s WHERE crawl = %s", (NOW - timedelta(days_ago), crawl))
    connection.commit()


FORGET = (
    "ALTER TABLE pipeline.decision DISABLE TRIGGER USER; DELETE FROM pipeline.decision;"
    "ALTER TABLE pipeline.decision ENABLE TRIGGER USER"
)


def accept(connection: Connection, subject: str, key: str = "", language: str = "", day: str = "") -> None:
    said = Decision("accept", "toy", subject, "ada", "lost", NOW.isoformat(), key, language, day)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        decisions.add(cursor, [said])
    connection.commit()


@pytest.fixture(autouse=True)
def undecided(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
    connection.commit()


# Documents


def test_a_gap_has_the_language_of_its_document_whatever_its_address_says(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_500")
    assert gaps(connection, "toy") == (Gap(ADDRESS, "de", "bitrix/7"),)
    assert gaps(connection, "another") == ()
    (row,) = open_gaps(connection, "toy")
    assert (row["subject"], row["key"], row["reason"], row["tries"]) == ("document", "bitrix/7", "http_500", 1)


def test_it_closes_when_the_document_comes(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_500", 2)
    crawled(connection, "c2", "fetched")
    assert open_gaps(connection) == []


def test_another_language_does_not_close_it(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_500", 2)
    crawled(connection, "c2", "fetched", language="en")
    assert [gap.language for gap in gaps(connection, "toy")] == ["de"]


def test_a_document_without_an_id_is_known_by_its_address(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "unknown_address_form", site_id=None)
    crawled(connection, "c2", "failed", "unknown_address_form", site_id=None, address=f"{ADDRESS}0")
    assert [row["key"] for row in open_gaps(connection)] == [ADDRESS, f"{ADDRESS}0"]
    crawled(connection, "c3", "fetched", days_ago=0.5, site_id=None)
    assert [row["key"] for row in open_gaps(connection)] == [f"{ADDRESS}0"]


def test_the_pauses_grow_to_a_month_and_it_is_never_given_up(connection: Connection) -> None:
    due = {}
    for tries in range(1, 12):
        crawled(connection, f"c{tries:02}", "failed", "http_404", 100 - tries)
        (row,) = open_gaps(connection)
        due[row["tries"]] = datetime.fromisoformat(row["next_at"]) - datetime.fromisoformat(row["last_failed"])
    waits = [round(wait.total_seconds() / 3600 + 3.99) // 24 for wait in due.values()]
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30], "in days, four hours less"
    assert len(gaps(connection, "toy")) == 1, "a hundred days later it is due again"
    crawled(connection, "newest", "failed", "http_404", 29)
    assert gaps(connection, "toy") == ()


@pytest.mark.parametrize("reason", ["not_asked", "blocked: challenge", "killed", "robots_unreadable", "not_stored"])
def test_what_was_not_really_asked_for_is_due_at_once(connection: Connection, reason: str) -> None:
    for number in range(9):
        crawled(connection, f"c{number:02}", "failed", reason, 0)
    assert len(gaps(connection, "toy")) == 1
    assert open_gaps(connection)[0]["tries"] == 0


def test_documents_that_are_blocked_time_and_again_come_last_and_keep_no_others_from_healing(
    connection: Connection,
) -> None:
    crawled(connection, "c1", "failed", "blocked: http_403", 9, site_id="bitrix/1")
    crawled(connection, "c2", "failed", "not_asked", 8, site_id="bitrix/2")
    assert [gap.site_id for gap in gaps(connection, "toy")] == ["bitrix/2", "bitrix/1"]


def test_tries_are_counted_since_it_came_last(connection: Connection) -> None:
    for number in range(5):
        crawled(connection, f"c{number}", "failed", "http_500", 20 - number)
    crawled(connection, "good", "unchanged", None, 5)
    crawled(connection, "again", "failed", "http_500", 1)
    assert open_gaps(connection)[0]["tries"] == 1


@pytest.mark.parametrize(
    ("fates", "is_gap"),
    [
        ([("refused", "robots")], True),
        ([("refused", "offsite")], False),
        ([("failed", "http_500"), ("gone", "http_404")], True),
        ([("fetched", None), ("gone", "http_404")], False),
        ([("failed", "reference: http_404")], True),
    ],
)
def test_what_is_a_gap_and_what_is_none(connection: Connection, fates: list[tuple[str, str]], is_gap: bool) -> None:
    for number, (fate, reason) in enumerate(fates):
        crawled(connection, f"c{number}", fate, reason, 9 - number)
    assert bool(open_gaps(connection)) is is_gap


def test_what_a_person_accepted_is_seen_and_not_asked_for(connection: Connection) -> None:
    crawled(connection, "c1", "failed", "http_404")
    accept(connection, "document", "bitrix/7", "en")
    assert len(gaps(connection, "toy")) == 1, "that was about another language"
    accept(connection, "document", "bitrix/7")
    assert gaps(connection, "toy") == () == tuple(open_gaps(connection))
    (row,) = open_gaps(connection, accepted=True)
    assert (row["accepted_by"], row["accepted_because"], row["next_at"]) == ("ada", "lost", None)
    (document,) = of_crawl(connection, "c1")
    assert (document["address"], document["accepted_by"]) == (ADDRESS, "ada")
    assert counts(connection) == []


# Lists and days


def window(
    connection: Connection,
    crawl: str,
    since: date,
    until: date,
    on: date,
    outcome: str = "OK",
    problems: Sequence[dict[str, str]] = (),
    days: Sequence[str] = (),
    run_id: str = "scheduled__x",
    whole: bool | None = None,
) -> None:
    """A crawl of these days that began at six on that day and ended so."""
    plan = Plan(crawl, "toy", since.isoformat(), until.isoformat(), "file:///a", "/s", days=tuple(days))
    crawls.begin(connection, replace(plan, asked_by={"run_id": run_id}))
    moment = datetime(on.year, on.month, on.day, 6, tzinfo=UTC).isoformat()
    report = Report(crawl, "toy", plan.since, plan.until, "OK", "because", moment, moment, {}, problems=tuple(problems))
    complete = outcome in ("OK", "EMPTY") if whole is None else whole
    crawls.end(connection, replace(report, outcome=outcome, lists_complete=complete))  # type: ignore[arg-type]


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def daily(connection: Connection, *ago: int) -> None:
    """The daily run, as many days ago: it asks for the day before and for the day that has begun."""
    for number in ago:
        window(connection, f"daily-{number}", day(number + 1), day(number), day(number))


def missing(connection: Connection, *, most: int = 31) -> list[int]:
    """How many days ago each day was that is due."""
    return [(TODAY - one).days for one in days_due(connection, "toy", NOTHING, most)[0]]


def test_with_a_run_on_every_morning_no_day_is_missing(connection: Connection) -> None:
    daily(connection, 3, 2, 1, 0)
    assert missing(connection) == [] == open_gaps(connection)
    assert days_due(connection, "nowhere", NOTHING) == ([], 0)


def test_days_on_which_nothing_ran_are_gaps_and_the_one_that_was_not_over(connection: Connection) -> None:
    daily(connection, 9, 8, 3, 2, 1, 0)
    assert missing(connection) == [8, 7, 6, 5]
    assert days_due(connection, "toy", (day(6), day(5)))[0] == [day(8), day(7)], "a window is asked for anyway"
    rows = {row["day"]: row for row in open_gaps(connection)}
    assert rows[day(6).isoformat()]["reason"] == "nothing ran"
    assert counts(connection)[0]["count"] == 4


def test_a_machine_that_was_off_for_five_weeks_heals_in_bites_the_oldest_first(connection: Connection) -> None:
    daily(connection, 40, 39)
    found, more = days_due(connection, "toy", (day(1), day(0)))
    assert (found[0], len(found), more) == (day(39), 31, 7)
    window(connection, "bite", day(1), day(0), day(0), days=[one.isoformat() for one in found])
    assert missing(connection) == [8, 7, 6, 5, 4, 3, 2]


def test_a_day_is_missing_where_all_failed_and_not_where_one_came_whole(connection: Connection) -> None:
    daily(connection, 9)
    window(connection, "killed", day(9), day(8), day(8), "FAILED")
    window(connection, "blocked", day(8), day(7), day(7), "BLOCKED")
    window(connection, "documents", day(7), day(6), day(6), "PARTIAL", whole=True)
    window(connection, "late-block", day(6), day(5), day(5), "BLOCKED", whole=True)
    window(connection, "drift", day(5), day(4), day(4), "DRIFT", [{"outcome": "DRIFT", "what": "x", "list": "archive"}])
    daily(connection, 3, 2, 1, 0)
    assert missing(connection) == [9, 8, 5]
    assert {row["reason"] for row in open_gaps(connection)} == {
        "FAILED: because", "BLOCKED: because", "DRIFT: because",
    }  # fmt: skip


def test_a_list_that_is_not_whole_on_one_day_is_a_gap_of_that_day_alone(connection: Connection) -> None:
    problem = {
        "outcome": "PARTIAL",
        "what": "3 of 26 missing",
        "list": "news",
        "language": "en",
        "day": day(3).isoformat(),
    }
    window(connection, "bad", day(4), day(2), day(1), "PARTIAL", [problem], run_id="manual__x")
    (row,) = open_gaps(connection)
    assert [row[name] for name in ("subject", "key", "language", "day", "reason", "tries")] == [
        "list", "news", "en", day(3).isoformat(), "3 of 26 missing", 1,
    ]  # fmt: skip
    assert missing(connection) == [3]
    window(connection, "again", day(3), day(3), day(0), "PARTIAL", [problem], run_id="manual__x")
    assert open_gaps(connection)[0]["tries"] == 2
    assert missing(connection) == [], "a day later"
    accept(connection, "list", "news", "en", day(3).isoformat())
    assert open_gaps(connection) == []
    window(connection, "whole", day(3), day(3), day(0), run_id="manual__x")
    assert open_gaps(connection, accepted=True) == []


def test_a_day_that_a_person_accepted_is_not_asked_for(connection: Connection) -> None:
    daily(connection, 4, 1, 0)
    assert missing(connection) == [4, 3]
    accept(connection, "day", day=day(3).isoformat())
    assert missing(connection) == [4]


def test_only_runs_by_the_clock_make_days_due_and_a_backfill_only_its_own(connection: Connection) -> None:
    window(connection, "hand", day(9), day(8), day(8), run_id="manual__x")
    assert missing(connection) == []
    window(connection, "old", date(2003, 1, 5), date(2003, 1, 5), day(3), "FAILED", run_id="backfill__x")
    assert days_due(connection, "toy", NOTHING)[0] == [date(2003, 1, 5)]
    daily(connection, 2, 1, 0)
    assert days_due(connection, "toy", NOTHING)[0] == [date(2003, 1, 5)], "the first run by the clock was two days ago"


def test_rechecks_and_imports_are_no_crawls_of_days(connection: Connection) -> None:
    daily(connection, 3)
    plan = Plan("recheck", "toy", day(3).isoformat(), day(1).isoformat(), "file:///a", "/s", kind="recheck")
    crawls.begin(connection, plan)
    assert missing(connection) == [3, 2, 1]

"""What is open is said in three places, each for another question: recent gaps, coverage of some days, and the views over all. On histories
full of holes, blocks, short lists, accepted gaps and days that were not over they say the same."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.transcripts.health.history import NOW, History, ago, fate, listed, snapshot
from transcripts.store import coverage
from transcripts.store.health import missing
from transcripts.store.rows import rows_of

pytestmark = pytest.mark.database

MINISTRIES, LANGUAGES = ("tiny", "other"), ("en", "ru")
#: Days before the one on which all is looked at in which something happened, and how often a history is made anew.
DAYS, SEEDS = 36, range(2)
OUTCOMES = ("OK", "OK", "OK", "EMPTY", "PARTIAL", "PARTIAL", "DRIFT", "BLOCKED", "FAILED")
FATES = (
    ("fetched", None), ("unchanged", None), ("failed", "http_500"), ("failed", "blocked: a challenge"), ("failed", "not_asked"),
    ("refused", "too_large"), ("refused", "offsite"), ("gone", "http_404"), ("failed", "reference: http_404"),
)  # fmt: skip


@pytest.fixture(params=SEEDS)
def hard(history: History, request: pytest.FixtureRequest) -> History:
    """Forty days of two ministries, in which all that can go wrong does."""
    draw = random.Random(request.param)
    crawls = [(code, back, *_crawl(history, draw, code, back)) for code in MINISTRIES for back in range(DAYS, -1, -1)
              if draw.random() < 0.8]  # fmt: skip
    for number in range(40):
        code = draw.choice(MINISTRIES)
        for crawl, at in draw.sample([(name, at) for of, _, name, at in crawls if of == code], 4):
            if number % 3:
                listed(history, crawl, number, at.date() - timedelta(days=draw.randrange(3)))
            if draw.random() < 0.8:
                what, reason = draw.choice(FATES)
                fate(history, crawl, f"{code}/{number}", what, reason)
    for number in range(30):
        _decide(history, draw, number)
    return history


def _crawl(history: History, draw: random.Random, code: str, back: int) -> tuple[str, datetime]:
    """A crawl on a day, by the clock or of a day long past; some began before their day was over, some were whole though blocked."""
    day, outcome = ago(back), draw.choice(OUTCOMES)
    began = datetime(day.year, day.month, day.day, draw.choice((1, 6, 20)), draw.randrange(60), tzinfo=UTC)
    short = [
        {"list": draw.choice(("news", "speeches")), "language": draw.choice(LANGUAGES), "day": str(day - timedelta(days=draw.randrange(2))),
         "what": "2 of 5 are named"} for _ in range(draw.randrange(3))
    ]  # fmt: skip
    problems = short if outcome in ("PARTIAL", "DRIFT", "BLOCKED") else []
    clock = draw.random() < 0.5
    name = history.crawl(day, outcome, ministry=code, by_clock=clock, problems=problems, began=began)
    record = snapshot(history, name, 900)
    history.run("UPDATE archive.snapshot SET purpose = 'list', site_id = NULL WHERE record_id = %s", record)
    for language in LANGUAGES:
        history.run(
            "INSERT INTO archive.list_page (crawl, list, language, page, address, entries, record_id, since, until, total)"
            " VALUES (%s, 'news', %s, 1, 'http://tiny/', 1, %s, %s, %s, %s)",
            *(name, language, record, day, day, draw.randrange(4)),
        )
    if draw.random() < 0.2:
        history.run("UPDATE archive.crawl SET days = ARRAY[since - 9, since - 70] WHERE crawl = %s", name)
    if draw.random() < 0.2 and outcome != "FAILED":
        history.run("UPDATE archive.crawl SET lists_complete = true WHERE crawl = %s", name)
    return name, began


def _decide(history: History, draw: random.Random, number: int) -> None:
    code, day = draw.choice(MINISTRIES), ago(draw.randrange(DAYS))
    subject, key, of_day = draw.choice(
        [("day", "", day), ("list", draw.choice(("news", "speeches")), day), ("document", f"{code}/{draw.randrange(40)}", None)]
    )  # fmt: skip
    language = "" if subject == "day" else draw.choice(("", *LANGUAGES))
    history.run(
        "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, day, by, reason, at, said_at)"
        " VALUES (%s, 'accept', %s, %s, %s, %s, %s, 'ada', 'why not', %s, '')",
        *(f"{number:016x}", code, subject, key, language, of_day, NOW),
    )


@pytest.mark.parametrize("back", [5, 20, 200])
def test_recent_gaps_are_those_of_the_view_that_were_asked_for_since(hard: History, back: int) -> None:
    since = NOW - timedelta(days=back)
    asked = "NOT accepted AND last_failed >= %(since)s"
    theirs = rows_of(hard.connection, f"SELECT * FROM pipeline.open_gap WHERE {asked}", since=since)
    ours = missing.open_days(hard.connection, since)
    wholly = {(row["ministry"], row["subject"], row["day"], row["what"], row["reason"]) for row in ours}
    assert wholly == {
        (row["ministry"], row["subject"], row["day"], " ".join(filter(None, (row["key"], row["language"]))), row["reason"])
        for row in theirs if row["subject"] != "document"
    }  # fmt: skip
    documents = missing.open_documents(hard.connection, since)
    assert {(row["ministry"], row["what"], row["reason"], row["tries"], row["first_failed"]) for row in documents} == {
        (row["ministry"], row["address"], row["reason"], row["tries"], row["first_failed"])
        for row in theirs if row["subject"] == "document" and not row["reason"].startswith("reference:")
    }  # fmt: skip
    assert back < 200 or (len(wholly) > 5 and len(documents) > 3)


@pytest.mark.parametrize("code", [None, "tiny"])
@pytest.mark.parametrize(("first", "last"), [(90, 0), (20, 6)])
def test_coverage_of_some_days_is_that_of_the_view(hard: History, code: str | None, first: int, last: int) -> None:
    columns = (
        "ministry, day, language, status, listed, site_count, fetched, published, open_gaps, accepted_gaps, quarantined, waiting,"
        " set_aside, offsite, crawls, last_outcome"
    )
    since, until = ago(first), ago(last)
    query = f"SELECT {columns} FROM analysis.coverage WHERE day BETWEEN %(since)s AND %(until)s AND (%(code)s::text IS NULL OR ministry = %(code)s)"
    theirs = _known(rows_of(hard.connection, query, since=since, until=until, code=code))
    ours = _known(
        [
            {name: row[name] for name in columns.split(", ")}
            for row in coverage.days(hard.connection, since, until, code)
        ]
    )
    assert ours ^ theirs == set()
    assert first != 90 or len({row[3] for row in theirs}) >= 3


def _known(rows: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """Rows of days that were asked for: the view has one for each day up to the newest of them, a window for each hole in it."""
    return {tuple(row.values()) for row in rows if row["status"] != "not_collected"}


@pytest.mark.parametrize(("first", "last"), [(90, -1), (20, 6), (11, 11)])
def test_gaps_of_some_days_are_those_of_the_view(hard: History, first: int, last: int) -> None:
    def rows(source: str, **values: date | str) -> set[tuple[Any, ...]]:
        return {tuple(row.values()) for row in rows_of(hard.connection, source, **values)}

    window: dict[str, date | str] = {"since": ago(first), "until": ago(last), "code": "other"}
    of_days = "subject <> 'document' AND day BETWEEN %(since)s AND %(until)s AND ministry = %(code)s"
    theirs = rows(f"SELECT * FROM pipeline.open_gap WHERE {of_days}", **window)
    call = "pipeline.open_gaps(%(code)s, %(since)s, %(until)s)"
    assert rows(f"SELECT * FROM {call} WHERE subject <> 'document'", **window) == theirs
    assert first != 90 or len(theirs) > 5

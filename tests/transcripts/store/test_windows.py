"""Which days the crawls of a ministry have asked for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg2
import pytest

from scraper.evidence import OUTCOMES, Plan, Report
from transcripts.store import crawls
from transcripts.store.windows import Asked, asked

pytestmark = pytest.mark.database
BEGAN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def crawl(url: str, ministry: str, outcome: str | None, lists_complete: bool = False) -> None:
    """A crawl of the first two days of March that ended so; None: it is under way."""
    plan = Plan(f"{ministry}-{outcome}-{lists_complete}", ministry, "2026-03-01", "2026-03-02", "file:///a", "/s")
    moment = BEGAN.isoformat()
    report = Report(plan.crawl, ministry, plan.since, plan.until, "OK", "so", moment, moment, {})
    with closing(psycopg2.connect(url)) as connection:
        crawls.begin(connection, plan)
        if outcome in OUTCOMES:
            crawls.end(connection, replace(report, outcome=outcome, lists_complete=lists_complete))


def test_crawls_that_had_answers_are_told_with_their_windows_and_whether_their_lists_came_whole(
    database_url: str,
) -> None:
    for outcome in (*OUTCOMES, None):
        crawl(database_url, "toy", outcome)
    crawl(database_url, "toy", "PARTIAL", lists_complete=True)
    crawl(database_url, "toy", "DRIFT", lists_complete=True)
    crawl(database_url, "other", "OK")
    found = asked(database_url, "toy")
    # OK, EMPTY, and what is PARTIAL in its documents alone; PARTIAL in its lists, and DRIFT twice
    assert sorted(one.whole for one in found) == [False, False, False, True, True, True]
    assert {(one.since, one.until, one.began) for one in found} == {(date(2026, 3, 1), date(2026, 3, 2), BEGAN)}
    assert asked(database_url, "nowhere") == []
    assert Asked(date(2026, 3, 1), date(2026, 3, 2), BEGAN, True) in asked(database_url, "other")

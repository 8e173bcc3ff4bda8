"""When each ministry was collected: by the clock or by hand, which days came whole, how the newest crawls ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


@dataclass(frozen=True, slots=True)
class Collected:
    """What the crawls of one ministry's lists say. Times in UTC."""

    ministry: str
    #: When the first crawl of all began, and the first by the clock.
    first_at: datetime
    by_clock_since: datetime | None
    #: When the last good crawl ended (OK or EMPTY), and the last day that it asked for.
    good_at: datetime | None
    good_day: date | None


_COLLECTED = """
SELECT ministry, min(started_at) AS first_at, min(started_at) FILTER (WHERE run_id LIKE 'scheduled%%') AS by_clock_since,
    max(finished_at) FILTER (WHERE outcome IN ('OK', 'EMPTY')) AS good_at,
    (array_agg(until ORDER BY started_at DESC) FILTER (WHERE outcome IN ('OK', 'EMPTY')))[1] AS good_day
FROM archive.crawl WHERE kind = 'window' GROUP BY ministry
"""
_WHOLE = """
SELECT DISTINCT a.ministry, a.day FROM pipeline.asked_day a WHERE a.started_at >= %(since)s AND a.over AND a.whole
UNION
SELECT ministry, day FROM pipeline.decision_standing WHERE subject = 'day' AND language = '' AND day >= %(since)s::date
"""
_LAST_WHOLE = """
SELECT greatest((SELECT max(a.day) FROM pipeline.asked_day a WHERE a.ministry = %(ministry)s AND a.over AND a.whole), (
    SELECT max(day) FROM pipeline.decision_standing WHERE ministry = %(ministry)s AND subject = 'day' AND language = '')) AS day
"""
_NEWEST = """
SELECT DISTINCT ON (ministry, kind) ministry, kind, crawl, outcome, reason, since, until, started_at, finished_at, not_before
FROM archive.crawl WHERE kind <> 'import' AND started_at >= %(since)s AND started_at <= %(now)s
AND (outcome IS NOT NULL OR NOT %(ended)s) ORDER BY ministry, kind, started_at DESC
"""
#: Who is given pages or lists is let in; a crawl that failed says nothing of that.
_TURNED_AWAY = """
SELECT DISTINCT ON (ministry) ministry, kind, reason, since, until, started_at, finished_at, run_id LIKE 'scheduled%%' AS by_clock,
    max(not_before) OVER (PARTITION BY ministry) AS not_before
FROM archive.crawl b
WHERE kind <> 'import' AND started_at <= %(now)s AND (not_before > %(now)s OR outcome = 'BLOCKED' AND NOT EXISTS (
    SELECT FROM archive.crawl l WHERE l.ministry = b.ministry AND l.kind <> 'import' AND l.started_at > b.started_at
    AND l.started_at <= %(now)s AND l.outcome IN ('OK', 'EMPTY', 'PARTIAL', 'DRIFT')))
ORDER BY ministry, started_at DESC
"""
#: A crawl that failed or was turned away has seen too few pages to say that they look as they should.
_DRIFTED = """
SELECT DISTINCT ON (ministry, kind) ministry, kind, reason, since, until, started_at, finished_at,
    run_id LIKE 'scheduled%%' AS by_clock
FROM archive.crawl d
WHERE kind <> 'import' AND started_at <= %(now)s AND outcome = 'DRIFT' AND NOT EXISTS (
    SELECT FROM archive.crawl l WHERE l.ministry = d.ministry AND l.kind = d.kind AND l.started_at > d.started_at
    AND l.started_at <= %(now)s AND l.outcome IN ('OK', 'EMPTY', 'PARTIAL'))
ORDER BY ministry, kind, started_at DESC
"""


def collected(connection: Connection) -> dict[str, Collected]:
    """All ministries whose lists were ever asked for, by code."""
    found = rows_of(connection, _COLLECTED)
    return {row["ministry"]: Collected(**row) for row in found}


def whole_days(connection: Connection, since: datetime) -> dict[str, set[date]]:
    """The days that came whole in a crawl which began at ``since`` or later, or that a person accepted, by ministry."""
    found: dict[str, set[date]] = {}
    for row in rows_of(connection, _WHOLE, since=since):
        found.setdefault(row["ministry"], set()).add(row["day"])
    return found


def last_whole(connection: Connection, ministry: str) -> date | None:
    """The newest day of a ministry's that ever came whole, or that a person accepted; None: none did."""
    day: date | None = rows_of(connection, _LAST_WHOLE, ministry=ministry)[0]["day"]
    return day


def tried_days(connection: Connection, since: datetime) -> dict[str, set[date]]:
    """The days that crawls since then asked for after their end, in vain or not, by ministry."""
    found: dict[str, set[date]] = {}
    query = "SELECT DISTINCT ministry, day FROM pipeline.asked_day a WHERE a.started_at >= %(since)s AND a.over"
    for row in rows_of(connection, query, since=since):
        found.setdefault(row["ministry"], set()).add(row["day"])
    return found


def newest(connection: Connection, since: datetime, now: datetime, *, ended: bool = True) -> list[dict[str, Any]]:
    """The newest crawl of each ministry and kind that began since then (imports left out); ``ended``: only of those that ended."""
    return rows_of(connection, _NEWEST, since=since, now=now, ended=ended)


def turned_away(connection: Connection, now: datetime) -> list[dict[str, Any]]:
    """The newest crawl of each ministry that was turned away, where none was let in since, however long ago that was, or that the
    site asked to stay away until a time (``not_before``) that has not come."""
    return rows_of(connection, _TURNED_AWAY, now=now)


def drifted(connection: Connection, now: datetime) -> list[dict[str, Any]]:
    """The newest crawl of each ministry and kind to which the site looked different, where none of that kind has found it as it should
    be since, however long ago that was."""
    return rows_of(connection, _DRIFTED, now=now)


def paused(connection: Connection) -> dict[str, bool]:
    """Whether Airflow holds a ministry's collection back, where that is otherwise than its module says."""
    found = rows_of(connection, "SELECT ministry, paused FROM pipeline.schedule_state")
    return {row["ministry"]: row["paused"] for row in found}


def note_paused(connection: Connection, seen: Mapping[str, bool], usual: Mapping[str, bool], now: datetime) -> int:
    """Keeps whether ministries are paused, where that is not as usual (or was not before), and says how many changed. Commits.

    ``seen``: what Airflow says; ``usual``: as the modules have it. Nothing changed means nothing written.
    """
    there = paused(connection)
    changed = [code for code, held in seen.items() if held != there.get(code, usual.get(code, True))]
    with connection.cursor() as cursor:
        for code in sorted(changed):
            cursor.execute(
                "INSERT INTO pipeline.schedule_state (ministry, paused, since) VALUES (%s, %s, %s)"
                " ON CONFLICT (ministry) DO UPDATE SET paused = excluded.paused, since = excluded.since",
                (code, seen[code], now),
            )
    connection.commit()
    return len(changed)

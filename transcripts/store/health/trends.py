"""How things went over time: how sites were asked, what could not be read, figures of upkeep and checks, incidents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: The archive keeps when each answer came. Between two answers of one crawl lie the pause before the later request and its answer.
_MANNERS = """
WITH recent AS MATERIALIZED (
    SELECT * FROM (
        SELECT crawl, ministry, started_at, finished_at, requests, row_number() OVER (PARTITION BY ministry ORDER BY started_at DESC) AS newest
        FROM archive.crawl WHERE kind IN ('window', 'recheck') AND started_at >= %(since)s AND finished_at IS NOT NULL AND requests > 0
    ) c WHERE newest <= %(most)s
), between AS (
    SELECT s.crawl, extract(epoch FROM s.fetched_at - lag(s.fetched_at) OVER (PARTITION BY s.crawl ORDER BY s.fetched_at)) AS seconds
    FROM archive.snapshot s JOIN recent USING (crawl)
), spread AS (
    SELECT crawl, count(seconds) AS answers, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS most, min(seconds)::double precision AS least
    FROM between WHERE seconds IS NOT NULL GROUP BY crawl
)
SELECT r.ministry, r.crawl, r.started_at, r.requests, s.answers, s.median, s.most, s.least,
    (r.requests / greatest(extract(epoch FROM r.finished_at - r.started_at) / 60, 1.0 / 60))::double precision AS a_minute
FROM recent r LEFT JOIN spread s USING (crawl) ORDER BY r.ministry, r.started_at
"""
_READ = """
SELECT c.ministry, date_trunc('week', c.started_at)::date AS week, count(*)::integer AS pages, count(q.record_id)::integer AS unread
FROM archive.crawl c
JOIN archive.snapshot s ON s.crawl = c.crawl AND s.purpose = 'document' AND s.record_type = 'response' AND s.status = 200
LEFT JOIN pipeline.quarantine q ON q.record_id = s.record_id AND q.cleaner = %(cleaner)s
WHERE c.started_at >= %(since)s AND c.kind <> 'import' GROUP BY 1, 2 ORDER BY 1, 2
"""
_DRIFT = """
SELECT ministry, date_trunc('week', started_at)::date AS week, count(*)::integer AS crawls,
    (count(*) FILTER (WHERE outcome = 'DRIFT'))::integer AS drift, (count(*) FILTER (WHERE outcome = 'BLOCKED'))::integer AS blocked
FROM archive.crawl WHERE kind <> 'import' AND outcome IS NOT NULL AND started_at >= %(since)s GROUP BY 1, 2 ORDER BY 1, 2
"""
_FIGURES = """
SELECT name, ministry, day, value, unit FROM pipeline.measurement
WHERE name = ANY (%(names)s) AND language = '' AND day >= %(since)s::date ORDER BY name, ministry, day
"""
_CHECKS = """
SELECT name, coalesce(ministry, '') AS ministry, coalesce(language, '') AS language, at, value, low, high, ok, says
FROM (
    SELECT r.*, row_number() OVER (PARTITION BY name, ministry, language ORDER BY at DESC) AS newest
    FROM pipeline.check_result r WHERE at >= %(since)s
) r WHERE newest <= %(most)s ORDER BY name, ministry, language, at
"""
_INCIDENTS = """
SELECT incident_id, kind, ministry, about, severity, says, next_step, opened_at, closed_at, told_at, taken_by, taken_at, taken_until,
    taken_because FROM pipeline.incident
WHERE closed_at IS NULL OR closed_at >= %(since)s ORDER BY closed_at IS NOT NULL, opened_at DESC LIMIT %(most)s
"""


def manners(connection: Connection, since: datetime, most: int) -> list[dict[str, Any]]:
    """Of each ministry's newest crawls: seconds from one answer to the next (median, 95% are shorter than ``most``, ``least``),
    requests a minute. None where fewer than two answers came."""
    return rows_of(connection, _MANNERS, since=since, most=most)


def read(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """Documents' pages fetched in each week, and how many of them the cleaner at work cannot read, by ministry."""
    cleaner = rows_of(connection, "SELECT pipeline.cleaner_at_work() AS version")[0]["version"]
    return rows_of(connection, _READ, since=since, cleaner=cleaner)


def drift(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """Crawls of each week, and how many of them ended DRIFT or BLOCKED, by ministry."""
    return rows_of(connection, _DRIFT, since=since)


def figures(connection: Connection, names: list[str], since: datetime) -> list[dict[str, Any]]:
    """Upkeep's figures of these names by day, of all ministries (empty) and of each."""
    return rows_of(connection, _FIGURES, names=names, since=since)


def checks(connection: Connection, since: datetime, most: int) -> list[dict[str, Any]]:
    """The newest results of each quality check, the oldest first."""
    return rows_of(connection, _CHECKS, since=since, most=most)


def incidents(connection: Connection, since: datetime, most: int) -> list[dict[str, Any]]:
    """Open incidents, and those that were closed since then, the newest first."""
    return rows_of(connection, _INCIDENTS, since=since, most=most)

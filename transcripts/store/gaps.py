"""What should be there and is not: documents, lists and days, as the view ``pipeline.open_gap`` has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from scraper.evidence import Gap
from transcripts.store.rows import rows_of

#: At most so many documents are asked for besides a crawl's own window.
MOST = 500
#: At most so many missed days are asked for by one crawl, the oldest first; the next ones take the rest.
MOST_DAYS = 31


def gaps(connection: Connection, ministry: str, most: int = MOST) -> tuple[Gap, ...]:
    """The documents that did not come and are due to be asked for again, the longest waiting first.

    Those that were blocked come last: a few blocks end a crawl, and the same ones would end each of them before the others.
    """
    found = rows_of(
        connection,
        "SELECT address, language, site_id, reason LIKE 'reference:%%' AS reference FROM ("
        "SELECT * FROM pipeline.open_gaps(%(ministry)s, '-infinity', 'infinity') WHERE subject = 'document' AND next_at <= now()"
        " ORDER BY last_failed, address LIMIT %(most)s) AS due"
        " ORDER BY reason ~ '^(reference: )?blocked:', last_failed, address",
        ministry=ministry,
        most=most,
    )
    return tuple(Gap(**row) for row in found)


def days_due(
    connection: Connection, ministry: str, besides: tuple[date, date], most: int = MOST_DAYS
) -> tuple[list[date], int]:
    """The days whose lists are due to be asked for again, the oldest first; and how many more there are.

    ``besides``: first and last day of a window, which is asked for anyway.
    """
    found = rows_of(
        connection,
        "SELECT DISTINCT day FROM pipeline.open_gaps(%(ministry)s, '-infinity', 'infinity') WHERE subject <> 'document'"
        " AND next_at <= now() AND day NOT BETWEEN %(since)s AND %(until)s ORDER BY day",
        ministry=ministry,
        since=besides[0],
        until=besides[1],
    )
    days = [row["day"] for row in found]
    return days[:most], len(days[most:])


_OPEN = """
SELECT ministry, subject, key, language, day::text, address, reason, tries::integer, first_failed::text, last_failed::text,
    next_at::text, accepted, decision_id, accepted_by, accepted_because, accepted_at::text
FROM pipeline.open_gaps(%(ministry)s, '-infinity', 'infinity')
WHERE %(all)s OR NOT accepted
ORDER BY ministry, accepted, day DESC NULLS LAST, last_failed DESC, key, language
"""


def open_gaps(connection: Connection, ministry: str | None = None, *, accepted: bool = False) -> list[dict[str, Any]]:
    """All open gaps by the view's columns (times as text); with ``accepted`` also those that a person accepted."""
    return rows_of(connection, _OPEN, ministry=ministry, all=accepted)


def counts(connection: Connection) -> list[dict[str, Any]]:
    """Gaps that nobody accepted, by ministry and subject: how many, and the newest of them."""
    return rows_of(
        connection,
        "SELECT ministry, subject, count(*)::integer AS count,"
        " (array_agg(concat_ws(' ', coalesce(address, nullif(key, '')), nullif(language, ''), day) || ': ' || reason"
        " ORDER BY last_failed DESC NULLS LAST, key))[1:3] AS first"
        " FROM pipeline.open_gap WHERE NOT accepted GROUP BY ministry, subject ORDER BY ministry, subject",
    )


def of_crawl(connection: Connection, crawl: str) -> list[dict[str, Any]]:
    """The documents that a crawl did not get, with who accepted each of them; links to other sites, and dead ones, left out."""
    return rows_of(
        connection,
        "SELECT f.address, f.language, f.fate, f.reason, d.decision_id, d.by AS accepted_by, d.reason AS accepted_because"
        " FROM archive.fate f JOIN archive.crawl c USING (crawl)"
        " LEFT JOIN LATERAL (SELECT d.* FROM pipeline.decision_standing d WHERE d.ministry = c.ministry"
        "  AND d.subject = 'document' AND d.key = coalesce(f.site_id, f.address) AND d.language IN ('', f.language)"
        "  ORDER BY d.at DESC LIMIT 1) d ON true"
        " WHERE f.crawl = %(crawl)s AND f.fate IN ('failed', 'refused') AND f.reason <> 'offsite'"
        " AND f.reason NOT LIKE 'reference:%%' ORDER BY d.decision_id IS NOT NULL, f.address",
        crawl=crawl,
    )


def decisions_on(connection: Connection, ministry: str, days: Sequence[str]) -> list[dict[str, Any]]:
    """The decisions that stand about lists and whole days, on these days."""
    return rows_of(
        connection,
        "SELECT subject, key, language, day::text, decision_id, by, reason FROM pipeline.decision_standing"
        " WHERE ministry = %(ministry)s AND subject <> 'document' AND day = ANY (%(days)s::date[]) ORDER BY at DESC",
        ministry=ministry,
        days=list(days),
    )

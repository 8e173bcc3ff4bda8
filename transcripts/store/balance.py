"""The balance of days: what was listed and what became of it, as ``pipeline.balance`` and its items have it."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: Days, back from the newest that was asked for, that a look at recent days takes in.
RECENT = 14
#: States that no gap, no queue and no person explains once the steps have run.
UNEXPLAINED = ("lost", "waiting", "cleaned", "segmented")


def days(connection: Connection, ministry: str | None, since: str, until: str) -> list[dict[str, Any]]:
    """The numbers of each ministry, day and language."""
    return rows_of(
        connection,
        "SELECT b.*, b.day::text AS day FROM pipeline.balance_days(%(ministry)s, %(since)s, %(until)s) b"
        " ORDER BY b.ministry, b.day, b.language",
        ministry=ministry,
        since=since,
        until=until,
    )


def unbalanced(connection: Connection, recent: int = RECENT) -> list[dict[str, Any]]:
    """Recently collected days that do not balance: ministry, day, and how much is missing and on its way."""
    return rows_of(connection, _UNBALANCED, days=recent)


def unexplained(connection: Connection, fetched_before: str, recent: int = RECENT) -> list[dict[str, Any]]:
    """Documents of recently collected days that are neither where they should be nor known to be missing.

    ``fetched_before``: an ISO time; what came later may be on its way. What crawls under way have listed is left out, and
    so is what the steps say is failed or refused: that is told where it happens.
    """
    return rows_of(connection, _UNEXPLAINED, days=recent, states=list(UNEXPLAINED), before=fetched_before)


_UNBALANCED = """
SELECT b.ministry, b.day::text, sum(b.missing)::integer AS missing, sum(b.waiting)::integer AS waiting
FROM (
    SELECT ministry, max(until) - %(days)s::integer + 1 AS first, max(until) AS last
    FROM archive.crawl WHERE kind = 'window' GROUP BY ministry
) r
CROSS JOIN LATERAL pipeline.balance_days(r.ministry, r.first, r.last) b
WHERE NOT b.balanced GROUP BY b.ministry, b.day ORDER BY b.day DESC, b.ministry
"""
_UNEXPLAINED = """
SELECT i.ministry, i.day::text, i.language, i.address, i.state, i.reason
FROM (
    SELECT ministry, max(until) - %(days)s::integer + 1 AS first, max(until) AS last
    FROM archive.crawl WHERE kind = 'window' GROUP BY ministry HAVING bool_and(outcome IS NOT NULL)
) r
CROSS JOIN LATERAL pipeline.balance_items(r.ministry, r.first, r.last) i
WHERE i.state = ANY (%(states)s) AND NOT i.accepted AND (i.state = 'lost' OR i.reason IS NULL)
AND NOT EXISTS (
    SELECT FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = i.ministry AND s.site_id = i.site_id AND s.language = i.language
    AND (s.fetched_at >= %(before)s::timestamptz OR c.finished_at >= %(before)s::timestamptz))
ORDER BY i.ministry, i.day, i.language, i.address
"""

"""The balance of days: what was listed and what became of it, as ``pipeline.balance`` and its items have it."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: Days, back from the newest that was asked for, that a look at recent days takes in.
RECENT = 14


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

    ``fetched_before``: an ISO time; what came later, or was to come by a crawl that had not ended by then, may be on its way.
    What lists name of days that nobody asked for is left out, and so is what the steps say is failed: that is told where it
    happens. A crawl under way explains nothing that was unexplained before it.
    """
    return rows_of(connection, _UNEXPLAINED, days=recent, before=fetched_before)


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
SELECT u.ministry, u.day::text, u.language, u.address, u.state, u.reason
FROM pipeline.unexplained(%(days)s, %(before)s::timestamptz) u ORDER BY u.ministry, u.day, u.language, u.address
"""

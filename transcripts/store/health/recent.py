"""How recent crawls ended and how they asked; how large everything is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

_CRAWLS = """
SELECT * FROM (
    SELECT ministry, crawl, kind, since, until, outcome, reason, started_at, finished_at, requests, responses, listed, fetched,
        unchanged, failed, refused, gone, blocked, bytes, dag_id, run_id,
        row_number() OVER (PARTITION BY ministry ORDER BY started_at DESC) AS newest
    FROM archive.crawl WHERE kind = ANY (%(kinds)s) AND started_at >= %(since)s
) c WHERE newest <= %(most)s ORDER BY ministry, started_at
"""


def crawls(
    connection: Connection, since: datetime, most: int, kinds: tuple[str, ...] = ("window", "recheck", "canary")
) -> list[dict[str, Any]]:
    """The newest crawls of each ministry that began since then, at most so many of each, the oldest first."""
    return rows_of(connection, _CRAWLS, since=since, most=most, kinds=list(kinds))


def database_bytes(connection: Connection) -> int:
    """How much room the database takes."""
    return int(rows_of(connection, "SELECT pg_database_size(current_database()) AS bytes")[0]["bytes"])

"""Documents that an earlier crawl should have got and did not: the next crawl asks for them again."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection

#: So many crawls ask for a document in vain before it is left to a person.
TRIES = 10
#: At most so many are asked for besides a crawl's own window.
MOST = 500


def gaps(connection: Connection, ministry: str) -> tuple[str, ...]:
    """Addresses whose newest fate is a failure that may pass (not: the site says that there is no such page)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH tried AS (SELECT f.address, f.fate, f.reason, c.started_at,"
            " count(*) FILTER (WHERE f.fate = 'failed') OVER same AS failures,"
            " row_number() OVER (same ORDER BY c.started_at DESC) AS newest"
            " FROM archive.fate f JOIN archive.crawl c USING (crawl) WHERE c.ministry = %s"
            " WINDOW same AS (PARTITION BY coalesce(f.site_id, f.address), f.language))"
            " SELECT address FROM tried WHERE newest = 1 AND fate = 'failed' AND failures < %s"
            " AND reason !~ '(404|410)' ORDER BY started_at, address LIMIT %s",
            (ministry, TRIES, MOST),
        )
        return tuple(row[0] for row in cursor.fetchall())

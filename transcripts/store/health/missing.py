"""What should be there and is not, with the day that it belongs to, and since when."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: A link of a page of the ministry's that leads nowhere is told in `transcripts gaps`; it makes no day red.
_OPEN = """
SELECT g.ministry, g.subject, coalesce(g.day, (
        SELECT max(l.day) FROM archive.listing l JOIN archive.crawl c ON c.crawl = l.crawl AND c.ministry IS NOT DISTINCT FROM g.ministry
        WHERE l.site_id = g.site_id AND l.language = g.language)) AS day,
    coalesce(g.address, nullif(g.key, '')) AS what, g.reason, g.tries::integer, g.first_failed, g.next_at
FROM pipeline.open_gap g
WHERE NOT g.accepted AND g.reason NOT LIKE 'reference:%%'
ORDER BY g.ministry, g.first_failed NULLS FIRST, g.day, g.key, g.language
"""


def open_gaps(connection: Connection) -> list[dict[str, Any]]:
    """Gaps that nobody accepted, the oldest first, each with the day that lists named it for (None: no list did)."""
    return rows_of(connection, _OPEN)

"""Pages in quarantine that wait for a person, by ministry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: A page waits from when the cleaner first said so: a capture that somebody else stored years ago does not wait for years.
_WAITING = """
SELECT q.ministry, count(*)::integer AS pages, (count(*) FILTER (WHERE a.at < %(before)s))::integer AS old, min(a.at) AS since,
    (array_agg(q.address ORDER BY a.at, q.record_id))[1] AS address, (array_agg(q.reason ORDER BY a.at, q.record_id))[1] AS reason
FROM pipeline.quarantine_queue q
JOIN pipeline.quarantine p ON p.record_id = q.record_id AND p.cleaner = q.cleaner
JOIN pipeline.attempt a ON a.attempt_id = p.attempt_id
WHERE q.set_aside IS NULL GROUP BY q.ministry ORDER BY q.ministry
"""


def waiting(connection: Connection, before: datetime) -> list[dict[str, Any]]:
    """How many pages of each ministry wait, how many of them since before that moment, and the one that waits longest."""
    return rows_of(connection, _WAITING, before=before)

"""Snapshots that are to be cleaned: where their bytes lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One answer in the archive."""

    record_id: str
    site_id: str
    language: str | None
    address: str
    content_type: str | None
    payload_digest: str
    fetched_at: datetime
    file: str
    offset: int
    length: int
    #: Whether it was dealt with before, and is wanted again since one that came late was fetched before it.
    again: bool = False


_TO_CLEAN = """
WITH due AS (
    SELECT s.*, EXISTS (SELECT FROM pipeline.attempt a WHERE a.step = 'clean' AND a.version = %(version)s
        AND a.input = s.record_id::text AND a.outcome <> 'failed') AS again
    FROM pipeline.readable s
    WHERE s.ministry = %(ministry)s AND s.site_id = ANY (%(site_ids)s)
)
SELECT d.record_id::text, d.site_id, d.language, d.address, d.content_type, d.payload_digest, d.fetched_at, d.file,
    d."offset", d.length, d.again
FROM due d
WHERE NOT d.again OR EXISTS (
    SELECT FROM due late WHERE late.site_id = d.site_id AND NOT late.again AND late.fetched_at <= d.fetched_at)
ORDER BY d.fetched_at, d.record_id
"""


def to_clean(connection: Connection, ministry: str, site_ids: Sequence[str], version: str) -> list[Snapshot]:
    """The snapshots of these documents without a good attempt of this cleaner version, the oldest first.

    After one that comes late stand those again that were fetched later: it may tell a change from a change back. What a
    crawl says is not the document (a block, say) is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TO_CLEAN, {"ministry": ministry, "site_ids": list(site_ids), "version": version})
        return [Snapshot(*row) for row in cursor.fetchall()]

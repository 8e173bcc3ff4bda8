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


def to_clean(connection: Connection, ministry: str, site_ids: Sequence[str], version: str) -> list[Snapshot]:
    """The snapshots of these documents without a good attempt of this cleaner version, the oldest first.

    What a person set aside as no transcript is left out, and what a crawl says is not the document (a block, say).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.record_id::text, s.site_id, s.language, s.address, s.headers->>'content-type', s.payload_digest,"
            ' s.fetched_at, s.file, s."offset", s.length'
            " FROM archive.snapshot s JOIN archive.crawl c USING (crawl)"
            " WHERE c.ministry = %s AND s.site_id = ANY (%s) AND s.purpose = 'document'"
            " AND s.record_type = 'response' AND s.status = 200 AND s.payload_length > 0"
            " AND NOT EXISTS (SELECT FROM pipeline.attempt a WHERE a.step = 'clean' AND a.version = %s"
            " AND a.input = s.record_id::text AND a.outcome <> 'failed')"
            " AND NOT EXISTS (SELECT FROM archive.fate f WHERE f.crawl = s.crawl AND f.record_id = s.record_id"
            " AND f.fate NOT IN ('fetched', 'unchanged'))"
            " AND NOT EXISTS (SELECT FROM pipeline.not_transcript n WHERE n.ministry = c.ministry"
            " AND n.site_id = s.site_id AND n.language IN ('', s.language))"
            " ORDER BY s.fetched_at, s.record_id",
            (ministry, list(site_ids), version),
        )
        return [Snapshot(*row) for row in cursor.fetchall()]

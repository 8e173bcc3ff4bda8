"""Selections of snapshots for an export, with the places of their records; revisits bring along what they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection


@dataclass(frozen=True, slots=True)
class Selection:
    """Which snapshots: all that is said must hold; what is empty says nothing.

    ``since`` and ``until`` are the days on which pages were fetched, inclusive, in the ministry's time zone; ``documents`` ids
    of documents; ``published``: only the snapshots that analysts see now. Without a crawl only documents' pages are meant.
    """

    ministry: str = ""
    since: str = ""
    until: str = ""
    documents: tuple[str, ...] = ()
    crawl: str = ""
    published: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """One snapshot. ``begins`` is where the record before it ends in its file; ``along``: a revisit refers to it;
    ``withheld``: it shows or lists a document that is suppressed, and is left out."""

    record_id: str
    ministry: str
    archive: str
    file: str
    begins: int
    offset: int
    length: int
    record_type: str
    address: str
    status: int
    content_type: str
    payload_digest: str
    fetched_at: datetime
    site_id: str | None
    language: str | None
    along: bool
    withheld: bool


_SELECTED = """
WITH chosen AS (
    SELECT s.record_id, s.refers_to, s.file
    FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
    WHERE (%(ministry)s = '' OR c.ministry = %(ministry)s)
    AND (%(crawl)s = '' OR s.crawl = %(crawl)s)
    AND (%(crawl)s <> '' OR s.purpose = 'document')
    AND (%(since)s = '' OR (s.fetched_at AT TIME ZONE c.timezone)::date >= nullif(%(since)s, '')::date)
    AND (%(until)s = '' OR (s.fetched_at AT TIME ZONE c.timezone)::date <= nullif(%(until)s, '')::date)
    AND (cardinality(%(documents)s::text[]) = 0 OR EXISTS (
        SELECT FROM corpus.document d
        WHERE d.document_id = ANY (%(documents)s::text[]) AND d.ministry = c.ministry AND d.site_id = s.site_id
        AND (d.language = s.language OR EXISTS (
            SELECT FROM pipeline.sighting t
            WHERE t.record_id = coalesce(s.refers_to, s.record_id) AND t.document_id = d.document_id))))
    AND (NOT %(published)s OR EXISTS (
        SELECT FROM corpus.publication p
        JOIN corpus.segmentation g USING (segmentation_id)
        JOIN corpus.reading r USING (reading_id)
        JOIN corpus.revision v USING (revision_id)
        WHERE v.record_id = s.record_id))
), suppressed AS MATERIALIZED (
    SELECT d.document_id, d.ministry, d.site_id, d.language
    FROM corpus.hidden h JOIN corpus.document d USING (document_id) WHERE h.because = 'suppressed'
), along AS (
    SELECT DISTINCT b.record_id, b.file
    FROM chosen h JOIN archive.snapshot b ON b.record_id = h.refers_to
    WHERE NOT EXISTS (SELECT FROM chosen o WHERE o.record_id = b.record_id)
), wanted AS (
    SELECT record_id, file, false AS along FROM chosen UNION ALL SELECT record_id, file, true FROM along
), placed AS (
    SELECT s.record_id, lag(s."offset" + s.length, 1, 0::bigint) OVER (PARTITION BY s.file ORDER BY s."offset") AS begins
    FROM archive.snapshot s WHERE s.file IN (SELECT file FROM wanted)
)
SELECT s.record_id::text, c.ministry, c.archive, s.file, p.begins, s."offset", s.length, s.record_type, s.address, s.status,
    coalesce(s.headers->>'content-type', ''), s.payload_digest, s.fetched_at, s.site_id, s.language, w.along,
    EXISTS (
        SELECT FROM suppressed x WHERE x.ministry = c.ministry AND x.site_id = s.site_id
        AND (s.language IS NULL OR x.language = s.language OR EXISTS (
            SELECT FROM pipeline.sighting t
            WHERE t.record_id = coalesce(s.refers_to, s.record_id) AND t.document_id = x.document_id))
    ) OR EXISTS (
        SELECT FROM suppressed x JOIN archive.listing l ON l.site_id = x.site_id AND l.language = x.language
        WHERE x.ministry = c.ministry AND l.record_id IN (s.record_id, s.refers_to))
FROM wanted w
JOIN archive.snapshot s USING (record_id)
JOIN placed p USING (record_id)
JOIN archive.crawl c ON c.crawl = s.crawl
ORDER BY s.crawl, s.file, s."offset"
"""


def selected(connection: Connection, selection: Selection) -> Iterator[Selected]:
    """The selected snapshots, file by file in the order of their records, a few at a time."""
    with connection.cursor("selected") as cursor:
        cursor.itersize = 1000
        cursor.execute(
            _SELECTED,
            {
                "ministry": selection.ministry,
                "since": selection.since,
                "until": selection.until,
                "documents": list(selection.documents),
                "crawl": selection.crawl,
                "published": selection.published,
            },
        )
        for row in cursor:
            yield Selected(*row)
    connection.rollback()


def missing_documents(connection: Connection, documents: tuple[str, ...]) -> list[str]:
    """Those of the ids that no document has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::text[]) AS i (id)"
            " WHERE NOT EXISTS (SELECT FROM corpus.document d WHERE d.document_id = i.id)",
            (list(documents),),
        )
        return [str(row[0]) for row in cursor.fetchall()]

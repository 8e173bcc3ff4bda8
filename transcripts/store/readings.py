"""Readings that are to be segmented, as the segmenter takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.corrections.model import Correction
from transcripts.model import Paragraph
from transcripts.store import corrections


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading with what the segmenter needs to know besides its paragraphs."""

    reading_id: int
    document_id: str
    language: str
    title: str
    kind: str
    day: date | None
    digest: str
    paragraphs: tuple[Paragraph, ...]
    #: The version of its segmentation: the segmenter's, and the digest of the document's corrections.
    version: str
    corrections: tuple[Correction, ...] = ()


def to_segment(connection: Connection, reading_ids: Sequence[int], version: str) -> list[StoredReading]:
    """Those of the readings that have no good attempt of this segmenter version with the document's corrections."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.reading_id, d.document_id, d.language, r.title, r.kind,"
            " coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date), r.digest,"
            " %(version)s || coalesce('+' || c.digest, ''),"
            " array(SELECT p.role FROM corpus.paragraph p WHERE p.reading_id = r.reading_id ORDER BY p.ordinal),"
            " array(SELECT substr(r.body, p.start_char + 1, p.end_char - p.start_char)"
            "       FROM corpus.paragraph p WHERE p.reading_id = r.reading_id ORDER BY p.ordinal)"
            " FROM corpus.reading r JOIN corpus.revision v USING (revision_id)"
            " JOIN corpus.document d USING (document_id) JOIN corpus.ministry m ON m.code = d.ministry"
            " LEFT JOIN corpus.correction_state c USING (document_id)"
            " WHERE r.reading_id = ANY (%(readings)s)"
            " AND NOT EXISTS (SELECT FROM pipeline.attempt a WHERE a.step = 'segment'"
            " AND a.version = %(version)s || coalesce('+' || c.digest, '')"
            " AND a.input = r.reading_id::text AND a.outcome <> 'failed')"
            " ORDER BY r.reading_id",
            {"readings": list(reading_ids), "version": version},
        )
        rows = cursor.fetchall()
        said = corrections.standing(cursor, [row[1] for row in rows if row[7] != version])
        return [_reading(row, said.get(row[1], ())) for row in rows]


def _reading(row: tuple[Any, ...], said: tuple[Correction, ...]) -> StoredReading:
    reading, document, language, title, kind, day, digest, version, roles, texts = row
    paragraphs = tuple(Paragraph(role, text) for role, text in zip(roles, texts, strict=True))
    return StoredReading(reading, document, language, title, kind, day, digest, paragraphs, version, said)

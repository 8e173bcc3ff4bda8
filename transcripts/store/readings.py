"""Readings as the segmenter takes them: those that are to be segmented, and the one that is published of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.corrections import dates
from transcripts.corrections.model import Correction
from transcripts.model import Paragraph
from transcripts.store import corrections

#: What is asked of readings r, with their revisions v, documents d and corrections' digests c.
_COLUMNS = f"""r.reading_id, d.document_id, d.ministry, d.language, r.title, r.kind, r.event_date, r.published_at, m.timezone, r.digest,
    %(version)s || coalesce('+' || c.digest, ''),
    array(SELECT p.role FROM corpus.paragraph p WHERE p.reading_id = r.reading_id ORDER BY p.ordinal),
    array(SELECT p.start_char FROM corpus.paragraph p WHERE p.reading_id = r.reading_id ORDER BY p.ordinal),
    array(SELECT p.end_char FROM corpus.paragraph p WHERE p.reading_id = r.reading_id ORDER BY p.ordinal), r.body,
    {corrections.STANDING}"""  # noqa: S608 (our own text)
_TABLES = """corpus.reading r JOIN corpus.revision v USING (revision_id)
    JOIN corpus.document d USING (document_id) JOIN corpus.ministry m ON m.code = d.ministry
    LEFT JOIN corpus.correction_state c USING (document_id)"""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading with what the segmenter needs to know besides its paragraphs; title and day as reviewers corrected them."""

    reading_id: int
    document_id: str
    ministry: str
    language: str
    title: str
    kind: str
    day: date | None
    digest: str
    #: The version of its segmentation: the segmenter's, and the digest of the document's corrections.
    version: str
    paragraphs: tuple[Paragraph, ...]
    corrections: tuple[Correction, ...] = ()


def to_segment(connection: Connection, reading_ids: Sequence[int], version: str) -> list[StoredReading]:
    """Those of the readings that have no good attempt of this segmenter version with the document's corrections."""
    return _readings(
        connection,
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE r.reading_id = ANY (%(readings)s)"  # noqa: S608 (our own text)
        " AND NOT EXISTS (SELECT FROM pipeline.attempt a WHERE a.step = 'segment'"
        " AND a.version = %(version)s || coalesce('+' || c.digest, '')"
        " AND a.input = r.reading_id::text AND a.outcome <> 'failed')"
        " ORDER BY r.reading_id",
        readings=list(reading_ids),
        version=version,
    )


def published(connection: Connection, document: str, version: str) -> StoredReading | None:
    """The reading that a document's published turns were cut from; None where none is published."""
    found = _readings(
        connection,
        f"SELECT {_COLUMNS} FROM {_TABLES} JOIN corpus.segmentation s USING (reading_id)"  # noqa: S608 (our own text)
        " JOIN corpus.publication o USING (segmentation_id) WHERE o.document_id = %(document)s",
        document=document,
        version=version,
    )
    return found[0] if found else None


def _readings(connection: Connection, query: str, **values: object) -> list[StoredReading]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [_reading(row) for row in cursor.fetchall()]


def _reading(row: tuple[Any, ...]) -> StoredReading:
    reading, document, ministry, language, title, kind, event, published, zone, *rest = row
    digest, version, roles, starts, ends, body, rows = rest
    said = corrections.standing(rows)
    title, day = dates.last_said(said, "title", "title") or title, dates.day_of(said, event, published, zone)
    paragraphs = tuple(Paragraph(role, body[start:end]) for role, start, end in zip(roles, starts, ends, strict=True))
    return StoredReading(reading, document, ministry, language, title, kind, day, digest, version, paragraphs, said)

"""The revisions of one document with their turns, as the published versions of cleaner and segmenter read them; hidden ones too."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

_REVISIONS = """
SELECT row_number() OVER (ORDER BY v.first_seen)::integer AS ordinal, v.first_seen,
    coalesce(n.refers_to, n.record_id)::text AS record_id, s.segmentation_id, s.segmentation_id = p.segmentation_id AS shown,
    r.title, coalesce(s.kind, r.kind) AS kind, r.published_at, r.event_date, r.event_place, r.number, r.tags, r.attachments,
    s.turns, c.added, c.removed, c.altered, c.moved, c.unchanged
FROM corpus.publication p
JOIN corpus.segmentation own ON own.segmentation_id = p.segmentation_id
JOIN corpus.reading read ON read.reading_id = own.reading_id
JOIN corpus.revision v ON v.document_id = p.document_id
JOIN archive.snapshot n ON n.record_id = v.record_id
JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = read.cleaner
JOIN corpus.segmentation s ON s.reading_id = r.reading_id AND s.segmenter = own.segmenter
LEFT JOIN corpus.revision_change c ON c.segmentation_id = s.segmentation_id
WHERE p.document_id = %(document)s ORDER BY v.first_seen
"""
_TURNS = """
SELECT ordinal, turn_id, label, speaker, person, note, text FROM corpus.turn
WHERE segmentation_id = %(segmentation)s ORDER BY ordinal
"""
_WITHDRAWALS = """
SELECT withdrawn_at, returned_at, answers, reason FROM corpus.withdrawal
WHERE document_id = %(document)s ORDER BY withdrawn_at
"""


def revisions(connection: Connection, document: str) -> list[dict[str, Any]]:
    """In order of first seen; counts of changed turns are against the one before, None for the first."""
    return rows_of(connection, _REVISIONS, document=document)


def turns(connection: Connection, segmentation: int) -> list[dict[str, Any]]:
    """The turns of one of them, with their words."""
    return rows_of(connection, _TURNS, segmentation=segmentation)


def withdrawals(connection: Connection, document: str) -> list[dict[str, Any]]:
    """The times for which it was off the site."""
    return rows_of(connection, _WITHDRAWALS, document=document)

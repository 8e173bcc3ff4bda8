"""What the steps that follow `publish` share: which published documents they have not dealt with yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

_DUE = """
SELECT p.segmentation_id, d.document_id, d.language, r.digest
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
WHERE p.segmentation_id = ANY (%(ids)s)
AND NOT EXISTS (SELECT FROM pipeline.attempt a WHERE a.step = %(step)s AND a.version = %(version)s
    AND a.input = p.segmentation_id::text AND a.outcome <> 'failed')
ORDER BY d.document_id
"""


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it is published now. ``digest``: of its reading."""

    segmentation_id: int
    document_id: str
    language: str
    digest: str


def due(cursor: Cursor, step: str, segmentation_ids: Sequence[int], version: str) -> list[Published]:
    """Those of these segmentations that are published still and that the step's version has not dealt with."""
    cursor.execute(_DUE, {"ids": list(segmentation_ids), "step": step, "version": version})
    return [Published(*row) for row in cursor.fetchall()]

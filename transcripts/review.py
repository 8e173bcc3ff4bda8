"""A published document as a reviewer sees it: cut anew with all corrections that stand, what is in doubt, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.correct import shown, text_of
from transcripts.ids import turn_ids
from transcripts.model import Segmentation
from transcripts.store.readings import StoredReading
from transcripts.store.review import to_review, version_of


@dataclass(frozen=True, slots=True)
class Reviewed:
    """``ids`` are those of the turns; ``listed`` is its row on the review list (None: it is in no doubt); ``pending``: analysts do
    not see these turns yet, as a correction waits for `process`."""

    reading: StoredReading
    found: Segmentation
    ids: list[str]
    listed: dict[str, Any] | None
    pending: bool


def reviewed(connection: Connection, document: str) -> Reviewed:
    """The document of this id. Raises BadCorrection where none is published by it; UnknownMinistry."""
    reading = shown(connection, document, "DOCUMENT")
    found = text_of(reading).segmentation(reading.corrections)
    listed = to_review(connection, document=document, confirmed=True)
    pending = version_of(connection, document) != reading.version
    ids = turn_ids(document, [turn.text for turn in found.turns])
    return Reviewed(reading, found, ids, listed[0] if listed else None, pending)

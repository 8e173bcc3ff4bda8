"""A published document as a reviewer sees it: cut anew with all corrections that stand, what is in doubt, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection

from transcripts.correct import shown, text_of
from transcripts.corrections.dates import last_said
from transcripts.corrections.model import Correction
from transcripts.ids import turn_ids
from transcripts.model import Segmentation
from transcripts.store import corrections
from transcripts.store.readings import StoredReading
from transcripts.store.review import dates_of, to_review, version_of


@dataclass(frozen=True, slots=True)
class Reviewed:
    """``ids`` are those of the turns; ``listed`` is its row on the review list (None: it is in no doubt); ``pending``: analysts do
    not see these turns yet, as a correction waits for `process`."""

    reading: StoredReading
    found: Segmentation
    ids: list[str]
    listed: dict[str, Any] | None
    pending: bool


def reviewed(connection: Connection, document: str, before: Correction | None = None) -> Reviewed:
    """The document of this id, as it stood ``before`` that correction. Raises BadCorrection where none is published by it;
    UnknownMinistry."""
    reading = shown(connection, document, "DOCUMENT")
    found = text_of(reading).segmentation([one for one in reading.corrections if one != before])
    listed = to_review(connection, document=document, confirmed=True)
    pending = version_of(connection, document) != reading.version
    ids = turn_ids(document, [turn.text for turn in found.turns])
    return Reviewed(reading, found, ids, listed[0] if listed else None, pending)


def dates(connection: Connection, document: str, before: Correction | None = None) -> dict[str, str]:
    """A published document's ``published`` (2026-03-05 14:30, in the ministry's ``timezone``) and ``event`` day, corrected by all that
    stands (stood ``before`` that one), also by what waits for `process`; empty: none."""
    found = dates_of(connection, document)
    said = [one for one in corrections.log(connection, document, standing=True) if one != before]
    if moment := last_said(said, "date", "published_at"):
        there = datetime.fromisoformat(moment).astimezone(ZoneInfo(found["timezone"] or "UTC"))
        found["published"] = f"{there:%Y-%m-%d %H:%M}"
    return found | {"event": last_said(said, "date", "event_date") or found["event"]}

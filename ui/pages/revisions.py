"""The reader's page of a document's revisions: when each was first seen, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from transcripts.store import reader as store
from transcripts.store import revision_texts as texts
from ui.access import MayAct
from ui.database import looking
from ui.page import render
from ui.reading import differences
from ui.reading.facts import closed, moment

router = APIRouter()
#: What a page says beside its turns, by the column's name.
BESIDE_TURNS = {
    "title": "title",
    "published_at": "published",
    "event_date": "day of the event",
    "event_place": "place of the event",
    "number": "number",
    "kind": "kind",
    "tags": "countries and topics",
    "attachments": "attached files",
}


@router.get("/documents/{document_id}/revisions", name="revisions")
def revisions(request: Request, document_id: str, may_act: MayAct, before: int = 0, after: int = 0) -> Response:
    """The revisions in order, and the difference of two: without numbers of the last two."""
    with looking() as connection:
        found = store.facts(connection, document_id)
        if found is None:
            raise HTTPException(404, f"there is no document {document_id!r} here")
        if closed(found, may_act):
            return render(request, "closed.html", title="A suppressed document", view="documents", found=found)
        them = texts.revisions(connection, document_id)
        gone = texts.withdrawals(connection, document_id)
        pair = _pair(them, before, after)
        turns = [texts.turns(connection, one["segmentation_id"]) for one in pair]
    changed = list(differences.changes(*turns)) if pair else []
    values: dict[str, Any] = {
        "revisions": them,
        "withdrawals": gone,
        "pair": pair,
        "changed": changed,
        "fields": list(_fields(pair)),
    }
    values |= {"title": found["title"] or document_id, "language": found["language"]}
    return render(request, "revisions.html", view="documents", found=found, when=moment, **values)


def _pair(them: Sequence[dict[str, Any]], before: int, after: int) -> list[dict[str, Any]]:
    """The two that are compared; none where there is one only. Raises HTTPException 404 for a number that none has."""
    if len(them) < 2 and not (before or after):
        return []
    after = after or (len(them) if before != len(them) else 1)
    before = before or max(after - 1, 1)
    for number in (before, after):
        if not 1 <= number <= len(them):
            raise HTTPException(404, f"there is no revision {number}: they are numbered from 1 to {len(them)}")
    return [them[before - 1], them[after - 1]]


def _fields(pair: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[differences.Stretch]]]:
    """What else differs, by its name, with the words put in and taken out."""
    if pair:
        for name, words in BESIDE_TURNS.items():
            old, new = (_shown(one[name]) for one in pair)
            if old != new:
                yield words, list(differences.words(old, new))


def _shown(value: object) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)

"""Corrections in the database: what stands there, what is new, and the places that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.corrections.model import QUOTE, Correction
from transcripts.store.rows import Json, merge

COLUMNS = (
    "correction_id", "document_id", "action", "quote", "paragraph", "label", "changes", "undoes", "by", "reason", "at",
    "said_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a published turn begins: its document, the first words there, and the paragraph (from 1)."""

    document: str
    quote: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A published document as a reviewer sees it."""

    document: str
    digest: str
    reasons: tuple[str, ...]
    body: str


def add(cursor: Cursor, corrections: Iterable[Correction]) -> int:
    """Writes those that are not there yet, in the caller's transaction, and says how many."""
    rows = [
        (
            one.id, one.document, one.action, one.quote, one.paragraph, one.label, Json(one.changes), one.undoes or None,
            one.by, one.reason, one.at, one.at,
        )
        for one in corrections
    ]  # fmt: skip
    return len(merge(cursor, ("corpus", "correction"), COLUMNS, rows, returning=("correction_id",)))


def ids(connection: Connection) -> set[str]:
    """The ids of all corrections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT correction_id FROM corpus.correction")
        return {row[0] for row in cursor.fetchall()}


def standing(cursor: Cursor, documents: Sequence[str]) -> dict[str, tuple[Correction, ...]]:
    """The corrections that change these documents and that nobody took back."""
    cursor.execute(
        "SELECT document_id, action, by, reason, said_at, quote, paragraph, label, changes FROM corpus.correction_standing"
        " WHERE action <> 'confirm' AND document_id = ANY (%s) ORDER BY at, correction_id",
        (list(documents),),
    )
    found: dict[str, tuple[Correction, ...]] = {}
    for row in cursor.fetchall():
        found[row[0]] = (*found.get(row[0], ()), Correction(*row))
    return found


def listed(connection: Connection, document: str | None) -> list[dict[str, Any]]:
    """All corrections (of one document), the newest first, as analysts see them."""
    return _rows(
        connection,
        "SELECT correction_id, document_id, action, quote, label, changes, by, reason, at::text, undone_by"
        " FROM analysis.corrections WHERE %(document)s IS NULL OR document_id = %(document)s ORDER BY at DESC, 1",
        document=document,
    )


def to_review(connection: Connection, ministry: str | None, confirmed: bool) -> list[dict[str, Any]]:
    """The review list, the newest first; with those that somebody has confirmed, or without."""
    return _rows(
        connection,
        "SELECT document_id, ministry, language, published_on::text, title, reasons, confirmed, confirmed_by, address"
        " FROM analysis.review WHERE (%(ministry)s IS NULL OR ministry = %(ministry)s) AND (%(all)s OR NOT confirmed)"
        " ORDER BY published_on DESC NULLS LAST, document_id",
        ministry=ministry,
        all=confirmed,
    )


def place_of(connection: Connection, turn_id: str) -> Place | None:
    """Where a published turn begins; None where there is no such turn."""
    found = _rows(
        connection,
        "SELECT p.document_id, t.start_paragraph, substr(r.body, g.start_char + 1 + t.start_char,"
        " least(%(most)s, g.end_char - g.start_char - t.start_char)) AS quote"
        " FROM corpus.publication p JOIN corpus.turn t USING (segmentation_id) JOIN corpus.segmentation s USING (segmentation_id)"
        " JOIN corpus.reading r USING (reading_id)"
        " JOIN corpus.paragraph g ON g.reading_id = r.reading_id AND g.ordinal = t.start_paragraph"
        " WHERE t.turn_id = %(turn)s",
        turn=turn_id,
        most=QUOTE,
    )
    return Place(found[0]["document_id"], found[0]["quote"].strip(), found[0]["start_paragraph"]) if found else None


def shown(connection: Connection, document: str) -> Shown | None:
    """A published document; None where there is none."""
    found = _rows(
        connection,
        "SELECT r.digest, s.review, r.body FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)"
        " JOIN corpus.reading r USING (reading_id) WHERE p.document_id = %(document)s",
        document=document,
    )
    return Shown(document, found[0]["digest"], tuple(found[0]["review"]), found[0]["body"]) if found else None


def _rows(connection: Connection, query: str, **values: object) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def reviewed(connection: Connection) -> list[dict[str, Any]]:
    """Every published document that a standing correction or confirmation speaks of, as its gold needs it."""
    return _rows(
        connection,
        "SELECT d.document_id, d.ministry, d.language, r.title, r.body,"
        " coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)::text AS day,"
        # What a span of another kind than text makes of a whole paragraph, else the paragraph's own role.
        " array(SELECT coalesce((SELECT min(n.kind) FROM corpus.span n WHERE n.segmentation_id = p.segmentation_id"
        "   AND n.kind IN ('heading', 'contents', 'separator', 'boilerplate')"
        "   AND n.start_char <= g.start_char AND g.end_char <= n.end_char), 'text')"
        "   FROM corpus.paragraph g WHERE g.reading_id = r.reading_id ORDER BY g.ordinal) AS roles,"
        " coalesce((SELECT json_agg(t ORDER BY t.ordinal) FROM corpus.turn t"
        "   WHERE t.segmentation_id = p.segmentation_id), '[]') AS turns,"
        " coalesce((SELECT json_agg(json_build_object("
        "   'asked', array(SELECT e.turn FROM corpus.exchange_turn e WHERE e.segmentation_id = x.segmentation_id"
        "     AND e.exchange = x.ordinal AND e.part = 'question' ORDER BY 1),"
        "   'answered', array(SELECT e.turn FROM corpus.exchange_turn e WHERE e.segmentation_id = x.segmentation_id"
        "     AND e.exchange = x.ordinal AND e.part = 'answer' ORDER BY 1)) ORDER BY x.ordinal)"
        "   FROM corpus.exchange x WHERE x.segmentation_id = p.segmentation_id), '[]') AS exchanges,"
        " array(SELECT c.action || ' by ' || c.by || ': ' || c.reason FROM corpus.correction_standing c"
        "   WHERE c.document_id = d.document_id ORDER BY c.at, c.correction_id) AS said"
        " FROM corpus.publication p JOIN corpus.document d USING (document_id) JOIN corpus.ministry m ON m.code = d.ministry"
        " JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id)"
        " WHERE EXISTS (SELECT FROM corpus.correction_standing c WHERE c.document_id = d.document_id)"
        " ORDER BY d.document_id",
    )

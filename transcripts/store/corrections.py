"""Corrections in the database: what stands there, what is new, what analysts see of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.corrections.model import Correction
from transcripts.store.rows import Json, merge, rows_of

COLUMNS = (
    "correction_id", "document_id", "action", "quote", "paragraph", "which", "among", "label", "changes", "undoes", "by",
    "reason", "at", "said_at",
)  # fmt: skip
#: The corrections that change document d.document_id and that nobody took back, for one statement with other columns of
#: it: so that they and the version that they make are of one moment.
STANDING = """coalesce((SELECT json_agg(json_build_object('document', o.document_id, 'action', o.action, 'by', o.by,
    'reason', o.reason, 'at', o.said_at, 'quote', o.quote, 'paragraph', o.paragraph, 'which', o.which, 'among', o.among,
    'label', o.label, 'changes', o.changes) ORDER BY o.at, o.correction_id)
    FROM corpus.correction_standing o WHERE o.document_id = d.document_id AND o.action <> 'confirm'), '[]')"""

_LOGS = {False: "corpus.correction", True: "corpus.correction_standing"}


def add(cursor: Cursor, said: Iterable[Correction]) -> int:
    """Writes those that are not there yet, in the caller's transaction, and says how many."""
    rows = [
        (
            one.id, one.document, one.action, one.quote, one.paragraph, one.which, one.among, one.label, Json(one.changes),
            one.undoes or None, one.by, one.reason, one.at, one.at,
        )
        for one in said
    ]  # fmt: skip
    return len(merge(cursor, ("corpus", "correction"), COLUMNS, rows, returning=("correction_id",)))


def ids(connection: Connection) -> set[str]:
    """The ids of all corrections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT correction_id FROM corpus.correction")
        return {row[0] for row in cursor.fetchall()}


def of_ids(connection: Connection, keys: Sequence[str]) -> list[Correction]:
    """The corrections of these ids, as they were said."""
    query = """SELECT document_id AS document, action, by, reason, said_at AS at, quote, paragraph, which, among, label,
        changes, coalesce(undoes, '') AS undoes FROM corpus.correction WHERE correction_id = ANY (%(keys)s) ORDER BY 1"""
    return [Correction(**row) for row in rows_of(connection, query, keys=list(keys))]


def log(connection: Connection, document: str, *, standing: bool = False) -> list[Correction]:
    """All that was said of a document, what takes something back too, the oldest first; or what nobody took back."""
    query = f"""SELECT document_id AS document, action, by, reason, said_at AS at, quote, paragraph, which, among, label,
        changes, coalesce(undoes, '') AS undoes FROM {_LOGS[standing]} WHERE document_id = %(document)s ORDER BY at, correction_id"""  # noqa: S608 (our own text)
    return [Correction(**row) for row in rows_of(connection, query, document=document)]


def ids_of(connection: Connection, documents: Sequence[str]) -> dict[str, list[str]]:
    """The ids of all that was said of each of these documents, in the order of ``log``."""
    query = """SELECT document_id, array_agg(correction_id ORDER BY at, correction_id) AS ids FROM corpus.correction
        WHERE document_id = ANY (%(documents)s) GROUP BY 1"""
    return {row["document_id"]: row["ids"] for row in rows_of(connection, query, documents=list(documents))}


def standing(rows: Iterable[dict[str, Any]]) -> tuple[Correction, ...]:
    """The corrections of a column STANDING."""
    return tuple(Correction(**row) for row in rows)


def listed(connection: Connection, document: str | None = None, correction: str | None = None) -> list[dict[str, Any]]:
    """All corrections (of one document, or the one of this id), the newest first, as analysts see them."""
    return rows_of(
        connection,
        "SELECT correction_id, document_id, action, quote, label, changes, by, reason, at::text, undone_by, turn_ids"
        " FROM analysis.corrections WHERE (%(document)s IS NULL OR document_id = %(document)s)"
        " AND (%(correction)s IS NULL OR correction_id = %(correction)s) ORDER BY at DESC, 1",
        document=document,
        correction=correction,
    )

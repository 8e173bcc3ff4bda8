"""Decisions in the database: what stands there, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.decisions.model import Decision
from transcripts.store.rows import merge, rows_of

COLUMNS = (
    "decision_id", "kind", "ministry", "subject", "key", "language", "day", "undoes", "by", "reason", "at", "said_at",
    "other",
)  # fmt: skip


def add(cursor: Cursor, said: Iterable[Decision]) -> int:
    """Writes those that are not there yet, in the caller's transaction, and says how many."""
    rows = [
        (
            one.id, one.kind, one.ministry, one.subject, one.key, one.language, one.day or None, one.undoes or None,
            one.by, one.reason, one.at, one.at, one.other,
        )
        for one in said
    ]  # fmt: skip
    return len(merge(cursor, ("pipeline", "decision"), COLUMNS, rows, returning=("decision_id",)))


def ids(connection: Connection) -> set[str]:
    """The ids of all decisions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT decision_id FROM pipeline.decision")
        return {row[0] for row in cursor.fetchall()}


def of_ids(connection: Connection, keys: Sequence[str]) -> list[Decision]:
    """The decisions of these ids, as they were said."""
    query = """SELECT kind, ministry, subject, key, language, coalesce(day::text, '') AS day, coalesce(undoes, '') AS undoes,
        by, reason, said_at AS at, other FROM pipeline.decision WHERE decision_id = ANY (%(keys)s) ORDER BY said_at"""
    return [Decision(**row) for row in rows_of(connection, query, keys=list(keys))]


def standing(connection: Connection, ministry: str | None = None) -> list[dict[str, Any]]:
    """The decisions that nobody took back (of one ministry), those that suppress a document too, the newest first."""
    return rows_of(
        connection,
        "SELECT decision_id, kind, ministry, subject, key, language, day::text, by, reason, at::text, other"
        " FROM (SELECT * FROM pipeline.decision_standing UNION ALL SELECT decision_id, 'suppress', ministry, 'document',"
        "   site_id, language, NULL, by, reason, at, document_id FROM pipeline.suppression) AS d"
        " WHERE %(ministry)s IS NULL OR ministry = %(ministry)s ORDER BY d.at DESC, 1",
        ministry=ministry,
    )


def undo_of(connection: Connection, decision_id: str) -> dict[str, Any] | None:
    """The decision that took this one back, the first where there are several; None: none did, or there is no such decision."""
    found = rows_of(
        connection,
        "SELECT decision_id, by, reason, at::text FROM pipeline.decision WHERE undoes = %(id)s ORDER BY at, decision_id LIMIT 1",
        id=decision_id,
    )
    return found[0] if found else None

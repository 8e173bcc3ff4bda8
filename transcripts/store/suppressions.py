"""What is suppressed, and which documents can be."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


def document(connection: Connection, document_id: str) -> tuple[str, str, str] | None:
    """Ministry, site id and language of a document; None where there is none."""
    query = "SELECT ministry, site_id, language FROM corpus.document WHERE document_id = %(document)s"
    found = rows_of(connection, query, document=document_id)
    return (found[0]["ministry"], found[0]["site_id"], found[0]["language"]) if found else None


def suppressed(connection: Connection, document_id: str | None = None) -> list[dict[str, Any]]:
    """The suppressions that stand, the newest first: all, or those by which this document is hidden.

    ``hidden``: the documents that are hidden by it: its own, those that its pages were read as, and its other generations.
    """
    query = """WITH reached AS MATERIALIZED (SELECT * FROM corpus.suppressed())
        SELECT s.decision_id, s.document_id, s.ministry, s.site_id, s.language, s.by, s.reason, s.at::text,
            array(SELECT r.document_id FROM reached r WHERE r.decision_id = s.decision_id ORDER BY 1) AS hidden
        FROM pipeline.suppression s
        WHERE %(document)s::text IS NULL OR s.document_id = %(document)s
            OR EXISTS (SELECT FROM reached r WHERE r.decision_id = s.decision_id AND r.document_id = %(document)s)
        ORDER BY s.at DESC, s.decision_id"""
    return rows_of(connection, query, document=document_id)


def is_suppressed(connection: Connection, document_id: str) -> bool:
    """Whether a document's (or a turn's) id is of what is suppressed."""
    return bool(rows_of(connection, "SELECT corpus.is_suppressed(%(id)s) AS it", id=document_id)[0]["it"])


def last_undo(connection: Connection, document_id: str) -> dict[str, Any] | None:
    """Who took back last that this document is suppressed; None: nobody did."""
    query = """SELECT u.by, u.reason, u.at::text, u.undoes FROM pipeline.decision u JOIN pipeline.decision d ON d.decision_id = u.undoes
        WHERE d.kind = 'suppress' AND d.other = %(document)s ORDER BY u.at DESC LIMIT 1"""
    found = rows_of(connection, query, document=document_id)
    return found[0] if found else None

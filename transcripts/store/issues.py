"""Ids that analysts were shown: what is noted with each publication, and which file of the archive holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.issued.model import Issue
from transcripts.redirects.places import Place
from transcripts.store.rows import merge

COLUMNS = ("document_id", "record_id", "cleaner", "segmenter", "body", "turn_ids", "starts", "ends")
_KEY = "(document_id, record_id, cleaner, segmenter)"


def note(cursor: Cursor, documents: Sequence[str]) -> None:
    """Notes what is shown of these published documents, in the caller's transaction; what is noted stays."""
    cursor.execute("SELECT pipeline.note_issues(%s::text[])", (list(documents),))


def files(connection: Connection) -> set[str]:
    """The files of the archive whose issues are here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM pipeline.issue_file")
        return {row[0] for row in cursor.fetchall()}


def add(cursor: Cursor, file: str, issues: Iterable[Issue]) -> int:
    """Writes what a file of the archive holds and is not here yet, in the caller's transaction, and says how many."""
    found = list(issues)
    rows = [
        (
            one.document, one.record, one.cleaner, one.segmenter, one.body, [place.turn_id for place in one.places],
            _numbers(place.start for place in one.places), _numbers(place.end for place in one.places),
        )
        for one in found
    ]  # fmt: skip
    new = len(merge(cursor, ("pipeline", "issue"), COLUMNS, rows, returning=("issue_id",)))
    kept(cursor, file, found)
    return new


def kept(cursor: Cursor, file: str, issues: Sequence[Issue]) -> None:
    """Notes that a file of the archive holds these, in the caller's transaction."""
    merge(cursor, ("pipeline", "issue_file"), ("file",), [(file,)])
    cursor.execute(
        f"UPDATE pipeline.issue i SET file = %s WHERE file IS NULL AND {_KEY} IN (SELECT * FROM"  # noqa: S608 (our own text)
        " unnest(%s::text[], %s::uuid[], %s::text[], %s::text[]))",
        (
            file,
            [one.document for one in issues],
            [one.record for one in issues],
            [one.cleaner for one in issues],
            [one.segmenter for one in issues],
        ),
    )


def forget(cursor: Cursor, names: Iterable[str]) -> None:
    """Notes that the archive lacks these files, in the caller's transaction: what they held is to be kept again."""
    lost = list(names)
    cursor.execute("UPDATE pipeline.issue SET file = NULL WHERE file = ANY (%s)", (lost,))
    cursor.execute("DELETE FROM pipeline.issue_file WHERE file = ANY (%s)", (lost,))


def not_kept(cursor: Cursor, most: int) -> list[Issue]:
    """Issues that no file of the archive holds yet, at most so many, in the order of their natural keys."""
    cursor.execute(
        "SELECT document_id, record_id::text, cleaner, segmenter, body, turn_ids, starts, ends FROM pipeline.issue"
        " WHERE file IS NULL ORDER BY document_id, record_id, cleaner, segmenter LIMIT %s",
        (most,),
    )
    return [
        Issue(document, record, cleaner, segmenter, body, tuple(map(Place, ids, starts, ends)))
        for document, record, cleaner, segmenter, body, ids, starts, ends in cursor.fetchall()
    ]


def _numbers(values: Iterable[int]) -> list[str]:
    """Numbers as elements of an array in COPY's format."""
    return [str(value) for value in values]

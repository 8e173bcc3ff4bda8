"""The queue of pages that the cleaner at work cannot read: what waits, one of them, and asking for another reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.store.held import Page
from transcripts.store.rows import rows_of

_COLUMNS = (
    "record_id::text, cleaner, ministry, site_id, language, address, reason, detail, selector, fetched_at::text,"
    " since::text, times, published, set_aside"
)
#: The fewest characters of a record's id that name it.
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Stored(Page):
    """One quarantined page, and why it cannot be read."""

    reason: str
    detail: str
    selector: str | None
    cleaner: str


def queue(
    connection: Connection,
    ministry: str | None = None,
    reason: str | None = None,
    *,
    set_aside: bool = False,
    record: str | None = None,
) -> list[dict[str, Any]]:
    """What waits (of one ministry, for one reason), the longest waiting first; with ``set_aside`` also what does not.

    ``record`` names one of them by its record's id or the beginning of it.
    """
    query = f"""SELECT {_COLUMNS} FROM pipeline.quarantine_queue
        WHERE (%(ministry)s IS NULL OR ministry = %(ministry)s) AND (%(reason)s IS NULL OR reason = %(reason)s)
        AND (%(all)s OR set_aside IS NULL) AND (%(record)s IS NULL OR starts_with(record_id::text, %(record)s))
        ORDER BY since, ministry, site_id, language"""  # noqa: S608 (our own text)
    return rows_of(connection, query, ministry=ministry, reason=reason, all=set_aside, record=record)


def page_of(
    connection: Connection, ministry: str, reason: str, *, set_aside: bool, skip: int, most: int
) -> list[dict[str, Any]]:
    """A page of the queue, the newest first: of what waits, or of what is set aside; empty words mean all."""
    query = f"""SELECT {_COLUMNS} FROM pipeline.quarantine_queue
        WHERE (%(ministry)s = '' OR ministry = %(ministry)s) AND (%(reason)s = '' OR reason = %(reason)s)
        AND (set_aside IS NOT NULL) = %(aside)s
        ORDER BY fetched_at DESC, ministry, site_id, language LIMIT %(most)s OFFSET %(skip)s"""  # noqa: S608 (our own text)
    return rows_of(connection, query, ministry=ministry, reason=reason, aside=set_aside, skip=skip, most=most)


def keys(connection: Connection, ministry: str, reason: str, *, set_aside: bool = False) -> list[str]:
    """The records of the queue in the order of ``page_of``."""
    query = """SELECT record_id::text FROM pipeline.quarantine_queue
        WHERE (%(ministry)s = '' OR ministry = %(ministry)s) AND (%(reason)s = '' OR reason = %(reason)s)
        AND (set_aside IS NOT NULL) = %(aside)s ORDER BY fetched_at DESC, ministry, site_id, language"""
    return [row["record_id"] for row in rows_of(connection, query, ministry=ministry, reason=reason, aside=set_aside)]


def tally(connection: Connection) -> list[dict[str, Any]]:
    """How many wait or are set aside, by ministry and reason."""
    query = """SELECT ministry, reason, set_aside IS NOT NULL AS aside, count(*)::integer AS count
        FROM pipeline.quarantine_queue GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    return rows_of(connection, query)


def counts(connection: Connection) -> dict[str, int]:
    """How many wait, by reason."""
    query = """SELECT reason, count(*)::integer AS count FROM pipeline.quarantine_queue WHERE set_aside IS NULL
        GROUP BY reason ORDER BY 1"""
    return {row["reason"]: row["count"] for row in rows_of(connection, query)}


def stored(connection: Connection, record: str) -> list[Stored]:
    """The quarantined pages whose record's id begins so, as the newest cleaner version judged each."""
    query = """SELECT DISTINCT ON (s.record_id) s.record_id::text, c.ministry, s.site_id, s.language, s.address, s.status,
        b.headers, s.fetched_at::text, s.crawl, c.archive, b.file, b."offset", b.length, b.payload_length, q.reason,
        q.detail, q.selector, q.cleaner
        FROM pipeline.quarantine q JOIN archive.snapshot s USING (record_id)
        JOIN archive.snapshot b ON b.record_id = coalesce(s.refers_to, s.record_id)
        JOIN archive.crawl c ON c.crawl = b.crawl
        WHERE starts_with(s.record_id::text, %(record)s) ORDER BY s.record_id, q.attempt_id DESC"""
    return [Stored(**row) for row in rows_of(connection, query, record=record)]


def forget(cursor: Cursor, records: Sequence[str], version: str, why: str) -> int:
    """Makes these pages' attempts of a version count no more, so that the work list has them again; how many.

    In the caller's transaction. The attempt stays, as one that failed: ``why`` is put before what it said.
    """
    values = {"records": list(records), "version": version, "why": why}
    of_these = "step = 'clean' AND version = %(version)s AND input = ANY (%(records)s)"
    cursor.execute(
        "SELECT record_id FROM pipeline.quarantine WHERE record_id::text = ANY (%(records)s) FOR UPDATE", values
    )
    cursor.execute(
        f"DELETE FROM pipeline.attempt f WHERE {of_these} AND outcome = 'failed'"  # noqa: S608 (our own text)
        " AND EXISTS (SELECT FROM pipeline.attempt q WHERE q.step = f.step AND q.version = f.version"
        " AND q.input = f.input AND q.outcome = 'quarantined')",
        values,
    )
    cursor.execute(
        "DELETE FROM pipeline.quarantine WHERE cleaner = %(version)s AND record_id::text = ANY (%(records)s)", values
    )
    cursor.execute(
        "UPDATE pipeline.attempt SET outcome = 'failed', at = now(), detail = left(%(why)s || '; was: ' || detail, 2000)"  # noqa: S608 (our own text)
        f" WHERE {of_these} AND outcome = 'quarantined'",
        values,
    )
    return cursor.rowcount


def asked_for(connection: Connection, document: str) -> list[tuple[str, str, str]]:
    """Ministry, site id and the languages in which a document was asked for (empty: none was named)."""
    query = """SELECT DISTINCT d.ministry, d.site_id, coalesce(s.language, '') AS language
        FROM corpus.document d JOIN corpus.revision v USING (document_id) JOIN archive.snapshot s USING (record_id)
        WHERE d.document_id = %(document)s ORDER BY 3"""
    return [(row["ministry"], row["site_id"], row["language"]) for row in rows_of(connection, query, document=document)]


def decisions_about(connection: Connection, about: Sequence[tuple[str, str, str]]) -> list[str]:
    """The standing decisions that any of these (ministry, site id, language) is no transcript."""
    found: list[str] = []
    for ministry, site_id, language in about:
        query = """SELECT decision_id FROM pipeline.not_transcript WHERE ministry = %(ministry)s AND site_id = %(site_id)s
            AND language IN ('', %(language)s) ORDER BY at, decision_id"""
        rows = rows_of(connection, query, ministry=ministry, site_id=site_id, language=language)
        found += [row["decision_id"] for row in rows]
    return list(dict.fromkeys(found))


def last_undo(connection: Connection, about: Sequence[tuple[str, str, str]]) -> dict[str, Any] | None:
    """Who took back last that any of these is no transcript; None: nobody did."""
    found: list[dict[str, Any]] = []
    for ministry, site_id, language in about:
        query = """SELECT u.by, u.reason, u.at::text, u.undoes FROM pipeline.decision u JOIN pipeline.decision d ON d.decision_id = u.undoes
            WHERE d.kind = 'not_transcript' AND d.ministry = %(ministry)s AND d.key = %(site_id)s AND d.language IN ('', %(language)s)
            ORDER BY u.at DESC LIMIT 1"""
        found += rows_of(connection, query, ministry=ministry, site_id=site_id, language=language)
    return max(found, key=lambda row: str(row["at"]), default=None)

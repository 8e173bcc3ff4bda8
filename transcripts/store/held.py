"""One document's page as the archive holds it, whatever became of it: for a person who looks at the evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

_RECORD = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer about a document, and where its bytes lie."""

    record_id: str
    ministry: str
    site_id: str
    language: str | None
    address: str
    status: int
    headers: dict[str, str]
    fetched_at: str
    crawl: str
    archive: str
    file: str
    offset: int
    length: int
    payload_length: int


@dataclass(frozen=True, slots=True)
class Held(Page):
    """A page, and how the last attempt to read it ended (None: nobody has tried).

    ``outcome``, ``detail`` and ``tried_at`` are of ``pipeline.attempt``; ``reason`` is the code of its quarantine. ``withheld``: it
    belongs to a document that is suppressed, whether it was read or not.
    """

    outcome: str | None
    detail: str | None
    tried_at: str | None
    cleaner: str | None
    reason: str | None
    withheld: bool


def held(connection: Connection, record: str) -> Held | None:
    """The page of this record's id; None where no document's page has it. A revisit is shown by the bytes that it refers to."""
    if not _RECORD.fullmatch(record):
        return None
    query = """SELECT s.record_id::text, c.ministry, s.site_id, s.language, s.address, s.status, b.headers, s.fetched_at::text,
            s.crawl, o.archive, b.file, b."offset", b.length, b.payload_length, a.outcome, a.detail, a.at::text AS tried_at,
            a.version AS cleaner, q.reason, EXISTS (
                SELECT FROM corpus.hidden h JOIN corpus.revision v USING (document_id) LEFT JOIN pipeline.sighting t USING (document_id)
                WHERE h.because = 'suppressed' AND b.record_id IN (v.record_id, t.record_id)
            ) OR EXISTS (
                SELECT FROM corpus.hidden h JOIN corpus.document d USING (document_id)
                WHERE h.because = 'suppressed' AND d.ministry = c.ministry AND d.site_id = s.site_id
                AND d.language = coalesce(s.language, d.language)) AS withheld
        FROM archive.snapshot s JOIN archive.crawl c ON c.crawl = s.crawl
        JOIN archive.snapshot b ON b.record_id = coalesce(s.refers_to, s.record_id)
        JOIN archive.crawl o ON o.crawl = b.crawl
        LEFT JOIN LATERAL (SELECT a.* FROM pipeline.attempt a WHERE a.step = 'clean' AND a.input = s.record_id::text
            AND a.version IS NOT DISTINCT FROM pipeline.cleaner_at_work() ORDER BY a.at DESC, a.attempt_id DESC LIMIT 1) a ON true
        LEFT JOIN pipeline.quarantine q ON q.attempt_id = a.attempt_id
        WHERE s.record_id = %(record)s::uuid AND s.purpose = 'document'"""
    found = rows_of(connection, query, record=record)
    return Held(**found[0]) if found else None


def paths_of(connection: Connection, record: str) -> dict[int, str]:
    """Where the paragraphs stand in the page of this record, by their numbers, as the cleaner at work reads it; none where it was
    not read. The record is one's (``held``)."""
    query = """SELECT p.ordinal, p.path FROM corpus.revision v JOIN corpus.reading r USING (revision_id)
        JOIN corpus.paragraph p USING (reading_id)
        WHERE v.revision_id = (SELECT w.revision_id FROM corpus.revision w JOIN archive.snapshot m USING (record_id)
            WHERE %(record)s::uuid IN (m.record_id, m.refers_to) ORDER BY w.first_seen DESC LIMIT 1)
        AND r.cleaner = pipeline.cleaner_at_work() ORDER BY p.ordinal"""
    return {row["ordinal"]: row["path"] for row in rows_of(connection, query, record=record)}


def looks(connection: Connection, records: Sequence[str]) -> dict[str, tuple[object, ...]]:
    """How the last reading of each of these pages ended, and the decisions about its document, as ``held`` and ``said_of`` have them."""
    query = """SELECT s.record_id::text, a.outcome, q.reason, a.at::text AS tried_at, array(
            SELECT d.decision_id FROM pipeline.decision d
            WHERE d.ministry = c.ministry AND d.subject = 'document' AND d.key = s.site_id
            AND d.language IN ('', coalesce(s.language, '')) ORDER BY d.at DESC, d.decision_id) AS said
        FROM archive.snapshot s JOIN archive.crawl c ON c.crawl = s.crawl
        LEFT JOIN LATERAL (SELECT a.* FROM pipeline.attempt a WHERE a.step = 'clean' AND a.input = s.record_id::text
            AND a.version IS NOT DISTINCT FROM pipeline.cleaner_at_work() ORDER BY a.at DESC, a.attempt_id DESC LIMIT 1) a ON true
        LEFT JOIN pipeline.quarantine q ON q.attempt_id = a.attempt_id
        WHERE s.record_id = ANY (%(records)s::uuid[])"""
    return {
        row["record_id"]: (row["outcome"], row["reason"], row["tried_at"], *row["said"])
        for row in rows_of(connection, query, records=list(records))
    }


def said_of(connection: Connection, one: Held) -> list[dict[str, Any]]:
    """What people decided about its document, taken back or not, the newest first."""
    query = """SELECT d.decision_id, d.kind, d.by, d.reason, d.at::text, d.undoes, u.kind AS undone_kind,
            d.kind <> 'undo' AND NOT EXISTS (SELECT FROM pipeline.decision x WHERE x.undoes = d.decision_id) AS stands
        FROM pipeline.decision d LEFT JOIN pipeline.decision u ON u.decision_id = d.undoes
        WHERE d.ministry = %(ministry)s AND d.subject = 'document' AND d.key = %(site_id)s
        AND d.language IN ('', coalesce(%(language)s, '')) ORDER BY d.at DESC, d.decision_id"""
    return rows_of(connection, query, ministry=one.ministry, site_id=one.site_id, language=one.language)

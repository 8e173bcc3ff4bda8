"""Crawls: begun before they ask for anything, ended by their report, found again when they were killed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from scraper.evidence import Known, Plan, Report
from transcripts.store.guard import check
from transcripts.store.provenance import Provenance

COUNTS = ("requests", "responses", "listed", "fetched", "unchanged", "failed", "refused", "gone", "blocked", "bytes")

#: How the step `clean` notes a record whose file is missing or damaged.
BYTES_LOST = r"^(ArchiveError|FileNotFoundError):"


class MinistryBusy(RuntimeError):
    """Another crawl of this ministry is under way."""


@contextmanager
def alone(connection: Connection, ministry: str) -> Any:  # noqa: ANN401 (a context manager)
    """Holds the ministry's lock, so that no two crawls ask one site at a time. Raises MinistryBusy; SchemaMismatch."""
    check(connection)
    key = f"collect {ministry}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (key,))
        if cursor.fetchone() != (True,):
            raise MinistryBusy(f"another crawl of {ministry} is under way: wait for its end, or stop it")
    connection.commit()
    try:
        yield
    finally:
        if not connection.closed:
            connection.rollback()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (key,))
            connection.commit()


def any_of(connection: Connection, ministry: str) -> bool:
    """Whether there ever was a crawl of it, be there a module of it still or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM archive.crawl WHERE ministry = %s LIMIT 1", (ministry,))
        return cursor.fetchone() is not None


def begin(connection: Connection, plan: Plan) -> None:
    """Writes the crawl's row, without an outcome."""
    by = Provenance.of(plan.asked_by)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive.crawl"
            " (crawl, ministry, kind, since, until, days, timezone, started_at, archive, dag_id, run_id, task_id, try_number)"
            " VALUES (%s, %s, %s, %s, %s, %s::date[], %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (
                *(plan.crawl, plan.ministry, plan.kind, plan.since, plan.until, list(plan.days), plan.timezone),
                *(datetime.now(UTC), plan.archive),
                *(by.dag_id, by.run_id, by.task_id, by.try_number),
            ),
        )
    connection.commit()


def end(connection: Connection, report: Report) -> None:
    """Writes the report into the crawl's row; a crawl that has an outcome keeps it."""
    counts = [report.counts.get(name, 0) for name in COUNTS]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE archive.crawl SET outcome = %s, reason = %s, started_at = %s, finished_at = %s, reasons = %s,"
            " lists_complete = %s, problems = %s, notices = %s, not_before = %s,"
            " (requests, responses, listed, fetched, unchanged, failed, refused, gone, blocked, bytes)"
            " = (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " WHERE crawl = %s AND outcome IS NULL",
            (
                *(report.outcome, report.reason, report.started_at, report.finished_at, Json(report.reasons)),
                *(report.lists_complete, Json(report.problems), list(report.notices), report.not_before or None),
                *counts,
                report.crawl,
            ),
        )
    connection.commit()


def unfinished(connection: Connection, ministry: str) -> list[tuple[str, str, str, str]]:
    """Crawls of the ministry without an outcome: crawl, archive, since, until. Whoever holds its lock may end them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT crawl, archive, since::text, until::text FROM archive.crawl"
            " WHERE ministry = %s AND outcome IS NULL ORDER BY started_at",
            (ministry,),
        )
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def not_before(connection: Connection, ministry: str) -> str:
    """Until when the ministry's site asked to be left alone (ISO 8601), if that is to come; empty: it may be asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(not_before) FROM archive.crawl WHERE ministry = %s AND not_before > now()", (ministry,)
        )
        row = cursor.fetchone()
    return row[0].astimezone(UTC).isoformat(timespec="seconds") if row and row[0] else ""


def ended(connection: Connection) -> set[str]:
    """The crawls that have an outcome."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT crawl FROM archive.crawl WHERE outcome IS NOT NULL")
        return {row[0] for row in cursor.fetchall()}


def stored_in(connection: Connection, archive: str, ministry: str) -> int:
    """How many crawls of a ministry have put files into this archive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM archive.crawl c WHERE ministry = %s AND rtrim(archive, '/') = %s"
            " AND EXISTS (SELECT FROM archive.snapshot s WHERE s.crawl = c.crawl)",
            (ministry, archive.rstrip("/")),
        )
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def known(
    connection: Connection,
    ministry: str,
    since: str,
    until: str,
    days: Sequence[str] = (),
    site_ids: Sequence[str] = (),
) -> tuple[Known, ...]:
    """The newest good answer of each address that a crawl of this window and these days may ask for, with its validators.

    These are the documents that lists have named within the window, those of ``site_ids``, and the lists, feeds and
    robots.txt of crawls that overlap with it. Of a document at several addresses only those count that show what it showed
    last: by another one's "not modified" a text that came back would be lost. An answer that was no document (empty, a block, undecodable: its fate is ``failed``) is left out, so
    that it is asked for in full, and so is one whose bytes the archive has lost. One whose crawl was killed before it said
    what the answer was has no validators: it is asked for in full, and the same bytes are not stored again. A revisit
    stands for the record that holds its bytes, with the validators given last.
    """
    with connection.cursor() as cursor:
        values = {"ministry": ministry, "since": since, "until": until, "days": list(days), "site_ids": list(site_ids)}
        cursor.execute(_KNOWN, {**values, "bytes_lost": BYTES_LOST})
        return tuple(
            Known(site_id, language, address, digest, etag, modified, f"urn:uuid:{record}", _iso(fetched))
            for site_id, language, address, digest, etag, modified, record, fetched, _ in cursor.fetchall()
        )


_KNOWN = """
WITH named AS (
    SELECT DISTINCT l.site_id FROM archive.listing l JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = %(ministry)s AND (l.day BETWEEN %(since)s AND %(until)s OR l.day = ANY (%(days)s::date[]))
    AND l.site_id IS NOT NULL
    UNION SELECT unnest(%(site_ids)s::text[])
), asked AS (
    SELECT s.*, last_value(s.payload_digest) OVER (PARTITION BY s.site_id, s.language ORDER BY s.fetched_at, s.record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS newest, j.judged
    FROM archive.snapshot s JOIN archive.crawl c USING (crawl) JOIN named n ON n.site_id = s.site_id
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM archive.fate f WHERE f.record_id = s.record_id AND f.fate IN ('fetched', 'unchanged')) AS judged) AS j
    WHERE c.ministry = %(ministry)s AND s.purpose = 'document' AND (j.judged OR s.payload_length > 0 AND EXISTS (
        SELECT FROM archive.fate f WHERE f.crawl = s.crawl AND f.site_id = s.site_id AND f.language = s.language
        AND f.reason = 'killed' AND f.record_id IS NULL))
    UNION ALL
    SELECT s.*, NULL, true FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = %(ministry)s AND s.purpose IN ('robots', 'list', 'feed', 'sitemap')
    AND c.since <= %(until)s AND c.until >= %(since)s
)
SELECT * FROM (
SELECT DISTINCT ON (s.address) coalesce(s.site_id, ''), coalesce(s.language, ''), s.address, s.payload_digest,
    CASE WHEN s.judged THEN coalesce(s.headers->>'etag', b.headers->>'etag') END,
    CASE WHEN s.judged THEN coalesce(s.headers->>'last-modified', b.headers->>'last-modified') END,
    b.record_id::text, b.fetched_at, s.newest
FROM asked s JOIN archive.snapshot b ON b.record_id = coalesce(s.refers_to, s.record_id)
WHERE b.status = 200
AND NOT EXISTS (
    SELECT FROM pipeline.attempt a WHERE a.step = 'clean' AND a.input = b.record_id::text
    HAVING bool_and(a.outcome = 'failed' AND a.detail ~ %(bytes_lost)s))
ORDER BY s.address, s.fetched_at DESC
) AS answers (site_id, language, address, payload_digest, etag, last_modified, record_id, fetched_at, newest)
WHERE newest IS NULL OR newest = payload_digest
"""


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

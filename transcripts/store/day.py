"""A day of a ministry in full: each document that was listed on it, the crawls that asked for it, what is missing, what else is of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


def is_known(connection: Connection, ministry: str) -> bool:
    """Whether a crawl or a document is of this ministry."""
    query = """SELECT EXISTS (SELECT FROM archive.crawl WHERE ministry = %(ministry)s)
        OR EXISTS (SELECT FROM corpus.ministry WHERE code = %(ministry)s) AS known"""
    return bool(rows_of(connection, query, ministry=ministry)[0]["known"])


def items(connection: Connection, ministry: str, day: date) -> list[dict[str, Any]]:
    """Each document that lists named on the day, as ``pipeline.balance_items`` has it, with its document's id where it was read and
    the record of its newest page where that is in quarantine. What is suppressed has no title."""
    return rows_of(connection, _ITEMS, ministry=ministry, day=day)


def unlisted(connection: Connection, ministry: str, day: date) -> list[dict[str, Any]]:
    """Published documents that bear this day and that no list named on it: id, title, language, address."""
    return rows_of(connection, _UNLISTED, ministry=ministry, day=day)


def crawls(connection: Connection, ministry: str, day: date) -> list[dict[str, Any]]:
    """The crawls that asked for the day's lists, the newest first, and whether these came whole."""
    query = """SELECT c.crawl, c.since, c.until, c.started_at, c.outcome, c.reason, c.listed, c.fetched, c.unchanged, c.failed,
        c.refused, c.gone, c.blocked, c.dag_id, c.run_id, a.whole, a."over"
        FROM pipeline.asked_days(%(ministry)s, %(day)s, %(day)s) a JOIN archive.crawl c USING (crawl) ORDER BY c.started_at DESC"""
    return rows_of(connection, query, ministry=ministry, day=day)


def gaps(connection: Connection, ministry: str, day: date, documents: Sequence[str]) -> list[dict[str, Any]]:
    """What should be there and is not: the day's lists, the day, and those of ``documents`` (keys), accepted ones last."""
    query = """SELECT subject, key, language, day, address, reason, tries, first_failed, last_failed, next_at, accepted, decision_id,
        accepted_by, accepted_because, accepted_at
        FROM pipeline.open_gaps(%(ministry)s, %(day)s, %(day)s)
        WHERE subject <> 'document' OR key = ANY (%(documents)s)
        ORDER BY accepted, subject, language, key"""
    return rows_of(connection, query, ministry=ministry, day=day, documents=list(documents))


_ITEMS = """
SELECT x.day, x.language, x.key, x.address,
    CASE WHEN NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = x.document_id AND h.because = 'suppressed') THEN x.title END AS title,
    x.fate, x.reason, x.state, x.accepted, x.accepted_by, x.accepted_because, x.document_id, x.record
FROM (
    SELECT i.day, i.language, i.key, i.address, i.title, i.fate, i.reason, i.state, i.accepted, i.accepted_by, i.accepted_because,
        coalesce(d.document_id, (
            SELECT g.document_id FROM pipeline.sighting g WHERE g.record_id = s.record_id LIMIT 1)) AS document_id,
        CASE WHEN i.state = 'quarantined' THEN s.record_id::text END AS record
    FROM pipeline.balance_items(%(ministry)s, %(day)s, %(day)s) i
    LEFT JOIN corpus.document d ON d.ministry = i.ministry AND d.site_id = i.site_id AND d.language = i.language
    LEFT JOIN LATERAL (
        SELECT s.record_id FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
        WHERE c.ministry = i.ministry AND s.site_id = i.site_id AND s.language = i.language AND s.purpose = 'document'
        AND s.record_type = 'response' AND s.status = 200 AND s.payload_length > 0
        ORDER BY s.fetched_at DESC, s.record_id LIMIT 1
    ) s ON d.document_id IS NULL OR i.state = 'quarantined'
) x ORDER BY x.language, x.address
"""
_UNLISTED = """
SELECT d.document_id, coalesce(g.title, r.title) AS title, d.language, d.address
FROM corpus.reading r
JOIN corpus.segmentation g USING (reading_id)
JOIN corpus.shown p USING (segmentation_id)
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
WHERE d.ministry = %(ministry)s AND r.reading_id IN (
    SELECT reading_id FROM corpus.reading WHERE published_at BETWEEN %(day)s::date - 1 AND %(day)s::date + 2 UNION ALL
    SELECT reading_id FROM corpus.segmentation WHERE published_at BETWEEN %(day)s::date - 1 AND %(day)s::date + 2)
AND (coalesce(g.published_at, r.published_at) AT TIME ZONE m.timezone)::date = %(day)s
AND NOT EXISTS (
    SELECT FROM archive.listing l JOIN archive.crawl c USING (crawl)
    WHERE l.site_id = d.site_id AND l.day = %(day)s AND c.ministry = d.ministry)
ORDER BY d.language, d.address
"""

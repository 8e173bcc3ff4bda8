"""What a run of a DAG left behind: the crawls that it asked for, what its steps made of which inputs, and what its checks found."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


def crawls(connection: Connection, dag_id: str, run_id: str) -> list[dict[str, Any]]:
    """The crawls of a run, the newest first (each try of its task is one)."""
    query = """SELECT crawl, ministry, kind, since, until, days, outcome, reason, started_at, finished_at, requests, listed, fetched,
        unchanged, failed, refused, gone, blocked, bytes, problems, notices, try_number
        FROM archive.crawl WHERE dag_id = %(dag_id)s AND run_id = %(run_id)s ORDER BY started_at DESC"""
    return rows_of(connection, query, dag_id=dag_id, run_id=run_id)


def steps(connection: Connection, dag_id: str, run_id: str) -> list[dict[str, Any]]:
    """How many inputs each step of a run came to which end with: step, outcome, count, first and last time. In no order."""
    query = """SELECT step, outcome, count(*)::integer AS count, min(at) AS first, max(at) AS last
        FROM pipeline.attempt WHERE run_id = %(run_id)s AND dag_id = %(dag_id)s GROUP BY step, outcome"""
    return rows_of(connection, query, dag_id=dag_id, run_id=run_id)


def documents(connection: Connection, dag_id: str, run_id: str, most: int) -> list[dict[str, Any]]:
    """Inputs of a run's steps with the documents that they are of: at most so many for each step and outcome, the newest last.

    ``record`` is the stored page of a step's input ``clean``; ``document_id`` is NULL for a page that was never read. What is
    suppressed has no title.
    """
    return rows_of(connection, _DOCUMENTS, dag_id=dag_id, run_id=run_id, most=most)


def checks(connection: Connection, run_id: str) -> list[dict[str, Any]]:
    """What the quality checks of a run found, what is not well first."""
    query = """SELECT name, ministry, language, value, low, high, ok, says FROM pipeline.check_result
        WHERE run_id = %(run_id)s ORDER BY ok, name, ministry, language"""
    return rows_of(connection, query, run_id=run_id)


# Inputs are text, of each step another key: the CASE keeps each cast to the rows that it holds for.
_DOCUMENTS = """
WITH tried AS MATERIALIZED (
    SELECT n.*, CASE n.step WHEN 'clean' THEN n.input::uuid END AS record_id,
        CASE n.step WHEN 'segment' THEN n.input::bigint END AS reading_id,
        CASE WHEN n.step NOT IN ('clean', 'segment') THEN n.input::bigint END AS segmentation_id
    FROM (
        SELECT a.step, a.outcome, a.detail, a.input, a.version, a.attempt_id,
            row_number() OVER (PARTITION BY a.step, a.outcome ORDER BY a.attempt_id) AS n
        FROM pipeline.attempt a WHERE a.run_id = %(run_id)s AND a.dag_id = %(dag_id)s
    ) n WHERE n.n <= %(most)s
)
SELECT t.step, t.outcome, t.detail, t.attempt_id, s.record_id::text AS record, g.document_id, s.language, s.address, NULL AS title
FROM tried t
JOIN archive.snapshot s USING (record_id)
LEFT JOIN LATERAL (
    SELECT document_id FROM pipeline.sighting g WHERE g.record_id = s.record_id ORDER BY g.cleaner = t.version DESC LIMIT 1
) g ON true
UNION ALL
SELECT t.step, t.outcome, t.detail, t.attempt_id, NULL, d.document_id, d.language, d.address,
    CASE WHEN NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = d.document_id AND h.because = 'suppressed') THEN e.title END
FROM tried t
LEFT JOIN corpus.segmentation m ON m.segmentation_id = t.segmentation_id
JOIN corpus.reading e ON e.reading_id = coalesce(t.reading_id, m.reading_id)
JOIN corpus.revision v USING (revision_id)
JOIN corpus.document d USING (document_id)
ORDER BY attempt_id
"""

"""Steps that fail, and when the last of them did something."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: So many failed inputs are looked at.
MOST = 200
#: Inputs are text, of each step another key: it is the input that is made a key, so that what it names is looked up and not read through.
_FAILED = """
WITH bad AS (
    SELECT f.step, f.input, f.outcome, f.detail, f.tries, f.at FROM pipeline.attempt f
    WHERE f.outcome IN ('failed', 'refused') AND NOT (f.detail LIKE 'to be read again, says %%' AND f.at > %(asked)s) AND NOT EXISTS (
        SELECT FROM pipeline.attempt g WHERE g.step = f.step AND g.input = f.input AND g.at >= f.at AND g.attempt_id <> f.attempt_id)
    ORDER BY f.at DESC LIMIT %(most)s
)
SELECT b.*, coalesce(
    (SELECT c.ministry FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
        WHERE s.record_id = CASE WHEN b.step = 'clean' AND b.input ~ '^[0-9a-f-]{36}$' THEN b.input::uuid END),
    (SELECT d.ministry FROM corpus.reading r JOIN corpus.revision v USING (revision_id) JOIN corpus.document d USING (document_id)
        WHERE r.reading_id = CASE WHEN b.step = 'segment' AND b.input ~ '^[0-9]{1,18}$' THEN b.input::bigint END),
    (SELECT d.ministry FROM corpus.segmentation g JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id)
        JOIN corpus.document d USING (document_id)
        WHERE g.segmentation_id = CASE WHEN b.step NOT IN ('clean', 'segment') AND b.input ~ '^[0-9]{1,18}$' THEN b.input::bigint END)
) AS ministry
FROM bad b ORDER BY b.step, b.at DESC
"""


def failed(connection: Connection, asked: datetime) -> list[dict[str, Any]]:
    """The inputs whose newest attempt failed or was refused, with their ministry, the newest first within a step.

    ``asked``: what a person wanted to be read again since then is on its way, and has not failed.
    """
    return rows_of(connection, _FAILED, most=MOST, asked=asked)


def last_attempt(connection: Connection) -> datetime | None:
    """When a step last did something; None: never."""
    found = rows_of(connection, "SELECT at FROM pipeline.attempt ORDER BY attempt_id DESC LIMIT 1")
    return found[0]["at"] if found else None

"""Which documents are due to be asked for again, by a schedule that is data, and what is asked how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from scraper.evidence import Gap
from scraper.ministries.model import Recheck
from transcripts.store.rows import rows_of

#: A run comes by the clock, a moment sooner or later after the one before: from this share of a pause on it is over.
NEARLY = 0.9
#: Reasons for which a document was not really asked for.
NOT_ASKED = r"^(reference: )?(not_asked|not_stored|killed|blocked|robots_unreadable)"

#: Each document that ever came, with the moment from which its age counts: its publication (as the page prints it, else as a
#: list does, else when it first came); a text that changed, and a page that went, count as new from then on.
#: Gone is what ``corpus.withdrawal`` says: not what a crawl says that ended DRIFT, so that the next one says it again.
_SCHEDULED = """
WITH step AS (
    SELECT n::integer, younger, every
    FROM unnest(%(younger)s::interval[], %(every)s::interval[]) WITH ORDINALITY AS s (younger, every, n)
), fates AS (
    SELECT f.site_id, f.language, f.address, f.fate, f.reason, c.started_at, c.outcome,
        f.fate IN ('fetched', 'unchanged') AS came, f.fate <> 'failed' OR f.reason !~ %(not_asked)s AS asked
    FROM archive.fate f JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = %(ministry)s AND f.site_id IS NOT NULL
), document AS (
    SELECT site_id, language, min(started_at) FILTER (WHERE came) AS first_came, max(started_at) FILTER (WHERE came) AS last_came,
        max(started_at) FILTER (WHERE asked) AS asked_at,
        (array_agg(address ORDER BY started_at DESC) FILTER (WHERE came))[1] AS address,
        (array_agg(fate ORDER BY started_at DESC))[1] IN ('failed', 'refused') AS missing,
        coalesce((array_agg(reason ORDER BY started_at DESC))[1] ~ '^(reference: )?blocked:', false) AS blocked
    FROM fates GROUP BY site_id, language HAVING bool_or(came)
), gone AS (
    SELECT f.site_id, f.language, min(f.started_at) AS since
    FROM fates f JOIN document d USING (site_id, language)
    WHERE f.fate = 'gone' AND f.outcome IN ('OK', 'EMPTY', 'PARTIAL') AND f.started_at > d.last_came
    GROUP BY f.site_id, f.language
), listed AS (
    SELECT l.site_id, l.language, min(l.day) AS day
    FROM archive.listing l JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = %(ministry)s AND l.site_id IS NOT NULL GROUP BY l.site_id, l.language
), known AS (
    SELECT d.site_id, d.language, r.published_at, (
        SELECT max(v.first_seen) FROM corpus.revision v WHERE v.document_id = d.document_id HAVING count(*) > 1) AS changed_at
    FROM corpus.document d JOIN corpus.publication p USING (document_id)
    JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id)
    WHERE d.ministry = %(ministry)s
), aged AS (
    SELECT d.site_id, d.language, d.address, d.asked_at, d.blocked, g.since IS NOT NULL AS gone,
        %(now)s - greatest(g.since, k.changed_at, least(d.first_came,
            coalesce(k.published_at, l.day::timestamp AT TIME ZONE %(timezone)s))) AS age
    FROM document d
    LEFT JOIN gone g USING (site_id, language)
    LEFT JOIN listed l USING (site_id, language)
    LEFT JOIN known k USING (site_id, language)
    WHERE NOT EXISTS (
        SELECT FROM pipeline.not_transcript n
        WHERE n.ministry = %(ministry)s AND n.site_id = d.site_id AND n.language IN ('', d.language))
    AND NOT (d.missing AND EXISTS (
        SELECT FROM pipeline.decision_standing s WHERE s.ministry = %(ministry)s AND s.subject = 'document' AND s.kind = 'accept'
        AND s.key = d.site_id AND s.language IN ('', d.language)))
), scheduled AS (
    SELECT DISTINCT ON (a.site_id, a.language) a.*, s.n, s.every,
        extract(epoch FROM %(now)s - a.asked_at) / extract(epoch FROM s.every) AS waited
    FROM aged a JOIN step s ON s.younger IS NULL OR a.age < s.younger
    ORDER BY a.site_id, a.language, s.n
)
"""
_DUE = """
SELECT address, language, site_id, gone FROM (
    SELECT * FROM scheduled WHERE waited >= %(nearly)s ORDER BY waited DESC, site_id, language LIMIT %(most)s
) AS chosen
ORDER BY blocked, waited DESC, site_id, language
"""
_LOAD = """
SELECT n AS step, count(*)::integer AS documents, (count(*) FILTER (WHERE waited >= %(nearly)s))::integer AS due
FROM scheduled GROUP BY n ORDER BY n
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One step of a schedule (its index) with its documents, and how many of them are due."""

    step: int
    documents: int
    due: int


def due(
    connection: Connection, ministry: str, timezone: str, schedule: Sequence[Recheck], now: datetime, most: int
) -> tuple[Gap, ...]:
    """At most so many documents that are due, first those that have waited longest, measured by the pause that they should have.

    Of these the ones that were blocked last time come last: a few blocks end a crawl. What is missing and was accepted is
    left out.
    """
    values = _values(ministry, timezone, schedule, now)
    return tuple(Gap(**row) for row in rows_of(connection, _SCHEDULED + _DUE, **values, most=most))


def load(
    connection: Connection, ministry: str, timezone: str, schedule: Sequence[Recheck], now: datetime
) -> list[Load]:
    """How many documents stand in each step of the schedule."""
    found = rows_of(connection, _SCHEDULED + _LOAD, **_values(ministry, timezone, schedule, now))
    return [Load(row["step"] - 1, row["documents"], row["due"]) for row in found]


def _values(ministry: str, timezone: str, schedule: Sequence[Recheck], now: datetime) -> dict[str, Any]:
    return {
        "ministry": ministry,
        "timezone": timezone,
        "younger": [step.younger for step in schedule],
        "every": [step.every for step in schedule],
        "now": now,
        "nearly": NEARLY,
        "not_asked": NOT_ASKED,
    }

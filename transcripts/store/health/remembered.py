"""Days that open incidents are about, asked for again by name: what a look back over some days would lose sight of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

_DAYS = """
WITH crawled AS MATERIALIZED (
    SELECT ministry, since, until, days FROM archive.crawl WHERE kind = 'window' AND finished_at >= %(lately)s
)
SELECT i.kind, i.ministry, i.about, d.day, coalesce(i.since, i.opened_at) AS began, d.day < r.first AS past,
    i.missed > 0 OR h.said OR h.asked AS heard
FROM pipeline.incident i CROSS JOIN LATERAL unnest(i.days) d (day)
LEFT JOIN (
    SELECT ministry, max(until) - %(recent)s::integer + 1 AS first FROM archive.crawl WHERE kind = 'window' GROUP BY ministry
) r USING (ministry)
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM pipeline.decision s WHERE s.ministry = i.ministry AND s.day = d.day AND s.at >= %(lately)s
    ) AS said, EXISTS (
        SELECT FROM crawled c WHERE c.ministry = i.ministry AND (d.day BETWEEN c.since AND c.until OR d.day = ANY (c.days))
    ) AS asked
) h
WHERE i.closed_at IS NULL AND i.ministry IS NOT NULL ORDER BY d.day, i.incident_id
"""
#: The same as pipeline.open_gap, pipeline.balance and pipeline.unexplained say, of these days alone.
_STANDING = """
WITH wanted AS (SELECT DISTINCT w.ministry, w.day FROM unnest(%(ministries)s::text[], %(days)s::date[]) w (ministry, day)
), tried AS (
    SELECT ministry, day, count(*)::integer AS tries, (array_agg(a.crawl ORDER BY a.started_at DESC))[1] AS crawl,
        (array_agg(a.outcome || ': ' || a.reason ORDER BY a.started_at DESC))[1] AS reason
    FROM wanted JOIN pipeline.asked_day a USING (ministry, day) WHERE a.over
    GROUP BY ministry, day HAVING NOT coalesce(bool_or(a.whole), false)
), list AS (
    SELECT DISTINCT t.ministry, t.day, CASE WHEN p.crawl IS NULL THEN 'day' ELSE 'list' END AS subject, coalesce(p.list, '') AS list,
        coalesce(p.language, '') AS language, coalesce(p.what, t.reason) AS reason, t.tries
    FROM tried t LEFT JOIN pipeline.list_problem p ON p.crawl = t.crawl AND p.day = t.day
), item AS (
    SELECT i.* FROM wanted w CROSS JOIN LATERAL pipeline.balance_items(w.ministry, w.day, w.day) i WHERE NOT i.accepted
)
SELECT ministry, day, 'gap' AS state, subject, concat_ws(' ', nullif(list, ''), nullif(language, '')) AS what, reason, tries
FROM list l
WHERE NOT EXISTS (
    SELECT FROM pipeline.decision_standing d WHERE d.ministry = l.ministry AND d.day = l.day AND d.language IN ('', l.language)
    AND (d.subject = 'day' OR d.subject = l.subject AND d.key = l.list))
UNION ALL
SELECT ministry, day, 'gap', 'document', address, reason, 1 FROM item WHERE state IN ('failed', 'refused', 'gone')
UNION ALL
SELECT ministry, day, CASE state WHEN 'under_way' THEN 'lost' ELSE state END, 'document', address, reason, 0 FROM item
WHERE state IN ('lost', 'under_way') OR state IN ('waiting', 'cleaned', 'segmented') AND reason IS NULL
UNION ALL
SELECT w.ministry, w.day, 'unbalanced', 'day', '', sum(b.missing)::text, 0
FROM wanted w CROSS JOIN LATERAL pipeline.balance_days(w.ministry, w.day, w.day) b GROUP BY 1, 2 HAVING sum(b.missing) > 0
ORDER BY 1, 2, 3, 5
"""


def days(connection: Connection, recent: int, lately: datetime) -> list[dict[str, Any]]:
    """The days of open incidents with their key and since when, the oldest first; ``past``: before the ``recent`` days of the ministry
    that are looked at one by one; ``heard``: the look before did not find it, or a person or a crawl had a word of that day ``lately``."""
    return rows_of(connection, _DAYS, recent=recent, lately=lately)


def standing(connection: Connection, wanted: Sequence[tuple[str, date]]) -> list[dict[str, Any]]:
    """What is missing, lost or waiting on these days of ministries, by ``state``: gap, lost, waiting, cleaned, segmented, unbalanced
    (``reason``: how many are missing by the day's balance)."""
    if not wanted:
        return []
    return rows_of(connection, _STANDING, ministries=[code for code, _ in wanted], days=[day for _, day in wanted])

"""What should be there and is not, with the day that it belongs to, and since when.

The same as ``pipeline.open_gap`` says, of what was asked for lately alone: the view goes through all crawls of all years. What is
open is asked for again at least once in thirty days, so nothing that somebody still asks for is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: A link of a page of the ministry's that leads nowhere is told in `transcripts gaps`; it makes no day red.
_DOCUMENTS = """
WITH bad AS (
    SELECT DISTINCT c.ministry, f.site_id, CASE WHEN f.site_id IS NULL THEN f.address END AS place, f.language
    FROM archive.crawl c JOIN archive.fate f USING (crawl)
    WHERE c.started_at >= %(since)s AND f.fate IN ('failed', 'refused', 'gone') AND f.reason <> 'offsite'
), fates AS (
    SELECT b.*, f.fate, f.reason, f.address, c.started_at
    FROM bad b JOIN archive.fate f ON f.site_id = b.site_id AND f.language = b.language
    JOIN archive.crawl c ON c.crawl = f.crawl AND c.ministry IS NOT DISTINCT FROM b.ministry
    UNION ALL
    SELECT b.*, f.fate, f.reason, f.address, c.started_at
    FROM bad b JOIN archive.fate f ON f.site_id IS NULL AND md5(f.address) = md5(b.place) AND f.language = b.language
    JOIN archive.crawl c ON c.crawl = f.crawl AND c.ministry IS NOT DISTINCT FROM b.ministry
), turned AS (
    SELECT *, max(started_at) FILTER (WHERE fate IN ('fetched', 'unchanged')) OVER same AS had,
        row_number() OVER (same ORDER BY started_at DESC) AS newest
    FROM fates WINDOW same AS (PARTITION BY ministry, site_id, place, language)
), open AS (
    SELECT ministry, coalesce(site_id, place) AS key, site_id, language, max(address) FILTER (WHERE newest = 1) AS address,
        max(reason) FILTER (WHERE newest = 1) AS reason,
        (count(*) FILTER (WHERE reason !~ '^(reference: )?(not_asked|not_stored|killed|blocked|robots_unreadable)'))::integer AS tries,
        min(started_at) AS first_failed
    FROM turned WHERE had IS NULL OR started_at > had
    GROUP BY ministry, site_id, place, language
    HAVING NOT (bool_or(newest = 1 AND reason = 'offsite') OR bool_or(newest = 1 AND fate = 'gone' AND had IS NOT NULL))
)
SELECT o.ministry, 'document' AS subject, (
        SELECT max(l.day) FROM archive.listing l JOIN archive.crawl c ON c.crawl = l.crawl AND c.ministry IS NOT DISTINCT FROM o.ministry
        WHERE l.site_id = o.site_id AND l.language = o.language) AS day,
    o.address AS what, o.reason, o.tries, o.first_failed
FROM open o
WHERE o.reason NOT LIKE 'reference:%%' AND NOT EXISTS (
    SELECT FROM pipeline.decision_standing d WHERE d.ministry = o.ministry AND d.subject = 'document' AND d.key = o.key
    AND d.language IN ('', o.language))
ORDER BY o.ministry, o.first_failed, o.key, o.language
"""
#: A crawl that finds a day over began after it: of days since then all of them are looked at.
_DAYS = """
WITH open AS (
    SELECT a.ministry, a.day, count(*)::integer AS tries, min(a.started_at) AS first_failed,
        (array_agg(a.crawl ORDER BY a.started_at DESC))[1] AS crawl,
        (array_agg(a.outcome || ': ' || a.reason ORDER BY a.started_at DESC))[1] AS reason
    FROM pipeline.asked_day a WHERE a.started_at >= %(since)s AND a.over
    GROUP BY a.ministry, a.day HAVING NOT coalesce(bool_or(a.whole), false)
), told AS (
    SELECT o.ministry, CASE WHEN p.crawl IS NULL THEN 'day' ELSE 'list' END AS subject, o.day, coalesce(p.list, '') AS list,
        coalesce(p.language, '') AS language, coalesce(p.what, o.reason) AS reason, o.tries, o.first_failed
    FROM open o LEFT JOIN pipeline.list_problem p ON p.crawl = o.crawl AND p.day = o.day
    WHERE o.day >= %(since)s::date OR NOT EXISTS (
        SELECT FROM archive.crawl c JOIN pipeline.asked_day w ON w.crawl = c.crawl
        WHERE c.ministry = o.ministry AND c.until >= o.day AND w.day = o.day AND w.over AND w.whole)
)
SELECT DISTINCT t.ministry, t.subject, t.day, concat_ws(' ', nullif(t.list, ''), nullif(t.language, '')) AS what, t.reason, t.tries,
    t.first_failed
FROM told t
WHERE NOT EXISTS (
    SELECT FROM pipeline.decision_standing d WHERE d.ministry = t.ministry AND d.day = t.day AND d.language IN ('', t.language)
    AND (d.subject = 'day' OR d.subject = t.subject AND d.key = t.list))
ORDER BY t.ministry, t.first_failed, t.day
"""


def open_documents(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """Documents that crawls since then asked for in vain, that have not come, and that nobody accepted, the oldest first.

    Each with the day that lists named it for (None: no list did).
    """
    return rows_of(connection, _DOCUMENTS, since=since)


def open_days(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """Days, and lists of days, that crawls since then asked for and never got whole, and that nobody accepted, the oldest first."""
    return rows_of(connection, _DAYS, since=since)


def lost(connection: Connection, ministry: str, day: str) -> int:
    """How many documents of a day no crawl has a word of, though one was to get them, and however lately."""
    query = "SELECT count(*) AS lost FROM pipeline.balance_items(%(ministry)s, %(day)s, %(day)s) WHERE state = 'lost' AND NOT accepted"
    return int(rows_of(connection, query, ministry=ministry, day=day)[0]["lost"])

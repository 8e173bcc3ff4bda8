"""Coverage of some days: what ``analysis.coverage`` says of all days, worked out for a window, so that a page need not wait."""

from __future__ import annotations

from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


def ministries(connection: Connection) -> list[dict[str, Any]]:
    """The ministries that have data: code, name, languages, and the first and last day that holds something (that was asked for; of a
    ministry with imports also that documents bear). ``today`` is the day that it is now in the ministry's time zone."""
    return rows_of(connection, _MINISTRIES)


def days(connection: Connection, since: date, until: date, ministry: str | None = None) -> list[dict[str, Any]]:
    """A row for each ministry, day and language of the window of which something is known, by language and day.

    With the columns of ``analysis.coverage`` (turns and words left out) and ``last_reason``: why the newest crawl that asked for
    the day ended as it did. A day without a row was never asked for, and holds nothing. ``language`` is empty for a ministry of
    which no language is known yet.
    """
    return rows_of(connection, _DAYS, since=since, until=until, ministry=ministry)


_MINISTRIES = """
WITH crawled AS (
    SELECT ministry, min(since) FILTER (WHERE kind = 'window') AS first, max(until) FILTER (WHERE kind = 'window') AS last,
        bool_or(kind = 'import') AS imported, max(timezone) AS timezone
    FROM archive.crawl GROUP BY ministry
), code AS (
    SELECT ministry FROM crawled UNION SELECT code FROM corpus.ministry
), spoken AS (
    SELECT d.ministry, array_agg(DISTINCT d.language ORDER BY d.language) AS languages FROM corpus.document d GROUP BY d.ministry
)
SELECT c.ministry, coalesce(m.name, c.ministry) AS name, coalesce(s.languages, '{}') AS languages,
    least(w.first, p.first) AS first, greatest(w.last, p.last) AS last,
    (now() AT TIME ZONE coalesce(m.timezone, w.timezone, 'UTC'))::date AS today
FROM code c
LEFT JOIN crawled w USING (ministry)
LEFT JOIN corpus.ministry m ON m.code = c.ministry
LEFT JOIN spoken s USING (ministry)
LEFT JOIN LATERAL (
    SELECT (min(r.published_at) AT TIME ZONE m.timezone)::date AS first, (max(r.published_at) AT TIME ZONE m.timezone)::date AS last
    FROM corpus.document d JOIN corpus.shown h USING (document_id) JOIN corpus.segmentation g USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    WHERE (w.first IS NULL OR w.imported) AND d.ministry = c.ministry AND r.published_at BETWEEN '1990-01-01' AND now()
) p ON true
WHERE w.first IS NOT NULL OR p.first IS NOT NULL
ORDER BY c.ministry
"""

# As the view does it, with bounds: the documents that are named on these days are found first, then all entries that name them, since
# the newest list decides on which day a document stands. What is published is looked up document by document: planners take the entries
# of a window for one row, and would read all publications for each.
_DAYS = """
WITH asked AS MATERIALIZED (
    SELECT * FROM pipeline.asked_days(%(ministry)s, %(since)s, %(until)s)
), tried AS (
    SELECT ministry, day, count(*) AS crawls, bool_or("over") AS "over", max(started_at) AS last_asked_at,
        (array_agg(outcome ORDER BY started_at DESC))[1] AS last_outcome, (array_agg(reason ORDER BY started_at DESC))[1] AS last_reason
    FROM asked GROUP BY ministry, day
), shown AS MATERIALIZED (
    SELECT d.ministry, d.language, (coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date AS day
    FROM corpus.reading r
    JOIN corpus.segmentation s USING (reading_id)
    JOIN corpus.shown p USING (segmentation_id)
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    WHERE r.reading_id IN (
        SELECT reading_id FROM corpus.reading WHERE published_at BETWEEN %(since)s::date - 1 AND %(until)s::date + 2 UNION ALL
        SELECT reading_id FROM corpus.segmentation WHERE published_at BETWEEN %(since)s::date - 1 AND %(until)s::date + 2)
    AND (%(ministry)s::text IS NULL OR d.ministry = %(ministry)s)
    AND (coalesce(s.published_at, r.published_at) AT TIME ZONE m.timezone)::date BETWEEN %(since)s AND %(until)s
), crawl AS (
    SELECT crawl, ministry, row_number() OVER (ORDER BY started_at) AS n FROM archive.crawl
    WHERE %(ministry)s::text IS NULL OR ministry = %(ministry)s
), named AS MATERIALIZED (
    SELECT DISTINCT c.ministry, l.language, l.site_id, CASE WHEN l.site_id IS NULL THEN l.address END AS place
    FROM archive.listing l JOIN crawl c USING (crawl)
    WHERE l.day BETWEEN %(since)s AND %(until)s AND (%(ministry)s::text IS NULL OR c.ministry = %(ministry)s)
), entry AS (
    SELECT n.ministry, n.language, n.site_id, n.place, l.source, l.day, l.crawl
    FROM named n JOIN archive.listing l ON l.site_id = n.site_id AND l.language = n.language
    UNION ALL
    SELECT n.ministry, n.language, n.site_id, n.place, l.source, l.day, l.crawl
    FROM named n JOIN archive.listing l ON l.site_id IS NULL AND md5(l.address) = md5(n.place) AND l.language = n.language
    WHERE n.site_id IS NULL
), placed AS (
    SELECT e.ministry, e.language, e.site_id, e.place, date '1900-01-01' + (max(
        ((CASE e.source WHEN 'list' THEN 2 WHEN 'feed' THEN 1 ELSE 0 END)::bigint << 56) + (c.n << 20) + (e.day - date '1900-01-01')
    ) & 1048575)::integer AS day
    FROM entry e JOIN crawl c ON c.crawl = e.crawl AND c.ministry = e.ministry
    WHERE e.day BETWEEN '1900-01-01' AND '2900-01-01'
    GROUP BY 1, 2, 3, 4
), item AS MATERIALIZED (
    SELECT e.*, d.document_id IS NOT NULL AND (
            EXISTS (SELECT FROM corpus.publication p WHERE p.document_id = d.document_id)
            OR EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = d.document_id)) AS published
    FROM placed e
    LEFT JOIN corpus.document d ON d.ministry = e.ministry AND d.site_id = e.site_id AND d.language = e.language
    WHERE e.day BETWEEN %(since)s AND %(until)s
), rest AS MATERIALIZED (
    SELECT i.ministry, i.day, i.language, i.site_id, i.place, coalesce(o.came, false) AS came, o.newest = 'offsite' AS elsewhere, EXISTS (
            SELECT FROM archive.snapshot n
            JOIN pipeline.sighting g ON g.record_id = n.record_id
            WHERE n.site_id = i.site_id AND n.language = i.language AND (
                EXISTS (SELECT FROM corpus.publication p WHERE p.document_id = g.document_id)
                OR EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = g.document_id))) AS published
    FROM item i
    CROSS JOIN LATERAL (
        SELECT bool_or(f.fate IN ('fetched', 'unchanged')) AS came, (array_agg(f.reason ORDER BY c.started_at DESC))[1] AS newest
        FROM (
            SELECT x.* FROM archive.fate x WHERE x.site_id = i.site_id AND x.language = i.language
            UNION ALL
            SELECT x.* FROM archive.fate x
            WHERE i.site_id IS NULL AND x.site_id IS NULL AND md5(x.address) = md5(i.place) AND x.language = i.language
        ) f JOIN archive.crawl c ON c.crawl = f.crawl AND c.ministry IS NOT DISTINCT FROM i.ministry
    ) o
    WHERE NOT i.published
), aside AS (
    SELECT i.ministry, i.day, i.language, i.site_id, i.place FROM item i
    WHERE EXISTS (
        SELECT FROM pipeline.not_transcript a
        WHERE a.ministry = i.ministry AND a.site_id = coalesce(i.site_id, i.place) AND a.language IN ('', i.language))
), missing AS (
    SELECT o.ministry, coalesce((
            SELECT l.day FROM archive.listing l JOIN archive.crawl c ON c.crawl = l.crawl AND c.ministry IS NOT DISTINCT FROM o.ministry
            WHERE l.site_id = o.site_id AND l.language = o.language AND l.day IS NOT NULL
            ORDER BY array_position(ARRAY['list', 'feed', 'sitemap'], l.source), c.started_at DESC, l.day DESC LIMIT 1
        ), (
            SELECT max(i.day) FROM item i
            WHERE o.site_id IS NULL AND i.ministry = o.ministry AND i.place = o.key AND i.language = o.language
        ), (
            SELECT min((r.published_at AT TIME ZONE m.timezone)::date) FROM corpus.document d JOIN corpus.ministry m ON m.code = d.ministry
            JOIN corpus.shown p USING (document_id) JOIN corpus.segmentation g USING (segmentation_id) JOIN corpus.reading r USING (reading_id)
            WHERE d.ministry = o.ministry AND d.site_id = o.site_id
        )) AS day, o.language, EXISTS (
            SELECT FROM pipeline.decision_standing d
            WHERE d.ministry = o.ministry AND d.subject = 'document' AND d.key = o.key AND d.language IN ('', o.language)) AS accepted
    FROM pipeline.open_document o
    WHERE o.had IS NULL AND (%(ministry)s::text IS NULL OR o.ministry = %(ministry)s) AND NOT EXISTS (
        SELECT FROM pipeline.not_transcript a WHERE a.ministry = o.ministry AND a.site_id = o.key AND a.language IN ('', o.language))
), hole AS (
    SELECT g.ministry, g.day, g.language, count(*) FILTER (WHERE NOT g.accepted) AS open, count(*) FILTER (WHERE g.accepted) AS accepted
    FROM pipeline.open_gaps(%(ministry)s, %(since)s, %(until)s) g
    WHERE g.subject <> 'document' GROUP BY g.ministry, g.day, g.language
), unread AS MATERIALIZED (
    SELECT ministry, language, site_id, published FROM pipeline.quarantine_queue
    WHERE set_aside IS NULL AND site_id IS NOT NULL AND language IS NOT NULL
), counted AS (
    SELECT DISTINCT ON (c.ministry, p.list, p.language, p.since) c.ministry, p.since AS day, p.language, p.total
    FROM archive.list_page p JOIN archive.crawl c USING (crawl)
    WHERE p.since = p.until AND p.part IS NULL AND p.total IS NOT NULL AND c.outcome <> 'FAILED'
    AND p.since BETWEEN %(since)s AND %(until)s AND (%(ministry)s::text IS NULL OR c.ministry = %(ministry)s)
    ORDER BY c.ministry, p.list, p.language, p.since, c.started_at DESC, p.page DESC
), fact AS (
    SELECT a.ministry, a.day, l.language, true AS whole, 0 AS listed, NULL::numeric AS site_count, 0 AS fetched, 0 AS published,
        0 AS missing, 0 AS accepted, 0 AS quarantined, 0 AS stuck, 0 AS unread, 0 AS set_aside, 0 AS offsite
    FROM asked a CROSS JOIN LATERAL (
        SELECT p.language FROM archive.list_page p WHERE p.crawl = a.crawl AND p.language <> '' OFFSET 0
    ) l
    WHERE a."over" AND a.whole
    GROUP BY a.ministry, a.day, l.language
    UNION ALL
    SELECT ministry, day, language, false, 0, NULL, 0, count(*), 0, 0, 0, 0, 0, 0, 0 FROM shown GROUP BY ministry, day, language
    UNION ALL
    SELECT ministry, day, language, false, count(*), NULL, count(*) FILTER (WHERE published), 0, 0, 0,
        count(*) FILTER (WHERE (ministry, language, site_id) IN (SELECT ministry, language, site_id FROM unread)),
        count(*) FILTER (WHERE (ministry, language, site_id) IN (SELECT ministry, language, site_id FROM unread WHERE NOT published)), 0, 0, 0
    FROM item GROUP BY ministry, day, language
    UNION ALL
    SELECT r.ministry, r.day, r.language, false, 0, NULL, r.came::integer, 0, 0, 0, 0, 0,
        (r.came AND NOT r.published AND x.ministry IS NULL)::integer, 0, (coalesce(r.elsewhere, false) AND NOT r.came)::integer
    FROM rest r
    LEFT JOIN aside x ON x.ministry = r.ministry AND x.language = r.language AND x.day = r.day
        AND coalesce(x.site_id, x.place) = coalesce(r.site_id, r.place)
    UNION ALL
    SELECT ministry, day, language, false, 0, NULL, 0, 0, 0, 0, 0, 0, 0, 1, 0 FROM aside
    UNION ALL
    SELECT ministry, day, language, false, 0, NULL, 0, 0, (NOT accepted)::integer, accepted::integer, 0, 0, 0, 0, 0 FROM missing
    WHERE day BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT ministry, day, language, false, 0, total, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM counted
), tongue AS (
    SELECT ministry, language FROM fact WHERE whole OR published + listed > 0
    UNION
    SELECT ministry, language FROM corpus.document WHERE %(ministry)s::text IS NULL OR ministry = %(ministry)s
), cell AS (
    SELECT ministry, day, language, bool_or(whole) AS whole, sum(listed) AS listed, sum(site_count) AS site_count, sum(fetched) AS fetched,
        sum(published) AS published, sum(missing) AS missing, sum(accepted) AS accepted,
        sum(quarantined) AS quarantined, sum(stuck) AS stuck, sum(unread) AS unread, sum(set_aside) AS set_aside, sum(offsite) AS offsite
    FROM (
        SELECT * FROM fact
        UNION ALL
        SELECT t.ministry, t.day, coalesce(l.language, ''), false, 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0
        FROM (SELECT ministry, day FROM tried UNION SELECT ministry, day FROM hole) t LEFT JOIN tongue l USING (ministry)
    ) every
    GROUP BY ministry, day, language
)
SELECT c.ministry, c.day, c.language,
    CASE
        WHEN c.whole AND c.missing + c.accepted + c.unread > 0 THEN 'incomplete'
        WHEN c.whole AND c.listed + c.published = 0 THEN 'nothing_published'
        WHEN c.whole THEN 'complete'
        WHEN t.crawls IS NULL THEN 'not_collected'
        WHEN t.last_outcome = 'BLOCKED' THEN 'blocked'
        WHEN NOT t."over" THEN 'not_over'
        ELSE 'incomplete'
    END AS status,
    c.listed::integer, c.site_count::integer, c.fetched::integer, c.published::integer,
    (c.missing + coalesce(h.open, 0) + coalesce(a.open, 0))::integer AS open_gaps,
    (c.accepted + coalesce(h.accepted, 0) + coalesce(a.accepted, 0))::integer AS accepted_gaps,
    c.quarantined::integer, greatest(c.unread - c.stuck, 0)::integer AS waiting, c.set_aside::integer, c.offsite::integer,
    coalesce(t.crawls, 0)::integer AS crawls, t.last_asked_at, t.last_outcome, t.last_reason
FROM cell c
LEFT JOIN tried t ON t.ministry = c.ministry AND t.day = c.day
LEFT JOIN hole h ON h.ministry = c.ministry AND h.day = c.day AND h.language = c.language AND c.language <> ''
LEFT JOIN hole a ON a.ministry = c.ministry AND a.day = c.day AND a.language = ''
WHERE c.day BETWEEN %(since)s AND %(until)s
ORDER BY c.ministry, c.language, c.day
"""

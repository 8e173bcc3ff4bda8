-- Lists, feeds and sitemaps name documents of other days than those that were asked for. What nobody was to get is not lost.
CREATE FUNCTION pipeline.owed(of_ministry text, of_day date, of_key text, of_language text, ended_before timestamptz DEFAULT NULL)
RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM archive.crawl c
        WHERE c.ministry = of_ministry AND c.kind = 'window' AND (of_day BETWEEN c.since AND c.until OR of_day = ANY (c.days))
        AND (ended_before IS NULL OR c.finished_at < ended_before)
        AND (c.outcome IS NULL
            OR (c.outcome IN ('OK', 'EMPTY') OR c.lists_complete) AND (c.started_at AT TIME ZONE c.timezone)::date > of_day
            OR EXISTS (
                SELECT FROM archive.listing l
                WHERE l.crawl = c.crawl AND l.language = of_language AND coalesce(l.site_id, l.address) = of_key)))
$$;
COMMENT ON FUNCTION pipeline.owed(text, date, text, text, timestamptz) IS 'Whether a crawl was to get a document of a day (by its key: the site''s id, or its address): it asked for that day, and is under way, named the document, or read all lists when the day was over. ended_before: one that had ended by then';

CREATE OR REPLACE FUNCTION pipeline.balance_items(of_ministry text, first_day date, last_day date) RETURNS TABLE (
    ministry text, day date, language text, key text, site_id text, address text, title text, fate text, reason text,
    state text, accepted boolean, accepted_by text, accepted_because text)
LANGUAGE sql STABLE
AS $$
    WITH named AS (
        SELECT DISTINCT c.ministry, l.site_id, CASE WHEN l.site_id IS NULL THEN l.address END AS place, l.language
        FROM archive.listing l JOIN archive.crawl c USING (crawl)
        WHERE l.day BETWEEN first_day AND last_day AND (of_ministry IS NULL OR c.ministry = of_ministry)
    )
    SELECT n.ministry, l.day, n.language, coalesce(n.site_id, n.place), n.site_id, l.address, l.title, f.fate,
        CASE WHEN s.record_id IS NULL OR f.fate NOT IN ('fetched', 'unchanged') THEN f.reason ELSE a.detail END,
        CASE
            WHEN d.kind = 'not_transcript' THEN 'set_aside'
            WHEN s.record_id IS NULL AND f.reason = 'offsite' THEN 'offsite'
            WHEN s.record_id IS NULL AND f.fate IN ('failed', 'refused', 'gone') THEN f.fate
            WHEN s.record_id IS NULL AND r.under_way THEN 'under_way'
            WHEN s.record_id IS NULL THEN 'lost'
            WHEN coalesce(a.outcome, 'failed') = 'failed' THEN 'waiting'
            WHEN a.outcome = 'quarantined' THEN 'quarantined'
            ELSE coalesce(v.state, 'lost')
        END,
        d.decision_id IS NOT NULL, d.by, d.reason
    FROM named n
    CROSS JOIN LATERAL (
        SELECT m.day, m.address, m.title FROM (
            SELECT l.* FROM archive.listing l WHERE l.site_id = n.site_id AND l.language = n.language
            UNION ALL
            SELECT l.* FROM archive.listing l
            WHERE n.site_id IS NULL AND l.site_id IS NULL AND md5(l.address) = md5(n.place) AND l.language = n.language
        ) m JOIN archive.crawl c USING (crawl)
        WHERE c.ministry IS NOT DISTINCT FROM n.ministry AND m.day IS NOT NULL
        ORDER BY array_position(ARRAY['list', 'feed', 'sitemap'], m.source), c.started_at DESC, m.position LIMIT 1
    ) l
    LEFT JOIN LATERAL (
        SELECT m.fate, m.reason FROM (
            SELECT f.* FROM archive.fate f WHERE f.site_id = n.site_id AND f.language = n.language
            UNION ALL
            SELECT f.* FROM archive.fate f
            WHERE n.site_id IS NULL AND f.site_id IS NULL AND md5(f.address) = md5(n.place) AND f.language = n.language
        ) m JOIN archive.crawl c USING (crawl)
        WHERE c.ministry IS NOT DISTINCT FROM n.ministry
        ORDER BY c.started_at DESC LIMIT 1
    ) f ON true
    LEFT JOIN LATERAL (
        SELECT s.record_id FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
        WHERE c.ministry IS NOT DISTINCT FROM n.ministry AND s.site_id = n.site_id AND s.language = n.language AND s.purpose = 'document'
        AND s.record_type = 'response' AND s.status = 200 AND s.payload_length > 0
        AND NOT EXISTS (
            SELECT FROM archive.fate x WHERE x.crawl = s.crawl AND x.record_id = s.record_id AND x.fate NOT IN ('fetched', 'unchanged'))
        ORDER BY s.fetched_at DESC, s.record_id LIMIT 1
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT a.outcome, a.detail FROM pipeline.attempt a
        WHERE a.step = 'clean' AND a.input = s.record_id::text ORDER BY a.attempt_id DESC LIMIT 1
    ) a ON true
    LEFT JOIN LATERAL (
        SELECT CASE WHEN p.document_id IS NOT NULL THEN 'published' WHEN g.reading_id IS NOT NULL THEN 'segmented' ELSE 'cleaned' END AS state
        FROM corpus.document o
        JOIN corpus.revision w ON w.document_id = o.document_id
        JOIN corpus.reading e ON e.revision_id = w.revision_id
        LEFT JOIN corpus.segmentation g ON g.reading_id = e.reading_id
        LEFT JOIN corpus.publication p ON p.document_id = o.document_id AND p.segmentation_id = g.segmentation_id
        WHERE o.ministry = n.ministry AND o.site_id = n.site_id
        ORDER BY o.language = n.language DESC, w.record_id = s.record_id DESC, w.first_seen DESC, p.document_id IS NOT NULL DESC,
            g.reading_id IS NOT NULL DESC LIMIT 1
    ) v ON a.outcome IN ('done', 'unchanged')
    LEFT JOIN LATERAL (
        SELECT d.kind, d.decision_id, d.by, d.reason FROM pipeline.decision_standing d
        WHERE d.ministry = n.ministry AND d.subject = 'document' AND d.key = coalesce(n.site_id, n.place)
        AND (d.language = '' OR d.language = n.language)
        ORDER BY d.kind = 'not_transcript' DESC, d.at DESC LIMIT 1
    ) d ON true
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM archive.crawl c WHERE c.ministry = n.ministry AND c.outcome IS NULL) AS under_way
    ) r
    WHERE l.day BETWEEN first_day AND last_day
    AND (f.fate IS NOT NULL OR s.record_id IS NOT NULL OR d.decision_id IS NOT NULL
        OR pipeline.owed(n.ministry, l.day, coalesce(n.site_id, n.place), n.language))
$$;

CREATE FUNCTION pipeline.unexplained(recent_days integer, before timestamptz) RETURNS TABLE (
    ministry text, day date, language text, address text, state text, reason text)
LANGUAGE sql STABLE
AS $$
    SELECT i.ministry, i.day, i.language, i.address, CASE i.state WHEN 'under_way' THEN 'lost' ELSE i.state END, i.reason
    FROM (
        SELECT c.ministry, max(c.until) - recent_days + 1 AS first, max(c.until) AS last
        FROM archive.crawl c WHERE c.kind = 'window' GROUP BY c.ministry
    ) r
    CROSS JOIN LATERAL pipeline.balance_items(r.ministry, r.first, r.last) i
    WHERE NOT i.accepted
    AND CASE WHEN i.state IN ('waiting', 'cleaned', 'segmented') THEN i.reason IS NULL
        WHEN i.state IN ('lost', 'under_way') THEN pipeline.owed(i.ministry, i.day, i.key, i.language, before) AND (
            EXISTS (
                SELECT FROM archive.listing l JOIN archive.crawl c USING (crawl)
                WHERE l.site_id = i.site_id AND l.language = i.language AND c.ministry = i.ministry AND c.finished_at < before)
            OR i.site_id IS NULL AND EXISTS (
                SELECT FROM archive.listing l JOIN archive.crawl c USING (crawl)
                WHERE l.site_id IS NULL AND md5(l.address) = md5(i.key) AND l.language = i.language
                AND c.ministry = i.ministry AND c.finished_at < before))
        ELSE false END
    AND NOT EXISTS (
        SELECT FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
        WHERE c.ministry = i.ministry AND s.site_id = i.site_id AND s.language = i.language AND s.record_type = 'response'
        AND (s.fetched_at >= before OR c.finished_at IS NULL OR c.finished_at >= before))
$$;
COMMENT ON FUNCTION pipeline.unexplained(integer, timestamptz) IS 'Documents of the days that were asked for last (so many, by ministry) that are neither where they should be nor known to be missing: waiting, cleaned, segmented, lost. Left out is what may be on its way: what came since the moment, and what no list of a crawl that had ended by then names. What a step says is failed or refused is told there';

-- What is open on some days is found among the crawls that asked for them: the views go through all crawls of all years. The views stay as they
-- are, for analysts ask them through analysis.coverage and a function would ask with their rights; a test holds that both say the same.
CREATE INDEX crawl_by_until ON archive.crawl (until) WHERE kind = 'window';
CREATE INDEX crawl_with_days ON archive.crawl (ministry) WHERE days <> '{}';
-- The reader's calendar of a day, and coverage, ask for what was published on some days; Health for what failed.
CREATE INDEX reading_by_time ON corpus.reading (published_at);
CREATE INDEX segmentation_by_time ON corpus.segmentation (published_at) WHERE published_at IS NOT NULL;
CREATE INDEX attempt_bad ON pipeline.attempt (at) WHERE outcome IN ('failed', 'refused');

CREATE FUNCTION pipeline.asked_days(of_ministry text, first_day date, last_day date) RETURNS TABLE (
    ministry text, day date, crawl text, started_at timestamptz, outcome text, reason text, "over" boolean, whole boolean)
LANGUAGE sql STABLE
AS $$
    SELECT c.ministry, d.day, c.crawl, c.started_at, c.outcome, c.reason,
        (c.started_at AT TIME ZONE c.timezone)::date > d.day,
        c.outcome IN ('OK', 'EMPTY') OR c.outcome IN ('PARTIAL', 'DRIFT', 'BLOCKED') AND (c.lists_complete
            OR c.problems <> '[]' AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(c.problems) p WHERE coalesce(p->>'day' = d.day::text, true)))
    FROM archive.crawl c
    CROSS JOIN LATERAL (
        SELECT greatest(c.since, first_day) + n AS day FROM generate_series(0, least(c.until, last_day) - greatest(c.since, first_day)) n
        UNION
        SELECT u.day FROM unnest(c.days) AS u (day) WHERE u.day BETWEEN first_day AND last_day
    ) d
    WHERE c.kind = 'window' AND c.outcome IS NOT NULL AND (of_ministry IS NULL OR c.ministry = of_ministry)
    AND (c.until >= first_day AND c.since <= last_day OR c.days <> '{}')
$$;
COMMENT ON FUNCTION pipeline.asked_days(text, date, date) IS 'The view asked_day between two days, inclusive, of one ministry (NULL: of all): each day whose lists a crawl asked for, and whether they came whole';

CREATE FUNCTION pipeline.open_days(of_ministry text, first_day date, last_day date) RETURNS TABLE (
    ministry text, day date, tries bigint, first_tried timestamptz, last_tried timestamptz, crawl text, reason text)
LANGUAGE sql STABLE
AS $$
    WITH zone AS (
        SELECT DISTINCT ON (c.ministry) c.ministry, (now() AT TIME ZONE c.timezone)::date AS today
        FROM archive.crawl c WHERE c.kind = 'window' AND (of_ministry IS NULL OR c.ministry = of_ministry)
        ORDER BY c.ministry, c.started_at DESC
    ), asked AS MATERIALIZED (
        SELECT a.* FROM pipeline.asked_days(of_ministry, first_day, last_day) a WHERE a.over
    ), expected AS (
        SELECT z.ministry, greatest(s.first, first_day) + n AS day
        FROM zone z
        JOIN (
            SELECT c.ministry, min((c.started_at AT TIME ZONE c.timezone)::date) - 1 AS first
            FROM archive.crawl c WHERE c.kind = 'window' AND c.run_id LIKE 'scheduled%' AND (of_ministry IS NULL OR c.ministry = of_ministry)
            GROUP BY c.ministry
        ) s USING (ministry)
        CROSS JOIN LATERAL generate_series(0, least(z.today - 1, last_day) - greatest(s.first, first_day)) n
        UNION
        SELECT a.ministry, a.day FROM asked a
    )
    SELECT e.ministry, e.day, count(a.crawl), min(a.started_at), max(a.started_at), (array_agg(a.crawl ORDER BY a.started_at DESC))[1],
        coalesce((array_agg(a.outcome || ': ' || a.reason ORDER BY a.started_at DESC))[1], 'nothing ran')
    FROM expected e
    LEFT JOIN asked a ON a.ministry = e.ministry AND a.day = e.day
    GROUP BY e.ministry, e.day
    HAVING NOT coalesce(bool_or(a.whole), false)
$$;
COMMENT ON FUNCTION pipeline.open_days(text, date, date) IS 'The view open_day between two days, inclusive, of one ministry (NULL: of all): days that are over and whose lists never came whole since';

CREATE FUNCTION pipeline.day_gaps(of_ministry text, first_day date, last_day date) RETURNS TABLE (
    ministry text, subject text, key text, language text, day date, reason text, tries bigint, first_failed timestamptz, last_failed timestamptz)
LANGUAGE sql STABLE
AS $$
    WITH open AS MATERIALIZED (
        SELECT d.* FROM pipeline.open_days(of_ministry, first_day, last_day) d
    ), problem AS MATERIALIZED (
        SELECT p.* FROM pipeline.list_problem p WHERE p.day BETWEEN first_day AND last_day AND (of_ministry IS NULL OR p.ministry = of_ministry)
    )
    SELECT d.ministry, 'list', p.list, coalesce(p.language, ''), d.day, p.what, count(q.crawl), min(q.started_at), d.last_tried
    FROM open d
    JOIN problem p ON p.crawl = d.crawl AND p.day = d.day
    JOIN problem q ON q.ministry = d.ministry AND q.day = d.day AND q.list = p.list AND q.language IS NOT DISTINCT FROM p.language
    GROUP BY d.ministry, d.day, p.list, p.language, p.what, d.last_tried
    UNION ALL
    SELECT d.ministry, 'day', '', '', d.day, d.reason, d.tries, d.first_tried, d.last_tried
    FROM open d WHERE NOT EXISTS (SELECT FROM problem p WHERE p.crawl = d.crawl AND p.day = d.day)
$$;
COMMENT ON FUNCTION pipeline.day_gaps(text, date, date) IS 'Days, and lists of days, between two days, inclusive, of one ministry (NULL: of all) that should be there and are not, whether accepted or not';

CREATE FUNCTION pipeline.open_gaps(of_ministry text, first_day date, last_day date) RETURNS TABLE (
    ministry text, subject text, key text, site_id text, language text, day date, address text, reason text, tries bigint,
    first_failed timestamptz, last_failed timestamptz, next_at timestamptz, accepted boolean, decision_id text, accepted_by text,
    accepted_because text, accepted_at timestamptz)
LANGUAGE sql STABLE
AS $$
    SELECT g.ministry, g.subject, g.key, g.site_id, g.language, g.day, g.address, g.reason, g.tries, g.first_failed, g.last_failed,
        CASE WHEN a.decision_id IS NULL THEN coalesce(g.last_failed + pipeline.pause(g.tries), now()) END,
        a.decision_id IS NOT NULL, a.decision_id, a.by, a.reason, a.at
    FROM (
        SELECT o.ministry, 'document' AS subject, o.key, o.site_id, o.language, NULL::date AS day, o.address, o.reason, o.tries,
            o.first_failed, o.last_failed
        FROM pipeline.open_document o WHERE of_ministry IS NULL OR o.ministry = of_ministry
        UNION ALL
        SELECT d.ministry, d.subject, d.key, NULL, d.language, d.day, NULL, d.reason, d.tries, d.first_failed, d.last_failed
        FROM pipeline.day_gaps(of_ministry, first_day, last_day) d
    ) g
    LEFT JOIN LATERAL (
        SELECT d.* FROM pipeline.decision_standing d
        WHERE d.ministry = g.ministry AND (d.language = '' OR d.language = g.language)
        AND (d.subject = g.subject AND d.key = g.key AND d.day IS NOT DISTINCT FROM g.day OR d.subject = 'day' AND d.day = g.day)
        ORDER BY d.at DESC, d.decision_id LIMIT 1
    ) a ON true
$$;
COMMENT ON FUNCTION pipeline.open_gaps(text, date, date) IS 'The view open_gap of one ministry (NULL: of all): documents of any day, days and lists of days between two days, inclusive';

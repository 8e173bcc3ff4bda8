-- What proves that a collection is complete: days and what stands in them, gaps and when they are asked for again.
ALTER TABLE archive.crawl ADD days date[] NOT NULL DEFAULT '{}', ADD timezone text NOT NULL DEFAULT 'UTC';
COMMENT ON COLUMN archive.crawl.days IS 'Days outside of the window whose lists were asked for too: what earlier crawls missed';
COMMENT ON COLUMN archive.crawl.timezone IS 'Time zone of the ministry''s days (IANA)';
UPDATE archive.crawl c SET timezone = m.timezone FROM corpus.ministry m WHERE m.code = c.ministry;

ALTER TABLE archive.listing ADD source text NOT NULL DEFAULT 'list' CHECK (source IN ('list', 'feed', 'sitemap'));
COMMENT ON COLUMN archive.listing.source IS 'What kind of a list that was: a list, a feed, a sitemap';
UPDATE archive.listing l SET source = s.purpose FROM archive.snapshot s WHERE s.record_id = l.record_id AND s.purpose = 'feed';

CREATE INDEX listing_by_page ON archive.listing (record_id);
CREATE INDEX listing_without_id ON archive.listing (md5(address), language) WHERE site_id IS NULL;
CREATE INDEX fate_without_id ON archive.fate (md5(address), language) WHERE site_id IS NULL;
CREATE INDEX fate_bad ON archive.fate (crawl) WHERE fate IN ('failed', 'refused', 'gone');
CREATE INDEX list_page_by_day ON archive.list_page (since) WHERE since = until AND part IS NULL AND total IS NOT NULL;
CREATE INDEX attempt_cleaned ON pipeline.attempt (input) WHERE step = 'clean';

-- Four hours less than whole days, so that a run at the same hour finds it due.
CREATE FUNCTION pipeline.pause(tries bigint) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (ARRAY['0', '0', '20 hours', '44 hours', '92 hours', '188 hours', '380 hours', '716 hours'])[least(tries, 7)::integer + 1]::interval
$$;
COMMENT ON FUNCTION pipeline.pause(bigint) IS 'How long after its last try a gap waits for the next one, by the number of tries: at first the next crawl, then 1, 2, 4, 8, 16 and at last 30 days';

CREATE VIEW pipeline.asked_day AS
SELECT c.ministry, d.day, c.crawl, c.started_at, c.outcome, c.reason,
    (c.started_at AT TIME ZONE c.timezone)::date > d.day AS over,
    c.outcome IN ('OK', 'EMPTY') OR c.outcome IN ('PARTIAL', 'DRIFT', 'BLOCKED') AND (c.lists_complete
        OR c.problems <> '[]' AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(c.problems) p WHERE coalesce(p->>'day' = d.day::text, true))) AS whole
FROM archive.crawl c
CROSS JOIN LATERAL (
    SELECT c.since + n AS day FROM generate_series(0, c.until - c.since) n UNION SELECT unnest(c.days)
) d
WHERE c.kind = 'window' AND c.outcome IS NOT NULL;
COMMENT ON VIEW pipeline.asked_day IS 'Each day whose lists a crawl asked for, and whether they came whole';
COMMENT ON COLUMN pipeline.asked_day.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.asked_day.day IS 'The day, in the ministry''s time zone';
COMMENT ON COLUMN pipeline.asked_day.crawl IS 'The crawl';
COMMENT ON COLUMN pipeline.asked_day.started_at IS 'When it began';
COMMENT ON COLUMN pipeline.asked_day.outcome IS 'How it ended';
COMMENT ON COLUMN pipeline.asked_day.reason IS 'Why';
COMMENT ON COLUMN pipeline.asked_day.over IS 'Whether the day was over when the crawl began: nothing more comes on it then';
COMMENT ON COLUMN pipeline.asked_day.whole IS 'Whether all lists of the day were walked to their end and held what the site counts. What failed of its documents is known by name then';

CREATE VIEW pipeline.open_day AS
WITH zone AS (
    SELECT DISTINCT ON (ministry) ministry, (now() AT TIME ZONE timezone)::date AS today
    FROM archive.crawl WHERE kind = 'window' ORDER BY ministry, started_at DESC
), expected AS (
    SELECT z.ministry, s.first + n AS day
    FROM zone z
    JOIN (
        SELECT ministry, min((started_at AT TIME ZONE timezone)::date) - 1 AS first
        FROM archive.crawl WHERE kind = 'window' AND run_id LIKE 'scheduled%' GROUP BY ministry
    ) s USING (ministry)
    CROSS JOIN LATERAL generate_series(0, z.today - 1 - s.first) n
    UNION
    SELECT ministry, day FROM pipeline.asked_day WHERE over
)
SELECT e.ministry, e.day, count(a.crawl) AS tries, min(a.started_at) AS first_tried, max(a.started_at) AS last_tried,
    (array_agg(a.crawl ORDER BY a.started_at DESC))[1] AS crawl,
    coalesce((array_agg(a.outcome || ': ' || a.reason ORDER BY a.started_at DESC))[1], 'nothing ran') AS reason
FROM expected e
LEFT JOIN pipeline.asked_day a ON a.ministry = e.ministry AND a.day = e.day AND a.over
GROUP BY e.ministry, e.day
HAVING NOT coalesce(bool_or(a.whole), false);
COMMENT ON VIEW pipeline.open_day IS 'Days that are over and whose lists never came whole since: those of crawls that failed, and all since the first run by the clock on which nothing ran';
COMMENT ON COLUMN pipeline.open_day.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.open_day.day IS 'The day, in the ministry''s time zone';
COMMENT ON COLUMN pipeline.open_day.tries IS 'How many crawls asked for it in vain';
COMMENT ON COLUMN pipeline.open_day.first_tried IS 'When the first of them began';
COMMENT ON COLUMN pipeline.open_day.last_tried IS 'When the last of them began';
COMMENT ON COLUMN pipeline.open_day.crawl IS 'The last of them';
COMMENT ON COLUMN pipeline.open_day.reason IS 'Its outcome and reason; nothing ran: no crawl asked';

CREATE VIEW pipeline.open_document AS
WITH bad AS (
    SELECT DISTINCT c.ministry, f.site_id, CASE WHEN f.site_id IS NULL THEN f.address END AS place, f.language
    FROM archive.fate f JOIN archive.crawl c USING (crawl)
    WHERE f.fate IN ('failed', 'refused', 'gone') AND f.reason <> 'offsite'
), fates AS (
    SELECT b.ministry, b.site_id, b.place, b.language, f.fate, f.reason, f.address, c.started_at
    FROM bad b JOIN archive.fate f ON f.site_id = b.site_id AND f.language = b.language
    JOIN archive.crawl c ON c.crawl = f.crawl AND c.ministry = b.ministry
    UNION ALL
    SELECT b.ministry, b.site_id, b.place, b.language, f.fate, f.reason, f.address, c.started_at
    FROM bad b JOIN archive.fate f ON f.site_id IS NULL AND md5(f.address) = md5(b.place) AND f.language = b.language
    JOIN archive.crawl c ON c.crawl = f.crawl AND c.ministry = b.ministry
), since AS (
    SELECT *, max(started_at) FILTER (WHERE fate IN ('fetched', 'unchanged')) OVER same AS had,
        row_number() OVER (same ORDER BY started_at DESC) AS newest
    FROM fates WINDOW same AS (PARTITION BY ministry, site_id, place, language)
)
SELECT ministry, coalesce(site_id, place) AS key, site_id, language,
    max(address) FILTER (WHERE newest = 1) AS address, max(fate) FILTER (WHERE newest = 1) AS fate,
    max(reason) FILTER (WHERE newest = 1) AS reason, max(had) AS had,
    count(*) FILTER (WHERE reason !~ '^(reference: )?(not_asked|not_stored|killed|blocked|robots_unreadable)') AS tries,
    min(started_at) AS first_failed, max(started_at) AS last_failed
FROM since
WHERE had IS NULL OR started_at > had
GROUP BY ministry, site_id, place, language
HAVING NOT (bool_or(newest = 1 AND reason = 'offsite') OR bool_or(newest = 1 AND fate = 'gone' AND had IS NOT NULL));
COMMENT ON VIEW pipeline.open_document IS 'Documents whose newest fate is that they did not come. One that came before and is gone is none: it is withdrawn';
COMMENT ON COLUMN pipeline.open_document.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.open_document.key IS 'The site''s own id, or the address where it has none';
COMMENT ON COLUMN pipeline.open_document.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.open_document.language IS 'Language that was asked for';
COMMENT ON COLUMN pipeline.open_document.address IS 'Address that was asked for last';
COMMENT ON COLUMN pipeline.open_document.fate IS 'Its newest fate: failed, refused or gone';
COMMENT ON COLUMN pipeline.open_document.reason IS 'Why';
COMMENT ON COLUMN pipeline.open_document.had IS 'When it came last; NULL: never';
COMMENT ON COLUMN pipeline.open_document.tries IS 'How often it was asked for since, in vain. What was not really asked for (blocked, stopped, killed) is no try';
COMMENT ON COLUMN pipeline.open_document.first_failed IS 'When the first crawl since began that did not get it';
COMMENT ON COLUMN pipeline.open_document.last_failed IS 'When the last of them began';

CREATE VIEW pipeline.list_problem AS
SELECT c.ministry, c.crawl, c.started_at, p->>'list' AS list, p->>'language' AS language, (p->>'day')::date AS day, p->>'what' AS what
FROM archive.crawl c CROSS JOIN LATERAL jsonb_array_elements(c.problems) p
WHERE c.kind = 'window' AND p->>'list' <> '' AND p->>'day' <> '';
COMMENT ON VIEW pipeline.list_problem IS 'What was wrong with a list on a day';
COMMENT ON COLUMN pipeline.list_problem.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.list_problem.crawl IS 'The crawl that says so';
COMMENT ON COLUMN pipeline.list_problem.started_at IS 'When it began';
COMMENT ON COLUMN pipeline.list_problem.list IS 'Name of the list in the ministry''s module';
COMMENT ON COLUMN pipeline.list_problem.language IS 'Language of the list';
COMMENT ON COLUMN pipeline.list_problem.day IS 'The day';
COMMENT ON COLUMN pipeline.list_problem.what IS 'What was wrong';

CREATE VIEW pipeline.open_gap AS
WITH gap AS (
    SELECT ministry, 'document' AS subject, key, site_id, language, NULL::date AS day, address, reason, tries,
        first_failed, last_failed
    FROM pipeline.open_document
    UNION ALL
    SELECT d.ministry, 'list', p.list, NULL, coalesce(p.language, ''), d.day, NULL, p.what, count(q.crawl), min(q.started_at), d.last_tried
    FROM pipeline.open_day d
    JOIN pipeline.list_problem p ON p.crawl = d.crawl AND p.day = d.day
    JOIN pipeline.list_problem q ON q.ministry = d.ministry AND q.day = d.day AND q.list = p.list
        AND q.language IS NOT DISTINCT FROM p.language
    GROUP BY d.ministry, d.day, p.list, p.language, p.what, d.last_tried
    UNION ALL
    SELECT d.ministry, 'day', '', NULL, '', d.day, NULL, d.reason, d.tries, d.first_tried, d.last_tried
    FROM pipeline.open_day d
    WHERE NOT EXISTS (SELECT FROM pipeline.list_problem p WHERE p.crawl = d.crawl AND p.day = d.day)
)
SELECT g.ministry, g.subject, g.key, g.site_id, g.language, g.day, g.address, g.reason, g.tries, g.first_failed, g.last_failed,
    CASE WHEN a.decision_id IS NULL THEN coalesce(g.last_failed + pipeline.pause(g.tries), now()) END AS next_at,
    a.decision_id IS NOT NULL AS accepted, a.decision_id, a.by AS accepted_by, a.reason AS accepted_because, a.at AS accepted_at
FROM gap g
LEFT JOIN LATERAL (
    SELECT d.* FROM pipeline.decision_standing d
    WHERE d.ministry = g.ministry AND (d.language = '' OR d.language = g.language)
    AND (d.subject = g.subject AND d.key = g.key AND d.day IS NOT DISTINCT FROM g.day
        OR d.subject = 'day' AND d.day = g.day)
    ORDER BY d.at DESC, d.decision_id LIMIT 1
) a ON true;
COMMENT ON VIEW pipeline.open_gap IS 'What should be there and is not: documents, the rest of a list on a day, whole days. Each is asked for again by itself, until it comes or a person accepts it';
COMMENT ON COLUMN pipeline.open_gap.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.open_gap.subject IS 'document, list or day';
COMMENT ON COLUMN pipeline.open_gap.key IS 'The document''s site id (its address where it has none), or the list''s name; empty for a day';
COMMENT ON COLUMN pipeline.open_gap.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.open_gap.language IS 'Language that was asked for; empty for a day';
COMMENT ON COLUMN pipeline.open_gap.day IS 'The day of a list or of all lists; NULL for a document';
COMMENT ON COLUMN pipeline.open_gap.address IS 'Address of the document';
COMMENT ON COLUMN pipeline.open_gap.reason IS 'Why it is not there';
COMMENT ON COLUMN pipeline.open_gap.tries IS 'How often it was asked for in vain';
COMMENT ON COLUMN pipeline.open_gap.first_failed IS 'When the first crawl began that did not get it; NULL: none asked';
COMMENT ON COLUMN pipeline.open_gap.last_failed IS 'When the last of them began';
COMMENT ON COLUMN pipeline.open_gap.next_at IS 'From when on the next crawl asks again, after pauses that grow; NULL: it was accepted and is not asked for';
COMMENT ON COLUMN pipeline.open_gap.accepted IS 'Whether a person accepted it (or said that the document is no transcript)';
COMMENT ON COLUMN pipeline.open_gap.decision_id IS 'The decision that accepts it';
COMMENT ON COLUMN pipeline.open_gap.accepted_by IS 'Who accepted it';
COMMENT ON COLUMN pipeline.open_gap.accepted_because IS 'Why';
COMMENT ON COLUMN pipeline.open_gap.accepted_at IS 'When';

CREATE VIEW pipeline.cross_check AS
WITH named AS (
    SELECT l.crawl, c.ministry, coalesce(l.site_id, l.address) AS key, l.language, min(l.day) AS day,
        array_agg(DISTINCT l.source) AS sources, array_agg(DISTINCT l.list) AS lists
    FROM archive.listing l JOIN archive.crawl c USING (crawl)
    WHERE l.day BETWEEN c.since AND c.until OR l.day = ANY (c.days)
    GROUP BY 1, 2, 3, 4
), feed AS (
    SELECT crawl, language, min(day) AS oldest FROM archive.listing WHERE source = 'feed' GROUP BY 1, 2
), alone AS (
    SELECT n.*, s.source AS lacks
    FROM named n
    CROSS JOIN LATERAL (
        SELECT 'list' AS source WHERE NOT 'list' = ANY (n.sources)
        UNION ALL
        SELECT 'feed' FROM feed f WHERE f.crawl = n.crawl AND f.language = n.language AND n.day > f.oldest
            AND NOT 'feed' = ANY (n.sources) AND 'list' = ANY (n.sources)
    ) s
)
SELECT crawl, ministry, day, language, key, lists AS named_by, lacks AS not_named_by FROM alone;
COMMENT ON VIEW pipeline.cross_check IS 'Documents that one source of a crawl named and another, which reaches so far, did not. They were asked for all the same';
COMMENT ON COLUMN pipeline.cross_check.crawl IS 'The crawl';
COMMENT ON COLUMN pipeline.cross_check.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.cross_check.day IS 'Day of the entry; in a sitemap that of the last change';
COMMENT ON COLUMN pipeline.cross_check.language IS 'Language that was asked for';
COMMENT ON COLUMN pipeline.cross_check.key IS 'The site''s own id, or the address where it has none';
COMMENT ON COLUMN pipeline.cross_check.named_by IS 'Names of the lists, feeds and sitemaps that named it';
COMMENT ON COLUMN pipeline.cross_check.not_named_by IS 'Kind of source that did not: list, or feed (after the earliest day that the feed held)';

-- A function, so that one day is looked up in the indexes: a view would first rank all listings of all days. Its IS NOT DISTINCT
-- FROM is an equality that no index serves: crawls are to be found by their names, not all of a ministry for each document.
CREATE FUNCTION pipeline.balance_items(of_ministry text, first_day date, last_day date) RETURNS TABLE (
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
$$;
COMMENT ON FUNCTION pipeline.balance_items(text, date, date) IS 'What became of each document that lists, feeds or sitemaps named on these days (of one ministry, NULL: of all); see the view balance_item';

CREATE FUNCTION pipeline.balance_days(of_ministry text, first_day date, last_day date) RETURNS TABLE (
    ministry text, day date, language text, listed bigint, site_count bigint, fetched bigint, unchanged bigint, refused bigint,
    failed bigint, gone bigint, waiting bigint, cleaned bigint, quarantined bigint, set_aside bigint, segmented bigint,
    published bigint, accepted bigint, missing bigint, balanced boolean)
LANGUAGE sql STABLE
AS $$
    WITH item AS (
        SELECT i.ministry, i.day, i.language, count(*) AS listed,
            count(*) FILTER (WHERE i.fate = 'fetched') AS fetched,
            count(*) FILTER (WHERE i.fate = 'unchanged') AS unchanged,
            count(*) FILTER (WHERE i.fate = 'refused') AS refused,
            count(*) FILTER (WHERE i.fate = 'failed') AS failed,
            count(*) FILTER (WHERE i.fate = 'gone') AS gone,
            count(*) FILTER (WHERE i.state IN ('waiting', 'cleaned', 'segmented', 'under_way')) AS waiting,
            count(*) FILTER (WHERE i.state IN ('cleaned', 'segmented', 'published')) AS cleaned,
            count(*) FILTER (WHERE i.state = 'quarantined') AS quarantined,
            count(*) FILTER (WHERE i.state = 'set_aside') AS set_aside,
            count(*) FILTER (WHERE i.state IN ('segmented', 'published')) AS segmented,
            count(*) FILTER (WHERE i.state = 'published') AS published,
            count(*) FILTER (WHERE i.state IN ('refused', 'failed', 'gone', 'lost') AND i.accepted) AS accepted,
            count(*) FILTER (WHERE i.state IN ('refused', 'failed', 'gone', 'lost') AND NOT i.accepted) AS missing
        FROM pipeline.balance_items(of_ministry, first_day, last_day) i
        GROUP BY i.ministry, i.day, i.language
    ), counted AS (
        SELECT DISTINCT ON (c.ministry, p.list, p.language, p.since) c.ministry, p.list, p.language, p.since AS day, p.total,
            greatest(0, p.total - (
                SELECT count(*) FROM archive.list_page q JOIN archive.listing l ON l.record_id = q.record_id
                WHERE q.crawl = p.crawl AND q.list = p.list AND q.language = p.language AND q.since = p.since AND q.until = p.since
            )) AS short
        FROM archive.list_page p JOIN archive.crawl c USING (crawl)
        WHERE p.since = p.until AND p.part IS NULL AND p.total IS NOT NULL AND p.since BETWEEN first_day AND last_day
        AND c.outcome <> 'FAILED' AND (of_ministry IS NULL OR c.ministry = of_ministry)
        ORDER BY c.ministry, p.list, p.language, p.since, c.started_at DESC, p.page DESC
    ), site AS (
        SELECT k.ministry, k.day, k.language, sum(k.total)::bigint AS total,
            coalesce(sum(k.short) FILTER (WHERE d.accepted), 0)::bigint AS accepted,
            coalesce(sum(k.short) FILTER (WHERE NOT d.accepted), 0)::bigint AS missing
        FROM counted k
        CROSS JOIN LATERAL (
            SELECT EXISTS (
                SELECT FROM pipeline.decision_standing d
                WHERE d.ministry = k.ministry AND d.day = k.day AND (d.language = '' OR d.language = k.language)
                AND (d.subject = 'list' AND d.key = k.list OR d.subject = 'day')) AS accepted
        ) d
        GROUP BY k.ministry, k.day, k.language
    )
    SELECT ministry, day, language, coalesce(i.listed, 0), s.total, coalesce(i.fetched, 0), coalesce(i.unchanged, 0),
        coalesce(i.refused, 0), coalesce(i.failed, 0), coalesce(i.gone, 0), coalesce(i.waiting, 0), coalesce(i.cleaned, 0),
        coalesce(i.quarantined, 0), coalesce(i.set_aside, 0), coalesce(i.segmented, 0), coalesce(i.published, 0),
        coalesce(i.accepted, 0) + least(coalesce(s.accepted, 0), u.unnamed), coalesce(i.missing, 0) + least(coalesce(s.missing, 0), u.unnamed),
        coalesce(i.missing, 0) + least(coalesce(s.missing, 0), u.unnamed) + coalesce(i.waiting, 0) = 0
    FROM item i FULL JOIN site s USING (ministry, day, language)
    -- What a list left out and the feed or the sitemap named is not missing.
    CROSS JOIN LATERAL (SELECT greatest(0, coalesce(s.total, 0) - coalesce(i.listed, 0)) AS unnamed) u
$$;
COMMENT ON FUNCTION pipeline.balance_days(text, date, date) IS 'The numbers of these days (of one ministry, NULL: of all); see the view balance';

CREATE VIEW pipeline.balance_item AS SELECT * FROM pipeline.balance_items(NULL, '-infinity', 'infinity');
COMMENT ON VIEW pipeline.balance_item IS 'Each document that lists, feeds or sitemaps named, and what became of it. For a few days ask pipeline.balance_items(ministry, first day, last day)';
CREATE VIEW pipeline.balance AS SELECT * FROM pipeline.balance_days(NULL, '-infinity', 'infinity');
COMMENT ON VIEW pipeline.balance IS 'Each ministry, day and language in numbers. listed = fetched + unchanged + refused + failed + gone (by the newest crawl), and what is held is published, in quarantine, set aside, or waits. For a few days ask pipeline.balance_days(ministry, first day, last day)';
COMMENT ON COLUMN pipeline.balance_item.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.balance_item.day IS 'Day as listed, in the ministry''s time zone: as lists give it; by the feed or the sitemap where no list does';
COMMENT ON COLUMN pipeline.balance_item.language IS 'Language that was asked for';
COMMENT ON COLUMN pipeline.balance_item.key IS 'The site''s own id, or the address where it has none';
COMMENT ON COLUMN pipeline.balance_item.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.balance_item.address IS 'Address as listed';
COMMENT ON COLUMN pipeline.balance_item.title IS 'Title as listed';
COMMENT ON COLUMN pipeline.balance_item.fate IS 'What the newest crawl that was to get it says: fetched, unchanged, refused, failed, gone; NULL: nothing yet';
COMMENT ON COLUMN pipeline.balance_item.reason IS 'Why it did not come, or why it is in quarantine or waits';
COMMENT ON COLUMN pipeline.balance_item.state IS 'Where it stands: published; quarantined; set_aside (no transcript); waiting (for the cleaner), cleaned, segmented (all three go on by themselves); failed, refused, gone (never came); offsite (a link to another site: nothing of the ministry''s); under_way; lost (no crawl says what became of it: an error of ours)';
COMMENT ON COLUMN pipeline.balance_item.accepted IS 'Whether a person decided about it';
COMMENT ON COLUMN pipeline.balance_item.accepted_by IS 'Who';
COMMENT ON COLUMN pipeline.balance_item.accepted_because IS 'Why';
COMMENT ON COLUMN pipeline.balance.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.balance.day IS 'Day, in the ministry''s time zone';
COMMENT ON COLUMN pipeline.balance.language IS 'Language that was asked for';
COMMENT ON COLUMN pipeline.balance.listed IS 'Documents that lists, feeds or sitemaps named';
COMMENT ON COLUMN pipeline.balance.site_count IS 'The site''s own count for the day, of all lists that give one; NULL: none does';
COMMENT ON COLUMN pipeline.balance.fetched IS 'Fetched, says the newest crawl';
COMMENT ON COLUMN pipeline.balance.unchanged IS 'Asked for, and as the archive has them';
COMMENT ON COLUMN pipeline.balance.refused IS 'Not asked for: robots.txt, another site, an address too long';
COMMENT ON COLUMN pipeline.balance.failed IS 'Asked for in vain';
COMMENT ON COLUMN pipeline.balance.gone IS 'Gone, says the site';
COMMENT ON COLUMN pipeline.balance.waiting IS 'On their way: fetched and not published yet, or a crawl is under way';
COMMENT ON COLUMN pipeline.balance.cleaned IS 'Read by the cleaner';
COMMENT ON COLUMN pipeline.balance.quarantined IS 'In quarantine';
COMMENT ON COLUMN pipeline.balance.set_aside IS 'No transcripts, says a person';
COMMENT ON COLUMN pipeline.balance.segmented IS 'Cut into turns';
COMMENT ON COLUMN pipeline.balance.published IS 'Seen by analysts';
COMMENT ON COLUMN pipeline.balance.accepted IS 'Missing, and a person accepted it';
COMMENT ON COLUMN pipeline.balance.missing IS 'Missing: never came, or counted by the site and not listed, and nobody accepted it. pipeline.open_gap names them';
COMMENT ON COLUMN pipeline.balance.balanced IS 'Whether nothing is missing and nothing waits';

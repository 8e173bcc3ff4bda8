-- Who speaks and in which office, what is there and what is not, and how far the rows can be trusted: for analysts.

-- A view reads tables by its owner's rights and calls functions by the reader's: analysts may not read what this function reads.
DO $$
BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW pipeline.quarantine_queue AS ' || replace(
        pg_get_viewdef('pipeline.quarantine_queue'::regclass), 'pipeline.cleaner_at_work()',
        '(SELECT w.version FROM pipeline.attempt w WHERE w.step = ''clean'' ORDER BY w.attempt_id DESC LIMIT 1)');
END
$$;

-- Offices may overlap; analysis.office_on says which one counts. Periods are cut where any of them begins or ends, and joined again
-- where the same one counts on both sides, so that each day of a person stands in exactly one.
CREATE VIEW analysis.speakers AS
WITH spoken AS (
    SELECT t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date) AS day,
        count(*) AS documents, sum(t.turns) AS turns, sum(t.words) AS words
    FROM corpus.shown p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    JOIN (
        SELECT segmentation_id, person_id, count(*) AS turns, sum(words) AS words
        FROM corpus.turn WHERE person_id IS NOT NULL GROUP BY segmentation_id, person_id
    ) AS t USING (segmentation_id)
    GROUP BY 1, 2
), edge AS (
    SELECT person_id, NULL::date AS day FROM spoken
    UNION
    SELECT o.person_id, e.day FROM corpus.office o CROSS JOIN LATERAL (VALUES (o.since), (o.until + 1)) e (day)
    WHERE e.day IS NOT NULL AND o.person_id IN (SELECT person_id FROM spoken)
), cut AS (
    SELECT person_id, day AS since, lead(day) OVER (PARTITION BY person_id ORDER BY day NULLS FIRST) - 1 AS until FROM edge
), held AS (
    SELECT c.person_id, c.since, c.until, o.office, o.office_of,
        (o.office, o.office_of) IS DISTINCT FROM lag((o.office, o.office_of)) OVER own AS begins
    FROM cut c
    LEFT JOIN LATERAL analysis.office_on(c.person_id, coalesce(c.since, c.until, '2000-01-01')) o ON true
    WINDOW own AS (PARTITION BY c.person_id ORDER BY c.since NULLS FIRST)
), term AS (
    SELECT person_id, office, office_of, nullif(min(coalesce(since, '-infinity')), '-infinity') AS since,
        nullif(max(coalesce(until, 'infinity')), 'infinity') AS until
    FROM (SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY person_id ORDER BY since NULLS FIRST) AS n FROM held) h
    GROUP BY person_id, office, office_of, n
), counted AS (
    SELECT e.person_id, e.office, e.office_of, e.since, e.until, true AS dated,
        sum(s.documents) AS documents, sum(s.turns) AS turns, sum(s.words) AS words, min(s.day) AS first_day, max(s.day) AS last_day
    FROM term e
    LEFT JOIN spoken s ON s.person_id = e.person_id AND s.day BETWEEN coalesce(e.since, '-infinity') AND coalesce(e.until, 'infinity')
    GROUP BY e.person_id, e.office, e.office_of, e.since, e.until
    HAVING e.office IS NOT NULL OR count(s.person_id) > 0
    UNION ALL
    SELECT person_id, NULL, NULL, NULL, NULL, false, documents, turns, words, NULL, NULL FROM spoken WHERE day IS NULL
)
SELECT c.person_id, n.name, n.role, c.office, c.office_of, c.since, c.until,
    CASE WHEN c.dated THEN daterange(c.since, c.until, '[]') END AS period,
    NULL::text AS label, NULL::text AS ministry, NULL::text AS language,
    coalesce(c.documents, 0)::integer AS documents, coalesce(c.turns, 0)::integer AS turns, coalesce(c.words, 0)::bigint AS words,
    c.first_day, c.last_day
FROM counted c
JOIN corpus.person n USING (person_id)
UNION ALL
SELECT NULL, coalesce(u.person, u.speaker), u.role, NULL, NULL, NULL, NULL, NULL, u.label, u.ministry, u.language,
    u.documents, u.turns, u.words, u.first_day, u.last_day
FROM analysis.unknown_speakers u;
COMMENT ON VIEW analysis.speakers IS 'Who speaks: a row for each person that we know and each office held as of a date, and for each marker of somebody whom we do not know (person_id NULL) by ministry and language. Each turn of a known person on a day has exactly one row: ... FROM analysis.turns t JOIN analysis.speakers s ON s.person_id = t.person_id AND coalesce(t.event_date, t.published_on) <@ s.period';
COMMENT ON COLUMN analysis.speakers.person_id IS 'The person (analysis.people); NULL: nobody that we know';
COMMENT ON COLUMN analysis.speakers.name IS 'Usual full name in English; of somebody unknown as the document gives it, NULL: it names nobody';
COMMENT ON COLUMN analysis.speakers.role IS 'What a known person is before the press; of somebody unknown the role of the turns: official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.speakers.office IS 'Office that counts in these days (analysis.office_on; the one begun last, where a person holds several); NULL: none known';
COMMENT ON COLUMN analysis.speakers.office_of IS 'Country or organisation of that office';
COMMENT ON COLUMN analysis.speakers.since IS 'First day on which it counts; NULL: no bound';
COMMENT ON COLUMN analysis.speakers.until IS 'Last day, inclusive; NULL: no bound';
COMMENT ON COLUMN analysis.speakers.period IS 'The days from since to until, to be joined with (day <@ period). A person''s periods never overlap. NULL: unknown people, and documents without a day';
COMMENT ON COLUMN analysis.speakers.label IS 'Marker of somebody unknown, as printed; NULL: a known person, or unmarked';
COMMENT ON COLUMN analysis.speakers.ministry IS 'Code of the ministry whose documents print that marker; NULL: a known person, who may speak at several';
COMMENT ON COLUMN analysis.speakers.language IS 'Language of those documents (BCP 47); NULL: a known person';
COMMENT ON COLUMN analysis.speakers.documents IS 'Documents (pages in one language) with words of theirs in these days; 0: they held the office, and no words of that time are here';
COMMENT ON COLUMN analysis.speakers.turns IS 'Turns in those';
COMMENT ON COLUMN analysis.speakers.words IS 'Words spoken in them';
COMMENT ON COLUMN analysis.speakers.first_day IS 'Day of the first of those documents: of the event, else of publication';
COMMENT ON COLUMN analysis.speakers.last_day IS 'Day of the last';

-- pipeline.balance asks for each document what became of it, which takes seconds for years of days. Here all are joined at once, only what
-- is not published is looked up singly, and each fact is counted by day before facts are put together. Of the entries of one document the
-- one that counts (lists before feeds before sitemaps, then the newest crawl) is found by a number, its day in the last 20 bits: a
-- sort of all entries takes five times as long.
CREATE VIEW analysis.coverage AS
WITH asked AS MATERIALIZED (
    SELECT * FROM pipeline.asked_day
), tried AS (
    SELECT ministry, day, count(*) AS crawls, bool_or("over") AS "over", max(started_at) AS last_asked_at,
        (array_agg(outcome ORDER BY started_at DESC))[1] AS last_outcome
    FROM asked GROUP BY ministry, day
), shown AS MATERIALIZED (
    SELECT d.ministry, d.site_id, d.language, (r.published_at AT TIME ZONE m.timezone)::date AS day, s.turns, p.segmentation_id
    FROM corpus.shown p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
), crawl AS (
    SELECT crawl, ministry, row_number() OVER (ORDER BY started_at) AS n FROM archive.crawl
), entry AS (
    SELECT c.ministry, l.language, l.site_id, CASE WHEN l.site_id IS NULL THEN l.address END AS place, date '1900-01-01' + (max(
        ((CASE l.source WHEN 'list' THEN 2 WHEN 'feed' THEN 1 ELSE 0 END)::bigint << 56) + (c.n << 20) + (l.day - date '1900-01-01')
    ) & 1048575)::integer AS day
    FROM archive.listing l JOIN crawl c USING (crawl)
    WHERE l.day BETWEEN '1900-01-01' AND '2900-01-01'
    GROUP BY 1, 2, 3, 4
), dealt_with AS NOT MATERIALIZED ( -- hidden documents came too: another one is shown, or a person set them aside
    SELECT document_id FROM corpus.shown
    UNION ALL
    SELECT document_id FROM corpus.hidden
), item AS MATERIALIZED (
    SELECT e.*, p.document_id IS NOT NULL AS published
    FROM entry e
    LEFT JOIN corpus.document d ON d.ministry = e.ministry AND d.site_id = e.site_id AND d.language = e.language
    LEFT JOIN dealt_with p ON p.document_id = d.document_id
), rest AS MATERIALIZED (
    SELECT i.ministry, i.day, i.language, i.site_id, i.place, coalesce(o.came, false) AS came, o.newest = 'offsite' AS elsewhere, EXISTS (
            SELECT FROM archive.snapshot n
            JOIN pipeline.sighting g ON g.record_id = n.record_id
            JOIN dealt_with q ON q.document_id = g.document_id
            WHERE n.site_id = i.site_id AND n.language = i.language) AS published
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
    WHERE (i.ministry, coalesce(i.site_id, i.place), i.language) IN (
        SELECT a.ministry, a.site_id, l.language FROM pipeline.not_transcript a
        JOIN (SELECT DISTINCT language FROM item) l ON a.language IN ('', l.language))
), missing AS (
    SELECT o.ministry, coalesce((
            SELECT l.day FROM archive.listing l JOIN archive.crawl c ON c.crawl = l.crawl AND c.ministry IS NOT DISTINCT FROM o.ministry
            WHERE l.site_id = o.site_id AND l.language = o.language AND l.day IS NOT NULL
            ORDER BY array_position(ARRAY['list', 'feed', 'sitemap'], l.source), c.started_at DESC, l.day DESC LIMIT 1
        ), (
            SELECT max(i.day) FROM item i
            WHERE o.site_id IS NULL AND i.ministry = o.ministry AND i.place = o.key AND i.language = o.language
        ), (
            SELECT min(s.day) FROM shown s WHERE s.ministry = o.ministry AND s.site_id = o.site_id
        )) AS day, o.language, EXISTS (
            SELECT FROM pipeline.decision_standing d
            WHERE d.ministry = o.ministry AND d.subject = 'document' AND d.key = o.key AND d.language IN ('', o.language)) AS accepted
    FROM pipeline.open_document o
    WHERE o.had IS NULL AND NOT EXISTS (
        SELECT FROM pipeline.not_transcript a WHERE a.ministry = o.ministry AND a.site_id = o.key AND a.language IN ('', o.language))
), hole AS (
    SELECT ministry, day, language, count(*) FILTER (WHERE NOT accepted) AS open, count(*) FILTER (WHERE accepted) AS accepted
    FROM pipeline.open_gap WHERE subject <> 'document' GROUP BY ministry, day, language
), counted AS (
    SELECT DISTINCT ON (c.ministry, p.list, p.language, p.since) c.ministry, p.since AS day, p.language, p.total
    FROM archive.list_page p JOIN archive.crawl c USING (crawl)
    WHERE p.since = p.until AND p.part IS NULL AND p.total IS NOT NULL AND c.outcome <> 'FAILED'
    ORDER BY c.ministry, p.list, p.language, p.since, c.started_at DESC, p.page DESC
), fact AS (
    SELECT a.ministry, a.day, l.language, true AS whole, 0 AS listed, NULL::numeric AS site_count, 0 AS fetched, 0 AS published, 0 AS turns,
        0 AS words, 0 AS missing, 0 AS accepted, 0 AS quarantined, 0 AS stuck, 0 AS unread, 0 AS set_aside, 0 AS offsite
    FROM asked a JOIN (SELECT DISTINCT crawl, language FROM archive.list_page WHERE language <> '') l USING (crawl) -- '': a sitemap, of all
    WHERE a."over" AND a.whole
    GROUP BY a.ministry, a.day, l.language
    UNION ALL
    SELECT s.ministry, s.day, s.language, false, 0, NULL, 0, count(*), sum(s.turns), sum(w.words), 0, 0, 0, 0, 0, 0, 0
    FROM shown s
    LEFT JOIN (SELECT segmentation_id, sum(words) AS words FROM corpus.turn GROUP BY segmentation_id) w USING (segmentation_id)
    GROUP BY s.ministry, s.day, s.language
    UNION ALL
    SELECT ministry, day, language, false, count(*), NULL, count(*) FILTER (WHERE published), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM item GROUP BY ministry, day, language
    UNION ALL
    SELECT r.ministry, r.day, r.language, false, 0, NULL, r.came::integer, 0, 0, 0, 0, 0, 0, 0,
        (r.came AND NOT r.published AND x.ministry IS NULL)::integer, 0, (coalesce(r.elsewhere, false) AND NOT r.came)::integer
    FROM rest r
    LEFT JOIN aside x ON x.ministry = r.ministry AND x.language = r.language AND x.day = r.day
        AND coalesce(x.site_id, x.place) = coalesce(r.site_id, r.place)
    UNION ALL
    SELECT ministry, day, language, false, 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0 FROM aside
    UNION ALL
    SELECT ministry, day, language, false, 0, NULL, 0, 0, 0, 0, (NOT accepted)::integer, accepted::integer, 0, 0, 0, 0, 0 FROM missing
    UNION ALL
    SELECT q.ministry, i.day, q.language, false, 0, NULL, 0, 0, 0, 0, 0, 0, 1, (NOT q.published)::integer, 0, 0, 0
    FROM pipeline.quarantine_queue q
    LEFT JOIN item i ON i.ministry = q.ministry AND i.language = q.language AND i.site_id = q.site_id
    WHERE q.set_aside IS NULL
    UNION ALL
    SELECT ministry, day, language, false, 0, total, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM counted
), span AS (
    SELECT ministry, min(day) AS first, max(day) AS last FROM (
        SELECT ministry, day FROM tried
        UNION ALL
        SELECT ministry, day FROM shown WHERE day BETWEEN '1990-01-01' AND now()::date
    ) known GROUP BY ministry
), cell AS (
    SELECT ministry, day, language, bool_or(whole) AS whole, sum(listed) AS listed, sum(site_count) AS site_count, sum(fetched) AS fetched,
        sum(published) AS published, sum(turns) AS turns, sum(words) AS words, sum(missing) AS missing, sum(accepted) AS accepted,
        sum(quarantined) AS quarantined, sum(stuck) AS stuck, sum(unread) AS unread, sum(set_aside) AS set_aside, sum(offsite) AS offsite
    FROM (
        SELECT * FROM fact
        UNION ALL
        SELECT s.ministry, s.first + g, l.language, false, 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        FROM span s CROSS JOIN LATERAL generate_series(0, s.last - s.first) g
        JOIN (SELECT DISTINCT ministry, language FROM fact WHERE whole OR published + listed > 0) l USING (ministry)
    ) every
    GROUP BY ministry, day, language
)
SELECT c.ministry, c.day, c.language,
    CASE
        WHEN c.day IS NULL THEN 'undated'
        WHEN c.whole AND c.missing + c.accepted + c.unread > 0 THEN 'incomplete'
        WHEN c.whole AND c.listed + c.published = 0 THEN 'nothing_published'
        WHEN c.whole THEN 'complete'
        WHEN t.crawls IS NULL THEN 'not_collected'
        WHEN t.last_outcome = 'BLOCKED' THEN 'blocked'
        WHEN NOT t."over" THEN 'not_over'
        ELSE 'incomplete'
    END AS status,
    c.listed::integer, c.site_count::integer, c.fetched::integer, c.published::integer, c.turns::integer, coalesce(c.words, 0)::bigint AS words,
    (c.missing + coalesce(h.open, 0) + coalesce(a.open, 0))::integer AS open_gaps,
    (c.accepted + coalesce(h.accepted, 0) + coalesce(a.accepted, 0))::integer AS accepted_gaps,
    c.quarantined::integer, greatest(c.unread - c.stuck, 0)::integer AS waiting, c.set_aside::integer, c.offsite::integer,
    coalesce(t.crawls, 0)::integer AS crawls, t.last_asked_at, t.last_outcome
FROM cell c
LEFT JOIN tried t ON t.ministry = c.ministry AND t.day = c.day
LEFT JOIN hole h ON h.ministry = c.ministry AND h.day = c.day AND h.language = c.language
LEFT JOIN hole a ON a.ministry = c.ministry AND a.day = c.day AND a.language = '';
COMMENT ON VIEW analysis.coverage IS 'What is there and what is not, a row for each ministry, day and language, without a day left out between the first and the last that we know of: so that nobody counts holes as silence. Silence is status nothing_published; compare only days that are complete or nothing_published';
COMMENT ON COLUMN analysis.coverage.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.coverage.day IS 'Day in the ministry''s time zone: of publication for what is published, as listed for what the site lists; NULL: of documents that print none';
COMMENT ON COLUMN analysis.coverage.language IS 'Language (BCP 47): of the text for what is published, as asked for else';
COMMENT ON COLUMN analysis.coverage.status IS 'complete: the lists were read to their end after the day was over, and all of it is here; nothing_published: they were, and the site lists nothing; incomplete: something is missing, waits or cannot be read, or a list was not read to its end; blocked: the site turned us away; not_over: asked for only before the day was over; not_collected: nobody asked for this day (what is here came by other ways); undated: no day';
COMMENT ON COLUMN analysis.coverage.listed IS 'Documents that the site''s lists, feeds or sitemaps name on this day';
COMMENT ON COLUMN analysis.coverage.site_count IS 'The site''s own count for the day, of all lists that give one (a document on two lists counts twice); NULL: none does';
COMMENT ON COLUMN analysis.coverage.fetched IS 'Of the listed ones: those that came';
COMMENT ON COLUMN analysis.coverage.published IS 'Documents in analysis.transcripts of this day and language, listed or not';
COMMENT ON COLUMN analysis.coverage.turns IS 'Turns in those';
COMMENT ON COLUMN analysis.coverage.words IS 'Words spoken in them';
COMMENT ON COLUMN analysis.coverage.open_gaps IS 'What should be here, is not, and is asked for again: documents that never came, lists that were not read to their end (in each language that was asked for), the whole day';
COMMENT ON COLUMN analysis.coverage.accepted_gaps IS 'What should be here, is not, and will not be asked for again: a person accepted it. It is missing all the same';
COMMENT ON COLUMN analysis.coverage.quarantined IS 'Documents whose newest page could not be read; an earlier one of them may be published';
COMMENT ON COLUMN analysis.coverage.waiting IS 'Documents that came and are on their way to be published';
COMMENT ON COLUMN analysis.coverage.set_aside IS 'Listed documents that are no transcripts, says a person';
COMMENT ON COLUMN analysis.coverage.offsite IS 'Entries of the lists that lead to other sites';
COMMENT ON COLUMN analysis.coverage.crawls IS 'How many crawls asked for the day''s lists, in any language';
COMMENT ON COLUMN analysis.coverage.last_asked_at IS 'When the newest of them began';
COMMENT ON COLUMN analysis.coverage.last_outcome IS 'How it ended: OK, EMPTY, PARTIAL, DRIFT, BLOCKED or FAILED';

CREATE VIEW analysis.quality AS
WITH doubtful AS (
    SELECT document_id FROM analysis.review WHERE NOT confirmed
), document AS (
    SELECT d.document_id, d.ministry, d.language, p.segmentation_id, s.exchanges,
        date_trunc('month', r.published_at AT TIME ZONE m.timezone)::date AS month,
        f.document_id IS NOT NULL AS to_review, s.kind IS NOT NULL AS corrected
    FROM corpus.shown p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    LEFT JOIN doubtful f USING (document_id)
), spoken AS (
    SELECT segmentation_id, count(*) AS turns, sum(words) AS words, sum(confidence) AS confidence,
        count(*) FILTER (WHERE person_id IS NULL) AS unknown,
        count(*) FILTER (WHERE role = 'official') AS officials,
        count(*) FILTER (WHERE role = 'official' AND person_id IS NULL) AS unknown_officials,
        coalesce(sum(words) FILTER (WHERE label IS NULL), 0) AS unmarked, bool_or(corrections <> '{}') AS corrected
    FROM corpus.turn GROUP BY segmentation_id
), changed AS (
    SELECT v.document_id FROM corpus.revision v GROUP BY v.document_id HAVING count(*) > 1
), stuck AS (
    SELECT q.ministry, q.language, date_trunc('month', coalesce(min(l.day), min(q.fetched_at AT TIME ZONE c.timezone)))::date AS month
    FROM pipeline.quarantine_queue q
    JOIN archive.snapshot s ON s.record_id = q.record_id
    JOIN archive.crawl c ON c.crawl = s.crawl
    LEFT JOIN archive.listing l ON l.site_id = q.site_id AND l.language = q.language
    WHERE q.set_aside IS NULL
    GROUP BY q.record_id, q.ministry, q.language
), month AS (
    SELECT d.ministry, d.language, d.month, count(*) AS documents, sum(w.turns) AS turns, sum(w.words) AS words,
        sum(d.exchanges) AS exchanges, sum(w.unknown) AS unknown, sum(w.officials) AS officials,
        sum(w.unknown_officials) AS unknown_officials, sum(w.unmarked) AS unmarked, sum(w.confidence) AS confidence,
        count(*) FILTER (WHERE d.to_review) AS to_review, count(*) FILTER (WHERE d.corrected OR w.corrected) AS corrected,
        count(h.document_id) AS revised, 0 AS quarantined
    FROM document d
    LEFT JOIN spoken w USING (segmentation_id)
    LEFT JOIN changed h USING (document_id)
    GROUP BY d.ministry, d.language, d.month
    UNION ALL
    SELECT ministry, language, month, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*) FROM stuck GROUP BY ministry, language, month
)
SELECT ministry, language, month, sum(documents)::integer AS documents, coalesce(sum(turns), 0)::integer AS turns,
    coalesce(sum(words), 0)::bigint AS words, sum(exchanges)::integer AS exchanges,
    (sum(unknown) / nullif(sum(turns), 0))::real AS unknown_share,
    (sum(unknown_officials) / nullif(sum(officials), 0))::real AS unknown_officials_share,
    (sum(unmarked) / nullif(sum(words), 0))::real AS unmarked_share,
    (sum(confidence) / nullif(sum(turns), 0))::real AS mean_confidence,
    sum(to_review)::integer AS to_review, sum(corrected)::integer AS corrected, sum(revised)::integer AS revised,
    sum(quarantined)::integer AS quarantined
FROM month GROUP BY ministry, language, month;
COMMENT ON VIEW analysis.quality IS 'How far the rows of a month can be trusted, by ministry and language. What share of turns is right is measured on annotated documents, in docs/quality.md';
COMMENT ON COLUMN analysis.quality.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.quality.language IS 'Language (BCP 47)';
COMMENT ON COLUMN analysis.quality.month IS 'First day of the month of publication in the ministry''s time zone (of what is in quarantine: as listed, else as fetched); NULL: documents that print no day';
COMMENT ON COLUMN analysis.quality.documents IS 'Documents in analysis.transcripts';
COMMENT ON COLUMN analysis.quality.turns IS 'Turns in those';
COMMENT ON COLUMN analysis.quality.words IS 'Words spoken in them';
COMMENT ON COLUMN analysis.quality.exchanges IS 'Exchanges in them';
COMMENT ON COLUMN analysis.quality.unknown_share IS 'Share of turns whose speaker is nobody that we know (person_id NULL), 0 to 1; most of them are journalists. NULL: no turns';
COMMENT ON COLUMN analysis.quality.unknown_officials_share IS 'Share of officials'' turns whose speaker is nobody that we know, 0 to 1; NULL: no turns of officials';
COMMENT ON COLUMN analysis.quality.unmarked_share IS 'Share of words in turns without a printed marker, 0 to 1: all of a statement, and of a conversation what stands before the first marker. NULL: no words';
COMMENT ON COLUMN analysis.quality.mean_confidence IS 'Mean over turns of how sure the rule is that made them, 0 to 1; NULL: no turns';
COMMENT ON COLUMN analysis.quality.to_review IS 'Documents in doubt that nobody has confirmed (analysis.review)';
COMMENT ON COLUMN analysis.quality.corrected IS 'Documents in which a person put something right (analysis.corrections)';
COMMENT ON COLUMN analysis.quality.revised IS 'Documents that the ministry changed after we first saw them (analysis.revisions)';
COMMENT ON COLUMN analysis.quality.quarantined IS 'Documents whose newest page could not be read; an earlier one of them may be published';

-- Addresses of attachments, of use without the page that they stand on.
CREATE FUNCTION corpus.absolute_address(page text, printed text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    reference constant text := btrim(printed, E' \t\r\n');
    site constant text := substring(page FROM '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*');
    place constant text := substring(substr(page, length(site) + 1) FROM '^[^?#]*');
    path text := substring(reference FROM '^[^?#]*');
    kept text[] := '{}';
    parts text[];
BEGIN
    IF site IS NULL OR reference ~ '^[A-Za-z][A-Za-z0-9+.-]*:' THEN
        RETURN reference;
    ELSIF reference LIKE '//%' THEN
        RETURN split_part(site, '//', 1) || reference;
    ELSIF reference = '' OR reference LIKE '#%' THEN
        RETURN split_part(page, '#', 1) || reference;
    ELSIF path = '' THEN
        RETURN site || place || reference;
    END IF;
    parts := string_to_array(ltrim(path, '/'), '/');
    IF path NOT LIKE '/%' THEN
        parts := trim_array(string_to_array(CASE WHEN place = '' THEN '/' ELSE place END, '/'), 1) || parts;
        parts := parts[2:];
    END IF;
    FOR n IN 1 .. cardinality(parts) LOOP
        IF parts[n] = '..' THEN
            kept := kept[:cardinality(kept) - 1];
        ELSIF parts[n] <> '.' THEN
            kept := kept || parts[n];
        END IF;
        IF parts[n] IN ('.', '..') AND n = cardinality(parts) THEN
            kept := kept || ''::text;
        END IF;
    END LOOP;
    RETURN site || '/' || array_to_string(kept, '/') || substr(reference, length(path) + 1);
END
$$;
COMMENT ON FUNCTION corpus.absolute_address(text, text) IS 'An address as a page prints it, made absolute by the page''s own (RFC 3986, section 5.2), otherwise as it was. Example: SELECT corpus.absolute_address(''https://site.example/en/1/?lang=en'', ''../files/a.pdf'') gives https://site.example/en/files/a.pdf';

-- Whatever columns the view has by now stay as they are.
DO $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE VIEW analysis.transcripts AS SELECT v.*, array('
        'SELECT corpus.absolute_address(v.address, a.printed) FROM unnest(v.attachments) WITH ORDINALITY a (printed, n) ORDER BY a.n'
        ') AS attachment_addresses FROM (%s) v', rtrim(pg_get_viewdef('analysis.transcripts'::regclass), ';'));
END
$$;
COMMENT ON COLUMN analysis.transcripts.attachment_addresses IS 'Addresses of attached files, absolute, in the order of attachments';

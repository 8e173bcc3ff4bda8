-- A site may say when it wants to be asked again.
ALTER TABLE archive.crawl ADD not_before timestamptz;
COMMENT ON COLUMN archive.crawl.not_before IS 'Before when the site asked not to be asked again (Retry-After); no crawl of the ministry asks before it. NULL: it did not say';

-- Which documents are none of ours: a decision is about a site id, in the language that was asked for or in all.
CREATE VIEW pipeline.not_transcript AS
SELECT d.decision_id, d.ministry, d.key AS site_id, d.language, d.by, d.reason, d.at
FROM pipeline.decision_standing d
WHERE d.kind = 'not_transcript';
COMMENT ON VIEW pipeline.not_transcript IS 'Documents that a person set aside as none of ours: they are neither cleaned nor shown, until the decision is taken back';
COMMENT ON COLUMN pipeline.not_transcript.decision_id IS 'The decision';
COMMENT ON COLUMN pipeline.not_transcript.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.not_transcript.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.not_transcript.language IS 'Language that was asked for; empty: all';
COMMENT ON COLUMN pipeline.not_transcript.by IS 'Who says so';
COMMENT ON COLUMN pipeline.not_transcript.reason IS 'Why';
COMMENT ON COLUMN pipeline.not_transcript.at IS 'When';

CREATE VIEW corpus.set_aside AS
SELECT DISTINCT ON (d.document_id) d.document_id, n.decision_id, n.by, n.reason, n.at
FROM corpus.document d
JOIN pipeline.not_transcript n ON n.ministry = d.ministry AND n.site_id = d.site_id
WHERE NOT EXISTS (
    SELECT FROM corpus.revision v JOIN archive.snapshot s USING (record_id)
    WHERE v.document_id = d.document_id AND NOT EXISTS (
        SELECT FROM pipeline.not_transcript m WHERE m.ministry = d.ministry AND m.site_id = d.site_id
        AND (m.language = '' OR m.language = s.language)))
ORDER BY d.document_id, n.at, n.decision_id;
COMMENT ON VIEW corpus.set_aside IS 'Documents that a person set aside as no transcripts: all that they were read from was asked for in a language that is set aside';
COMMENT ON COLUMN corpus.set_aside.document_id IS 'The document';
COMMENT ON COLUMN corpus.set_aside.decision_id IS 'The decision, the first where there are several';
COMMENT ON COLUMN corpus.set_aside.by IS 'Who says so';
COMMENT ON COLUMN corpus.set_aside.reason IS 'Why';
COMMENT ON COLUMN corpus.set_aside.at IS 'When';

CREATE FUNCTION pipeline.cleaner_at_work() RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT a.version FROM pipeline.attempt a WHERE a.step = 'clean' ORDER BY a.attempt_id DESC LIMIT 1
$$;
COMMENT ON FUNCTION pipeline.cleaner_at_work() IS 'The version of the cleaner that cleaned last; NULL: nothing was cleaned yet';

-- A document stands in it while the newest of its snapshots that the version at work has dealt with could not be read.
-- IS NOT DISTINCT FROM where an equality is meant that no index shall serve: crawls are to be found by their names and attempts by
-- their inputs, also before the server has counted the rows; not all of a ministry's and all of a version's for each page.
CREATE VIEW pipeline.quarantine_queue AS
WITH bad AS MATERIALIZED (
    SELECT q.record_id, q.cleaner, c.ministry, s.site_id, s.language, s.address, q.reason, q.detail, q.selector, s.fetched_at,
        min(s.fetched_at) OVER same AS since, (count(*) OVER same)::integer AS times
    FROM pipeline.quarantine q
    JOIN archive.snapshot s ON s.record_id = q.record_id
    JOIN archive.crawl c ON c.crawl = s.crawl
    WHERE q.cleaner = pipeline.cleaner_at_work()
    WINDOW same AS (PARTITION BY c.ministry, s.site_id, s.language)
)
SELECT b.record_id, b.cleaner, b.ministry, b.site_id, b.language, b.address, b.reason, b.detail, b.selector,
    b.fetched_at, b.since, b.times,
    EXISTS (
        SELECT FROM corpus.document d JOIN corpus.publication p USING (document_id)
        JOIN corpus.revision v USING (document_id) JOIN archive.snapshot o ON o.record_id = v.record_id
        WHERE d.ministry = b.ministry AND d.site_id = b.site_id AND o.language IS NOT DISTINCT FROM b.language
    ) AS published,
    n.decision_id AS set_aside
FROM bad b
LEFT JOIN LATERAL (
    SELECT m.decision_id FROM pipeline.not_transcript m
    WHERE m.ministry = b.ministry AND m.site_id = b.site_id AND (m.language = '' OR m.language = b.language)
    ORDER BY m.at, m.decision_id LIMIT 1
) n ON true
WHERE NOT EXISTS (
    SELECT FROM archive.snapshot l JOIN archive.crawl w ON w.crawl = l.crawl
    JOIN pipeline.attempt a ON a.step = 'clean' AND a.version IS NOT DISTINCT FROM b.cleaner AND a.input = l.record_id::text
    WHERE w.ministry IS NOT DISTINCT FROM b.ministry AND l.site_id = b.site_id AND l.language IS NOT DISTINCT FROM b.language
    AND (l.fetched_at, l.record_id) > (b.fetched_at, b.record_id) AND a.outcome IN ('done', 'unchanged', 'quarantined'));
COMMENT ON VIEW pipeline.quarantine_queue IS 'What a person has to look at: documents whose newest page the cleaner at work cannot read, each once, with its newest page';
COMMENT ON COLUMN pipeline.quarantine_queue.record_id IS 'Its newest snapshot; `transcripts quarantine show` shows it';
COMMENT ON COLUMN pipeline.quarantine_queue.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN pipeline.quarantine_queue.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.quarantine_queue.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.quarantine_queue.language IS 'Language that was asked for (BCP 47)';
COMMENT ON COLUMN pipeline.quarantine_queue.address IS 'Address that answered';
COMMENT ON COLUMN pipeline.quarantine_queue.reason IS 'Code of the reason: unknown_layout, body_missing, field_missing, ...';
COMMENT ON COLUMN pipeline.quarantine_queue.detail IS 'The reason in words';
COMMENT ON COLUMN pipeline.quarantine_queue.selector IS 'Selector that did not hit';
COMMENT ON COLUMN pipeline.quarantine_queue.fetched_at IS 'When that snapshot was fetched';
COMMENT ON COLUMN pipeline.quarantine_queue.since IS 'When the first of its snapshots that could not be read was fetched';
COMMENT ON COLUMN pipeline.quarantine_queue.times IS 'How many of its snapshots could not be read';
COMMENT ON COLUMN pipeline.quarantine_queue.published IS 'Whether analysts see an earlier page of it that could be read';
COMMENT ON COLUMN pipeline.quarantine_queue.set_aside IS 'The decision that it is no transcript; NULL: it waits for a person';

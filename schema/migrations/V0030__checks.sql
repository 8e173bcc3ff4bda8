-- Results of the quality checks, kept over time.
CREATE TABLE pipeline.check_result (
    check_result_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "check" text NOT NULL DEFAULT '',
    name text NOT NULL,
    ministry text,
    language text,
    at timestamptz NOT NULL,
    value double precision,
    low double precision,
    high double precision,
    ok boolean NOT NULL,
    severity text NOT NULL DEFAULT 'warn' CHECK (severity IN ('warn', 'bad')),
    says text NOT NULL,
    next_step text NOT NULL DEFAULT '',
    run_id text
);
CREATE INDEX check_result_by_name ON pipeline.check_result (name, at DESC);
CREATE UNIQUE INDEX check_result_once ON pipeline.check_result (run_id, name, (coalesce(ministry, '')), (coalesce(language, '')));
COMMENT ON TABLE pipeline.check_result IS 'What each quality check found each time (the DAG checks), with the bounds of then';
COMMENT ON COLUMN pipeline.check_result.check_result_id IS 'Number';
COMMENT ON COLUMN pipeline.check_result."check" IS 'The check: the task of the DAG checks, which measures one figure or more';
COMMENT ON COLUMN pipeline.check_result.name IS 'The figure that was measured (transcripts/data/checks.toml)';
COMMENT ON COLUMN pipeline.check_result.ministry IS 'Code of the ministry; NULL: all';
COMMENT ON COLUMN pipeline.check_result.language IS 'Language (BCP 47); NULL: all';
COMMENT ON COLUMN pipeline.check_result.at IS 'When; the same for all that a check measured at once';
COMMENT ON COLUMN pipeline.check_result.value IS 'What was measured or counted; NULL: there was nothing to measure, or it could not be';
COMMENT ON COLUMN pipeline.check_result.low IS 'Lowest value that is well; NULL: no bound';
COMMENT ON COLUMN pipeline.check_result.high IS 'Highest value that is well; NULL: no bound';
COMMENT ON COLUMN pipeline.check_result.ok IS 'Whether it is well';
COMMENT ON COLUMN pipeline.check_result.severity IS 'What it is where it is not well: warn wants a look, bad wants a person today';
COMMENT ON COLUMN pipeline.check_result.says IS 'The result in words: the figure, the ministry, the language, value, bounds, what it means, examples';
COMMENT ON COLUMN pipeline.check_result.next_step IS 'What a person does where it is not well';
COMMENT ON COLUMN pipeline.check_result.run_id IS 'The run of the DAG';

CREATE VIEW pipeline.check_standing AS
SELECT r."check", r.name, r.ministry, r.language, r.at, r.value, r.low, r.high, r.ok, r.severity, r.says, r.next_step, r.run_id
FROM pipeline.check_result r
JOIN (
    -- Names are few: each is looked up by its own newest entry, not found by reading all of them.
    WITH RECURSIVE names AS (
        (SELECT name FROM pipeline.check_result ORDER BY name LIMIT 1)
        UNION ALL
        SELECT (SELECT r.name FROM pipeline.check_result r WHERE r.name > n.name ORDER BY r.name LIMIT 1)
        FROM names n WHERE n.name IS NOT NULL
    )
    SELECT n.name, (SELECT max(r.at) FROM pipeline.check_result r WHERE r.name = n.name) AS at
    FROM names n WHERE n.name IS NOT NULL
) AS newest ON newest.name = r.name AND newest.at = r.at;
COMMENT ON VIEW pipeline.check_standing IS 'What each quality check found last: all results of the newest time of each figure';
COMMENT ON COLUMN pipeline.check_standing."check" IS 'The check: the task of the DAG checks';
COMMENT ON COLUMN pipeline.check_standing.name IS 'The figure that was measured';
COMMENT ON COLUMN pipeline.check_standing.ministry IS 'Code of the ministry; NULL: all';
COMMENT ON COLUMN pipeline.check_standing.language IS 'Language (BCP 47); NULL: all';
COMMENT ON COLUMN pipeline.check_standing.at IS 'When';
COMMENT ON COLUMN pipeline.check_standing.value IS 'What was measured or counted; NULL: there was nothing to measure, or it could not be';
COMMENT ON COLUMN pipeline.check_standing.low IS 'Lowest value that is well; NULL: no bound';
COMMENT ON COLUMN pipeline.check_standing.high IS 'Highest value that is well; NULL: no bound';
COMMENT ON COLUMN pipeline.check_standing.ok IS 'Whether it is well';
COMMENT ON COLUMN pipeline.check_standing.severity IS 'What it is where it is not well: warn or bad';
COMMENT ON COLUMN pipeline.check_standing.says IS 'The result in words';
COMMENT ON COLUMN pipeline.check_standing.next_step IS 'What a person does where it is not well';
COMMENT ON COLUMN pipeline.check_standing.run_id IS 'The run of the DAG';

CREATE VIEW pipeline.shown_document AS
SELECT p.document_id, d.ministry, d.language, d.site_id, d.address, p.segmentation_id, p.attempt_id, s.reading_id, r.revision_id,
    coalesce(s.kind, r.kind) AS kind, s.turns, r.title, r.published_at, r.event_date, m.timezone,
    coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date) AS day
FROM corpus.shown p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id);
COMMENT ON VIEW pipeline.shown_document IS 'What analysts see, a row a document, without its texts: what checks count';
COMMENT ON COLUMN pipeline.shown_document.document_id IS 'The document';
COMMENT ON COLUMN pipeline.shown_document.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.shown_document.language IS 'Language (BCP 47)';
COMMENT ON COLUMN pipeline.shown_document.site_id IS 'The site''s own id';
COMMENT ON COLUMN pipeline.shown_document.address IS 'Where it stands';
COMMENT ON COLUMN pipeline.shown_document.segmentation_id IS 'Its published segmentation';
COMMENT ON COLUMN pipeline.shown_document.attempt_id IS 'The attempt that published it: the higher, the later';
COMMENT ON COLUMN pipeline.shown_document.reading_id IS 'What it was cut from';
COMMENT ON COLUMN pipeline.shown_document.revision_id IS 'The state of the source that this reads';
COMMENT ON COLUMN pipeline.shown_document.kind IS 'Kind of document, as a reviewer corrected it, if so';
COMMENT ON COLUMN pipeline.shown_document.turns IS 'Number of turns';
COMMENT ON COLUMN pipeline.shown_document.title IS 'Headline';
COMMENT ON COLUMN pipeline.shown_document.published_at IS 'Time of publication that the page prints';
COMMENT ON COLUMN pipeline.shown_document.event_date IS 'Day of the event';
COMMENT ON COLUMN pipeline.shown_document.timezone IS 'Time zone of the ministry';
COMMENT ON COLUMN pipeline.shown_document.day IS 'Day of the event, else of publication';

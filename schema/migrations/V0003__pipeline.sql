CREATE TABLE pipeline.attempt (
    attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    step text NOT NULL CHECK (step IN ('clean', 'segment', 'publish')),
    input text NOT NULL,
    input_digest text NOT NULL,
    version text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('done', 'unchanged', 'quarantined', 'refused', 'failed')),
    detail text,
    tries integer NOT NULL DEFAULT 1 CHECK (tries >= 1),
    at timestamptz NOT NULL DEFAULT now(),
    dag_id text,
    run_id text,
    task_id text,
    map_index integer,
    try_number integer,
    CHECK (outcome IN ('done', 'unchanged') OR detail IS NOT NULL)
);
-- One good attempt for each input and version (a segmentation may be published again after another was), and one row for
-- its failures, which counts them.
CREATE UNIQUE INDEX attempt_once ON pipeline.attempt (step, version, input)
    WHERE outcome <> 'failed' AND NOT (step = 'publish' AND outcome = 'done');
CREATE UNIQUE INDEX attempt_failed ON pipeline.attempt (step, version, input) WHERE outcome = 'failed';
CREATE INDEX attempt_published ON pipeline.attempt (input) WHERE step = 'publish';

COMMENT ON TABLE pipeline.attempt IS 'What each step made of each input. The work list is: inputs without a good attempt of the current version';
COMMENT ON COLUMN pipeline.attempt.attempt_id IS 'Key of the attempt; rows of corpus name the attempt that made them';
COMMENT ON COLUMN pipeline.attempt.step IS 'clean (input: a snapshot''s record id), segment (a reading''s id) or publish (a segmentation''s id)';
COMMENT ON COLUMN pipeline.attempt.input IS 'Key of the input';
COMMENT ON COLUMN pipeline.attempt.input_digest IS 'Digest of the input';
COMMENT ON COLUMN pipeline.attempt.version IS 'Version of the step: a number set by hand and a digest of its data files';
COMMENT ON COLUMN pipeline.attempt.outcome IS 'done; unchanged (nothing new in it); quarantined; refused (a check of publish failed); failed (tried again later)';
COMMENT ON COLUMN pipeline.attempt.detail IS 'Why it was quarantined, refused or failed';
COMMENT ON COLUMN pipeline.attempt.tries IS 'How often it failed so; 1 otherwise';
COMMENT ON COLUMN pipeline.attempt.at IS 'When; of failures, the last time';
COMMENT ON COLUMN pipeline.attempt.dag_id IS 'DAG that did it; NULL: the command line';
COMMENT ON COLUMN pipeline.attempt.run_id IS 'Run of that DAG';
COMMENT ON COLUMN pipeline.attempt.task_id IS 'Task of that run';
COMMENT ON COLUMN pipeline.attempt.map_index IS 'Which batch of that task; -1: the task is not mapped';
COMMENT ON COLUMN pipeline.attempt.try_number IS 'Which try of that task';

CREATE TABLE pipeline.quarantine (
    record_id uuid NOT NULL REFERENCES archive.snapshot,
    cleaner text NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    selector text,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    PRIMARY KEY (record_id, cleaner)
);
CREATE INDEX quarantine_by_reason ON pipeline.quarantine (reason);
COMMENT ON TABLE pipeline.quarantine IS 'Snapshots of documents that a cleaner version could not read';
COMMENT ON COLUMN pipeline.quarantine.record_id IS 'The snapshot';
COMMENT ON COLUMN pipeline.quarantine.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN pipeline.quarantine.reason IS 'Code of the reason: unknown_layout, body_missing, field_missing, not_html, nul_bytes, block_page, ...';
COMMENT ON COLUMN pipeline.quarantine.detail IS 'The reason in words';
COMMENT ON COLUMN pipeline.quarantine.selector IS 'Selector that did not hit';
COMMENT ON COLUMN pipeline.quarantine.attempt_id IS 'The attempt that put it here';

COMMENT ON TABLE pipeline.schema_version IS 'Migrations that have been applied (kept by pgmigrate)';
COMMENT ON COLUMN pipeline.schema_version.version IS 'Number of the migration';
COMMENT ON COLUMN pipeline.schema_version.description IS 'Its name';
COMMENT ON COLUMN pipeline.schema_version.type IS 'auto: applied; manual: taken as applied';
COMMENT ON COLUMN pipeline.schema_version.installed_by IS 'Role that applied it';
COMMENT ON COLUMN pipeline.schema_version.installed_on IS 'When';

-- Results of the quality checks, kept over time.
CREATE TABLE pipeline.check_result (
    check_result_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    ministry text,
    language text,
    at timestamptz NOT NULL,
    value double precision,
    low double precision,
    high double precision,
    ok boolean NOT NULL,
    says text NOT NULL,
    run_id text
);
CREATE INDEX check_result_by_name ON pipeline.check_result (name, at DESC);
COMMENT ON TABLE pipeline.check_result IS 'What each quality check found each time (the DAG checks), with the bounds of then';
COMMENT ON COLUMN pipeline.check_result.check_result_id IS 'Number';
COMMENT ON COLUMN pipeline.check_result.name IS 'The check';
COMMENT ON COLUMN pipeline.check_result.ministry IS 'Code of the ministry; NULL: all';
COMMENT ON COLUMN pipeline.check_result.language IS 'Language (BCP 47); NULL: all';
COMMENT ON COLUMN pipeline.check_result.at IS 'When';
COMMENT ON COLUMN pipeline.check_result.value IS 'What was measured or counted; NULL: there was nothing to measure';
COMMENT ON COLUMN pipeline.check_result.low IS 'Lowest value that is well; NULL: no bound';
COMMENT ON COLUMN pipeline.check_result.high IS 'Highest value that is well; NULL: no bound';
COMMENT ON COLUMN pipeline.check_result.ok IS 'Whether it is well';
COMMENT ON COLUMN pipeline.check_result.says IS 'The result in words, with the next step where it is not well';
COMMENT ON COLUMN pipeline.check_result.run_id IS 'The run of the DAG';

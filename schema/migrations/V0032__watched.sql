-- What only Airflow and the archive know, and whoever asks the database whether all is well wants to know.
CREATE TABLE pipeline.schedule_state (
    ministry text PRIMARY KEY,
    paused boolean NOT NULL,
    since timestamptz NOT NULL
);
COMMENT ON TABLE pipeline.schedule_state IS 'Whether Airflow collects a ministry by the clock, where that is not as its module has it. Written by the DAG watch';
COMMENT ON COLUMN pipeline.schedule_state.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.schedule_state.paused IS 'Whether the DAG that collects it is paused';
COMMENT ON COLUMN pipeline.schedule_state.since IS 'Since when that was seen';

CREATE TABLE pipeline.pin_verdict (
    crawl text NOT NULL REFERENCES archive.crawl ON DELETE CASCADE,
    pin text NOT NULL,
    verdict text NOT NULL,
    says text NOT NULL,
    PRIMARY KEY (crawl, pin)
);
COMMENT ON TABLE pipeline.pin_verdict IS 'What became of each pin that a canary asked for';
COMMENT ON COLUMN pipeline.pin_verdict.crawl IS 'The canary''s crawl';
COMMENT ON COLUMN pipeline.pin_verdict.pin IS 'Address and language of the document, or the list';
COMMENT ON COLUMN pipeline.pin_verdict.verdict IS 'holds, source, layout, address, reading, both or unclear (transcripts/canary/compare.py)';
COMMENT ON COLUMN pipeline.pin_verdict.says IS 'What is different, in words';

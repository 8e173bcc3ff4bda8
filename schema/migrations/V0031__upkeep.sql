-- What upkeep measures and verifies: sizes over time, and the archive's files read again.
CREATE TABLE pipeline.measurement (
    day date NOT NULL,
    name text NOT NULL,
    ministry text NOT NULL DEFAULT '',
    language text NOT NULL DEFAULT '',
    value double precision NOT NULL,
    unit text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (name, ministry, language, day)
);
COMMENT ON TABLE pipeline.measurement IS 'Figures over time, one a day: sizes of archive and database, rates of quarantine, review and unknown speakers. Made by the DAG upkeep';
COMMENT ON COLUMN pipeline.measurement.day IS 'The day (UTC)';
COMMENT ON COLUMN pipeline.measurement.name IS 'archive_bytes, archive_files, database_bytes, disk_free_bytes, turns, documents, quarantined, to_review, unknown_share, ...';
COMMENT ON COLUMN pipeline.measurement.ministry IS 'Code of the ministry; empty: all';
COMMENT ON COLUMN pipeline.measurement.language IS 'Language (BCP 47); empty: all';
COMMENT ON COLUMN pipeline.measurement.value IS 'The figure';
COMMENT ON COLUMN pipeline.measurement.unit IS 'bytes, files, documents, share, ...';
COMMENT ON COLUMN pipeline.measurement.at IS 'When it was taken; a later one of the same day replaces it';

CREATE TABLE pipeline.verification (
    file text PRIMARY KEY,
    verified_at timestamptz NOT NULL,
    records integer NOT NULL,
    bytes bigint NOT NULL,
    problem text
);
COMMENT ON TABLE pipeline.verification IS 'When each file of the archive was read again last, and what was wrong with it';
COMMENT ON COLUMN pipeline.verification.file IS 'The file, below the archive''s address';
COMMENT ON COLUMN pipeline.verification.verified_at IS 'When';
COMMENT ON COLUMN pipeline.verification.records IS 'Records that were read and whose digests agree';
COMMENT ON COLUMN pipeline.verification.bytes IS 'Size of the file';
COMMENT ON COLUMN pipeline.verification.problem IS 'What is wrong; NULL: nothing';

-- What is wrong stays so until it is mended, however old it gets; a person takes it, and is reminded of what stays.
ALTER TABLE pipeline.incident
    ADD days date[] NOT NULL DEFAULT '{}',
    ADD taken_by text,
    ADD taken_at timestamptz,
    ADD taken_until timestamptz,
    ADD taken_because text NOT NULL DEFAULT '',
    ADD CONSTRAINT incident_taken_whole CHECK (num_nulls(taken_by, taken_at, taken_until) IN (0, 3));
COMMENT ON COLUMN pipeline.incident.days IS 'Days of the ministry that it is about: each look asks for these again by name, also when they are older than what it looks back, until they are mended or accepted';
COMMENT ON COLUMN pipeline.incident.taken_by IS 'Who takes care of it, by the page Health; NULL: nobody said so, or gave it back';
COMMENT ON COLUMN pipeline.incident.taken_at IS 'When that was said';
COMMENT ON COLUMN pipeline.incident.taken_until IS 'Until when nobody is reminded of it; that it got worse, and that it is over, is told all the same';
COMMENT ON COLUMN pipeline.incident.taken_because IS 'What who took it said; may be empty';
COMMENT ON COLUMN pipeline.incident.told_at IS 'When a person was told last: that it began, that it got worse, or a reminder; NULL: nobody yet, or no channel is set';

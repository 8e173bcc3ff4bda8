-- What was wrong, from when to when, and who was told.
CREATE TABLE pipeline.incident (
    incident_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    ministry text,
    about text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('warn', 'bad')),
    says text NOT NULL,
    next_step text NOT NULL,
    opened_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    closed_at timestamptz,
    told_at timestamptz,
    told_over_at timestamptz,
    since timestamptz,
    told_severity text CHECK (told_severity IN ('warn', 'bad')),
    missed integer NOT NULL DEFAULT 0 CHECK (missed >= 0),
    due_at timestamptz
);
CREATE UNIQUE INDEX incident_open ON pipeline.incident (kind, (coalesce(ministry, '')), about) WHERE closed_at IS NULL;
COMMENT ON TABLE pipeline.incident IS 'What was wrong, from when to when: a finding (transcripts/health/model.py) that one look after the other has seen is one incident';
COMMENT ON COLUMN pipeline.incident.incident_id IS 'Number';
COMMENT ON COLUMN pipeline.incident.kind IS 'freshness, completeness, block, drift, quality, process or storage';
COMMENT ON COLUMN pipeline.incident.ministry IS 'Code of the ministry; NULL: the whole installation';
COMMENT ON COLUMN pipeline.incident.about IS 'What of it: a day, the name of a check';
COMMENT ON COLUMN pipeline.incident.severity IS 'warn: wants a look; bad: wants a person today. The worst so far';
COMMENT ON COLUMN pipeline.incident.says IS 'What is wrong, as it was said last';
COMMENT ON COLUMN pipeline.incident.next_step IS 'What a person does';
COMMENT ON COLUMN pipeline.incident.opened_at IS 'When it was seen first';
COMMENT ON COLUMN pipeline.incident.seen_at IS 'When it was seen last';
COMMENT ON COLUMN pipeline.incident.closed_at IS 'When it was not seen any more; NULL: it is still so';
COMMENT ON COLUMN pipeline.incident.told_at IS 'When a person was told; NULL: nobody yet, or no channel is set';
COMMENT ON COLUMN pipeline.incident.told_over_at IS 'When a person was told that it is over';
COMMENT ON COLUMN pipeline.incident.since IS 'Since when it is so, where the finding knows that; else opened_at says as much as is known';
COMMENT ON COLUMN pipeline.incident.told_severity IS 'As how bad it was told last: what gets worse is told once more';
COMMENT ON COLUMN pipeline.incident.missed IS 'Looks in a row that did not see it; so many as transcripts/data/alarms.toml says close it';
COMMENT ON COLUMN pipeline.incident.due_at IS 'The deadline that had passed, where that opened it: it is over when the day is published, or was given up by a person';

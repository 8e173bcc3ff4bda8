-- What a crawl was for, and what it found odd.
ALTER TABLE archive.crawl
    ADD kind text NOT NULL DEFAULT 'window' CHECK (kind IN ('window', 'recheck', 'canary', 'import')),
    ADD gone integer NOT NULL DEFAULT 0,
    ADD problems jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(problems) = 'array'),
    ADD notices text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN archive.crawl.kind IS 'window: lists and all that they name in its days; recheck: documents that are known, again; canary: a few pinned pages; import: WARC files of others';
COMMENT ON COLUMN archive.crawl.gone IS 'Known documents that the site says are gone (404, 410, a page that says so)';
COMMENT ON COLUMN archive.crawl.problems IS 'What was wrong, each with its outcome, its words, and the list, language and day where it has them';
COMMENT ON COLUMN archive.crawl.notices IS 'What was odd and lost nothing: an entry that stands in the feed only, say';
COMMENT ON COLUMN archive.crawl.listed IS 'Documents to get: listed by the site, planned, or referred to. Equals fetched + unchanged + failed + refused + gone';

ALTER TABLE archive.fate DROP CONSTRAINT fate_fate_check;
ALTER TABLE archive.fate ADD CONSTRAINT fate_fate_check
    CHECK (fate IN ('fetched', 'unchanged', 'failed', 'refused', 'gone'));
COMMENT ON COLUMN archive.fate.fate IS 'fetched, unchanged, failed, refused; gone: no list named it in this crawl, and the site says that it is not there any more';

ALTER TABLE archive.snapshot DROP CONSTRAINT snapshot_purpose_check;
ALTER TABLE archive.snapshot ADD CONSTRAINT snapshot_purpose_check
    CHECK (purpose IN ('robots', 'list', 'feed', 'sitemap', 'document', 'hop'));
COMMENT ON COLUMN archive.snapshot.purpose IS 'What was asked for: a document, a list, a feed, a sitemap, robots.txt; hop: a redirect or a try that was repeated';

ALTER TABLE archive.list_page ADD since date, ADD until date, ADD part text;
COMMENT ON COLUMN archive.list_page.since IS 'First day that the list was asked for; NULL: it cannot be asked by day';
COMMENT ON COLUMN archive.list_page.until IS 'Last day that it was asked for, inclusive';
COMMENT ON COLUMN archive.list_page.part IS 'The section or tag that it was narrowed to; NULL: the whole list';

CREATE FUNCTION pipeline.never_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'rows of pipeline.% are never changed', TG_TABLE_NAME
        USING HINT = 'take a decision back with another one: transcripts gaps undo ID';
END
$$;
COMMENT ON FUNCTION pipeline.never_changed() IS 'Refuses to change or delete rows of a table that only grows';

CREATE TABLE pipeline.decision (
    decision_id text PRIMARY KEY CHECK (decision_id ~ '^[0-9a-f]{16}$'),
    kind text NOT NULL CHECK (kind IN ('accept', 'not_transcript', 'undo')),
    ministry text NOT NULL,
    subject text NOT NULL CHECK (subject IN ('document', 'list', 'day')),
    key text NOT NULL,
    language text NOT NULL,
    day date,
    undoes text,
    by text NOT NULL CHECK (by <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    at timestamptz NOT NULL,
    said_at text NOT NULL,
    CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CHECK (subject = 'document' OR day IS NOT NULL),
    CHECK (kind <> 'not_transcript' OR subject = 'document'),
    CHECK (subject = 'day' OR key <> '')
);
CREATE INDEX decision_by_subject ON pipeline.decision (ministry, subject, key);
CREATE INDEX decision_undone ON pipeline.decision (undoes) WHERE undoes IS NOT NULL;
COMMENT ON TABLE pipeline.decision IS 'What people decided about what is missing or cannot be read. Rows are never changed; each stands in the archive too (decisions/), so that a replay has it';
COMMENT ON COLUMN pipeline.decision.decision_id IS 'Digest of all that it says';
COMMENT ON COLUMN pipeline.decision.kind IS 'accept: this is missing and stays so; not_transcript: this document is none of ours; undo: takes another decision back';
COMMENT ON COLUMN pipeline.decision.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.decision.subject IS 'What it is about: a document, the rest of a list on a day, a whole day';
COMMENT ON COLUMN pipeline.decision.key IS 'The document''s site id (its address where it has none), or the list''s name; empty for a day';
COMMENT ON COLUMN pipeline.decision.language IS 'Language that was asked for; empty: all';
COMMENT ON COLUMN pipeline.decision.day IS 'The day, in the ministry''s time zone; NULL for a document';
COMMENT ON COLUMN pipeline.decision.undoes IS 'The decision that it takes back';
COMMENT ON COLUMN pipeline.decision.by IS 'Who says so';
COMMENT ON COLUMN pipeline.decision.reason IS 'Why';
COMMENT ON COLUMN pipeline.decision.at IS 'When';
COMMENT ON COLUMN pipeline.decision.said_at IS 'When, as it was written down: part of the digest';
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON pipeline.decision
    FOR EACH ROW EXECUTE FUNCTION pipeline.never_changed();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON pipeline.decision
    FOR EACH STATEMENT EXECUTE FUNCTION pipeline.never_changed();

CREATE VIEW pipeline.decision_standing AS
SELECT d.decision_id, d.kind, d.ministry, d.subject, d.key, d.language, d.day, d.by, d.reason, d.at
FROM pipeline.decision d
WHERE d.kind <> 'undo' AND NOT EXISTS (SELECT FROM pipeline.decision u WHERE u.undoes = d.decision_id);
COMMENT ON VIEW pipeline.decision_standing IS 'Decisions that nobody took back';
COMMENT ON COLUMN pipeline.decision_standing.decision_id IS 'Digest of all that it says';
COMMENT ON COLUMN pipeline.decision_standing.kind IS 'accept or not_transcript';
COMMENT ON COLUMN pipeline.decision_standing.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.decision_standing.subject IS 'document, list or day';
COMMENT ON COLUMN pipeline.decision_standing.key IS 'The document''s site id or address, or the list''s name';
COMMENT ON COLUMN pipeline.decision_standing.language IS 'Language that was asked for; empty: all';
COMMENT ON COLUMN pipeline.decision_standing.day IS 'The day; NULL for a document';
COMMENT ON COLUMN pipeline.decision_standing.by IS 'Who says so';
COMMENT ON COLUMN pipeline.decision_standing.reason IS 'Why';
COMMENT ON COLUMN pipeline.decision_standing.at IS 'When';

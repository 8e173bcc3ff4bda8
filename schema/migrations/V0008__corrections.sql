CREATE TABLE corpus.correction (
    correction_id text PRIMARY KEY CHECK (correction_id ~ '^[0-9a-f]{16}$'),
    document_id text NOT NULL CHECK (document_id ~ '^[a-z2-7]{16}$'),
    action text NOT NULL CHECK (action IN ('turn', 'split', 'join', 'kind', 'confirm', 'undo')),
    quote text NOT NULL,
    paragraph integer NOT NULL CHECK (paragraph >= 0),
    which integer NOT NULL,
    among integer NOT NULL CHECK (among >= 0),
    label text NOT NULL,
    changes jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'object'),
    undoes text,
    by text NOT NULL CHECK (by <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    at timestamptz NOT NULL,
    said_at text NOT NULL,
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK (which BETWEEN least(among, 1) AND among)
);
CREATE INDEX correction_by_document ON corpus.correction (document_id);
CREATE INDEX correction_undone ON corpus.correction (undoes) WHERE undoes IS NOT NULL;
COMMENT ON TABLE corpus.correction IS 'What reviewers said of documents. Rows are never changed; each stands in the archive too (corrections/), so that a replay has it, and may come before its document does';
COMMENT ON COLUMN corpus.correction.correction_id IS 'Digest of all that it says';
COMMENT ON COLUMN corpus.correction.document_id IS 'The document (perhaps not read yet: no foreign key)';
COMMENT ON COLUMN corpus.correction.action IS 'turn: sets fields of a turn; split: a turn begins there; join: none does; kind: of the document; confirm: right as it is; undo: takes another correction back';
COMMENT ON COLUMN corpus.correction.quote IS 'The words that stand at its place; empty: it is about the whole document';
COMMENT ON COLUMN corpus.correction.paragraph IS 'Paragraph in which they stood, from 1';
COMMENT ON COLUMN corpus.correction.which IS 'Which of the places with these words is meant, from 1';
COMMENT ON COLUMN corpus.correction.among IS 'At how many places of the text they stood; where that has changed, the correction is lost';
COMMENT ON COLUMN corpus.correction.label IS 'Marker of the turn that a split begins; empty: none';
COMMENT ON COLUMN corpus.correction.changes IS 'What it sets; an empty text says: nobody, nothing';
COMMENT ON COLUMN corpus.correction.undoes IS 'The correction that it takes back';
COMMENT ON COLUMN corpus.correction.by IS 'Who says so';
COMMENT ON COLUMN corpus.correction.reason IS 'Why';
COMMENT ON COLUMN corpus.correction.at IS 'When';
COMMENT ON COLUMN corpus.correction.said_at IS 'When, as the reviewer''s file prints it: part of the digest';

CREATE FUNCTION corpus.never_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'rows of corpus.% are never changed', TG_TABLE_NAME
        USING HINT = 'take a correction back with another one: transcripts correct undo ID';
END
$$;
COMMENT ON FUNCTION corpus.never_changed() IS 'Refuses to change or delete rows of a table that only grows';
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON corpus.correction
    FOR EACH ROW EXECUTE FUNCTION corpus.never_changed();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON corpus.correction
    FOR EACH STATEMENT EXECUTE FUNCTION corpus.never_changed();

CREATE VIEW corpus.correction_standing AS
SELECT c.* FROM corpus.correction c
WHERE c.action <> 'undo' AND NOT EXISTS (SELECT FROM corpus.correction u WHERE u.undoes = c.correction_id);
COMMENT ON VIEW corpus.correction_standing IS 'Corrections that nobody took back';
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT attname, col_description(attrelid, attnum) AS said FROM pg_attribute
        WHERE attrelid = 'corpus.correction'::regclass AND attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN corpus.correction_standing.%I IS %L', one.attname, one.said);
    END LOOP;
END
$$;

CREATE VIEW corpus.correction_state AS
SELECT document_id, left(md5(string_agg(correction_id, ',' ORDER BY correction_id)), 8) AS digest
FROM corpus.correction_standing WHERE action <> 'confirm' GROUP BY document_id;
COMMENT ON VIEW corpus.correction_state IS 'One digest over all corrections that change a document: part of its segmentation''s version, so that a new one makes it anew';
COMMENT ON COLUMN corpus.correction_state.document_id IS 'The document';
COMMENT ON COLUMN corpus.correction_state.digest IS 'The digest';

ALTER TABLE corpus.segmentation ADD kind text CHECK (kind IN
    ('press_conference', 'interview', 'briefing', 'statement', 'remarks', 'announcement', 'title_only', 'other'));
COMMENT ON COLUMN corpus.segmentation.kind IS 'Kind of the document as a reviewer corrected it; NULL: as it was read';
COMMENT ON COLUMN corpus.segmentation.segmenter IS 'Version of the segmenter; after a plus sign the digest of the document''s corrections';
ALTER TABLE corpus.turn ADD corrections text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN corpus.turn.corrections IS 'Corrections that made it what it is';

CREATE OR REPLACE VIEW analysis.transcripts AS
SELECT d.document_id, d.ministry, m.country, d.site_id, d.language, d.address,
    r.title, coalesce(s.kind, r.kind) AS kind, r.published_at, (r.published_at AT TIME ZONE m.timezone)::date AS published_on,
    r.event_date, r.event_place, r.number, r.languages, r.tags, r.unofficial_translation, r.attachments,
    s.turns, s.exchanges, coalesce(w.words, 0) AS words, n.revisions,
    d.first_seen, v.first_seen AS retrieved_at, s.review, r.body, m.terms,
    s.kind IS NOT NULL OR EXISTS (
        SELECT FROM corpus.turn t WHERE t.segmentation_id = p.segmentation_id AND t.corrections <> '{}'
    ) AS corrected
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.revision v USING (revision_id)
LEFT JOIN LATERAL (
    SELECT sum(t.words)::integer AS words FROM corpus.turn t WHERE t.segmentation_id = p.segmentation_id
) AS w ON true
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS revisions FROM corpus.revision o WHERE o.document_id = d.document_id
) AS n;
COMMENT ON COLUMN analysis.transcripts.kind IS 'press_conference, interview, briefing, statement, remarks, announcement, title_only or other; as a reviewer corrected it, if so';
COMMENT ON COLUMN analysis.transcripts.corrected IS 'Whether a reviewer corrected its kind or a turn';

CREATE VIEW analysis.review AS
SELECT d.document_id, d.ministry, d.language, r.title, (r.published_at AT TIME ZONE m.timezone)::date AS published_on,
    s.review AS reasons, c.by IS NOT NULL AS confirmed, c.by AS confirmed_by, c.at AS confirmed_at, c.reason AS confirmed_because,
    d.address, n.state
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
CROSS JOIN LATERAL (
    SELECT md5(r.digest || coalesce(string_agg(concat_ws('|', t.turn_id, t.start_paragraph, t.start_char, t.role, t.kind,
        coalesce(t.label, ''), coalesce(t.speaker, ''), coalesce(t.person, ''), coalesce(t.outlet, '')),
        E'\n' ORDER BY t.ordinal), '')) AS state
    FROM corpus.turn t WHERE t.segmentation_id = s.segmentation_id
) AS n
LEFT JOIN LATERAL (
    SELECT o.by, o.at, o.reason FROM corpus.correction_standing o
    WHERE o.document_id = d.document_id AND o.action = 'confirm' AND o.changes->>'state' = n.state
    ORDER BY o.at DESC LIMIT 1
) AS c ON true
WHERE s.review <> '{}';
COMMENT ON VIEW analysis.review IS 'Documents that a person should look at, and whether somebody has: a change of the text or of a turn opens it again';
COMMENT ON COLUMN analysis.review.document_id IS 'The document';
COMMENT ON COLUMN analysis.review.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.review.language IS 'Language of the document (BCP 47)';
COMMENT ON COLUMN analysis.review.title IS 'Headline';
COMMENT ON COLUMN analysis.review.published_on IS 'Day of publication in the ministry''s time zone';
COMMENT ON COLUMN analysis.review.reasons IS 'doubtful_marker: a turn was made on weak evidence; possible_marker: words that look like a marker were not taken for one; possible_answer, possible_question: a question seems to hold its answer, an answer to end with a question; no_marker: a conversation without any; interview_without_question; correction_lost: a correction found no place';
COMMENT ON COLUMN analysis.review.confirmed IS 'Whether somebody has read it and found it right';
COMMENT ON COLUMN analysis.review.confirmed_by IS 'Who';
COMMENT ON COLUMN analysis.review.confirmed_at IS 'When';
COMMENT ON COLUMN analysis.review.confirmed_because IS 'What they say';
COMMENT ON COLUMN analysis.review.address IS 'Where it stands on the ministry''s site';
COMMENT ON COLUMN analysis.review.state IS 'Digest of text and turns: what a confirmation is about';

CREATE VIEW analysis.corrections AS
SELECT c.correction_id, c.document_id, c.action, c.quote, c.paragraph, c.label, c.changes, c.by, c.reason, c.at,
    (SELECT u.correction_id FROM corpus.correction u WHERE u.undoes = c.correction_id ORDER BY u.at, u.correction_id LIMIT 1)
        AS undone_by,
    array(SELECT t.turn_id FROM corpus.publication p JOIN corpus.turn t USING (segmentation_id)
        WHERE p.document_id = c.document_id AND c.correction_id = ANY (t.corrections) ORDER BY t.ordinal) AS turn_ids
FROM corpus.correction c
WHERE c.action <> 'undo';
COMMENT ON VIEW analysis.corrections IS 'What reviewers put right, taken back or not';
COMMENT ON COLUMN analysis.corrections.correction_id IS 'Its id';
COMMENT ON COLUMN analysis.corrections.document_id IS 'The document';
COMMENT ON COLUMN analysis.corrections.action IS 'turn: sets fields of a turn; split: a turn begins there; join: none does; kind: of the document; confirm: right as it is';
COMMENT ON COLUMN analysis.corrections.quote IS 'The words at its place';
COMMENT ON COLUMN analysis.corrections.paragraph IS 'Paragraph in which they stood, from 1';
COMMENT ON COLUMN analysis.corrections.label IS 'Marker of the turn that a split begins';
COMMENT ON COLUMN analysis.corrections.changes IS 'What it sets';
COMMENT ON COLUMN analysis.corrections.by IS 'Who says so';
COMMENT ON COLUMN analysis.corrections.reason IS 'Why';
COMMENT ON COLUMN analysis.corrections.at IS 'When';
COMMENT ON COLUMN analysis.corrections.undone_by IS 'The correction that took it back; NULL: it stands';
COMMENT ON COLUMN analysis.corrections.turn_ids IS 'Published turns that it made what they are';

CREATE OR REPLACE VIEW analysis.turns AS
SELECT t.turn_id, d.document_id, d.ministry, d.language, r.published_at,
    (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, coalesce(s.kind, r.kind) AS document_kind,
    r.title, t.ordinal, t.label, t.speaker, t.person, t.role, t.kind, t.note, t.addressed_to, t.translated_from,
    t.adding_after, x.exchange, t.text, t.words, t.start_paragraph, t.end_paragraph, t.rule, t.confidence, d.address,
    t.person_id, t.outlet,
    (SELECT o.office FROM analysis.office_on(
        t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS o) AS office,
    (SELECT o.office_of FROM analysis.office_on(
        t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS o) AS office_of,
    t.corrections
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.turn t USING (segmentation_id)
LEFT JOIN corpus.exchange_turn x ON x.segmentation_id = t.segmentation_id AND x.turn = t.ordinal;
COMMENT ON COLUMN analysis.turns.corrections IS 'Corrections of reviewers that made it what it is (analysis.corrections); empty: none';

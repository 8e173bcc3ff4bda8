-- Captures that others made are looked up by address and time.
CREATE INDEX snapshot_by_address ON archive.snapshot (md5(address), fetched_at);

-- The same document in two generations of a site.
ALTER TABLE pipeline.attempt DROP CONSTRAINT attempt_step_check;
ALTER TABLE pipeline.attempt ADD CONSTRAINT attempt_step_check CHECK (step IN ('clean', 'segment', 'publish', 'compare'));
COMMENT ON COLUMN pipeline.attempt.step IS 'clean (input: a snapshot''s record id), segment (a reading''s id), publish (a segmentation''s id) or compare (a published segmentation''s id: with the documents of the site''s other generations)';

CREATE TABLE corpus.likeness (
    alias_id text NOT NULL REFERENCES corpus.document,
    document_id text NOT NULL REFERENCES corpus.document,
    newer integer NOT NULL CHECK (newer >= 0),
    score numeric(4, 3) NOT NULL CHECK (score BETWEEN 0 AND 1),
    evidence jsonb NOT NULL,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    PRIMARY KEY (alias_id, document_id),
    CHECK (alias_id <> document_id)
);
CREATE INDEX likeness_by_document ON corpus.likeness (document_id);
COMMENT ON TABLE corpus.likeness IS 'Two published documents of one ministry and language, in two generations of its site, that are alike enough to be one. What each row says depends on these two alone; corpus.same_document chooses among them';
COMMENT ON COLUMN corpus.likeness.alias_id IS 'The one of the older generation';
COMMENT ON COLUMN corpus.likeness.document_id IS 'The one of the newer generation';
COMMENT ON COLUMN corpus.likeness.newer IS 'Which generation that is: 0 the newest, 1 the one before it';
COMMENT ON COLUMN corpus.likeness.score IS 'How alike they are, 0 to 1';
COMMENT ON COLUMN corpus.likeness.evidence IS 'What the score is made of: number (same, unknown), minutes between their publication, title and text (0 to 1), rule';
COMMENT ON COLUMN corpus.likeness.attempt_id IS 'The attempt that compared them last';

-- People may say that two documents are one, or are not.
ALTER TABLE pipeline.decision ADD other text NOT NULL DEFAULT '';
COMMENT ON COLUMN pipeline.decision.other IS 'Of a pair: the site id of the document of the newer generation; key has that of the older one';
ALTER TABLE pipeline.decision
    DROP CONSTRAINT decision_kind_check,
    DROP CONSTRAINT decision_subject_check,
    DROP CONSTRAINT decision_check1,
    ADD CONSTRAINT decision_kind_check CHECK (kind IN ('accept', 'not_transcript', 'same', 'not_same', 'undo')),
    ADD CONSTRAINT decision_subject_check CHECK (subject IN ('document', 'list', 'day', 'pair')),
    ADD CONSTRAINT decision_check1 CHECK (subject IN ('document', 'pair') OR day IS NOT NULL),
    ADD CONSTRAINT decision_pair CHECK ((subject = 'pair') = (other <> '') AND (subject = 'pair' OR kind NOT IN ('same', 'not_same')));
COMMENT ON COLUMN pipeline.decision.kind IS 'accept: this is missing and stays so; not_transcript: this document is none of ours; same, not_same: these two documents are one, or are not; undo: takes another decision back';
COMMENT ON COLUMN pipeline.decision.subject IS 'What it is about: a document, the rest of a list on a day, a whole day, a pair of documents';
CREATE OR REPLACE VIEW pipeline.decision_standing AS
SELECT d.decision_id, d.kind, d.ministry, d.subject, d.key, d.language, d.day, d.by, d.reason, d.at, d.other
FROM pipeline.decision d
WHERE d.kind <> 'undo' AND NOT EXISTS (SELECT FROM pipeline.decision u WHERE u.undoes = d.decision_id);
COMMENT ON COLUMN pipeline.decision_standing.kind IS 'accept, not_transcript, same or not_same';
COMMENT ON COLUMN pipeline.decision_standing.subject IS 'document, list, day or pair';
COMMENT ON COLUMN pipeline.decision_standing.other IS 'Of a pair: the site id of the document of the newer generation';

-- Where the newer one is the alias of a still newer one, that one is meant (led): by a window, as the planner takes the chosen for
-- one row and would join them with themselves in a loop.
CREATE VIEW corpus.same_document AS
WITH said AS (
    SELECT DISTINCT ON (a.document_id, b.document_id)
        a.document_id AS alias_id, b.document_id, s.kind, s.decision_id
    FROM pipeline.decision_standing s
    JOIN corpus.document a ON a.ministry = s.ministry AND a.site_id = s.key
    JOIN corpus.document b ON b.ministry = s.ministry AND b.site_id = s.other AND b.language = a.language
    WHERE s.subject = 'pair' AND s.language IN ('', a.language)
    ORDER BY a.document_id, b.document_id, s.at DESC, s.decision_id
), pair AS (
    SELECT l.alias_id, l.document_id, l.newer, l.score, l.evidence
    FROM corpus.likeness l
    WHERE NOT EXISTS (
        SELECT FROM said s WHERE s.alias_id = l.alias_id AND (s.document_id = l.document_id OR s.kind = 'same'))
    UNION ALL
    SELECT s.alias_id, s.document_id, 0, 1, jsonb_build_object('rule', 'decision', 'decision', s.decision_id)
    FROM said s WHERE s.kind = 'same'
), aside AS MATERIALIZED (
    SELECT document_id FROM corpus.set_aside UNION SELECT document_id FROM corpus.superseded
), shown AS (
    SELECT p.*, split_part(a.site_id, '/', 1) AS old
    FROM pair p
    JOIN corpus.document a ON a.document_id = p.alias_id
    WHERE NOT EXISTS (SELECT FROM aside x WHERE x.document_id = p.alias_id)
    AND NOT EXISTS (SELECT FROM aside x WHERE x.document_id = p.document_id)
), best AS (
    SELECT *,
        rank() OVER (PARTITION BY alias_id, newer ORDER BY score DESC) AS of_alias,
        count(*) OVER (PARTITION BY alias_id, newer, score) AS as_good_for_alias,
        rank() OVER (PARTITION BY document_id, old ORDER BY score DESC) AS of_document,
        count(*) OVER (PARTITION BY document_id, old, score) AS as_good_for_document
    FROM shown
), chosen AS (
    SELECT DISTINCT ON (alias_id) alias_id, document_id, score, evidence
    FROM best
    WHERE of_alias = 1 AND of_document = 1 AND as_good_for_alias = 1 AND as_good_for_document = 1
    ORDER BY alias_id, newer, score DESC
), placed AS (
    SELECT alias_id AS place, true AS own, chosen.* FROM chosen
    UNION ALL
    SELECT document_id, false, chosen.* FROM chosen
), led AS (
    SELECT *, max(document_id) FILTER (WHERE own) OVER (PARTITION BY place) AS further FROM placed
)
SELECT alias_id, coalesce(further, document_id) AS document_id, score, evidence FROM led WHERE NOT own;
COMMENT ON VIEW corpus.same_document IS 'Documents of an older generation of a site that stand on a newer one too: the newer one is kept, as the ministry keeps that one up and its address still answers. Only where each is the other''s best and only match; a person''s word counts before that';
COMMENT ON COLUMN corpus.same_document.alias_id IS 'The one of the older generation';
COMMENT ON COLUMN corpus.same_document.document_id IS 'The one that is kept: of the newest generation that has it';
COMMENT ON COLUMN corpus.same_document.score IS 'How alike they are, 0 to 1; 1 where a person says so';
COMMENT ON COLUMN corpus.same_document.evidence IS 'What the score is made of, or the decision';

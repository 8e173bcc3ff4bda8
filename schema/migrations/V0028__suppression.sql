-- A document that is taken out of every view and export, because a person says so (transcripts suppress), until it is undone.
ALTER TABLE corpus.hidden DROP CONSTRAINT hidden_because_check, DROP CONSTRAINT hidden_check;
ALTER TABLE corpus.hidden
    ADD CONSTRAINT hidden_because_check CHECK (because IN ('suppressed', 'set_aside', 'superseded', 'same_document')),
    ADD CONSTRAINT hidden_check CHECK ((because IN ('suppressed', 'set_aside')) = (instead IS NULL));
COMMENT ON TABLE corpus.hidden IS 'Documents that analysts do not see. Made by corpus.hide from corpus.suppressed and the views set_aside, superseded and same_document, so that each question need not work them out anew';
COMMENT ON COLUMN corpus.hidden.because IS 'suppressed: a person took it out of every view and export; set_aside: a person says that it is no transcript; superseded: the cleaner at work takes its pages for another document''s; same_document: it stands on a newer generation of the site too. The first of these that holds';

ALTER TABLE pipeline.decision
    DROP CONSTRAINT decision_kind_check,
    DROP CONSTRAINT decision_pair,
    ADD CONSTRAINT decision_kind_check CHECK (kind IN ('accept', 'not_transcript', 'same', 'not_same', 'suppress', 'undo')),
    ADD CONSTRAINT decision_pair CHECK (
        CASE subject WHEN 'pair' THEN other <> '' AND kind <> 'suppress'
            WHEN 'document' THEN kind NOT IN ('same', 'not_same')
                AND CASE kind WHEN 'suppress' THEN other <> '' WHEN 'undo' THEN true ELSE other = '' END
            ELSE other = '' AND kind NOT IN ('same', 'not_same', 'suppress') END);
COMMENT ON COLUMN pipeline.decision.kind IS 'accept: this is missing and stays so; not_transcript: this document is none of ours; same, not_same: these two documents are one, or are not; suppress: this document is in no view and no export; undo: takes another decision back';
COMMENT ON COLUMN pipeline.decision.language IS 'Language that was asked for; empty: all. Where a document is suppressed: the language that it is read in';
COMMENT ON COLUMN pipeline.decision.other IS 'Of a pair: the site id of the document of the newer generation; key has that of the older one. Where a document is suppressed: its id';

-- What is missing and what pairs are: a document that is suppressed is not missing, and its gap is not accepted.
CREATE OR REPLACE VIEW pipeline.decision_standing AS
SELECT d.decision_id, d.kind, d.ministry, d.subject, d.key, d.language, d.day, d.by, d.reason, d.at, d.other
FROM pipeline.decision d
WHERE d.kind NOT IN ('undo', 'suppress') AND NOT EXISTS (SELECT FROM pipeline.decision u WHERE u.undoes = d.decision_id);
COMMENT ON VIEW pipeline.decision_standing IS 'Decisions that nobody took back, but those that suppress a document (pipeline.suppression)';

CREATE VIEW pipeline.suppression AS
SELECT d.decision_id, d.ministry, d.key AS site_id, d.language, d.other AS document_id, d.by, d.reason, d.at
FROM pipeline.decision d
WHERE d.kind = 'suppress' AND NOT EXISTS (SELECT FROM pipeline.decision u WHERE u.undoes = d.decision_id);
COMMENT ON VIEW pipeline.suppression IS 'Documents that a person took out of every view and export, until that is taken back';
COMMENT ON COLUMN pipeline.suppression.decision_id IS 'The decision';
COMMENT ON COLUMN pipeline.suppression.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.suppression.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.suppression.language IS 'The language that it is read in';
COMMENT ON COLUMN pipeline.suppression.document_id IS 'The document; perhaps not here any more by that id';
COMMENT ON COLUMN pipeline.suppression.by IS 'Who says so';
COMMENT ON COLUMN pipeline.suppression.reason IS 'Why';
COMMENT ON COLUMN pipeline.suppression.at IS 'When';

-- A document that is suppressed and set aside keeps its pair: else the other generation's would be shown, with the same words.
CREATE OR REPLACE VIEW corpus.same_document AS
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
    SELECT x.document_id FROM corpus.set_aside x
    WHERE NOT EXISTS (SELECT FROM pipeline.suppression s WHERE s.document_id = x.document_id)
    UNION SELECT document_id FROM corpus.superseded
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

-- The words of a document go where its pages go: to another id where another cleaner tells another language of them, to the other
-- generation of the site where they stand there too.
CREATE FUNCTION corpus.suppressed() RETURNS TABLE (document_id text, decision_id text)
LANGUAGE plpgsql STABLE
AS $$
#variable_conflict use_column
BEGIN
    IF NOT EXISTS (SELECT FROM pipeline.suppression) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE same AS MATERIALIZED (
        SELECT y.alias_id, y.document_id FROM corpus.same_document y
    ), reached AS (
        SELECT s.document_id, s.decision_id FROM pipeline.suppression s
        UNION
        SELECT n.document_id, r.decision_id
        FROM reached r
        CROSS JOIN LATERAL (
            SELECT y.document_id FROM same y WHERE y.alias_id = r.document_id
            UNION ALL
            SELECT y.alias_id FROM same y WHERE y.document_id = r.document_id
            UNION ALL
            SELECT t.document_id FROM (
                SELECT g.record_id FROM pipeline.sighting g WHERE g.document_id = r.document_id
                UNION SELECT i.record_id FROM pipeline.issue i WHERE i.document_id = r.document_id
            ) p JOIN pipeline.sighting t ON t.record_id = p.record_id
        ) n
    )
    SELECT r.document_id, min(r.decision_id) FROM reached r JOIN corpus.document d ON d.document_id = r.document_id GROUP BY 1;
END
$$;
COMMENT ON FUNCTION corpus.suppressed() IS 'Documents whose words are suppressed: those that a decision names, those that any cleaner made of their pages, and the same documents in other generations of the site; with the decision, the first where there are several. SELECT * FROM corpus.suppressed()';

CREATE OR REPLACE FUNCTION corpus.hide() RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    changes integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('hide', 0));
    WITH suppressed AS MATERIALIZED (
        SELECT document_id FROM corpus.suppressed()
    ), found AS (
        SELECT document_id, 'set_aside' AS because, NULL AS instead FROM corpus.set_aside
        UNION ALL
        SELECT s.document_id, 'superseded', s.superseded_by FROM corpus.superseded s
        WHERE NOT EXISTS (SELECT FROM corpus.set_aside x WHERE x.document_id = s.document_id)
        UNION ALL
        SELECT s.alias_id, 'same_document', s.document_id FROM corpus.same_document s
        WHERE NOT EXISTS (SELECT FROM corpus.set_aside x WHERE x.document_id = s.alias_id)
    ), wanted AS (
        SELECT document_id, 'suppressed' AS because, NULL AS instead FROM suppressed
        UNION ALL
        SELECT f.document_id, f.because, f.instead FROM found f
        WHERE NOT EXISTS (SELECT FROM suppressed s WHERE s.document_id = f.document_id)
    ), dropped AS (
        DELETE FROM corpus.hidden h
        WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.document_id = h.document_id)
        RETURNING 1
    ), made AS (
        INSERT INTO corpus.hidden AS h (document_id, because, instead)
        SELECT document_id, because, instead FROM wanted
        ON CONFLICT (document_id) DO UPDATE SET because = excluded.because, instead = excluded.instead
        WHERE (h.because, h.instead) IS DISTINCT FROM (excluded.because, excluded.instead)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM dropped) + (SELECT count(*) FROM made) INTO changes;
    RETURN changes;
END
$$;

-- What reviewers quoted of it goes with it.
CREATE OR REPLACE VIEW analysis.corrections AS
SELECT c.correction_id, c.document_id, c.action, c.quote, c.paragraph, c.label, c.changes, c.by, c.reason, c.at,
    (SELECT u.correction_id FROM corpus.correction u WHERE u.undoes = c.correction_id ORDER BY u.at, u.correction_id LIMIT 1)
        AS undone_by,
    array(SELECT t.turn_id FROM corpus.shown p JOIN corpus.turn t USING (segmentation_id)
        WHERE p.document_id = c.document_id AND c.correction_id = ANY (t.corrections) ORDER BY t.ordinal) AS turn_ids
FROM corpus.correction c
WHERE c.action <> 'undo'
AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = c.document_id AND h.because = 'suppressed')
AND NOT EXISTS (SELECT FROM pipeline.suppression s WHERE s.document_id = c.document_id);

-- What an id is now is asked as before, below a new answer for what is suppressed.
ALTER FUNCTION analysis.resolve(text) SET SCHEMA corpus;
REVOKE EXECUTE ON FUNCTION corpus.resolve(text) FROM analyst;
COMMENT ON FUNCTION corpus.resolve(text) IS 'What an id is now, as analysis.resolve says it of what is not suppressed: SELECT * FROM corpus.resolve(''abcdefghijklmnop2345'')';

CREATE FUNCTION corpus.is_suppressed(key text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    WITH withheld AS (
        SELECT s.document_id FROM pipeline.suppression s
        UNION SELECT h.document_id FROM corpus.hidden h WHERE h.because = 'suppressed'
    )
    SELECT CASE length(key)
        WHEN 16 THEN EXISTS (SELECT FROM withheld w WHERE w.document_id = key)
        WHEN 20 THEN EXISTS (
            SELECT FROM corpus.turn t
            JOIN corpus.segmentation s ON s.segmentation_id = t.segmentation_id
            JOIN corpus.reading r ON r.reading_id = s.reading_id
            JOIN corpus.revision v ON v.revision_id = r.revision_id
            JOIN withheld w ON w.document_id = v.document_id
            WHERE t.turn_id = key
        ) OR EXISTS (
            SELECT FROM corpus.turn_redirect r JOIN withheld w ON w.document_id IN (r.document_id, r.new_document_id, r.home_id)
            WHERE r.turn_id = key
        ) OR EXISTS (
            SELECT FROM withheld w JOIN pipeline.issue i ON i.document_id = w.document_id WHERE i.turn_ids @> ARRAY[key]
        )
        ELSE false END
$$;
COMMENT ON FUNCTION corpus.is_suppressed(text) IS 'Whether an id is that of a document that is suppressed, or of a turn that stood in one: SELECT corpus.is_suppressed(''abcdefghijklmnop'')';

CREATE FUNCTION analysis.resolve(id text) RETURNS TABLE (
    given text, kind text, how text, current_id text, document_id text, ordinal integer, reason text, score numeric,
    changed_at timestamptz, retrieved_at timestamptz, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    key text := lower(regexp_replace(btrim(resolve.id, ' /'), '^.*[/:#]', ''));
BEGIN
    IF key ~ '^([a-z2-7]{16}|[a-z2-7]{20})$' AND corpus.is_suppressed(key) THEN
        RETURN QUERY SELECT key, CASE length(key) WHEN 16 THEN 'document' ELSE 'turn' END, 'hidden', NULL::text,
            CASE length(key) WHEN 16 THEN key END, NULL::integer, 'suppressed', NULL::numeric, NULL::timestamptz, NULL::timestamptz,
            CASE length(key) WHEN 16 THEN 'it is withheld' ELSE 'its document is withheld' END
                || ': whoever runs this installation took it out of every view and export';
    ELSE
        RETURN QUERY SELECT * FROM corpus.resolve(resolve.id);
    END IF;
END
$$;
COMMENT ON FUNCTION analysis.resolve(text) IS 'What an id (or a permanent address) of a document or a turn is now; at least one row, several where a turn was split. how: same (current_id is the id), redirected (current_id has its words now), removed (its words stand nowhere now; analysis.cite still gives them), hidden (a reviewer set the document aside, or it is withheld: suppressed), pending (the next run works it out), unknown. reason: as in analysis.turn_redirects, or why a document is not shown. score: how much of it current_id has. changed_at: when the ministry''s change was first fetched, else when the form of now was published here. retrieved_at: fetch time of the revision that it stands or last stood in. SELECT * FROM analysis.resolve(''abcdefghijklmnop2345''); for a list: SELECT r.* FROM my_ids m, analysis.resolve(m.id) r';
REVOKE EXECUTE ON FUNCTION analysis.resolve(text) FROM PUBLIC;
SELECT corpus.hide();

-- What analysts see of what is published: each document once, and none that a person set aside.
CREATE INDEX attempt_of_clean ON pipeline.attempt (attempt_id) WHERE step = 'clean';

CREATE TABLE corpus.hidden (
    document_id text PRIMARY KEY REFERENCES corpus.document,
    because text NOT NULL CHECK (because IN ('set_aside', 'superseded', 'same_document')),
    instead text REFERENCES corpus.document,
    CHECK ((because = 'set_aside') = (instead IS NULL))
);
CREATE INDEX hidden_instead ON corpus.hidden (instead) WHERE instead IS NOT NULL;
COMMENT ON TABLE corpus.hidden IS 'Published documents that analysts do not see. Made by corpus.hide from the views set_aside, superseded and same_document, so that each question need not work them out anew';
COMMENT ON COLUMN corpus.hidden.document_id IS 'The document';
COMMENT ON COLUMN corpus.hidden.because IS 'set_aside: a person says that it is no transcript; superseded: the cleaner at work takes its pages for another document''s; same_document: it stands on a newer generation of the site too';
COMMENT ON COLUMN corpus.hidden.instead IS 'The document that is shown instead; NULL: none is';

CREATE FUNCTION corpus.hide() RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    changes integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('hide', 0));
    WITH wanted AS (
        SELECT document_id, 'set_aside' AS because, NULL AS instead FROM corpus.set_aside
        UNION ALL
        SELECT s.document_id, 'superseded', s.superseded_by FROM corpus.superseded s
        WHERE NOT EXISTS (SELECT FROM corpus.set_aside x WHERE x.document_id = s.document_id)
        UNION ALL
        SELECT alias_id, 'same_document', document_id FROM corpus.same_document
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
COMMENT ON FUNCTION corpus.hide() IS 'Brings corpus.hidden up to date and returns how many rows changed; where nothing did, nothing is written';

CREATE VIEW corpus.shown AS
SELECT p.document_id, p.segmentation_id, p.attempt_id FROM corpus.publication p
WHERE NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = p.document_id);
COMMENT ON VIEW corpus.shown IS 'What analysts see: the published segmentation of each document that is not hidden';
COMMENT ON COLUMN corpus.shown.document_id IS 'The document';
COMMENT ON COLUMN corpus.shown.segmentation_id IS 'Its published segmentation';
COMMENT ON COLUMN corpus.shown.attempt_id IS 'The attempt that published it';

-- All views of analysts ask for what is shown where they asked for what is published; nothing else of them changes.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT c.oid::regclass AS name, pg_get_viewdef(c.oid) AS query FROM pg_class c
        WHERE c.relnamespace = 'analysis'::regnamespace AND c.relkind = 'v'
        AND pg_get_viewdef(c.oid) LIKE '%corpus.publication %'
    LOOP
        EXECUTE format('CREATE OR REPLACE VIEW %s AS %s', one.name, replace(one.query, 'corpus.publication ', 'corpus.shown '));
    END LOOP;
END
$$;

CREATE OR REPLACE VIEW analysis.transcripts AS
SELECT d.document_id, d.ministry, m.country, d.site_id, d.language, d.address,
    r.title, coalesce(s.kind, r.kind) AS kind, r.published_at, (r.published_at AT TIME ZONE m.timezone)::date AS published_on,
    r.event_date, r.event_place, r.number, r.languages, r.tags, r.unofficial_translation, r.attachments,
    s.turns, s.exchanges, coalesce(w.words, 0) AS words, n.revisions,
    d.first_seen, v.first_seen AS retrieved_at, s.review, r.body, m.terms,
    s.kind IS NOT NULL OR EXISTS (
        SELECT FROM corpus.turn t WHERE t.segmentation_id = p.segmentation_id AND t.corrections <> '{}'
    ) AS corrected,
    g.withdrawn_at,
    array(SELECT h.document_id FROM corpus.hidden h
        WHERE h.instead = d.document_id AND h.because = 'same_document' ORDER BY 1) AS aliases
FROM corpus.shown p
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
) AS n
LEFT JOIN (
    SELECT w.document_id, max(w.withdrawn_at) AS withdrawn_at FROM corpus.withdrawal w
    WHERE w.returned_at IS NULL GROUP BY w.document_id
) AS g ON g.document_id = d.document_id;
COMMENT ON COLUMN analysis.transcripts.withdrawn_at IS 'When the ministry took it off its site (analysis.withdrawals); NULL: it stands there. The text here is the last that we have';
COMMENT ON COLUMN analysis.transcripts.aliases IS 'Ids of the same document in an older generation of the site (analysis.same_documents); empty: none';

CREATE VIEW analysis.same_documents AS
SELECT h.document_id AS alias_id, h.instead AS document_id, a.ministry, a.language, a.site_id AS alias_site_id, a.address AS alias_address,
    d.site_id, d.address, s.score, s.evidence
FROM corpus.hidden h
JOIN corpus.document a ON a.document_id = h.document_id
JOIN corpus.document d ON d.document_id = h.instead
LEFT JOIN corpus.same_document s ON s.alias_id = h.document_id
WHERE h.because = 'same_document';
COMMENT ON VIEW analysis.same_documents IS 'Documents that stand in two generations of a site: the older one leads to the newer one, which is shown';
COMMENT ON COLUMN analysis.same_documents.alias_id IS 'The one of the older generation';
COMMENT ON COLUMN analysis.same_documents.document_id IS 'The one that is shown';
COMMENT ON COLUMN analysis.same_documents.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.same_documents.language IS 'Language of both (BCP 47)';
COMMENT ON COLUMN analysis.same_documents.alias_site_id IS 'The site''s own id of the older one';
COMMENT ON COLUMN analysis.same_documents.alias_address IS 'Where the older one stood';
COMMENT ON COLUMN analysis.same_documents.site_id IS 'The site''s own id of the one that is shown';
COMMENT ON COLUMN analysis.same_documents.address IS 'Where it stands';
COMMENT ON COLUMN analysis.same_documents.score IS 'How alike they are, 0 to 1; 1 where a person says so';
COMMENT ON COLUMN analysis.same_documents.evidence IS 'What the score is made of';

SELECT corpus.hide();

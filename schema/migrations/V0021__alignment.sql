-- Language versions of one event, and which of their turns and exchanges belong together.
CREATE TABLE corpus.version_pair (
    pair_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    segmentation_id bigint NOT NULL REFERENCES corpus.segmentation ON DELETE CASCADE,
    other_id bigint NOT NULL REFERENCES corpus.segmentation ON DELETE CASCADE,
    aligner text NOT NULL,
    rule text NOT NULL CHECK (rule IN ('id', 'number', 'time', 'other')),
    score real NOT NULL CHECK (score BETWEEN 0 AND 1),
    evidence jsonb NOT NULL,
    notices text[] NOT NULL,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    UNIQUE (segmentation_id, other_id),
    CHECK (segmentation_id <> other_id),
    CHECK ((rule = 'other') = (score = 0))
);
CREATE INDEX version_pair_other ON corpus.version_pair (other_id);
CREATE INDEX version_pair_without_id ON corpus.version_pair (pair_id) WHERE rule IN ('number', 'time');
COMMENT ON TABLE corpus.version_pair IS 'Two segmentations, of documents in two languages that may be versions of one event, as they were compared. Each pair stands once, the document with the smaller id first. What a row says depends on the two alone, so it holds as long as both exist, whichever is published';
COMMENT ON COLUMN corpus.version_pair.pair_id IS 'Surrogate key, four bytes: it stands in each pair of turns';
COMMENT ON COLUMN corpus.version_pair.segmentation_id IS 'The one of the document with the smaller id';
COMMENT ON COLUMN corpus.version_pair.other_id IS 'The other one';
COMMENT ON COLUMN corpus.version_pair.aligner IS 'Version of the aligner; a newer one replaces what an older one said';
COMMENT ON COLUMN corpus.version_pair.rule IS 'Why they are versions of one event: id (the site has one id for both), number (the pages print one number), time (one minute, one kind, each offers the other''s language, and the turns agree); other: they are not';
COMMENT ON COLUMN corpus.version_pair.score IS 'How sure that is, 0 to 1; 1: one id, and one number or one time beside it';
COMMENT ON COLUMN corpus.version_pair.evidence IS 'What was compared: id, number (same, differs, unknown), minutes between their publication, offered (how many of the two pages offer the other''s language), kind, turns (share of the shorter version''s that is matched), numbers (how many these share, of how many)';
COMMENT ON COLUMN corpus.version_pair.notices IS 'Bounds that were met: of very long versions not all is compared with all';
COMMENT ON COLUMN corpus.version_pair.attempt_id IS 'The attempt that aligned them';

-- By far the largest table here: 44 bytes a row and 28 in its one index. The other direction is found by the pair too, whose
-- few dozen rows lie together: a second index would cost 28 bytes more a row and save nothing that one could measure.
CREATE TABLE corpus.turn_pair (
    pair_id integer NOT NULL REFERENCES corpus.version_pair ON DELETE CASCADE,
    turn integer NOT NULL CHECK (turn >= 1),
    other_turn integer NOT NULL CHECK (other_turn >= 1),
    score real NOT NULL CHECK (score BETWEEN 0 AND 1),
    PRIMARY KEY (pair_id, turn, other_turn)
);
COMMENT ON TABLE corpus.turn_pair IS 'Turns of two language versions that are the same words. One that is two turns in the other version stands in two rows';
COMMENT ON COLUMN corpus.turn_pair.pair_id IS 'The two versions';
COMMENT ON COLUMN corpus.turn_pair.turn IS 'Ordinal of the turn in the first one';
COMMENT ON COLUMN corpus.turn_pair.other_turn IS 'Ordinal of the turn in the other one';
COMMENT ON COLUMN corpus.turn_pair.score IS 'How likely it is that they are the same words, 0 to 1';

CREATE TABLE corpus.exchange_pair (
    pair_id integer NOT NULL REFERENCES corpus.version_pair ON DELETE CASCADE,
    exchange integer NOT NULL CHECK (exchange >= 1),
    other_exchange integer NOT NULL CHECK (other_exchange >= 1),
    score real NOT NULL CHECK (score BETWEEN 0 AND 1),
    PRIMARY KEY (pair_id, exchange, other_exchange)
);
COMMENT ON TABLE corpus.exchange_pair IS 'Exchanges of two language versions with turns that belong together';
COMMENT ON COLUMN corpus.exchange_pair.pair_id IS 'The two versions';
COMMENT ON COLUMN corpus.exchange_pair.exchange IS 'Ordinal of the exchange in the first one';
COMMENT ON COLUMN corpus.exchange_pair.other_exchange IS 'Ordinal of the exchange in the other one';
COMMENT ON COLUMN corpus.exchange_pair.score IS 'How much of both is matched, 0 to 1, each turn counted by its best pair''s score';

CREATE TABLE corpus.chosen_tie (
    pair_id integer PRIMARY KEY REFERENCES corpus.version_pair ON DELETE CASCADE
);
COMMENT ON TABLE corpus.chosen_tie IS 'Of the ties that are not by the site''s id, those that hold: where neither document is tied as well to another one in the other''s language. Made by corpus.gather';
COMMENT ON COLUMN corpus.chosen_tie.pair_id IS 'The two versions';

CREATE TABLE corpus.event_document (
    document_id text PRIMARY KEY REFERENCES corpus.document,
    event_id text NOT NULL REFERENCES corpus.document
);
CREATE INDEX event_document_by_event ON corpus.event_document (event_id);
COMMENT ON TABLE corpus.event_document IS 'Which event each shown document is of. Made by corpus.gather from the view language_version, so that each question need not work it out anew';
COMMENT ON COLUMN corpus.event_document.document_id IS 'The document';
COMMENT ON COLUMN corpus.event_document.event_id IS 'The event, by the id of that of its documents which was published first';

-- What is to be compared is what is not compared: not what has no attempt, as a pointer may go back to a segmentation that was
-- aligned with other versions than those that are published now.
CREATE VIEW corpus.version_candidate AS
WITH published AS (
    SELECT p.segmentation_id, d.document_id, d.ministry, d.site_id, d.language, r.number, r.published_at, r.languages,
        coalesce(s.kind, r.kind) AS kind
    FROM corpus.publication p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
)
SELECT a.ministry, a.segmentation_id, b.segmentation_id AS other_id
FROM published a JOIN published b ON b.ministry = a.ministry AND b.site_id = a.site_id
WHERE a.document_id COLLATE "C" < b.document_id COLLATE "C" AND a.language <> b.language
UNION ALL
SELECT a.ministry, a.segmentation_id, b.segmentation_id
FROM published a JOIN published b ON b.ministry = a.ministry AND b.number = a.number
WHERE a.document_id COLLATE "C" < b.document_id COLLATE "C" AND a.language <> b.language AND a.site_id <> b.site_id
UNION ALL
SELECT a.ministry, a.segmentation_id, b.segmentation_id
FROM published a JOIN published b ON b.ministry = a.ministry AND b.published_at = a.published_at
WHERE a.document_id COLLATE "C" < b.document_id COLLATE "C" AND a.language <> b.language AND a.site_id <> b.site_id
AND a.kind = b.kind AND a.language = ANY (b.languages) AND b.language = ANY (a.languages) AND (a.number IS NULL OR b.number IS NULL);
COMMENT ON VIEW corpus.version_candidate IS 'Published segmentations in two languages that may be versions of one event: of one ministry, and with one id of the site, one number, or one time of publication and kind where each page offers the other''s language';
COMMENT ON COLUMN corpus.version_candidate.ministry IS 'Code of the ministry';
COMMENT ON COLUMN corpus.version_candidate.segmentation_id IS 'The one of the document with the smaller id';
COMMENT ON COLUMN corpus.version_candidate.other_id IS 'The other one';

CREATE VIEW pipeline.version_pair_key AS
SELECT v.pair_id, a.key || ' | ' || b.key AS key, v.aligner, v.segmentation_id, v.other_id
FROM corpus.version_pair v
JOIN pipeline.segmentation_key a ON a.segmentation_id = v.segmentation_id
JOIN pipeline.segmentation_key b ON b.segmentation_id = v.other_id;
COMMENT ON VIEW pipeline.version_pair_key IS 'Each pair of versions by its natural key: those of the two segmentations';
COMMENT ON COLUMN pipeline.version_pair_key.pair_id IS 'The pair';
COMMENT ON COLUMN pipeline.version_pair_key.key IS 'Its natural key, the same in every database with this content';
COMMENT ON COLUMN pipeline.version_pair_key.aligner IS 'Version of the aligner';
COMMENT ON COLUMN pipeline.version_pair_key.segmentation_id IS 'The first segmentation';
COMMENT ON COLUMN pipeline.version_pair_key.other_id IS 'The other one';

-- Both directions, as two scans without conditions of their own: only so may the planner look up each by its index.
CREATE VIEW corpus.version_side AS
SELECT pair_id, false AS mirrored, segmentation_id, other_id, rule, score, evidence, notices FROM corpus.version_pair
UNION ALL
SELECT pair_id, true, other_id, segmentation_id, rule, score, evidence, notices FROM corpus.version_pair;
COMMENT ON VIEW corpus.version_side IS 'Pairs of versions in both directions';
COMMENT ON COLUMN corpus.version_side.pair_id IS 'The pair';
COMMENT ON COLUMN corpus.version_side.mirrored IS 'Whether this is the direction from the other one to the first';
COMMENT ON COLUMN corpus.version_side.segmentation_id IS 'The one that is looked at';
COMMENT ON COLUMN corpus.version_side.other_id IS 'The other one';
COMMENT ON COLUMN corpus.version_side.rule IS 'Why they are versions of one event; other: they are not';
COMMENT ON COLUMN corpus.version_side.score IS 'How sure that is';
COMMENT ON COLUMN corpus.version_side.evidence IS 'What was compared';
COMMENT ON COLUMN corpus.version_side.notices IS 'Bounds that were met';

CREATE VIEW corpus.turn_pair_side AS
SELECT pair_id, false AS mirrored, turn, other_turn, score FROM corpus.turn_pair
UNION ALL
SELECT pair_id, true, other_turn, turn, score FROM corpus.turn_pair;
COMMENT ON VIEW corpus.turn_pair_side IS 'Pairs of turns in both directions';
COMMENT ON COLUMN corpus.turn_pair_side.pair_id IS 'The two versions';
COMMENT ON COLUMN corpus.turn_pair_side.mirrored IS 'Whether this is the direction from the other one to the first';
COMMENT ON COLUMN corpus.turn_pair_side.turn IS 'Ordinal of the turn that is looked at';
COMMENT ON COLUMN corpus.turn_pair_side.other_turn IS 'Ordinal of the turn in the other version';
COMMENT ON COLUMN corpus.turn_pair_side.score IS 'How likely it is that they are the same words, 0 to 1';

CREATE VIEW corpus.language_version AS
SELECT v.pair_id, v.mirrored, a.document_id, v.segmentation_id, b.document_id AS other_document_id, v.other_id,
    v.rule, v.score, v.evidence, v.notices
FROM corpus.version_side v
JOIN corpus.shown a ON a.segmentation_id = v.segmentation_id
JOIN corpus.shown b ON b.segmentation_id = v.other_id
WHERE v.rule = 'id' OR EXISTS (SELECT FROM corpus.chosen_tie c WHERE c.pair_id = v.pair_id);
COMMENT ON VIEW corpus.language_version IS 'Shown documents that are versions of one event, in both directions';
COMMENT ON COLUMN corpus.language_version.pair_id IS 'The pair';
COMMENT ON COLUMN corpus.language_version.mirrored IS 'Whether this is the direction from the other one to the first';
COMMENT ON COLUMN corpus.language_version.document_id IS 'The document that is looked at';
COMMENT ON COLUMN corpus.language_version.segmentation_id IS 'Its shown segmentation';
COMMENT ON COLUMN corpus.language_version.other_document_id IS 'The version in another language';
COMMENT ON COLUMN corpus.language_version.other_id IS 'Its shown segmentation';
COMMENT ON COLUMN corpus.language_version.rule IS 'Why they are versions of one event: id, number or time';
COMMENT ON COLUMN corpus.language_version.score IS 'How sure that is, 0 to 1';
COMMENT ON COLUMN corpus.language_version.evidence IS 'What was compared';
COMMENT ON COLUMN corpus.language_version.notices IS 'Bounds that were met';

CREATE FUNCTION corpus.gather() RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    chosen integer;
    changes integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('gather', 0));
    WITH other AS (
        SELECT v.pair_id, v.segmentation_id, v.other_id, a.document_id, b.document_id AS other_document_id, v.score
        FROM corpus.version_pair v
        JOIN corpus.shown a ON a.segmentation_id = v.segmentation_id
        JOIN corpus.shown b ON b.segmentation_id = v.other_id
        WHERE v.rule IN ('number', 'time')
    ), wanted AS MATERIALIZED (
        SELECT o.pair_id
        FROM other o
        JOIN corpus.document d ON d.document_id = o.document_id
        JOIN corpus.document e ON e.document_id = o.other_document_id
        WHERE NOT EXISTS (
            SELECT FROM corpus.version_side w
            JOIN corpus.shown c ON c.segmentation_id = w.other_id
            JOIN corpus.document n ON n.document_id = c.document_id
            WHERE w.segmentation_id = o.segmentation_id AND n.language = e.language AND w.pair_id <> o.pair_id
            AND w.rule <> 'other' AND w.score >= o.score)
        AND NOT EXISTS (
            SELECT FROM corpus.version_side w
            JOIN corpus.shown c ON c.segmentation_id = w.other_id
            JOIN corpus.document n ON n.document_id = c.document_id
            WHERE w.segmentation_id = o.other_id AND n.language = d.language AND w.pair_id <> o.pair_id
            AND w.rule <> 'other' AND w.score >= o.score)
    ), dropped AS (
        DELETE FROM corpus.chosen_tie t WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.pair_id = t.pair_id)
        RETURNING 1
    ), made AS (
        INSERT INTO corpus.chosen_tie (pair_id) SELECT pair_id FROM wanted ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM dropped) + (SELECT count(*) FROM made) INTO chosen;

    WITH RECURSIVE tie AS MATERIALIZED (
        SELECT document_id, other_document_id FROM corpus.language_version
    ), reached (document_id, first_id) AS (
        SELECT document_id, document_id FROM corpus.shown
        UNION
        SELECT t.other_document_id, r.first_id
        FROM reached r JOIN tie t ON t.document_id = r.document_id
        WHERE r.first_id COLLATE "C" < t.other_document_id COLLATE "C"
    ), grouped AS (
        SELECT document_id, min(first_id COLLATE "C") AS first_id FROM reached GROUP BY document_id
    ), dated AS (
        SELECT g.first_id, g.document_id, r.published_at
        FROM grouped g
        JOIN corpus.publication p ON p.document_id = g.document_id
        JOIN corpus.segmentation s ON s.segmentation_id = p.segmentation_id
        JOIN corpus.reading r ON r.reading_id = s.reading_id
    ), named AS (
        SELECT DISTINCT ON (first_id) first_id, document_id AS event_id
        FROM dated ORDER BY first_id, published_at NULLS LAST, document_id COLLATE "C"
    ), wanted AS MATERIALIZED (
        SELECT g.document_id, n.event_id FROM grouped g JOIN named n USING (first_id)
    ), dropped AS (
        DELETE FROM corpus.event_document e
        WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.document_id = e.document_id)
        RETURNING 1
    ), made AS (
        INSERT INTO corpus.event_document AS e (document_id, event_id)
        SELECT document_id, event_id FROM wanted
        ON CONFLICT (document_id) DO UPDATE SET event_id = excluded.event_id
        WHERE e.event_id <> excluded.event_id
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM dropped) + (SELECT count(*) FROM made) INTO changes;
    RETURN chosen + changes;
END
$$;
COMMENT ON FUNCTION corpus.gather() IS 'Brings corpus.chosen_tie and corpus.event_document up to date with what is shown and tied, and returns how many rows changed; where nothing did, nothing is written. SELECT corpus.gather()';

CREATE VIEW analysis.turn_pairs AS
SELECT t.turn_id, d.document_id, d.ministry, d.language, t.ordinal, t.role, t.kind, t.person_id, t.person, t.text,
    o.turn_id AS other_turn_id, e.document_id AS other_document_id, e.language AS other_language, o.ordinal AS other_ordinal,
    o.person_id AS other_person_id, o.person AS other_person, o.text AS other_text, p.score
FROM corpus.turn t
JOIN corpus.language_version v ON v.segmentation_id = t.segmentation_id
JOIN corpus.turn_pair_side p ON p.pair_id = v.pair_id AND p.mirrored = v.mirrored AND p.turn = t.ordinal
JOIN corpus.turn o ON o.segmentation_id = v.other_id AND o.ordinal = p.other_turn
JOIN corpus.document d ON d.document_id = v.document_id
JOIN corpus.document e ON e.document_id = v.other_document_id;
COMMENT ON VIEW analysis.turn_pairs IS 'The same turn in two languages, from either: one row for each turn and each turn of another language version that has its words. A turn that was split there stands in several rows. Join it by turn_id: SELECT other_text FROM turn_pairs WHERE turn_id = ... AND other_language = ''en''';
COMMENT ON COLUMN analysis.turn_pairs.turn_id IS 'The turn';
COMMENT ON COLUMN analysis.turn_pairs.document_id IS 'The document it stands in';
COMMENT ON COLUMN analysis.turn_pairs.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.turn_pairs.language IS 'Language of that document (BCP 47)';
COMMENT ON COLUMN analysis.turn_pairs.ordinal IS 'Place in it, from 1';
COMMENT ON COLUMN analysis.turn_pairs.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.turn_pairs.kind IS 'question, answer, statement, remark or interjection';
COMMENT ON COLUMN analysis.turn_pairs.person_id IS 'Who speaks (analysis.people); NULL: not known';
COMMENT ON COLUMN analysis.turn_pairs.person IS 'The name in English; NULL: not known';
COMMENT ON COLUMN analysis.turn_pairs.text IS 'What was said';
COMMENT ON COLUMN analysis.turn_pairs.other_turn_id IS 'The turn in the other language version';
COMMENT ON COLUMN analysis.turn_pairs.other_document_id IS 'The document it stands in';
COMMENT ON COLUMN analysis.turn_pairs.other_language IS 'Language of that document (BCP 47)';
COMMENT ON COLUMN analysis.turn_pairs.other_ordinal IS 'Place in it, from 1';
COMMENT ON COLUMN analysis.turn_pairs.other_person_id IS 'Who speaks there';
COMMENT ON COLUMN analysis.turn_pairs.other_person IS 'The name in English';
COMMENT ON COLUMN analysis.turn_pairs.other_text IS 'What was said, in the other language';
COMMENT ON COLUMN analysis.turn_pairs.score IS 'How likely it is that both are the same words, 0 to 1 (docs/quality.md says how far that holds)';

CREATE VIEW analysis.exchange_pairs AS
SELECT d.document_id, d.ministry, d.language, x.ordinal AS exchange, e.document_id AS other_document_id,
    e.language AS other_language, y.ordinal AS other_exchange, x.reason, y.reason AS other_reason, p.score
FROM corpus.language_version v
JOIN corpus.exchange_pair p ON p.pair_id = v.pair_id
JOIN corpus.exchange x ON x.segmentation_id = v.segmentation_id
    AND x.ordinal = CASE WHEN v.mirrored THEN p.other_exchange ELSE p.exchange END
JOIN corpus.exchange y ON y.segmentation_id = v.other_id
    AND y.ordinal = CASE WHEN v.mirrored THEN p.exchange ELSE p.other_exchange END
JOIN corpus.document d ON d.document_id = v.document_id
JOIN corpus.document e ON e.document_id = v.other_document_id;
COMMENT ON VIEW analysis.exchange_pairs IS 'The same exchange in two languages, from either; the words stand in analysis.exchanges (document_id, ordinal). One whose questions stand in two exchanges of the other version is in several rows';
COMMENT ON COLUMN analysis.exchange_pairs.document_id IS 'The document';
COMMENT ON COLUMN analysis.exchange_pairs.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.exchange_pairs.language IS 'Its language (BCP 47)';
COMMENT ON COLUMN analysis.exchange_pairs.exchange IS 'The exchange (analysis.exchanges.ordinal)';
COMMENT ON COLUMN analysis.exchange_pairs.other_document_id IS 'The document in the other language';
COMMENT ON COLUMN analysis.exchange_pairs.other_language IS 'Its language (BCP 47)';
COMMENT ON COLUMN analysis.exchange_pairs.other_exchange IS 'The exchange there';
COMMENT ON COLUMN analysis.exchange_pairs.reason IS 'Why the exchange has no answer (unanswered, answer_left_out); NULL: it has one';
COMMENT ON COLUMN analysis.exchange_pairs.other_reason IS 'The same of the other one';
COMMENT ON COLUMN analysis.exchange_pairs.score IS 'How much of both is matched, 0 to 1';

CREATE VIEW analysis.language_versions AS
SELECT d.document_id, n.event_id, d.ministry, d.language, r.published_at,
    (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.title, coalesce(s.kind, r.kind) AS kind, d.address,
    r.languages AS offered, coalesce(h.languages, '{}') AS other_languages,
    array(SELECT o.tag FROM unnest(r.languages) AS o (tag)
        WHERE o.tag <> d.language AND NOT o.tag = ANY (coalesce(h.languages, '{}')) ORDER BY 1) AS missing,
    coalesce(h.tied, '[]') AS tied
FROM corpus.shown p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
LEFT JOIN corpus.event_document n ON n.document_id = d.document_id
LEFT JOIN LATERAL (
    SELECT array_agg(o.language ORDER BY o.language) AS languages, jsonb_agg(jsonb_build_object(
        'document_id', o.document_id, 'language', o.language, 'rule', v.rule, 'score', v.score, 'evidence', v.evidence,
        'notices', v.notices) ORDER BY o.language, o.document_id) AS tied
    FROM corpus.language_version v JOIN corpus.document o ON o.document_id = v.other_document_id
    WHERE v.document_id = d.document_id
) AS h ON true;
COMMENT ON VIEW analysis.language_versions IS 'One row for each document, with its event and its versions in other languages';
COMMENT ON COLUMN analysis.language_versions.document_id IS 'The document';
COMMENT ON COLUMN analysis.language_versions.event_id IS 'Its event (analysis.events); NULL: not gathered yet, the next run of process does';
COMMENT ON COLUMN analysis.language_versions.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.language_versions.language IS 'Language of the document (BCP 47)';
COMMENT ON COLUMN analysis.language_versions.published_at IS 'Time of publication as the page prints it';
COMMENT ON COLUMN analysis.language_versions.published_on IS 'Its day in the ministry''s time zone';
COMMENT ON COLUMN analysis.language_versions.title IS 'Headline';
COMMENT ON COLUMN analysis.language_versions.kind IS 'press_conference, interview, briefing, statement, remarks, announcement, title_only or other';
COMMENT ON COLUMN analysis.language_versions.address IS 'Where it stands on the ministry''s site';
COMMENT ON COLUMN analysis.language_versions.offered IS 'Languages on offer by this page';
COMMENT ON COLUMN analysis.language_versions.other_languages IS 'Languages of the versions that are here';
COMMENT ON COLUMN analysis.language_versions.missing IS 'Languages on offer in which no version is here (analysis.missing_translations says more)';
COMMENT ON COLUMN analysis.language_versions.tied IS 'The versions: [{"document_id", "language", "rule", "score", "evidence", "notices"}, ...]. rule: why it is one of them (id, number, time); score: how sure that is, 0 to 1';

CREATE VIEW analysis.events AS
SELECT n.event_id, d.ministry, count(*)::integer AS documents, array_agg(DISTINCT d.language ORDER BY d.language) AS languages,
    array_agg(d.document_id ORDER BY d.language, d.document_id) AS document_ids,
    min(r.published_at) AS first_published_at, max(r.published_at) AS last_published_at,
    min((r.published_at AT TIME ZONE m.timezone)::date) AS first_day, max((r.published_at AT TIME ZONE m.timezone)::date) AS last_day,
    min(r.event_date) AS event_date, min(r.number) AS number,
    (array_agg(coalesce(s.kind, r.kind) ORDER BY r.published_at NULLS LAST, d.document_id))[1] AS kind,
    (array_agg(r.title ORDER BY d.language <> 'en', r.published_at NULLS LAST, d.document_id))[1] AS title
FROM corpus.event_document n
JOIN corpus.shown p USING (document_id)
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
GROUP BY n.event_id, d.ministry;
COMMENT ON VIEW analysis.events IS 'One row for each event: something that happened once and has a page in one or several languages';
COMMENT ON COLUMN analysis.events.event_id IS 'The id of that of its documents which was published first; another one where an earlier one turns up: cite documents';
COMMENT ON COLUMN analysis.events.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.events.documents IS 'Number of its documents';
COMMENT ON COLUMN analysis.events.languages IS 'Their languages (BCP 47)';
COMMENT ON COLUMN analysis.events.document_ids IS 'Their ids, in order of language';
COMMENT ON COLUMN analysis.events.first_published_at IS 'When the first of them was published';
COMMENT ON COLUMN analysis.events.last_published_at IS 'When the last of them was published';
COMMENT ON COLUMN analysis.events.first_day IS 'Day of the first, in the ministry''s time zone';
COMMENT ON COLUMN analysis.events.last_day IS 'Day of the last';
COMMENT ON COLUMN analysis.events.event_date IS 'Day of the event, where a title holds one';
COMMENT ON COLUMN analysis.events.number IS 'Document number, where a page prints one';
COMMENT ON COLUMN analysis.events.kind IS 'Kind of the document that was published first';
COMMENT ON COLUMN analysis.events.title IS 'Headline in English, else in the language that was first';

CREATE VIEW analysis.missing_translations AS
WITH version AS (
    SELECT n.event_id, d.ministry, d.language, d.site_id, r.published_at, coalesce(s.kind, r.kind) AS kind, r.languages, r.title,
        coalesce((r.published_at AT TIME ZONE m.timezone)::date, r.event_date) AS day, d.document_id
    FROM corpus.event_document n
    JOIN corpus.shown p USING (document_id)
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
), counted AS (
    SELECT ministry, kind, language, count(DISTINCT event_id) AS events FROM version GROUP BY ministry, kind, language
), usual AS (
    SELECT c.ministry, c.kind, c.language
    FROM counted c
    JOIN (SELECT ministry, kind, count(DISTINCT event_id) AS events FROM version GROUP BY ministry, kind) a USING (ministry, kind)
    WHERE a.events >= 5 AND c.events >= 0.8 * a.events
), first AS (
    SELECT DISTINCT ON (event_id) event_id, ministry, kind, title, language AS first_language, document_id, day AS first_day,
        published_at AS first_published_at
    FROM version ORDER BY event_id, published_at NULLS LAST, document_id
), wanted AS (
    SELECT event_id, language, bool_or(offered) AS offered
    FROM (
        SELECT v.event_id, o.language, true AS offered FROM version v CROSS JOIN LATERAL unnest(v.languages) AS o (language)
        UNION ALL
        SELECT f.event_id, u.language, false FROM first f JOIN usual u ON u.ministry = f.ministry AND u.kind = f.kind
    ) AS w
    GROUP BY event_id, language
), here AS (
    SELECT event_id, language, min(day) AS day, min(document_id) AS document_id FROM version GROUP BY event_id, language
), seen AS (
    SELECT c.ministry, max(least(c.until, (c.started_at AT TIME ZONE m.timezone)::date)) AS day
    FROM archive.crawl c JOIN corpus.ministry m ON m.code = c.ministry
    WHERE c.outcome IN ('OK', 'EMPTY', 'PARTIAL') GROUP BY c.ministry
)
SELECT f.event_id, f.ministry, f.kind, f.title, w.language, CASE WHEN w.offered THEN 'offered' ELSE 'usual' END AS because,
    CASE WHEN h.event_id IS NULL THEN 'missing' ELSE 'late' END AS state, f.first_language, f.first_published_at,
    f.first_day AS since, h.day AS came_on, coalesce(h.day, greatest(n.day, f.first_day)) - f.first_day AS days_late, h.document_id
FROM wanted w
JOIN first f USING (event_id)
LEFT JOIN here h USING (event_id, language)
LEFT JOIN seen n ON n.ministry = f.ministry
WHERE CASE WHEN h.event_id IS NULL
    THEN NOT EXISTS (
        SELECT FROM version v JOIN corpus.document x ON x.ministry = v.ministry AND x.site_id = v.site_id
        WHERE v.event_id = w.event_id AND x.language = w.language)
    ELSE h.day > f.first_day END;
COMMENT ON VIEW analysis.missing_translations IS 'Translations that are not here, or came on a later day than the first version: one row for each event and language. A page that was withdrawn was there, and is not missing; nor is one that a person set aside';
COMMENT ON COLUMN analysis.missing_translations.event_id IS 'The event (analysis.events)';
COMMENT ON COLUMN analysis.missing_translations.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.missing_translations.kind IS 'Kind of the document that was published first';
COMMENT ON COLUMN analysis.missing_translations.title IS 'Headline of that document';
COMMENT ON COLUMN analysis.missing_translations.language IS 'The language that is missing or late (BCP 47)';
COMMENT ON COLUMN analysis.missing_translations.because IS 'offered: a page of the event has it among its languages; usual: four of five events of this ministry and kind (of five at least) have it';
COMMENT ON COLUMN analysis.missing_translations.state IS 'missing: no version is here; late: it came on a later day';
COMMENT ON COLUMN analysis.missing_translations.first_language IS 'Language of the document that was published first';
COMMENT ON COLUMN analysis.missing_translations.first_published_at IS 'When that was';
COMMENT ON COLUMN analysis.missing_translations.since IS 'Since when the translation is due: the day of the first version, in the ministry''s time zone';
COMMENT ON COLUMN analysis.missing_translations.came_on IS 'The day on which it was published; NULL: not yet';
COMMENT ON COLUMN analysis.missing_translations.days_late IS 'Days from the first version to this one; of one that is missing, to the last day that a crawl of this ministry looked at';
COMMENT ON COLUMN analysis.missing_translations.document_id IS 'The document that came late; NULL: none is here';

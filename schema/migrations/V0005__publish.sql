CREATE TABLE corpus.publication (
    document_id text PRIMARY KEY REFERENCES corpus.document,
    segmentation_id bigint NOT NULL UNIQUE REFERENCES corpus.segmentation,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt
);
COMMENT ON TABLE corpus.publication IS 'Which segmentation of a document analysts see. Only corpus.publish writes here';
COMMENT ON COLUMN corpus.publication.document_id IS 'The document';
COMMENT ON COLUMN corpus.publication.segmentation_id IS 'Its published segmentation';
COMMENT ON COLUMN corpus.publication.attempt_id IS 'The attempt that published it; leads to the DAG run';

CREATE TABLE corpus.turn_search (
    language text NOT NULL,
    segmentation_id bigint NOT NULL,
    ordinal integer NOT NULL,
    document_id text NOT NULL REFERENCES corpus.document,
    day date,
    vector tsvector NOT NULL,
    PRIMARY KEY (language, segmentation_id, ordinal),
    FOREIGN KEY (segmentation_id, ordinal) REFERENCES corpus.turn ON DELETE CASCADE
) PARTITION BY LIST (language);
CREATE TABLE corpus.turn_search_en PARTITION OF corpus.turn_search FOR VALUES IN ('en');
CREATE TABLE corpus.turn_search_ru PARTITION OF corpus.turn_search FOR VALUES IN ('ru');
CREATE TABLE corpus.turn_search_de PARTITION OF corpus.turn_search FOR VALUES IN ('de');
CREATE TABLE corpus.turn_search_fr PARTITION OF corpus.turn_search FOR VALUES IN ('fr');
CREATE TABLE corpus.turn_search_es PARTITION OF corpus.turn_search FOR VALUES IN ('es');
CREATE TABLE corpus.turn_search_pt PARTITION OF corpus.turn_search FOR VALUES IN ('pt');
CREATE TABLE corpus.turn_search_ar PARTITION OF corpus.turn_search FOR VALUES IN ('ar');
CREATE TABLE corpus.turn_search_other PARTITION OF corpus.turn_search DEFAULT;
CREATE INDEX turn_search_words ON corpus.turn_search USING gin (vector);
CREATE INDEX turn_search_days ON corpus.turn_search (day, document_id);
CREATE INDEX turn_search_documents ON corpus.turn_search (document_id);
COMMENT ON TABLE corpus.turn_search IS 'Search vectors of the published turns, a partition a language; made by corpus.publish, and may be made anew from corpus.turn at any time';
COMMENT ON COLUMN corpus.turn_search.language IS 'Language of the document';
COMMENT ON COLUMN corpus.turn_search.segmentation_id IS 'The published segmentation';
COMMENT ON COLUMN corpus.turn_search.ordinal IS 'The turn';
COMMENT ON COLUMN corpus.turn_search.document_id IS 'The document';
COMMENT ON COLUMN corpus.turn_search.day IS 'Day of publication in the ministry''s time zone; else of the event';
COMMENT ON COLUMN corpus.turn_search.vector IS 'The turn''s words, stemmed by the language';
COMMENT ON TABLE corpus.turn_search_en IS 'English';
COMMENT ON TABLE corpus.turn_search_ru IS 'Russian';
COMMENT ON TABLE corpus.turn_search_de IS 'German';
COMMENT ON TABLE corpus.turn_search_fr IS 'French';
COMMENT ON TABLE corpus.turn_search_es IS 'Spanish';
COMMENT ON TABLE corpus.turn_search_pt IS 'Portuguese';
COMMENT ON TABLE corpus.turn_search_ar IS 'Arabic';
COMMENT ON TABLE corpus.turn_search_other IS 'All other languages, unstemmed';

CREATE FUNCTION corpus.only_by_publish() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF current_setting('corpus.publishing', true) IS DISTINCT FROM 'yes' THEN
        RAISE EXCEPTION 'corpus.publication is written by corpus.publish alone'
            USING HINT = 'SELECT * FROM corpus.publish(ARRAY[segmentation_id], version)';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION corpus.only_by_publish() IS 'Refuses writes that do not come from corpus.publish';
CREATE TRIGGER only_by_publish BEFORE INSERT OR UPDATE OR DELETE ON corpus.publication
    FOR EACH STATEMENT EXECUTE FUNCTION corpus.only_by_publish();

CREATE FUNCTION corpus.problems(ids bigint[]) RETURNS TABLE (segmentation bigint, problem text)
LANGUAGE sql STABLE
AS $$
    WITH chosen AS (
        SELECT s.segmentation_id, s.turns, s.exchanges, r.kind, r.body, v.document_id, v.first_seen
        FROM corpus.segmentation s
        JOIN corpus.reading r USING (reading_id)
        JOIN corpus.revision v USING (revision_id)
        WHERE s.segmentation_id = ANY (ids)
    ), tiled AS (
        SELECT segmentation_id, max(end_char) AS reached
        FROM corpus.span WHERE segmentation_id = ANY (ids) GROUP BY segmentation_id
    ), turned AS (
        SELECT segmentation_id, count(*) AS turns, max(ordinal) AS last
        FROM corpus.turn WHERE segmentation_id = ANY (ids) GROUP BY segmentation_id
    ), spoken AS (
        SELECT c.segmentation_id, p.turn,
            translate(string_agg(CASE WHEN p.kind = 'text'
                THEN substr(c.body, p.start_char + 1, p.end_char - p.start_char) ELSE '' END, '' ORDER BY p.start_char),
                E' \n', '') AS letters
        FROM chosen c JOIN corpus.span p USING (segmentation_id)
        WHERE p.turn IS NOT NULL
        GROUP BY c.segmentation_id, p.turn
    ), exchanged AS (
        SELECT x.segmentation_id, count(*) AS exchanges, max(x.ordinal) AS last
        FROM corpus.exchange x WHERE x.segmentation_id = ANY (ids) GROUP BY x.segmentation_id
    ), parted AS (
        SELECT segmentation_id, exchange,
            max(turn) FILTER (WHERE part = 'question') AS asked, min(turn) FILTER (WHERE part = 'answer') AS answered
        FROM corpus.exchange_turn WHERE segmentation_id = ANY (ids) GROUP BY segmentation_id, exchange
    )
    SELECT c.segmentation_id, format('the spans end at character %s of %s', coalesce(t.reached, 0), char_length(c.body))
    FROM chosen c LEFT JOIN tiled t USING (segmentation_id)
    WHERE coalesce(t.reached, 0) <> char_length(c.body)
    UNION ALL
    SELECT c.segmentation_id, format('%s turns are stored, %s were cut', coalesce(t.turns, 0), c.turns)
    FROM chosen c LEFT JOIN turned t USING (segmentation_id)
    WHERE coalesce(t.turns, 0) <> c.turns OR coalesce(t.last, 0) <> c.turns
    UNION ALL
    SELECT t.segmentation_id, format('the words of turn %s are not those of its spans', t.ordinal)
    FROM corpus.turn t LEFT JOIN spoken s ON s.segmentation_id = t.segmentation_id AND s.turn = t.ordinal
    WHERE t.segmentation_id = ANY (ids) AND s.letters IS DISTINCT FROM translate(t.text, E' \n', '')
    UNION ALL
    SELECT c.segmentation_id, format('%s exchanges are stored, %s were tied', coalesce(x.exchanges, 0), c.exchanges)
    FROM chosen c LEFT JOIN exchanged x USING (segmentation_id)
    WHERE coalesce(x.exchanges, 0) <> c.exchanges OR coalesce(x.last, 0) <> c.exchanges
    UNION ALL
    SELECT x.segmentation_id, format('exchange %s has no question before its answers', x.ordinal)
    FROM corpus.exchange x LEFT JOIN parted p ON p.segmentation_id = x.segmentation_id AND p.exchange = x.ordinal
    WHERE x.segmentation_id = ANY (ids) AND (p.asked IS NULL OR p.asked > p.answered)
    UNION ALL
    SELECT c.segmentation_id, format('a document of kind %s has turns', c.kind)
    FROM chosen c WHERE c.kind IN ('announcement', 'title_only') AND c.turns > 0
    UNION ALL
    SELECT c.segmentation_id, 'a newer revision is published already'
    FROM chosen c
    JOIN corpus.publication p USING (document_id)
    JOIN corpus.segmentation s ON s.segmentation_id = p.segmentation_id
    JOIN corpus.reading r ON r.reading_id = s.reading_id
    JOIN corpus.revision v ON v.revision_id = r.revision_id
    WHERE v.first_seen > c.first_seen
$$;
COMMENT ON FUNCTION corpus.problems(bigint[]) IS 'What keeps segmentations from being published: every character of the body in one span, every turn''s words those of its spans, counts that agree, questions before answers, no step back';

CREATE FUNCTION corpus.publish(ids bigint[], version text, provenance jsonb DEFAULT '{}')
RETURNS TABLE (segmentation bigint, problem text)
LANGUAGE plpgsql
AS $$
BEGIN
    -- One process at a time for each document; in order, so that two never wait for one another.
    PERFORM pg_advisory_xact_lock(locks.key) FROM (
        SELECT DISTINCT hashtextextended('publish ' || v.document_id, 0) AS key
        FROM corpus.segmentation s JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id)
        WHERE s.segmentation_id = ANY (ids) ORDER BY 1
    ) AS locks;

    CREATE TEMPORARY TABLE published ON COMMIT DROP AS
        SELECT c.id AS segmentation_id, v.document_id, r.digest, d.language, found.problem,
            coalesce((r.published_at AT TIME ZONE m.timezone)::date, r.event_date) AS day, NULL::bigint AS attempt_id
        FROM unnest(ids) AS c (id)
        JOIN corpus.segmentation s ON s.segmentation_id = c.id
        JOIN corpus.reading r ON r.reading_id = s.reading_id
        JOIN corpus.revision v ON v.revision_id = r.revision_id
        JOIN corpus.document d ON d.document_id = v.document_id
        JOIN corpus.ministry m ON m.code = d.ministry
        LEFT JOIN (
            SELECT p.segmentation, string_agg(p.problem, '; ') AS problem FROM corpus.problems(ids) AS p GROUP BY 1
        ) AS found ON found.segmentation = c.id
        WHERE NOT EXISTS (SELECT FROM corpus.publication p WHERE p.segmentation_id = c.id);

    WITH noted AS (
        INSERT INTO pipeline.attempt
            (step, input, input_digest, version, outcome, detail, dag_id, run_id, task_id, map_index, try_number)
        SELECT 'publish', p.segmentation_id::text, p.digest, publish.version,
            CASE WHEN p.problem IS NULL THEN 'done' ELSE 'refused' END, p.problem,
            provenance->>'dag_id', provenance->>'run_id', provenance->>'task_id',
            (provenance->>'map_index')::integer, (provenance->>'try_number')::integer
        FROM published p
        ON CONFLICT DO NOTHING
        RETURNING attempt_id, input
    )
    UPDATE published p SET attempt_id = noted.attempt_id FROM noted WHERE noted.input = p.segmentation_id::text;

    DELETE FROM corpus.turn_search t USING published p
    WHERE t.document_id = p.document_id AND p.problem IS NULL;

    PERFORM set_config('corpus.publishing', 'yes', true);
    INSERT INTO corpus.publication (document_id, segmentation_id, attempt_id)
    SELECT p.document_id, p.segmentation_id, p.attempt_id FROM published p WHERE p.problem IS NULL
    ON CONFLICT (document_id) DO UPDATE
        SET segmentation_id = excluded.segmentation_id, attempt_id = excluded.attempt_id;
    PERFORM set_config('corpus.publishing', '', true);

    INSERT INTO corpus.turn_search (language, segmentation_id, ordinal, document_id, day, vector)
    SELECT p.language, t.segmentation_id, t.ordinal, p.document_id, p.day, corpus.search_vector(p.language, t.text)
    FROM published p JOIN corpus.turn t USING (segmentation_id)
    WHERE p.problem IS NULL;

    RETURN QUERY SELECT p.segmentation_id, p.problem FROM published p ORDER BY p.segmentation_id;
    DROP TABLE published;
END
$$;
COMMENT ON FUNCTION corpus.publish(bigint[], text, jsonb) IS 'Checks segmentations and shows those without a problem to analysts: the only way to move the pointer. Returns each that was not published before with its problem, NULL: published now';

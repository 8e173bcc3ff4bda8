-- Search for analysts: vectors that know no accents, the words spoken to divide by, and the functions search, kwic,
-- mentions_by_month and word_share.

-- 1. Words to stems -----------------------------------------------------------------------------------------------------

-- By CASE: a regconfig column would block pg_upgrade.
CREATE FUNCTION corpus.search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE split_part(language, '-', 1)
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
        WHEN 'de' THEN 'pg_catalog.german'::regconfig
        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
        WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
        WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END
$$;
COMMENT ON FUNCTION corpus.search_config(text) IS 'The text search configuration of a language (BCP 47 tag); simple (no stems) where there is no stemmer. SELECT corpus.search_config(''ru'')';

-- A character for a character, so that offsets stay: headlines are cut from the words as printed. Angle brackets become
-- blanks, else the parser takes <words> for a tag and leaves them out. Russian: e for e with dots (U+0451), which stems and
-- stop words of older servers do not know. Arabic: ya for alef maqsura (U+0649); its other letters are the stemmer's work.
CREATE FUNCTION corpus.before_stemming(language text, words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE split_part(language, '-', 1)
        WHEN 'ru' THEN replace(replace(w, U&'\0451', U&'\0435'), U&'\0401', U&'\0415')
        WHEN 'ar' THEN replace(w, U&'\0649', U&'\064A')
        ELSE w
    END
    FROM (SELECT CASE WHEN strpos(words, '<') > 0 THEN translate(words, '<>', '  ') ELSE words END) AS bare (w)
$$;
COMMENT ON FUNCTION corpus.before_stemming(text, text) IS 'Words as the stemmer gets them, as many characters as before: letters that readers take for one are one (Russian, Arabic). SELECT corpus.before_stemming(''ru'', text)';

-- After the stemmer, as Romance endings are told by their accents. German umlauts, sharp s and Arabic vowel signs are the
-- stemmers' own work. Lexemes are lower case.
CREATE FUNCTION corpus.after_stemming(language text, lexemes text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN octet_length(lexemes) = length(lexemes) THEN lexemes ELSE CASE split_part(language, '-', 1)
        WHEN 'ru' THEN lexemes
        WHEN 'ar' THEN lexemes
        WHEN 'es' THEN translate(lexemes, U&'\00E1\00E9\00ED\00F3\00FA\00FC\00F1\0301', 'aeiouun')
        WHEN 'pt' THEN translate(lexemes, U&'\00E1\00E0\00E2\00E3\00E9\00EA\00ED\00F3\00F4\00F5\00FA\00FC\00E7\0301', 'aaaaeeiooouuc')
        WHEN 'fr' THEN translate(lexemes, U&'\00E0\00E2\00E4\00E7\00E9\00E8\00EA\00EB\00EE\00EF\00F4\00F6\00F9\00FB\00FC\00FF\0301', 'aaaceeeeiioouuuy')
        ELSE translate(lexemes,
            U&'\00E1\00E0\00E2\00E3\00E4\00E5\00E7\010D\0107\00E9\00E8\00EA\00EB\011B\0119\00ED\00EC\00EE\00EF\0142\00F1\0144\00F3\00F2\00F4\00F5\00F6\00F8\0159\0161\015B\00FA\00F9\00FB\00FC\016F\00FD\00FF\017E\017A\017C\0451\0301',
            U&'aaaaaaccceeeeeeiiiilnnoooooorssuuuuuyyzzz\0435')
    END END
$$;
COMMENT ON FUNCTION corpus.after_stemming(text, text) IS 'Lexemes (a vector or query as text) without accents. SELECT corpus.after_stemming(''fr'', to_tsvector(''french'', text)::text)::tsvector';

-- A vector takes a megabyte of lexemes at most, so that words beyond 200,000 characters of one turn are not searched.
CREATE OR REPLACE FUNCTION corpus.search_vector(language text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN split_part(language, '-', 1) IN ('ru', 'ar') OR octet_length(words) = length(words)
        THEN to_tsvector(corpus.search_config(language), corpus.before_stemming(language, left(words, 200000)))
        ELSE corpus.after_stemming(language, to_tsvector(
            corpus.search_config(language), corpus.before_stemming(language, left(words, 200000)))::text)::tsvector
    END
$$;
COMMENT ON FUNCTION corpus.search_vector(text, text) IS 'The search vector of words (the first 200,000 characters), stemmed by the language (BCP 47 tag), unstemmed where there is no stemmer; without accents. SELECT corpus.search_vector(''fr'', text)';

-- 2. What is searched asks no other table but for the rows that are shown ---------------------------------------------------

DROP INDEX corpus.turn_search_words;
TRUNCATE corpus.turn_search;
ALTER TABLE corpus.turn_search ADD ministry text NOT NULL, ADD person_id text, ADD role text NOT NULL;
COMMENT ON COLUMN corpus.turn_search.ministry IS 'Code of the document''s ministry';
COMMENT ON COLUMN corpus.turn_search.person_id IS 'Who speaks; NULL: nobody whom the data has';
COMMENT ON COLUMN corpus.turn_search.role IS 'The speaker''s role';
COMMENT ON COLUMN corpus.turn_search.vector IS 'The turn''s words, stemmed by the language, without accents';

CREATE TABLE corpus.words_spoken (
    document_id text NOT NULL REFERENCES corpus.document,
    ministry text NOT NULL,
    language text NOT NULL,
    day date,
    person_id text,
    role text NOT NULL,
    turns integer NOT NULL,
    words integer NOT NULL,
    UNIQUE NULLS NOT DISTINCT (document_id, person_id, role)
);
CREATE INDEX words_spoken_days ON corpus.words_spoken (language, day);
COMMENT ON TABLE corpus.words_spoken IS 'How much each speaker says in each published document, to divide counts by; made by corpus.publish, and may be made anew from corpus.turn at any time';
COMMENT ON COLUMN corpus.words_spoken.document_id IS 'The document';
COMMENT ON COLUMN corpus.words_spoken.ministry IS 'Code of its ministry';
COMMENT ON COLUMN corpus.words_spoken.language IS 'Its language';
COMMENT ON COLUMN corpus.words_spoken.day IS 'Its day, as in corpus.turn_search';
COMMENT ON COLUMN corpus.words_spoken.person_id IS 'Who speaks; NULL: all whom the data does not have';
COMMENT ON COLUMN corpus.words_spoken.role IS 'The role in which';
COMMENT ON COLUMN corpus.words_spoken.turns IS 'Turns';
COMMENT ON COLUMN corpus.words_spoken.words IS 'Words of these turns';

-- The one place where rows for analysts' search are made: for documents whose pointer moved, or for all.
CREATE FUNCTION corpus.make_searchable(ids bigint[]) RETURNS void
LANGUAGE sql
AS $$
    DELETE FROM corpus.turn_search t USING corpus.publication p
    WHERE p.segmentation_id = ANY (ids) AND t.document_id = p.document_id;
    DELETE FROM corpus.words_spoken w USING corpus.publication p
    WHERE p.segmentation_id = ANY (ids) AND w.document_id = p.document_id;

    INSERT INTO corpus.turn_search (language, segmentation_id, ordinal, document_id, day, vector, ministry, person_id, role)
    SELECT d.language, t.segmentation_id, t.ordinal, d.document_id,
        coalesce((r.published_at AT TIME ZONE m.timezone)::date, r.event_date), corpus.search_vector(d.language, t.text),
        d.ministry, t.person_id, t.role
    FROM corpus.publication p
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    JOIN corpus.document d ON d.document_id = p.document_id
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.turn t ON t.segmentation_id = p.segmentation_id
    WHERE p.segmentation_id = ANY (ids);

    INSERT INTO corpus.words_spoken (document_id, ministry, language, day, person_id, role, turns, words)
    SELECT d.document_id, d.ministry, d.language,
        coalesce((r.published_at AT TIME ZONE m.timezone)::date, r.event_date), t.person_id, t.role, count(*), sum(t.words)
    FROM corpus.publication p
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    JOIN corpus.document d ON d.document_id = p.document_id
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.turn t ON t.segmentation_id = p.segmentation_id
    WHERE p.segmentation_id = ANY (ids)
    GROUP BY d.document_id, d.ministry, d.language, 4, t.person_id, t.role
$$;
COMMENT ON FUNCTION corpus.make_searchable(bigint[]) IS 'Makes the rows of corpus.turn_search and corpus.words_spoken anew for these published segmentations. SELECT corpus.make_searchable(array_agg(segmentation_id)) FROM corpus.publication';

CREATE OR REPLACE FUNCTION corpus.publish(ids bigint[], version text, provenance jsonb DEFAULT '{}')
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
        SELECT c.id AS segmentation_id, v.document_id, r.digest, found.problem, NULL::bigint AS attempt_id
        FROM unnest(ids) AS c (id)
        JOIN corpus.segmentation s ON s.segmentation_id = c.id
        JOIN corpus.reading r ON r.reading_id = s.reading_id
        JOIN corpus.revision v ON v.revision_id = r.revision_id
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

    PERFORM set_config('corpus.publishing', 'yes', true);
    INSERT INTO corpus.publication (document_id, segmentation_id, attempt_id)
    SELECT p.document_id, p.segmentation_id, p.attempt_id FROM published p WHERE p.problem IS NULL
    ON CONFLICT (document_id) DO UPDATE
        SET segmentation_id = excluded.segmentation_id, attempt_id = excluded.attempt_id;
    PERFORM set_config('corpus.publishing', '', true);

    PERFORM corpus.make_searchable(array(SELECT p.segmentation_id FROM published p WHERE p.problem IS NULL));

    RETURN QUERY SELECT p.segmentation_id, p.problem FROM published p ORDER BY p.segmentation_id;
    DROP TABLE published;
END
$$;

SELECT corpus.make_searchable(array(SELECT segmentation_id FROM corpus.publication));
CREATE INDEX turn_search_words ON corpus.turn_search USING gin (vector);

-- 3. From what an analyst types to a query --------------------------------------------------------------------------------

CREATE FUNCTION corpus.other_accents(language text, word text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    -- Typed with an accent: it may stand in the text without.
    SELECT corpus.after_stemming(language, word) WHERE octet_length(word) <> length(word)
    UNION ALL
    -- Typed without: one of its last vowels may have one, which is where endings have theirs.
    SELECT overlay(word PLACING a.accented FROM i FOR length(a.plain))
    FROM (VALUES
        ('es', 'a', U&'\00E1'), ('es', 'e', U&'\00E9'), ('es', 'i', U&'\00ED'), ('es', 'o', U&'\00F3'), ('es', 'u', U&'\00FA'),
        ('fr', 'a', U&'\00E2'), ('fr', 'e', U&'\00E9'), ('fr', 'e', U&'\00E8'), ('fr', 'i', U&'\00EE'), ('fr', 'u', U&'\00FB'),
        ('pt', 'a', U&'\00E1'), ('pt', 'a', U&'\00E3'), ('pt', 'a', U&'\00E2'), ('pt', 'e', U&'\00E9'), ('pt', 'e', U&'\00EA'),
        ('pt', 'i', U&'\00ED'), ('pt', 'o', U&'\00F3'), ('pt', 'o', U&'\00F4'), ('pt', 'u', U&'\00FA'),
        ('pt', 'cao', U&'\00E7\00E3o'), ('pt', 'coes', U&'\00E7\00F5es'), ('pt', 'oes', U&'\00F5es'),
        ('de', 'ae', U&'\00E4'), ('de', 'oe', U&'\00F6'), ('de', 'ue', U&'\00FC'), ('de', 'ss', U&'\00DF')
    ) AS a (language, plain, accented)
    CROSS JOIN generate_series(greatest(1, length(word) - 7), length(word)) AS i
    WHERE a.language = split_part(other_accents.language, '-', 1) AND substr(word, i, length(a.plain)) = a.plain
    AND octet_length(word) = length(word) AND length(word) > 2
$$;
COMMENT ON FUNCTION corpus.other_accents(text, text) IS 'How else a word that somebody types may be printed: with or without an accent, since the stemmers of Romance languages tell endings by accents. SELECT * FROM corpus.other_accents(''pt'', ''declaracao'')';

CREATE FUNCTION corpus.search_query(language text, words text, phrase boolean DEFAULT false) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET client_min_messages = warning -- Postgres says itself that a query holds only stop words, once for each language
AS $$
DECLARE
    config CONSTANT regconfig := corpus.search_config(language);
    typed CONSTANT text := corpus.before_stemming(language, normalize(words, NFC));
    result tsquery := corpus.after_stemming(language, (CASE WHEN phrase THEN phraseto_tsquery(config, typed)
        ELSE websearch_to_tsquery(config, typed) END)::text)::tsquery;
    word text;
    stem text;
    stems text[];
BEGIN
    IF split_part(language, '-', 1) NOT IN ('es', 'fr', 'pt', 'de') THEN
        RETURN result;
    END IF;
    FOR word IN SELECT DISTINCT w FROM regexp_split_to_table(lower(typed), '[^[:alpha:]]+') AS w WHERE length(w) BETWEEN 2 AND 60 LOOP
        stem := (tsvector_to_array(corpus.search_vector(language, word)))[1];
        SELECT array_agg(DISTINCT s.one) INTO stems
        FROM corpus.other_accents(language, word) AS other (word)
        CROSS JOIN unnest(tsvector_to_array(corpus.search_vector(language, other.word))) AS s (one)
        WHERE s.one <> stem;
        IF stems IS NOT NULL THEN
            result := ts_rewrite(result, quote_literal(stem)::tsquery,
                (SELECT string_agg(quote_literal(s), ' | ') FROM unnest(stem || stems) AS s)::tsquery);
        END IF;
    END LOOP;
    RETURN result;
END
$$;
COMMENT ON FUNCTION corpus.search_query(text, text, boolean) IS 'The query for corpus.turn_search of what somebody types: web-search syntax, or the words in their order. No node (numnode): only stop words. SELECT corpus.search_query(''en'', ''"arms control" -treaty'')';

CREATE FUNCTION corpus.plain_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT corpus.after_stemming('und', regexp_replace(trim(lower(normalize(name, NFC)), ' .'), '[.[:space:]]+', ' ', 'g'))
$$;
COMMENT ON FUNCTION corpus.plain_name(text) IS 'A name to compare: lower case, one blank between words and after initials, no accents. SELECT corpus.plain_name(name) FROM corpus.person_name';

CREATE FUNCTION corpus.asked_speaker(speaker text) RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    wanted CONSTANT text := corpus.plain_name(speaker);
    found text[];
    alike text;
BEGIN
    IF speaker IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(DISTINCT n.person_id) INTO found FROM (
        SELECT p.person_id, p.name FROM corpus.person p UNION ALL SELECT p.person_id, p.person_id FROM corpus.person p
        UNION ALL SELECT p.person_id, p.name FROM corpus.person_name p
    ) AS n WHERE corpus.plain_name(n.name) = wanted;
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    SELECT string_agg(l.person_id, ', ' ORDER BY l.person_id) INTO alike FROM (
        SELECT DISTINCT n.person_id FROM (
            SELECT p.person_id, p.name FROM corpus.person p UNION ALL SELECT p.person_id, p.name FROM corpus.person_name p
        ) AS n
        WHERE wanted <> '' AND string_to_array(corpus.plain_name(n.name), ' ') && string_to_array(wanted, ' ')
        ORDER BY 1 LIMIT 5
    ) AS l;
    RAISE EXCEPTION 'no person is known by the name %', quote_literal(left(speaker, 100)) USING ERRCODE = '22023',
        HINT = CASE WHEN alike IS NULL THEN 'analysis.people has all persons with their names; who is in no data stands in analysis.unknown_speakers'
            ELSE 'Is it one of these: ' || alike || '? analysis.people has all persons with their names' END;
END
$$;
COMMENT ON FUNCTION corpus.asked_speaker(text) IS 'The persons whom an analyst means by an id or a full name in any language; NULL: any. Error 22023 where there is none. SELECT corpus.asked_speaker(''Pavel Drommen'')';

CREATE FUNCTION corpus.asked_languages(language text) RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    ours CONSTANT text[] := '{ar,de,en,es,fr,pt,ru}';
    there text[];
BEGIN
    IF asked_languages.language = ANY (ours) THEN
        RETURN ARRAY[asked_languages.language];
    END IF;
    WITH RECURSIVE other AS (
        SELECT min(o.language) AS tag FROM corpus.turn_search_other o
        UNION ALL
        SELECT (SELECT min(o.language) FROM corpus.turn_search_other o WHERE o.language > other.tag) FROM other WHERE tag IS NOT NULL
    )
    SELECT array_agg(tag ORDER BY tag) INTO there FROM (
        SELECT tag FROM unnest(ours) AS tag WHERE (SELECT true FROM corpus.turn_search t WHERE t.language = tag LIMIT 1)
        UNION ALL SELECT tag FROM other WHERE tag IS NOT NULL
    ) AS tags;
    IF asked_languages.language IS NULL THEN
        RETURN coalesce(there, '{}');
    ELSIF lower(asked_languages.language) = ANY (SELECT lower(tag) FROM unnest(there || ours) AS tag) THEN
        RETURN array(SELECT DISTINCT tag FROM unnest(there || ours) AS tag WHERE lower(tag) = lower(asked_languages.language));
    END IF;
    RAISE EXCEPTION 'no text is in the language %', quote_literal(left(asked_languages.language, 100)) USING ERRCODE = '22023',
        HINT = 'Languages are BCP 47 tags; there are: ' || coalesce(array_to_string(there, ', '), 'none');
END
$$;
COMMENT ON FUNCTION corpus.asked_languages(text) IS 'The languages to search: the one asked for, or all that there are. Error 22023 where there is no text in it. SELECT corpus.asked_languages(''en'')';

CREATE FUNCTION corpus.check_asked(ministry text, since date, until date, most integer, limit_ integer) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM corpus.ministry m WHERE m.code = check_asked.ministry) AND check_asked.ministry IS NOT NULL THEN
        RAISE EXCEPTION 'no ministry has the code %', quote_literal(left(check_asked.ministry, 100)) USING ERRCODE = '22023',
            HINT = 'There are: ' || coalesce((SELECT string_agg(m.code, ', ' ORDER BY m.code) FROM corpus.ministry m), 'none');
    ELSIF since > until THEN
        RAISE EXCEPTION 'since (%) is after until (%)', since, until USING ERRCODE = '22023',
            HINT = 'Both days are inclusive; NULL: no bound';
    ELSIF most IS NULL OR most NOT BETWEEN 1 AND limit_ THEN
        RAISE EXCEPTION 'most is %, but has to lie between 1 and %', coalesce(most::text, 'NULL'), limit_ USING ERRCODE = '22023',
            HINT = 'For all rows at once read the view analysis.turns';
    END IF;
END
$$;
COMMENT ON FUNCTION corpus.check_asked(text, date, date, integer, integer) IS 'Refuses (22023) a ministry that is not there, days the wrong way round, and more rows than allowed. SELECT corpus.check_asked(''sample'', NULL, NULL, 20, 1000)';

CREATE FUNCTION corpus.asked_queries(words text, languages text[], phrase boolean)
RETURNS TABLE (language text, part integer, query tsquery)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF length(words) > 1000 THEN
        RAISE EXCEPTION 'the query has % characters, at most 1000 are taken', length(words) USING ERRCODE = '22023',
            HINT = 'Ask in several queries';
    ELSIF coalesce(words, '') !~ '[[:alnum:]]' THEN
        RAISE NOTICE 'the query is empty: it holds no word';
        RETURN;
    ELSIF phrase AND words ~ '(^|\s)-["[:alpha:]]' THEN
        RAISE EXCEPTION '''%'' says what must not stand there, which only search() can ask', words USING ERRCODE = '22023',
            HINT = 'Here stand words in their order, and alternatives by or';
    END IF;
    RETURN QUERY
    SELECT l.tag, p.n::integer, corpus.search_query(l.tag, p.words, phrase)
    FROM unnest(languages) AS l (tag)
    CROSS JOIN LATERAL (
        SELECT words AS words, 1 AS n WHERE NOT phrase
        UNION ALL
        SELECT t.one, t.n FROM regexp_split_to_table(words, '\s+(?:or|OR)\s+') WITH ORDINALITY AS t (one, n) WHERE phrase
    ) AS p;
END
$$;
COMMENT ON FUNCTION corpus.asked_queries(text, text[], boolean) IS 'What somebody types as a query for each language; with phrase one for each alternative (a OR b). None and a notice where there is no word in it; error 22023 where it is too long, or says with phrase what must not stand there. SELECT * FROM corpus.asked_queries(''arms control'', ''{en,ru}'', false)';

CREATE FUNCTION corpus.searchable(languages text[], queries tsquery[]) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF languages IS NULL THEN
        RETURN false;
    ELSIF NOT EXISTS (SELECT FROM unnest(queries) AS q WHERE numnode(q) > 0) THEN
        RAISE NOTICE 'nothing to search for: these are only stop words (%)', array_to_string(languages, ', ');
        RETURN false;
    ELSIF EXISTS (SELECT FROM unnest(queries) AS q WHERE querytree(q) IN ('T', '') AND numnode(q) > 0) THEN
        RAISE EXCEPTION 'the query says only what must not stand there' USING ERRCODE = '22023',
            HINT = 'Add a word that has to: ''treaty -arms''';
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION corpus.searchable(text[], tsquery[]) IS 'Whether an index can answer these: a notice where they hold only stop words, error 22023 where they hold only what must not stand there. SELECT corpus.searchable(''{en}'', ARRAY[corpus.search_query(''en'', ''arms'')])';

-- 4. Hits -------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION corpus.ranked_hits(of_language text, query tsquery, of_ministry text, persons text[], since date, until date, most integer)
RETURNS TABLE (segmentation_id bigint, ordinal integer, document_id text, day date, rank real, hits bigint)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    WITH hit AS MATERIALIZED (
        SELECT t.segmentation_id, t.ordinal, t.document_id, t.day, ts_rank(t.vector, query) AS rank
        FROM corpus.turn_search t
        WHERE t.language = of_language AND t.vector @@ query
        AND (of_ministry IS NULL OR t.ministry = of_ministry) AND (persons IS NULL OR t.person_id = ANY (persons))
        AND (ranked_hits.since IS NULL OR t.day >= ranked_hits.since) AND (ranked_hits.until IS NULL OR t.day <= ranked_hits.until)
        AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = t.document_id)
    )
    SELECT h.*, (SELECT count(*) FROM hit) FROM hit h
    ORDER BY h.rank DESC, h.day DESC NULLS LAST, h.document_id, h.ordinal LIMIT most;
END
$$;
COMMENT ON FUNCTION corpus.ranked_hits(text, tsquery, text, text[], date, date, integer) IS 'The best hits of one language, and how many there are. Joins nothing that only the rows shown need. SELECT * FROM corpus.ranked_hits(''en'', corpus.search_query(''en'', ''arms control''), NULL, NULL, NULL, NULL, 20)';

CREATE FUNCTION corpus.newest_hits(of_language text, query tsquery, of_ministry text, persons text[], since date, until date, most integer)
RETURNS TABLE (segmentation_id bigint, ordinal integer, document_id text, day date, rank real, hits bigint)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    found bigint;
BEGIN
    -- Backwards through (day, document_id) where the words are frequent, by the words' index where they are rare: the
    -- planner knows from its statistics, asked anew with each query's values.
    RETURN QUERY
    SELECT t.segmentation_id, t.ordinal, t.document_id, t.day, NULL::real, NULL::bigint
    FROM corpus.turn_search t
    WHERE t.language = of_language AND t.vector @@ query AND t.day IS NOT NULL
    AND (of_ministry IS NULL OR t.ministry = of_ministry) AND (persons IS NULL OR t.person_id = ANY (persons))
    AND (newest_hits.since IS NULL OR t.day >= newest_hits.since) AND (newest_hits.until IS NULL OR t.day <= newest_hits.until)
    AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = t.document_id)
    ORDER BY t.day DESC, t.document_id DESC, t.ordinal LIMIT most;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < most AND since IS NULL AND until IS NULL THEN
        RETURN QUERY
        SELECT t.segmentation_id, t.ordinal, t.document_id, t.day, NULL::real, NULL::bigint
        FROM corpus.turn_search t
        WHERE t.language = of_language AND t.vector @@ query AND t.day IS NULL
        AND (of_ministry IS NULL OR t.ministry = of_ministry) AND (persons IS NULL OR t.person_id = ANY (persons))
        AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = t.document_id)
        ORDER BY t.document_id DESC, t.ordinal LIMIT most - found;
    END IF;
END
$$;
COMMENT ON FUNCTION corpus.newest_hits(text, tsquery, text, text[], date, date, integer) IS 'The newest hits of one language. SELECT * FROM corpus.newest_hits(''en'', corpus.search_query(''en'', ''arms control''), NULL, NULL, NULL, NULL, 20)';

-- 5. Where in the words ---------------------------------------------------------------------------------------------------

-- The words' own stems may have accents that those of a query do not have: they are added to it, for this text.
CREATE FUNCTION corpus.query_of_words(language text, words text, query tsquery) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    result tsquery := query;
    stem text;
BEGIN
    IF octet_length(words) <> length(words) AND split_part(language, '-', 1) NOT IN ('ru', 'ar') THEN
        FOR stem IN SELECT v.lexeme FROM unnest(to_tsvector(corpus.search_config(language), words)) AS v
            WHERE octet_length(v.lexeme) <> length(v.lexeme) AND corpus.after_stemming(language, v.lexeme) <> v.lexeme
        LOOP
            result := ts_rewrite(result, quote_literal(corpus.after_stemming(language, stem))::tsquery,
                (quote_literal(corpus.after_stemming(language, stem)) || ' | ' || quote_literal(stem))::tsquery);
        END LOOP;
    END IF;
    RETURN result;
END
$$;
COMMENT ON FUNCTION corpus.query_of_words(text, text, tsquery) IS 'A query such that ts_headline finds in these words (as before stemming) what the index found. SELECT corpus.query_of_words(''fr'', text, corpus.search_query(''fr'', ''securite''))';

CREATE FUNCTION corpus.headline(language text, printed text, query tsquery) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    words CONSTANT text := translate(corpus.before_stemming(language, left(printed, 200000)), U&'\0001\0002\0003', '   ');
    fragments CONSTANT text := ts_headline(corpus.search_config(language), words, corpus.query_of_words(language, words, query),
        U&'StartSel="\0001", StopSel="\0002", FragmentDelimiter="\0003", MaxFragments=2, MaxWords=24, MinWords=10');
    fragment text;
    piece text;
    place integer;
    result text;
BEGIN
    FOREACH fragment IN ARRAY string_to_array(fragments, U&'\0003') LOOP
        place := strpos(words, translate(fragment, U&'\0001\0002', ''));
        result := coalesce(result || ' ... ', '');
        FOR piece IN SELECT p FROM unnest(string_to_array(replace(fragment, U&'\0001', U&'\0002\0001'), U&'\0002')) AS p LOOP
            IF starts_with(piece, U&'\0001') THEN
                result := result || '**' || substr(printed, place, length(piece) - 1) || '**';
                place := place + length(piece) - 1;
            ELSE
                result := result || substr(printed, place, length(piece));
                place := place + length(piece);
            END IF;
        END LOOP;
    END LOOP;
    RETURN regexp_replace(result, '\s+', ' ', 'g');
END
$$;
COMMENT ON FUNCTION corpus.headline(text, text, tsquery) IS 'At most two fragments of the words as printed, what was searched for between **: made for rows that are shown, it costs more than to find them. SELECT corpus.headline(''en'', text, corpus.search_query(''en'', ''arms control''))';

CREATE FUNCTION corpus.places(language text, printed text, query tsquery) RETURNS TABLE (start integer, length integer)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 3
AS $$
DECLARE
    words CONSTANT text := translate(corpus.before_stemming(language, left(printed, 200000)), U&'\0001\0002\0003', '   ');
    -- Outside, marked, outside, marked, ... of all words: made by the server at once, which no regular expression is.
    pieces CONSTANT text[] := string_to_array(translate(ts_headline(corpus.search_config(language), words,
        corpus.query_of_words(language, words, query), U&'StartSel="\0001", StopSel="\0002", HighlightAll=true'), U&'\0002', U&'\0001'), U&'\0001');
    single CONSTANT boolean := query::text !~ '<';
    starts integer[] := '{}';
    ends integer[] := '{}';
    place integer := 1;
    first integer;
    last integer;
BEGIN
    FOR i IN 1 .. cardinality(pieces) LOOP
        IF i % 2 = 0 THEN
            starts := starts || place;
            ends := ends || place + pg_catalog.length(pieces[i]);
        END IF;
        place := place + pg_catalog.length(pieces[i]);
    END LOOP;
    FOR i IN 1 .. cardinality(starts) LOOP
        IF single THEN
            start := starts[i];
            length := ends[i] - starts[i];
            RETURN NEXT;
            CONTINUE;
        END IF;
        -- From each mark to the first one that makes the phrase whole; of those that end together the shortest.
        FOR j IN i .. least(i + 20, cardinality(starts)) LOOP
            CONTINUE WHEN j = i AND pieces[2 * i] !~ '[^[:alpha:]]';
            IF corpus.search_vector(language, substr(words, starts[i], ends[j] - starts[i])) @@ query THEN
                IF last < ends[j] THEN
                    start := first;
                    length := last - first;
                    RETURN NEXT;
                END IF;
                first := starts[i];
                last := ends[j];
                EXIT;
            END IF;
        END LOOP;
    END LOOP;
    IF last IS NOT NULL THEN
        start := first;
        length := last - first;
        RETURN NEXT;
    END IF;
END
$$;
COMMENT ON FUNCTION corpus.places(text, text, tsquery) IS 'Where a word or phrase stands in the words as printed: first character (from 1) and number of characters. SELECT substr(text, start, length) FROM corpus.turn, corpus.places(''en'', text, corpus.search_query(''en'', ''arms control'', true))';

-- 6. Counts -----------------------------------------------------------------------------------------------------------------

CREATE FUNCTION corpus.counted_hits(of_language text, parts tsquery[], of_ministry text, persons text[], since date, until date, "by" text)
RETURNS TABLE (key text, turns bigint, mentions bigint)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    whole CONSTANT tsquery := (SELECT string_agg('(' || part::text || ')', ' | ') FROM unnest(parts) AS part)::tsquery;
    -- A cover of a word or phrase ranks 1 by (1 + the words left out between its first and last).
    gaps CONSTANT integer[] := array(SELECT 1 + coalesce(sum(d[1]::integer - 1), 0) FROM unnest(parts) WITH ORDINALITY AS p (part, n)
        LEFT JOIN LATERAL regexp_matches(p.part::text, '<(\d+)>', 'g') AS d ON true GROUP BY p.n ORDER BY p.n);
BEGIN
    RETURN QUERY
    WITH each AS ( -- by day, as months are made of a few thousand days sooner than of all turns
        SELECT CASE "by" WHEN 'month' THEN t.day END AS day,
            CASE "by" WHEN 'speaker' THEN t.person_id WHEN 'ministry' THEN t.ministry WHEN 'role' THEN t.role
                WHEN 'language' THEN t.language END AS key,
            count(*) AS turns, sum(round(ts_rank_cd('{1,1,1,1}', t.vector, parts[1]) * gaps[1])
                + CASE WHEN cardinality(parts) > 1 THEN
                    (SELECT sum(round(ts_rank_cd('{1,1,1,1}', t.vector, parts[i]) * gaps[i])) FROM generate_series(2, cardinality(parts)) AS i)
                    ELSE 0 END) AS mentions
        FROM corpus.turn_search t
        WHERE t.language = of_language AND t.vector @@ whole
        AND (of_ministry IS NULL OR t.ministry = of_ministry) AND (persons IS NULL OR t.person_id = ANY (persons))
        AND (counted_hits.since IS NULL OR t.day >= counted_hits.since) AND (counted_hits.until IS NULL OR t.day <= counted_hits.until)
        AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = t.document_id)
        GROUP BY 1, 2
    )
    SELECT coalesce(e.key, date_trunc('month', e.day)::date::text), sum(e.turns)::bigint, sum(e.mentions)::bigint FROM each e GROUP BY 1;
END
$$;
COMMENT ON FUNCTION corpus.counted_hits(text, tsquery[], text, text[], date, date, text) IS 'Turns with a word or phrase (any of the parts) and how often it stands there, by month, speaker, ministry, role or language. Of one word in one turn 255 at most count, as vectors keep no more. SELECT * FROM corpus.counted_hits(''en'', ARRAY[corpus.search_query(''en'', ''arms control'', true)], NULL, NULL, NULL, NULL, ''month'')';

CREATE FUNCTION corpus.counted_words(languages text[], of_ministry text, persons text[], since date, until date, "by" text)
RETURNS TABLE (language text, key text, documents bigint, turns bigint, words bigint)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    WITH each AS ( -- a document once for each key
        SELECT w.language, w.document_id, CASE "by" WHEN 'month' THEN w.day END AS day,
            CASE "by" WHEN 'speaker' THEN w.person_id WHEN 'ministry' THEN w.ministry WHEN 'role' THEN w.role
                WHEN 'language' THEN w.language END AS key,
            sum(w.turns) AS turns, sum(w.words) AS words
        FROM corpus.words_spoken w
        WHERE w.language = ANY (languages)
        AND (of_ministry IS NULL OR w.ministry = of_ministry) AND (persons IS NULL OR w.person_id = ANY (persons))
        AND (counted_words.since IS NULL OR w.day >= counted_words.since) AND (counted_words.until IS NULL OR w.day <= counted_words.until)
        AND NOT EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = w.document_id)
        GROUP BY 1, 2, 3, 4
    ), days AS (
        SELECT e.language, e.day, e.key, count(*) AS documents, sum(e.turns) AS turns, sum(e.words) AS words FROM each e GROUP BY 1, 2, 3
    )
    SELECT d.language, coalesce(d.key, date_trunc('month', d.day)::date::text),
        sum(d.documents)::bigint, sum(d.turns)::bigint, sum(d.words)::bigint
    FROM days d GROUP BY 1, 2;
END
$$;
COMMENT ON FUNCTION corpus.counted_words(text[], text, text[], date, date, text) IS 'Documents, turns and words of a selection by language and month, speaker, ministry or role: what counts are divided by. SELECT * FROM corpus.counted_words(''{en}'', NULL, NULL, NULL, NULL, ''month'')';

-- 7. For analysts. Rows have types of their own, as a function's columns may not be named as its arguments are ---------------

CREATE TYPE analysis.search_hit AS (
    turn_id text, document_id text, ministry text, language text, published_on date, title text, ordinal integer,
    speaker text, person text, person_id text, role text, kind text, rank real, hits bigint, headline text, address text);
COMMENT ON TYPE analysis.search_hit IS 'A row of analysis.search';
COMMENT ON COLUMN analysis.search_hit.turn_id IS 'Permanent id of the turn';
COMMENT ON COLUMN analysis.search_hit.document_id IS 'The document it stands in';
COMMENT ON COLUMN analysis.search_hit.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.search_hit.language IS 'Language of the document (BCP 47)';
COMMENT ON COLUMN analysis.search_hit.published_on IS 'Day of publication in the ministry''s time zone; else of the event';
COMMENT ON COLUMN analysis.search_hit.title IS 'Headline of the document';
COMMENT ON COLUMN analysis.search_hit.ordinal IS 'Place of the turn in the document, from 1';
COMMENT ON COLUMN analysis.search_hit.speaker IS 'Speaker as the marker prints the name; NULL: it names nobody';
COMMENT ON COLUMN analysis.search_hit.person IS 'Who that is; NULL: unknown';
COMMENT ON COLUMN analysis.search_hit.person_id IS 'The person, by the id in analysis.people; NULL: not in the data';
COMMENT ON COLUMN analysis.search_hit.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.search_hit.kind IS 'question, answer, statement, remark or interjection';
COMMENT ON COLUMN analysis.search_hit.rank IS 'Higher is better: how often the words stand there, and how near to one another (ts_rank); NULL where sorted by day';
COMMENT ON COLUMN analysis.search_hit.hits IS 'How many turns were found in all languages searched; NULL where sorted by day, as they are not all looked at';
COMMENT ON COLUMN analysis.search_hit.headline IS 'At most two fragments of the words, what was found between **';
COMMENT ON COLUMN analysis.search_hit.address IS 'Where the document stands on the ministry''s site';

CREATE FUNCTION analysis.search(
    query text, language text DEFAULT NULL, ministry text DEFAULT NULL, speaker text DEFAULT NULL,
    since date DEFAULT NULL, until date DEFAULT NULL, sort text DEFAULT 'rank', most integer DEFAULT 20)
RETURNS SETOF analysis.search_hit
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    persons CONSTANT text[] := corpus.asked_speaker(speaker);
    languages text[] := corpus.asked_languages(language);
    queries tsquery[];
BEGIN
    PERFORM corpus.check_asked(ministry, since, until, most, 1000);
    IF sort IS NULL OR sort NOT IN ('rank', 'newest') THEN
        RAISE EXCEPTION 'sort is %, but has to be rank or newest', coalesce(quote_literal(left(sort, 100)), 'NULL')
            USING ERRCODE = '22023', HINT = 'rank: the best first; newest: by day, newest first';
    END IF;
    SELECT array_agg(a.language), array_agg(a.query) INTO languages, queries FROM corpus.asked_queries(query, languages, false) AS a;
    IF NOT corpus.searchable(languages, queries) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH found AS MATERIALIZED (
        SELECT a.tag, a.query, h.* FROM unnest(languages, queries) AS a (tag, query)
        CROSS JOIN LATERAL corpus.ranked_hits(a.tag, a.query, search.ministry, persons, search.since, search.until, most) AS h
        WHERE numnode(a.query) > 0 AND sort = 'rank'
        UNION ALL
        SELECT a.tag, a.query, h.* FROM unnest(languages, queries) AS a (tag, query)
        CROSS JOIN LATERAL corpus.newest_hits(a.tag, a.query, search.ministry, persons, search.since, search.until, most) AS h
        WHERE numnode(a.query) > 0 AND sort = 'newest'
    ), total AS (
        SELECT sum(one.hits)::bigint AS hits FROM (SELECT DISTINCT f.tag, f.hits FROM found f) AS one
    ), best AS MATERIALIZED (
        SELECT * FROM found f ORDER BY f.rank DESC, f.day DESC NULLS LAST, f.document_id DESC, f.ordinal LIMIT most
    )
    SELECT t.turn_id, d.document_id, d.ministry, d.language, b.day, r.title, t.ordinal, t.speaker, t.person, t.person_id,
        t.role, t.kind, b.rank, (SELECT total.hits FROM total), corpus.headline(d.language, t.text, b.query), d.address
    FROM best b
    JOIN corpus.shown p ON p.segmentation_id = b.segmentation_id
    JOIN corpus.document d ON d.document_id = p.document_id
    JOIN corpus.segmentation s ON s.segmentation_id = b.segmentation_id
    JOIN corpus.reading r ON r.reading_id = s.reading_id
    JOIN corpus.turn t ON t.segmentation_id = b.segmentation_id AND t.ordinal = b.ordinal
    ORDER BY b.rank DESC, b.day DESC NULLS LAST, b.document_id DESC, b.ordinal;
END
$$;
REVOKE EXECUTE ON FUNCTION analysis.search(text, text, text, text, date, date, text, integer) FROM PUBLIC;
COMMENT ON FUNCTION analysis.search(text, text, text, text, date, date, text, integer) IS $$Turns with words, the best or the newest first.
query: as in a web search: words that must all stand there, "a phrase", or, -without. Any inflected form and any accents count (docs/search.md).
language: BCP 47 tag; NULL: all, each by its own stems. ministry: code. speaker: person_id or full name in any language (analysis.people).
since, until: days, inclusive. sort: rank or newest. most: rows, 1 to 1000.
SELECT * FROM analysis.search('"arms control" -treaty', 'en', since => '2026-01-01')
SELECT * FROM analysis.search('sanctions', 'en', sort => 'newest', most => 50)
SELECT published_on, person, headline, address FROM analysis.search('ferry or harbour', speaker => 'Anton Velin')$$;

CREATE TYPE analysis.kwic_line AS (
    turn_id text, document_id text, ministry text, language text, published_on date, title text, ordinal integer,
    speaker text, person text, person_id text, role text, kind text, before text, hit text, after text, "position" integer, address text);
COMMENT ON TYPE analysis.kwic_line IS 'A row of analysis.kwic';
COMMENT ON COLUMN analysis.kwic_line.turn_id IS 'Permanent id of the turn';
COMMENT ON COLUMN analysis.kwic_line.document_id IS 'The document it stands in';
COMMENT ON COLUMN analysis.kwic_line.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.kwic_line.language IS 'Language of the document (BCP 47)';
COMMENT ON COLUMN analysis.kwic_line.published_on IS 'Day of publication in the ministry''s time zone; else of the event';
COMMENT ON COLUMN analysis.kwic_line.title IS 'Headline of the document';
COMMENT ON COLUMN analysis.kwic_line.ordinal IS 'Place of the turn in the document, from 1';
COMMENT ON COLUMN analysis.kwic_line.speaker IS 'Speaker as the marker prints the name; NULL: it names nobody';
COMMENT ON COLUMN analysis.kwic_line.person IS 'Who that is; NULL: unknown';
COMMENT ON COLUMN analysis.kwic_line.person_id IS 'The person, by the id in analysis.people; NULL: not in the data';
COMMENT ON COLUMN analysis.kwic_line.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.kwic_line.kind IS 'question, answer, statement, remark or interjection';
COMMENT ON COLUMN analysis.kwic_line.before IS 'Characters before it (line breaks as blanks)';
COMMENT ON COLUMN analysis.kwic_line.hit IS 'The word or phrase as printed';
COMMENT ON COLUMN analysis.kwic_line.after IS 'Characters after it';
COMMENT ON COLUMN analysis.kwic_line."position" IS 'Its first character in the turn''s text, from 1';
COMMENT ON COLUMN analysis.kwic_line.address IS 'Where the document stands on the ministry''s site';

CREATE FUNCTION analysis.kwic(
    term text, width integer DEFAULT 60, language text DEFAULT NULL, ministry text DEFAULT NULL, speaker text DEFAULT NULL,
    since date DEFAULT NULL, until date DEFAULT NULL, most integer DEFAULT 100)
RETURNS SETOF analysis.kwic_line
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    persons CONSTANT text[] := corpus.asked_speaker(speaker);
    languages text[] := corpus.asked_languages(language);
    queries tsquery[];
BEGIN
    PERFORM corpus.check_asked(ministry, since, until, most, 10000);
    IF width IS NULL OR width NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION 'width is %, but has to lie between 1 and 1000', coalesce(width::text, 'NULL') USING ERRCODE = '22023',
            HINT = 'It is the number of characters on each side';
    END IF;
    SELECT array_agg(a.language), array_agg(a.query) INTO languages, queries FROM corpus.asked_queries(term, languages, true) AS a;
    IF NOT corpus.searchable(languages, queries) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT a.tag, a.query FROM unnest(languages, queries) AS a (tag, query) WHERE numnode(a.query) > 0
    ), whole AS (
        SELECT a.tag, string_agg('(' || a.query::text || ')', ' | ')::tsquery AS query FROM asked a GROUP BY a.tag
    ), found AS MATERIALIZED (
        SELECT w.tag, h.* FROM whole w
        CROSS JOIN LATERAL corpus.newest_hits(w.tag, w.query, kwic.ministry, persons, kwic.since, kwic.until, most) AS h
        ORDER BY h.day DESC NULLS LAST, h.document_id DESC, h.ordinal LIMIT most
    )
    SELECT t.turn_id, d.document_id, d.ministry, d.language, f.day, r.title, t.ordinal, t.speaker, t.person, t.person_id,
        t.role, t.kind,
        translate(substr(t.text, greatest(1, l.start - width), least(width, l.start - 1)), E'\n', ' '),
        translate(substr(t.text, l.start, l.length), E'\n', ' '),
        translate(substr(t.text, l.start + l.length, width), E'\n', ' '), l.start, d.address
    FROM found f
    JOIN corpus.shown p ON p.segmentation_id = f.segmentation_id
    JOIN corpus.document d ON d.document_id = p.document_id
    JOIN corpus.segmentation s ON s.segmentation_id = f.segmentation_id
    JOIN corpus.reading r ON r.reading_id = s.reading_id
    JOIN corpus.turn t ON t.segmentation_id = f.segmentation_id AND t.ordinal = f.ordinal
    JOIN asked a ON a.tag = f.tag
    CROSS JOIN LATERAL corpus.places(a.tag, t.text, a.query) AS l
    ORDER BY f.day DESC NULLS LAST, f.document_id DESC, f.ordinal, l.start LIMIT most;
END
$$;
REVOKE EXECUTE ON FUNCTION analysis.kwic(text, integer, text, text, text, date, date, integer) FROM PUBLIC;
COMMENT ON FUNCTION analysis.kwic(text, integer, text, text, text, date, date, integer) IS $$Keyword in context: each place where a word or phrase stands, newest documents first.
term: a word, or words in their order; alternatives by or. Any inflected form and any accents count. width: characters on each side, 1 to 1000.
language, ministry, speaker, since, until: as in analysis.search. most: rows, 1 to 10000.
SELECT before, hit, after FROM analysis.kwic('sanctions', 40, 'en')
SELECT lower(hit), count(*) FROM analysis.kwic('restrictive measures or sanctions', language => 'en', most => 10000) GROUP BY 1 ORDER BY 2 DESC$$;

CREATE TYPE analysis.month_count AS (
    language text, month date, turns_with bigint, mentions bigint, turns bigint, words bigint, per_million numeric);
COMMENT ON TYPE analysis.month_count IS 'A row of analysis.mentions_by_month';
COMMENT ON COLUMN analysis.month_count.language IS 'Language of the documents (BCP 47)';
COMMENT ON COLUMN analysis.month_count.month IS 'First day of the month (of publication, else of the event); NULL: neither is known';
COMMENT ON COLUMN analysis.month_count.turns_with IS 'Turns in which it stands';
COMMENT ON COLUMN analysis.month_count.mentions IS 'How often it stands there';
COMMENT ON COLUMN analysis.month_count.turns IS 'All turns of the selection in that month';
COMMENT ON COLUMN analysis.month_count.words IS 'All words of these, to divide by';
COMMENT ON COLUMN analysis.month_count.per_million IS 'Mentions by a million words';

CREATE FUNCTION analysis.mentions_by_month(
    term text, language text DEFAULT NULL, ministry text DEFAULT NULL, speaker text DEFAULT NULL,
    since date DEFAULT NULL, until date DEFAULT NULL)
RETURNS SETOF analysis.month_count
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    persons CONSTANT text[] := corpus.asked_speaker(speaker);
    languages CONSTANT text[] := corpus.asked_languages(language);
    tags text[];
    queries tsquery[];
BEGIN
    PERFORM corpus.check_asked(ministry, since, until, 1, 1);
    SELECT array_agg(a.language), array_agg(a.query) INTO tags, queries FROM corpus.asked_queries(term, languages, true) AS a;
    IF NOT corpus.searchable(tags, queries) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH asked AS (
        SELECT a.tag, array_agg(a.query) AS parts FROM unnest(tags, queries) AS a (tag, query)
        WHERE numnode(a.query) > 0 GROUP BY a.tag
    ), counted AS MATERIALIZED (
        SELECT a.tag, c.* FROM asked a CROSS JOIN LATERAL corpus.counted_hits(
            a.tag, a.parts, mentions_by_month.ministry, persons, mentions_by_month.since, mentions_by_month.until, 'month') AS c
    )
    SELECT w.language, w.key::date, coalesce(c.turns, 0), coalesce(c.mentions, 0), w.turns, w.words,
        round(coalesce(c.mentions, 0) * 1000000.0 / nullif(w.words, 0), 2)
    FROM corpus.counted_words(array(SELECT a.tag FROM asked a), mentions_by_month.ministry, persons,
        mentions_by_month.since, mentions_by_month.until, 'month') AS w
    LEFT JOIN counted c ON c.tag = w.language AND c.key IS NOT DISTINCT FROM w.key
    ORDER BY w.language, w.key::date NULLS LAST;
END
$$;
REVOKE EXECUTE ON FUNCTION analysis.mentions_by_month(text, text, text, text, date, date) FROM PUBLIC;
COMMENT ON FUNCTION analysis.mentions_by_month(text, text, text, text, date, date) IS $$How often a word or phrase is said, by language and month, with all words spoken to divide by. Months with words and without a mention have 0; months without words (nothing collected, or nothing said: analysis.coverage) have no row.
term: a word, or words in their order; alternatives by or. Any inflected form and any accents count. The others as in analysis.search; they choose what is divided by, too.
SELECT month, mentions, per_million FROM analysis.mentions_by_month('sanctions', 'en')
SELECT month, per_million FROM analysis.mentions_by_month('cease-fire or truce', 'en', speaker => 'Anton Velin', since => '2026-01-01')$$;

CREATE TYPE analysis.share AS (
    key text, name text, documents bigint, turns bigint, words bigint, share numeric,
    turns_with bigint, mentions bigint, mention_share numeric, per_million numeric);
COMMENT ON TYPE analysis.share IS 'A row of analysis.word_share';
COMMENT ON COLUMN analysis.share.key IS 'person_id, code of the ministry, language, role or first day of the month; NULL: speakers whom the data does not have, or no day known';
COMMENT ON COLUMN analysis.share.name IS 'Name of the person or ministry; else as the key';
COMMENT ON COLUMN analysis.share.documents IS 'Documents with words of theirs';
COMMENT ON COLUMN analysis.share.turns IS 'Turns';
COMMENT ON COLUMN analysis.share.words IS 'Words';
COMMENT ON COLUMN analysis.share.share IS 'Their part of all words of the selection, 0 to 1';
COMMENT ON COLUMN analysis.share.turns_with IS 'Turns with the term; NULL: no term was asked for';
COMMENT ON COLUMN analysis.share.mentions IS 'How often the term stands there';
COMMENT ON COLUMN analysis.share.mention_share IS 'Their part of all mentions, 0 to 1; NULL: nobody says it';
COMMENT ON COLUMN analysis.share.per_million IS 'Mentions by a million words of theirs';

CREATE FUNCTION analysis.word_share(
    "by" text DEFAULT 'speaker', term text DEFAULT NULL, language text DEFAULT NULL, ministry text DEFAULT NULL, speaker text DEFAULT NULL,
    since date DEFAULT NULL, until date DEFAULT NULL)
RETURNS SETOF analysis.share
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    persons CONSTANT text[] := corpus.asked_speaker(speaker);
    languages CONSTANT text[] := corpus.asked_languages(language);
    tags text[];
    queries tsquery[];
BEGIN
    PERFORM corpus.check_asked(ministry, since, until, 1, 1);
    IF "by" IS NULL OR "by" NOT IN ('speaker', 'ministry', 'language', 'role', 'month') THEN
        RAISE EXCEPTION 'by is %, but has to be speaker, ministry, language, role or month', coalesce(quote_literal(left("by", 100)), 'NULL')
            USING ERRCODE = '22023', HINT = 'The term comes second: analysis.word_share(''speaker'', ''sanctions'')';
    END IF;
    IF term IS NOT NULL THEN
        SELECT array_agg(a.language), array_agg(a.query) INTO tags, queries FROM corpus.asked_queries(term, languages, true) AS a;
        IF NOT corpus.searchable(tags, queries) THEN
            RETURN;
        END IF;
    END IF;
    RETURN QUERY
    WITH asked AS (
        SELECT a.tag, array_agg(a.query) AS parts FROM unnest(tags, queries) AS a (tag, query)
        WHERE numnode(a.query) > 0 GROUP BY a.tag
    ), counted AS MATERIALIZED (
        SELECT c.key, sum(c.turns)::bigint AS turns, sum(c.mentions)::bigint AS mentions FROM asked a
        CROSS JOIN LATERAL corpus.counted_hits(
            a.tag, a.parts, word_share.ministry, persons, word_share.since, word_share.until, "by") AS c
        GROUP BY c.key
    ), said AS MATERIALIZED (
        SELECT w.key, sum(w.documents)::bigint AS documents, sum(w.turns)::bigint AS turns, sum(w.words)::bigint AS words
        FROM corpus.counted_words(languages, word_share.ministry, persons, word_share.since, word_share.until, "by") AS w
        GROUP BY w.key
    )
    SELECT s.key, CASE "by" WHEN 'speaker' THEN (SELECT p.name FROM corpus.person p WHERE p.person_id = s.key)
            WHEN 'ministry' THEN (SELECT m.name FROM corpus.ministry m WHERE m.code = s.key) ELSE s.key END,
        s.documents, s.turns, s.words, round(s.words / nullif(sum(s.words) OVER (), 0), 6),
        CASE WHEN term IS NOT NULL THEN coalesce(c.turns, 0) END, CASE WHEN term IS NOT NULL THEN coalesce(c.mentions, 0) END,
        round(coalesce(c.mentions, 0) / nullif(sum(c.mentions) OVER (), 0), 6),
        CASE WHEN term IS NOT NULL THEN round(coalesce(c.mentions, 0) * 1000000.0 / nullif(s.words, 0), 2) END
    FROM said s LEFT JOIN counted c ON c.key IS NOT DISTINCT FROM s.key
    ORDER BY CASE WHEN "by" = 'month' THEN s.key END, coalesce(c.mentions, 0) DESC, s.words DESC, s.key;
END
$$;
REVOKE EXECUTE ON FUNCTION analysis.word_share(text, text, text, text, text, date, date) FROM PUBLIC;
COMMENT ON FUNCTION analysis.word_share(text, text, text, text, text, date, date) IS $$Who speaks how much, and who says a term how often: a row for each speaker, ministry, language, role or month (by) of the selection. Speakers whom the data does not have are one row without key; by month and by role they count as all do.
term: as in analysis.kwic; without one the last four columns are NULL. The others as in analysis.search.
SELECT name, words, share FROM analysis.word_share(language => 'en')
SELECT name, mentions, mention_share, per_million FROM analysis.word_share('speaker', 'sanctions', 'en', since => '2026-01-01')
SELECT key, share FROM analysis.word_share('role', language => 'ru')$$;

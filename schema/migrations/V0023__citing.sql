-- Every id that analysts were shown leads somewhere for good, and every document and turn can be cited.

CREATE TABLE pipeline.setting (
    name text PRIMARY KEY CHECK (name IN ('address')),
    value text NOT NULL CHECK (value <> '')
);
COMMENT ON TABLE pipeline.setting IS 'Settings that the database itself has to know; written by transcripts migrate from its environment';
COMMENT ON COLUMN pipeline.setting.name IS 'address: where this installation is served for good (TRANSCRIPTS_ADDRESS)';
COMMENT ON COLUMN pipeline.setting.value IS 'Its value';

-- What was shown to analysts, so that a database that is made anew by a newer cleaner or segmenter still knows the old ids.
CREATE TABLE pipeline.issue_file (
    file text PRIMARY KEY CHECK (file ~ '^[0-9a-f]{16}$')
);
COMMENT ON TABLE pipeline.issue_file IS 'Files of the archive (issued/) whose issues are here';
COMMENT ON COLUMN pipeline.issue_file.file IS 'Name of the file: the digest of what it says';

CREATE TABLE pipeline.issue (
    issue_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id text NOT NULL CHECK (document_id ~ '^[a-z2-7]{16}$'),
    record_id uuid NOT NULL,
    cleaner text NOT NULL,
    segmenter text NOT NULL,
    body text NOT NULL,
    turn_ids text[] NOT NULL,
    starts integer[] NOT NULL,
    ends integer[] NOT NULL,
    file text REFERENCES pipeline.issue_file,
    UNIQUE (document_id, record_id, cleaner, segmenter),
    CHECK (cardinality(turn_ids) = cardinality(starts) AND cardinality(turn_ids) = cardinality(ends))
);
CREATE INDEX issue_by_record ON pipeline.issue (record_id);
CREATE INDEX issue_by_file ON pipeline.issue (file);
COMMENT ON TABLE pipeline.issue IS 'Ids of turns that analysts were shown: one row for each revision of a document as one cleaner and segmenter read it, with the place of each turn. Rows are never changed but for file; each stands in the archive too (issued/), so that a replay by newer versions knows the old ids. May speak of documents that this database has not read yet, or does not know by that id any more';
COMMENT ON COLUMN pipeline.issue.issue_id IS 'Surrogate key';
COMMENT ON COLUMN pipeline.issue.document_id IS 'The document that it was shown as';
COMMENT ON COLUMN pipeline.issue.record_id IS 'The snapshot that the revision began with';
COMMENT ON COLUMN pipeline.issue.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN pipeline.issue.segmenter IS 'Version of the segmenter; after a plus sign the digest of the corrections';
COMMENT ON COLUMN pipeline.issue.body IS 'First 16 characters of the SHA-256 of the body whose characters starts and ends count';
COMMENT ON COLUMN pipeline.issue.turn_ids IS 'The turns in their order';
COMMENT ON COLUMN pipeline.issue.starts IS 'First character of each turn''s words in the body, from 0';
COMMENT ON COLUMN pipeline.issue.ends IS 'Where they end';
COMMENT ON COLUMN pipeline.issue.file IS 'File of the archive that holds it; NULL: not kept yet, the next run of process does it';

CREATE FUNCTION pipeline.note_issues(documents text[], every boolean DEFAULT false) RETURNS bigint
LANGUAGE sql
AS $$
    WITH wanted AS (
        SELECT v.document_id, v.record_id, r.cleaner, s.segmenter, s.segmentation_id, r.body
        FROM corpus.publication p
        JOIN corpus.segmentation shown ON shown.segmentation_id = p.segmentation_id
        JOIN corpus.reading own ON own.reading_id = shown.reading_id
        JOIN corpus.revision v ON v.document_id = p.document_id
        JOIN corpus.reading r ON r.revision_id = v.revision_id AND (every OR r.cleaner = own.cleaner)
        JOIN corpus.segmentation s ON s.reading_id = r.reading_id AND (every OR s.segmenter = shown.segmenter)
        WHERE (documents IS NULL OR p.document_id = ANY (documents))
        AND NOT EXISTS (SELECT FROM pipeline.issue i WHERE i.document_id = v.document_id AND i.record_id = v.record_id
            AND i.cleaner = r.cleaner AND i.segmenter = s.segmenter)
    ), made AS (
        INSERT INTO pipeline.issue (document_id, record_id, cleaner, segmenter, body, turn_ids, starts, ends)
        SELECT w.document_id, w.record_id, w.cleaner, w.segmenter, left(encode(sha256(convert_to(w.body, 'UTF8')), 'hex'), 16),
            coalesce(n.ids, '{}'), coalesce(n.starts, '{}'), coalesce(n.ends, '{}')
        FROM wanted w
        CROSS JOIN LATERAL (
            SELECT array_agg(t.turn_id ORDER BY t.ordinal) AS ids, array_agg(coalesce(x.starts, 0) ORDER BY t.ordinal) AS starts,
                array_agg(coalesce(x.ends, 0) ORDER BY t.ordinal) AS ends
            FROM corpus.turn t
            LEFT JOIN (
                SELECT p.turn, coalesce(min(p.start_char) FILTER (WHERE p.kind = 'text'), min(p.start_char)) AS starts,
                    coalesce(max(p.end_char) FILTER (WHERE p.kind = 'text'), max(p.end_char)) AS ends
                FROM corpus.span p WHERE p.segmentation_id = w.segmentation_id AND p.turn IS NOT NULL GROUP BY p.turn
            ) AS x ON x.turn = t.ordinal
            WHERE t.segmentation_id = w.segmentation_id
        ) AS n
        ORDER BY w.document_id, w.record_id
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM made
$$;
COMMENT ON FUNCTION pipeline.note_issues(text[], boolean) IS 'Notes the ids that analysts are shown of these published documents (NULL: of all): of all their revisions by the published versions, or by every version that is stored. Returns how many rows are new; where nothing is, nothing is written. SELECT pipeline.note_issues(ARRAY[''aaaabbbbccccdddd''])';

CREATE TABLE corpus.turn_redirect (
    turn_id text NOT NULL CHECK (turn_id ~ '^[a-z2-7]{20}$'),
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    document_id text NOT NULL,
    record_id uuid NOT NULL,
    new_id text CHECK (new_id ~ '^[a-z2-7]{20}$' AND new_id <> turn_id),
    new_document_id text NOT NULL REFERENCES corpus.document,
    home_id text NOT NULL REFERENCES corpus.document,
    reason text NOT NULL CHECK (reason IN ('revision', 'segmenter', 'cleaner', 'correction', 'same_document')),
    score numeric(4, 3) NOT NULL CHECK (score BETWEEN 0 AND 1),
    PRIMARY KEY (turn_id, ordinal)
);
CREATE INDEX turn_redirect_home ON corpus.turn_redirect (home_id);
COMMENT ON TABLE corpus.turn_redirect IS 'Where ids of turns lead that are not shown any more. Worked out from what is published now, whatever was published in between: so no chain and no cycle stands here, and no order of events counts';
COMMENT ON COLUMN corpus.turn_redirect.turn_id IS 'The old id';
COMMENT ON COLUMN corpus.turn_redirect.ordinal IS 'Which of the turns that it leads to, in the order of the text, from 1';
COMMENT ON COLUMN corpus.turn_redirect.document_id IS 'The document that it stood in (perhaps not here any more by that id: no foreign key)';
COMMENT ON COLUMN corpus.turn_redirect.record_id IS 'Snapshot of the last revision that it stood in';
COMMENT ON COLUMN corpus.turn_redirect.new_id IS 'The turn that has its words now, or a part of them; NULL: none has, it was removed';
COMMENT ON COLUMN corpus.turn_redirect.new_document_id IS 'The document that it leads to';
COMMENT ON COLUMN corpus.turn_redirect.home_id IS 'The document with whose published turns it was worked out: the one that its pages belong to now; another one than new_document_id where that is shown instead of it';
COMMENT ON COLUMN corpus.turn_redirect.reason IS 'revision: the ministry changed the text; segmenter, cleaner: a newer version cuts or reads it otherwise; correction: a reviewer did, or took it back; same_document: the newer generation of the site is shown';
COMMENT ON COLUMN corpus.turn_redirect.score IS 'How much of the old turn the new one has, 0 to 1; 0 where there is none';

CREATE TABLE pipeline.redirected (
    document_id text PRIMARY KEY REFERENCES corpus.document,
    state text NOT NULL
);
COMMENT ON TABLE pipeline.redirected IS 'For which state of a document its redirects were worked out; where it has another by now, they are worked out anew';
COMMENT ON COLUMN pipeline.redirected.document_id IS 'The document';
COMMENT ON COLUMN pipeline.redirected.state IS 'Digest of the keys of all that the redirects are made of';

-- What stood here before this migration counts as shown: its ids are known from here on. Redirects come with the next run.
SELECT pipeline.note_issues(NULL, true);

CREATE VIEW analysis.turn_redirects AS
SELECT r.turn_id, r.ordinal, r.document_id, r.new_id, r.new_document_id, r.reason, r.score
FROM corpus.turn_redirect r JOIN corpus.shown s ON s.document_id = r.new_document_id;
COMMENT ON VIEW analysis.turn_redirects IS 'Where ids of turns lead that are not shown any more: one row for each turn that has words of the old one. A list of old ids is brought up to date by SELECT o.turn_id, coalesce(r.new_id, o.turn_id) FROM my_ids o LEFT JOIN analysis.turn_redirects r USING (turn_id)';
COMMENT ON COLUMN analysis.turn_redirects.turn_id IS 'The old id';
COMMENT ON COLUMN analysis.turn_redirects.ordinal IS 'Which of the turns that it leads to, in the order of the text, from 1';
COMMENT ON COLUMN analysis.turn_redirects.document_id IS 'The document that it stood in';
COMMENT ON COLUMN analysis.turn_redirects.new_id IS 'The turn that has its words now, or a part of them; NULL: it was removed (analysis.cite still gives its words)';
COMMENT ON COLUMN analysis.turn_redirects.new_document_id IS 'The document that it leads to';
COMMENT ON COLUMN analysis.turn_redirects.reason IS 'revision: the ministry changed the text; segmenter, cleaner: a newer version cuts or reads it otherwise; correction: a reviewer did, or took it back; same_document: the newer generation of the site is shown';
COMMENT ON COLUMN analysis.turn_redirects.score IS 'How much of the old turn the new one has, 0 to 1; 0 where there is none';

CREATE FUNCTION analysis.permanent_address(id text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((SELECT rtrim(s.value, '/') || '/' FROM pipeline.setting s WHERE s.name = 'address'), 'transcripts:')
        || permanent_address.id
$$;
COMMENT ON FUNCTION analysis.permanent_address(text) IS 'The permanent address of a document or a turn: the address of this installation (TRANSCRIPTS_ADDRESS) and the id. Where it has none, transcripts: and the id, which is a name and no address of the web: SELECT analysis.permanent_address(turn_id) FROM analysis.turns LIMIT 1';
REVOKE EXECUTE ON FUNCTION analysis.permanent_address(text) FROM PUBLIC;

CREATE FUNCTION analysis.resolve(id text) RETURNS TABLE (
    given text, kind text, how text, current_id text, document_id text, ordinal integer, reason text, score numeric,
    changed_at timestamptz, retrieved_at timestamptz, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    key text := lower(regexp_replace(btrim(resolve.id, ' /'), '^.*[/:#]', ''));
    hit record;
BEGIN
    IF key ~ '^[a-z2-7]{16}$' THEN
        -- Documents: shown, led on, hidden, waiting, known by another id, unknown.
        FOR hit IN
            WITH RECURSIVE led (document_id, because, depth) AS (
                SELECT key, NULL::text, 0
                UNION ALL
                SELECT h.instead, coalesce(l.because, h.because), l.depth + 1
                FROM led l JOIN corpus.hidden h ON h.document_id = l.document_id
                WHERE h.instead IS NOT NULL AND l.depth < 9
            )
            SELECT l.document_id AS leads, l.because, v.first_seen, a.at FROM led l
            JOIN corpus.shown p ON p.document_id = l.document_id
            JOIN corpus.segmentation s ON s.segmentation_id = p.segmentation_id
            JOIN corpus.reading r ON r.reading_id = s.reading_id
            JOIN corpus.revision v ON v.revision_id = r.revision_id
            JOIN pipeline.attempt a ON a.attempt_id = p.attempt_id
            ORDER BY l.depth LIMIT 1
        LOOP
            IF hit.because IS NULL THEN
                RETURN QUERY SELECT key, 'document', 'same', key, key, NULL::integer, NULL::text, NULL::numeric,
                    NULL::timestamptz, hit.first_seen, 'it is shown'::text;
            ELSE
                RETURN QUERY SELECT key, 'document', 'redirected', hit.leads, hit.leads, NULL::integer, hit.because::text,
                    (SELECT y.score::numeric FROM corpus.same_document y WHERE y.alias_id = key AND y.document_id = hit.leads),
                    hit.at, hit.first_seen,
                    CASE hit.because WHEN 'same_document' THEN 'the same document in a newer generation of the site is shown'
                        ELSE 'its pages are read as this document now' END;
            END IF;
            RETURN;
        END LOOP;
        IF EXISTS (SELECT FROM corpus.hidden h WHERE h.document_id = key) THEN
            RETURN QUERY SELECT key, 'document', 'hidden', NULL::text, key, NULL::integer, 'set_aside', NULL::numeric,
                NULL::timestamptz, NULL::timestamptz, 'a reviewer found that it is no transcript: it is not shown'::text;
        ELSIF EXISTS (SELECT FROM corpus.document d WHERE d.document_id = key) THEN
            RETURN QUERY SELECT key, 'document', 'pending', NULL::text, key, NULL::integer, NULL::text, NULL::numeric,
                NULL::timestamptz, NULL::timestamptz, 'it was collected and is not published yet'::text;
        ELSE
            RETURN QUERY
                SELECT DISTINCT key, 'document', 'redirected', p.document_id, p.document_id, NULL::integer, 'cleaner', NULL::numeric,
                    max(a.at), max(t.fetched_at), 'its pages are read as this document now'::text
                FROM pipeline.issue i
                JOIN pipeline.sighting t ON t.record_id = i.record_id
                JOIN corpus.shown p ON p.document_id = t.document_id
                JOIN pipeline.attempt a ON a.attempt_id = p.attempt_id
                WHERE i.document_id = key GROUP BY p.document_id;
            IF NOT FOUND AND EXISTS (SELECT FROM pipeline.issue i WHERE i.document_id = key) THEN
                RETURN QUERY SELECT key, 'document', 'removed', NULL::text, NULL::text, NULL::integer, NULL::text, NULL::numeric,
                    NULL::timestamptz, NULL::timestamptz, 'it was shown once; this database does not have its pages'::text;
            ELSIF NOT FOUND THEN
                RETURN QUERY SELECT key, 'document', 'unknown', NULL::text, NULL::text, NULL::integer, NULL::text, NULL::numeric,
                    NULL::timestamptz, NULL::timestamptz, 'no document ever had this id here'::text;
            END IF;
        END IF;
        RETURN;
    ELSIF key !~ '^[a-z2-7]{20}$' OR key IS NULL THEN
        RETURN QUERY SELECT resolve.id, NULL::text, 'unknown', NULL::text, NULL::text, NULL::integer, NULL::text, NULL::numeric,
            NULL::timestamptz, NULL::timestamptz,
            'no id has this form: a document''s has 16, a turn''s 20 characters, of a to z and 2 to 7'::text;
        RETURN;
    END IF;

    -- Turns that are shown.
    RETURN QUERY
        SELECT key, 'turn', 'same', key, p.document_id, t.ordinal, NULL::text, NULL::numeric, NULL::timestamptz, v.first_seen,
            'it is shown'::text
        FROM corpus.turn t
        JOIN corpus.shown p ON p.segmentation_id = t.segmentation_id
        JOIN corpus.segmentation s ON s.segmentation_id = t.segmentation_id
        JOIN corpus.reading r ON r.reading_id = s.reading_id
        JOIN corpus.revision v ON v.revision_id = r.revision_id
        WHERE t.turn_id = key;
    IF FOUND THEN
        RETURN;
    END IF;
    -- Turns that lead on: at once, as a rule; by two where the second of two documents has moved on a moment ago.
    RETURN QUERY
        WITH RECURSIVE led AS (
            SELECT r.turn_id, r.new_id, r.new_document_id, r.reason, r.score::numeric AS score, r.document_id AS stood_in, r.record_id,
                1 AS depth
            FROM corpus.turn_redirect r WHERE r.turn_id = key
            UNION ALL
            SELECT r.turn_id, r.new_id, r.new_document_id, l.reason, l.score * r.score, l.stood_in, l.record_id, l.depth + 1
            FROM led l JOIN corpus.turn_redirect r ON r.turn_id = l.new_id WHERE l.depth < 9
        ), ends AS (
            SELECT l.new_id, l.new_document_id, l.reason, max(l.score) AS score, l.stood_in, l.record_id, t.ordinal
            FROM led l
            JOIN corpus.shown p ON p.document_id = l.new_document_id
            LEFT JOIN corpus.turn t ON t.segmentation_id = p.segmentation_id AND t.turn_id = l.new_id
            WHERE l.new_id IS NULL OR t.turn_id IS NOT NULL
            GROUP BY l.new_id, l.new_document_id, l.reason, l.stood_in, l.record_id, t.ordinal
        )
        SELECT key, 'turn', CASE WHEN e.new_id IS NULL THEN 'removed' ELSE 'redirected' END, e.new_id, e.new_document_id, e.ordinal,
            e.reason, e.score,
            CASE WHEN e.reason = 'revision' THEN (
                SELECT min(v.first_seen) FROM corpus.revision v WHERE v.document_id = e.stood_in AND v.first_seen > n.fetched_at)
            ELSE a.at END,
            n.fetched_at,
            CASE WHEN e.new_id IS NULL THEN 'its words are not in the document any more'
                WHEN e.reason = 'revision' THEN 'the ministry changed its words'
                WHEN e.reason = 'same_document' THEN 'the same document in a newer generation of the site is shown'
                WHEN e.reason = 'correction' THEN 'a reviewer''s correction, made or taken back, cuts it otherwise'
                ELSE 'a newer version of our ' || e.reason || ' cuts it otherwise' END
        FROM ends e
        JOIN corpus.publication p ON p.document_id = e.new_document_id
        JOIN pipeline.attempt a ON a.attempt_id = p.attempt_id
        LEFT JOIN archive.snapshot n ON n.record_id = e.record_id
        WHERE e.new_id IS NOT NULL OR NOT EXISTS (SELECT FROM ends o WHERE o.new_id IS NOT NULL)
        ORDER BY e.ordinal;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT v.document_id AS stood_in, h.because INTO hit
    FROM corpus.turn t
    JOIN corpus.segmentation s ON s.segmentation_id = t.segmentation_id
    JOIN corpus.reading r ON r.reading_id = s.reading_id
    JOIN corpus.revision v ON v.revision_id = r.revision_id
    LEFT JOIN corpus.hidden h ON h.document_id = v.document_id
    WHERE t.turn_id = key LIMIT 1;
    IF NOT FOUND THEN
        SELECT r.new_document_id AS stood_in, h.because INTO hit
        FROM corpus.turn_redirect r JOIN corpus.hidden h ON h.document_id = r.new_document_id
        WHERE r.turn_id = key LIMIT 1;
    END IF;
    IF FOUND AND hit.because = 'set_aside' THEN
        RETURN QUERY SELECT key, 'turn', 'hidden', NULL::text, hit.stood_in, NULL::integer, 'set_aside', NULL::numeric,
            NULL::timestamptz, NULL::timestamptz, 'a reviewer found that its document is no transcript: it is not shown'::text;
    ELSIF FOUND THEN
        RETURN QUERY SELECT key, 'turn', 'pending', NULL::text, hit.stood_in, NULL::integer, NULL::text, NULL::numeric,
            NULL::timestamptz, NULL::timestamptz,
            'it is not shown, and where it leads is not worked out yet: the next run of process does it'::text;
    ELSIF EXISTS (SELECT FROM pipeline.issue i WHERE i.turn_ids @> ARRAY[key]) THEN
        RETURN QUERY SELECT key, 'turn', 'removed', NULL::text, NULL::text, NULL::integer, NULL::text, NULL::numeric,
            NULL::timestamptz, NULL::timestamptz, 'it was shown once; this database does not have its document, or has not read it yet'::text;
    ELSE
        RETURN QUERY SELECT key, 'turn', 'unknown', NULL::text, NULL::text, NULL::integer, NULL::text, NULL::numeric,
            NULL::timestamptz, NULL::timestamptz, 'no turn ever had this id here'::text;
    END IF;
END
$$;
COMMENT ON FUNCTION analysis.resolve(text) IS 'What an id (or a permanent address) of a document or a turn is now; at least one row, several where a turn was split. how: same (current_id is the id), redirected (current_id has its words now), removed (its words stand nowhere now; analysis.cite still gives them), hidden (a reviewer set the document aside), pending (the next run works it out), unknown. reason: as in analysis.turn_redirects, or why a document is not shown. score: how much of it current_id has. changed_at: when the ministry''s change was first fetched, else when the form of now was published here. retrieved_at: fetch time of the revision that it stands or last stood in. SELECT * FROM analysis.resolve(''abcdefghijklmnop2345''); for a list: SELECT r.* FROM my_ids m, analysis.resolve(m.id) r';
REVOKE EXECUTE ON FUNCTION analysis.resolve(text) FROM PUBLIC;

CREATE VIEW analysis.turn_history AS
SELECT t.turn_id, d.document_id, d.ministry, d.language, r.published_at,
    (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, coalesce(s.kind, r.kind) AS document_kind,
    r.title, t.ordinal, t.label, t.speaker, t.person, t.role, t.kind, t.note, t.addressed_to, t.translated_from,
    t.adding_after, x.exchange, t.text, t.words, t.start_paragraph, t.end_paragraph, t.rule, t.confidence, d.address,
    t.person_id, t.outlet,
    (SELECT o.office FROM analysis.office_on(
        t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS o) AS office,
    (SELECT o.office_of FROM analysis.office_on(
        t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS o) AS office_of,
    t.corrections,
    v.first_seen AS stands_since,
    (SELECT min(n.first_seen) FROM corpus.revision n
        WHERE n.document_id = v.document_id AND n.first_seen > v.first_seen) AS stands_until
FROM corpus.shown p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation shown ON shown.segmentation_id = p.segmentation_id
JOIN corpus.reading own ON own.reading_id = shown.reading_id
JOIN corpus.revision v ON v.document_id = d.document_id
JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = own.cleaner
JOIN corpus.segmentation s ON s.reading_id = r.reading_id AND s.segmenter = shown.segmenter
JOIN corpus.turn t ON t.segmentation_id = s.segmentation_id
LEFT JOIN corpus.exchange_turn x ON x.segmentation_id = t.segmentation_id AND x.turn = t.ordinal;
COMMENT ON VIEW analysis.turn_history IS 'One row for each turn of each revision that the ministry''s site has shown us, as the cleaner and the segmenter of today read it: columns as in analysis.turns, and from when to when the revision stood. SELECT text, stands_since, stands_until FROM analysis.turn_history WHERE document_id = ''abcdefghijklmnop'' ORDER BY stands_since, ordinal';
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT a.attname, col_description(a.attrelid, a.attnum) AS said FROM pg_attribute a
        WHERE a.attrelid = 'analysis.turns'::regclass AND a.attnum > 0 AND NOT a.attisdropped
    LOOP
        EXECUTE format('COMMENT ON COLUMN analysis.turn_history.%I IS %L', one.attname, one.said);
    END LOOP;
END
$$;
COMMENT ON COLUMN analysis.turn_history.stands_since IS 'When we first fetched the revision';
COMMENT ON COLUMN analysis.turn_history.stands_until IS 'When we first fetched the one after it; NULL: it is the last that we know';

CREATE FUNCTION analysis.is_known_time(t timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF t > clock_timestamp() THEN
        RAISE NOTICE '% lies in the future: this is what stands now, and it may change until then', t;
    ELSIF NOT EXISTS (SELECT FROM corpus.document d WHERE d.first_seen <= t) THEN
        RAISE NOTICE '% lies before the first document was fetched (%): nothing stood here then', t,
            coalesce((SELECT min(d.first_seen)::text FROM corpus.document d), 'none is yet');
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION analysis.is_known_time(timestamptz) IS 'True; says by a notice where a time lies in the future or before the first document. For turns_as_of: SELECT analysis.is_known_time(now())';
REVOKE EXECUTE ON FUNCTION analysis.is_known_time(timestamptz) FROM PUBLIC;

-- Not of the owner's rights itself and one plain query, so that the server takes it for a view and filters reach the indexes.
CREATE FUNCTION analysis.turns_as_of(t timestamptz) RETURNS TABLE (
    turn_id text, document_id text, ministry text, language text, published_at timestamptz, published_on date, event_date date,
    document_kind text, title text, ordinal integer, label text, speaker text, person text, role text, kind text, note text,
    addressed_to text, translated_from text, adding_after text, exchange integer, text text, words integer,
    start_paragraph integer, end_paragraph integer, rule text, confidence real, address text, person_id text, outlet text,
    office text, office_of text, corrections text[])
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT h.turn_id, h.document_id, h.ministry, h.language, h.published_at, h.published_on, h.event_date, h.document_kind,
        h.title, h.ordinal, h.label, h.speaker, h.person, h.role, h.kind, h.note, h.addressed_to, h.translated_from,
        h.adding_after, h.exchange, h.text, h.words, h.start_paragraph, h.end_paragraph, h.rule, h.confidence, h.address,
        h.person_id, h.outlet, h.office, h.office_of, h.corrections
    FROM analysis.turn_history h
    WHERE h.stands_since <= turns_as_of.t AND coalesce(h.stands_until, 'infinity') > turns_as_of.t
    AND analysis.is_known_time(turns_as_of.t)
$$;
COMMENT ON FUNCTION analysis.turns_as_of(timestamptz) IS 'analysis.turns as the corpus stood at a time: of each document that we had fetched by then the revision that the ministry''s site had shown us last, as the cleaner, the segmenter, the people and the corrections of today read it. So anybody with the archive gets the same, whenever and with whatever database; what our older versions made of it then is not meant (docs/citing.md). Documents that a reviewer set aside are left out; those that the ministry had withdrawn by then are in it, as they are in analysis.turns: leave them out by AND NOT EXISTS (SELECT FROM analysis.withdrawals w WHERE w.document_id = a.document_id AND w.withdrawn_at <= t AND coalesce(w.returned_at, ''infinity'') > t). SELECT count(*) FROM analysis.turns_as_of(''2026-03-15 00:00+00'') AS a WHERE language = ''en''';

CREATE FUNCTION analysis.cite(id text) RETURNS TABLE (
    given text, how text, kind text, cited_id text, document_id text, ordinal integer, citation text, person_id text, person text,
    speaker text, label text, role text, office text, office_of text, title text, ministry text, ministry_name text, country text,
    language text, day date, published_at timestamptz, published_on date, event_date date, address text, permanent_address text,
    retrieved_at timestamptz, payload_digest text, record_id uuid, terms text, corrected boolean, revised_at timestamptz,
    withdrawn_at timestamptz, score numeric, note text, text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH found AS (
        SELECT r.* FROM analysis.resolve(cite.id) AS r
    ), placed AS (
        -- What is shown; of what was removed the last revision that it stood in, as far as it is stored.
        SELECT f.*, coalesce(f.current_id, f.given) AS cited_id, coalesce(p.segmentation_id, l.segmentation_id) AS segmentation_id,
            coalesce(f.ordinal, l.ordinal) AS place
        FROM found f
        LEFT JOIN corpus.shown p ON p.document_id = f.document_id AND f.how IN ('same', 'redirected')
        LEFT JOIN LATERAL (
            SELECT t.segmentation_id, t.ordinal
            FROM corpus.turn t
            JOIN corpus.segmentation s ON s.segmentation_id = t.segmentation_id
            JOIN corpus.reading r ON r.reading_id = s.reading_id
            JOIN corpus.revision v ON v.revision_id = r.revision_id
            WHERE t.turn_id = f.given
            ORDER BY v.first_seen DESC, t.segmentation_id DESC LIMIT 1
        ) AS l ON f.how = 'removed'
    ), kept AS (
        -- A removed turn that only the archive's list of ids knows: its words by their place in that revision's text.
        SELECT DISTINCT ON (f.given) f.given, v.revision_id, substr(r.body, c.starts + 1, c.ends - c.starts) AS words
        FROM found f
        JOIN corpus.turn_redirect x ON x.turn_id = f.given
        JOIN corpus.shown p ON p.document_id = x.new_document_id
        JOIN corpus.segmentation s ON s.segmentation_id = p.segmentation_id
        JOIN corpus.reading own ON own.reading_id = s.reading_id
        JOIN pipeline.issue i ON i.record_id = x.record_id AND i.turn_ids @> ARRAY[f.given]
        CROSS JOIN LATERAL unnest(i.turn_ids, i.starts, i.ends) AS c (turn_id, starts, ends)
        JOIN pipeline.sighting g ON g.record_id = i.record_id AND g.document_id = p.document_id AND g.cleaner = own.cleaner
        JOIN LATERAL (
            SELECT o.revision_id FROM corpus.revision o
            WHERE o.document_id = p.document_id AND o.first_seen <= g.fetched_at ORDER BY o.first_seen DESC LIMIT 1
        ) AS v ON true
        JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = own.cleaner
        WHERE f.how = 'removed' AND c.turn_id = f.given
        AND left(encode(sha256(convert_to(r.body, 'UTF8')), 'hex'), 16) = i.body
        ORDER BY f.given, i.issue_id DESC
    ), facts AS (
        SELECT f.given, f.how, f.kind, f.cited_id, coalesce(d.document_id, f.document_id) AS document_id, f.place,
            t.person_id, t.person, t.speaker, t.label, t.role, t.ordinal AS turn, r.title, d.ministry, m.name AS ministry_name, m.country,
            d.language, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date) AS day, r.published_at,
            (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, d.address, m.terms,
            v.first_seen AS retrieved_at, n.payload_digest, coalesce(n.refers_to, n.record_id) AS record_id,
            CASE WHEN f.kind = 'turn' THEN t.corrections <> '{}' ELSE s.kind IS NOT NULL OR EXISTS (
                SELECT FROM corpus.turn o WHERE o.segmentation_id = s.segmentation_id AND o.corrections <> '{}') END AS corrected,
            (SELECT max(o.first_seen) FROM corpus.revision o WHERE o.document_id = d.document_id
                HAVING count(*) > 1) AS revised_at,
            (SELECT max(w.withdrawn_at) FROM corpus.withdrawal w
                WHERE w.document_id = d.document_id AND w.returned_at IS NULL) AS withdrawn_at,
            f.score, f.note, f.changed_at, coalesce(t.text, k.words) AS words, k.given IS NOT NULL AND t.turn_id IS NULL AS only_kept
        FROM placed f
        LEFT JOIN kept k ON k.given = f.given
        LEFT JOIN corpus.segmentation s ON s.segmentation_id = f.segmentation_id
        LEFT JOIN corpus.reading r ON r.reading_id = s.reading_id
        LEFT JOIN corpus.revision v ON v.revision_id = coalesce(r.revision_id, k.revision_id)
        LEFT JOIN corpus.document d ON d.document_id = v.document_id
        LEFT JOIN corpus.ministry m ON m.code = d.ministry
        LEFT JOIN archive.snapshot n ON n.record_id = v.record_id
        LEFT JOIN corpus.turn t ON t.segmentation_id = s.segmentation_id AND t.ordinal = f.place AND f.kind = 'turn'
    ), held AS (
        SELECT f.*, o.office, o.office_of FROM facts f LEFT JOIN LATERAL analysis.office_on(f.person_id, f.day) AS o ON true
    )
    SELECT h.given, h.how, h.kind, h.cited_id, h.document_id, h.place,
        CASE WHEN h.ministry IS NULL THEN NULL ELSE concat(
            CASE WHEN h.kind = 'turn' THEN concat(
                CASE WHEN h.only_kept THEN 'Speaker not kept'
                    WHEN h.person IS NOT NULL THEN h.person || coalesce(
                        ' (' || replace(h.office, '_', ' ') || ', ' || h.office_of || ')', '')
                    WHEN h.speaker IS NOT NULL THEN h.speaker || ' (name as printed)'
                    WHEN h.label IS NOT NULL THEN 'Unknown speaker (printed: "' || h.label || '")'
                    ELSE 'Unknown speaker (unmarked)' END,
                CASE WHEN h.turn IS NOT NULL THEN ', turn ' || h.turn END, ', in: ') END,
            '"', h.title, '", ', h.ministry_name, ', ', coalesce(to_char(h.day, 'YYYY-MM-DD'), 'no date'), ' [', h.language, ']. ',
            h.address, '. ', analysis.permanent_address(h.cited_id),
            '. Retrieved ', to_char(h.retrieved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
            ', ', h.payload_digest, ', WARC record ', h.record_id, '.',
            CASE WHEN h.how = 'redirected' THEN ' Cited before as ' || h.given || ' (' || h.note || ').'
                WHEN h.how = 'removed' THEN ' Not in the document any more since '
                    || coalesce(to_char(h.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'an unknown day') || ' (' || h.note || ').' END,
            CASE WHEN h.corrected THEN ' Speaker or bounds corrected by a reviewer.' END,
            CASE WHEN h.withdrawn_at IS NOT NULL THEN ' Withdrawn by the ministry, seen on '
                || to_char(h.withdrawn_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '.' END,
            ' Terms of use: ', h.terms) END,
        h.person_id, h.person, h.speaker, h.label, h.role, h.office, h.office_of, h.title, h.ministry, h.ministry_name, h.country,
        h.language, h.day, h.published_at, h.published_on, h.event_date, h.address, analysis.permanent_address(h.cited_id),
        h.retrieved_at, h.payload_digest, h.record_id, h.terms, coalesce(h.corrected, false), h.revised_at, h.withdrawn_at,
        h.score, h.note, h.words
    FROM held h ORDER BY h.place
$$;
COMMENT ON FUNCTION analysis.cite(text) IS 'All that a citation of a document or a turn needs, and the citation itself (citation). Takes an id or a permanent address, old ones too; they are followed, and the citation says so (how, note: as analysis.resolve gives them; several rows where a turn was split; NULL where there is nothing to cite). person is the speaker where we know who it is, with the office of that day; else speaker is the name as printed, label the marker, and all NULL: unknown. retrieved_at, payload_digest and record_id name the bytes in the archive (analysis.sources has their place). corrected: a reviewer put its speaker or bounds right; revised_at: when the last of several revisions of the document was first fetched; withdrawn_at: the ministry took it away. text: the turn''s words. SELECT citation FROM analysis.cite(''abcdefghijklmnop2345'')';
REVOKE EXECUTE ON FUNCTION analysis.cite(text) FROM PUBLIC;

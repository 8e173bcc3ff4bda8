-- The same checks in less than half the time. To cut a span out of a whole body the server counts the body's characters up to
-- it, for each span anew; so the body is cut into its lines once, and a span out of its line. And the words of a turn are mostly
-- the same to the letter, so that blanks need not be taken out of them.
CREATE OR REPLACE FUNCTION corpus.problems(ids bigint[]) RETURNS TABLE (segmentation bigint, problem text)
LANGUAGE sql STABLE
AS $$
    WITH chosen AS MATERIALIZED (
        SELECT s.segmentation_id, s.turns, s.exchanges, coalesce(s.kind, r.kind) AS kind, r.body || '' AS body, v.document_id, v.first_seen
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
    ), line AS MATERIALIZED (
        SELECT segmentation_id, words, length,
            (sum(length + 1) OVER (PARTITION BY segmentation_id ORDER BY n) - length - 1)::integer AS start_char
        FROM (
            SELECT c.segmentation_id, l.words, l.n, char_length(l.words) AS length
            FROM chosen c CROSS JOIN LATERAL string_to_table(c.body, E'\n') WITH ORDINALITY AS l (words, n)
        ) AS cut
    ), said AS MATERIALIZED (
        SELECT p.segmentation_id, p.turn, p.start_char, l.start_char AS line,
            substr(l.words, greatest(p.start_char - l.start_char, 0) + 1,
                least(p.end_char - l.start_char, l.length) - greatest(p.start_char - l.start_char, 0)) AS words
        FROM corpus.span p LEFT JOIN line l ON p.kind = 'text' AND l.segmentation_id = p.segmentation_id
            AND l.start_char < p.end_char AND l.start_char + l.length > p.start_char
        WHERE p.turn IS NOT NULL AND p.segmentation_id = ANY (ids)
    ), spoken AS (
        SELECT segmentation_id, turn, coalesce(string_agg(words, E'\n' ORDER BY start_char, line), '') AS words
        FROM said GROUP BY segmentation_id, turn
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
    WHERE t.segmentation_id = ANY (ids) AND (s.words IS NULL
        OR (s.words <> t.text AND translate(s.words, E' \n', '') <> translate(t.text, E' \n', '')))
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

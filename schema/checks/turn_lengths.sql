-- median_words, longest_words, very_short_share: how many words turns have.
WITH counted AS (
    SELECT p.ministry, p.language, t.words, count(*) AS turns
    FROM corpus.shown s JOIN corpus.turn t USING (segmentation_id) JOIN corpus.document p ON p.document_id = s.document_id
    GROUP BY 1, 2, 3
), running AS (
    SELECT *, sum(turns) OVER (PARTITION BY ministry, language ORDER BY words) AS so_far, sum(turns) OVER (PARTITION BY ministry, language) AS "all"
    FROM counted
), figure AS (
    SELECT ministry, language, min(words) FILTER (WHERE 2 * so_far >= "all") AS median, max(words) AS longest,
        coalesce(sum(turns) FILTER (WHERE words <= %(very_short_words)s), 0) / sum(turns) AS short, sum(turns) AS turns
    FROM running GROUP BY 1, 2
)
SELECT f.name, ministry, language, f.value::double precision AS value, CASE WHEN f.name = 'longest_words' THEN (
        SELECT array[d.address || ', turn ' || t.ordinal]
        FROM corpus.shown s JOIN corpus.turn t USING (segmentation_id) JOIN corpus.document d ON d.document_id = s.document_id
        WHERE figure.longest > %(long_words)s AND t.words = figure.longest AND d.ministry = figure.ministry AND d.language = figure.language LIMIT 1
    ) END AS places
FROM figure
CROSS JOIN LATERAL (VALUES ('median_words', median), ('longest_words', longest), ('very_short_share', short)) AS f (name, value)
WHERE turns >= %(least_turns)s

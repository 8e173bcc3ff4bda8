-- search_rows: published documents that have not one search row for each turn. stray_search_rows: documents with search rows of what is not
-- published. search_words: of what was published last, documents whose search rows hold other words than their turns.
WITH rows AS (
    SELECT document_id, segmentation_id, count(*) AS count FROM corpus.turn_search GROUP BY 1, 2
), published AS (
    SELECT p.document_id, p.segmentation_id, p.attempt_id, d.ministry, d.language, d.address, s.turns
    FROM corpus.publication p JOIN corpus.document d USING (document_id) JOIN corpus.segmentation s USING (segmentation_id)
), wrong AS (
    SELECT 'search_rows' AS name, p.ministry, p.language, format('%%s: %%s of %%s turns can be found', p.address, coalesce(r.count, 0), p.turns) AS place
    FROM published p LEFT JOIN rows r USING (document_id, segmentation_id) WHERE coalesce(r.count, 0) <> p.turns
    UNION ALL
    SELECT 'stray_search_rows', d.ministry, d.language, format('%%s: %%s rows of what is not published', coalesce(d.address, r.document_id), r.count)
    FROM rows r LEFT JOIN published p USING (document_id, segmentation_id) LEFT JOIN corpus.document d ON d.document_id = r.document_id
    WHERE p.document_id IS NULL
    UNION ALL
    SELECT 'search_words', n.ministry, n.language, format('%%s: turn %%s', n.address, min(t.ordinal))
    FROM (SELECT * FROM published ORDER BY attempt_id DESC, segmentation_id DESC LIMIT %(newest_documents)s) n
    JOIN corpus.turn t USING (segmentation_id)
    JOIN corpus.turn_search v ON v.language = n.language AND v.segmentation_id = t.segmentation_id AND v.ordinal = t.ordinal
    WHERE v.vector <> corpus.search_vector(n.language, t.text)
    GROUP BY n.document_id, n.ministry, n.language, n.address
)
SELECT name, ministry, language, count(*)::double precision AS value, (array_agg(place ORDER BY place))[1:3] AS places
FROM wrong GROUP BY name, ministry, language

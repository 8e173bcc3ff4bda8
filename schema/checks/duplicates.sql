-- same_text: documents that have the whole text of another one of the same ministry and language. Length and first words are compared first: whole texts
-- are read of the few that agree in these. Short texts are alike by nature.
WITH document AS (
    SELECT d.ministry, d.language, d.address, d.site_id, d.reading_id, count(*) OVER (
        PARTITION BY d.ministry, d.language, octet_length(r.body), substr(r.body, 1, 60)) AS alike
    FROM pipeline.shown_document d JOIN corpus.reading r USING (reading_id)
    WHERE octet_length(r.body) >= %(least_bytes)s
), same AS (
    SELECT d.ministry, d.language, md5(r.body) AS text, count(*) AS documents, min(d.address) || ' and ' || max(d.address) AS place
    FROM document d JOIN corpus.reading r USING (reading_id) WHERE d.alike > 1
    GROUP BY 1, 2, 3 HAVING count(*) > 1
)
SELECT 'same_text' AS name, ministry, language, sum(documents - 1)::double precision AS value, (array_agg(place ORDER BY place))[1:3] AS places
FROM same GROUP BY ministry, language

-- without_turns: share of documents without a turn, among kinds that have turns. blank_titles: titles without a letter or a digit.
SELECT 'without_turns' AS name, ministry, language, avg((turns = 0)::integer)::double precision AS value,
    (array_agg(address ORDER BY day DESC NULLS LAST, address) FILTER (WHERE turns = 0))[1:3] AS places
FROM pipeline.shown_document WHERE kind NOT IN ('announcement', 'title_only')
GROUP BY ministry, language HAVING count(*) >= %(least_documents)s
UNION ALL
SELECT 'blank_titles', ministry, language, count(*), (array_agg(address ORDER BY address))[1:3]
FROM pipeline.shown_document WHERE title !~ '[[:alnum:]]' GROUP BY ministry, language

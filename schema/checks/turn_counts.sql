-- turns_of_new: turns of the documents that were published last, over what earlier ones of their kinds would have.
-- turns_per_document: the mean over all, which is held to what earlier runs of this check found.
-- A cutter that makes five turns of one is found by the first where it is new pages that it cuts wrongly, by the second where it cuts all anew.
WITH document AS (
    SELECT ministry, language, kind, turns, address,
        row_number() OVER (PARTITION BY ministry, language ORDER BY attempt_id DESC, document_id) AS place
    FROM pipeline.shown_document WHERE turns > 0
), past AS (
    SELECT ministry, language, kind, avg(turns) AS mean FROM document WHERE place > %(new_documents)s
    GROUP BY 1, 2, 3 HAVING count(*) >= %(least_of_a_kind)s
)
SELECT 'turns_of_new' AS name, d.ministry, d.language, (sum(d.turns) / sum(p.mean))::double precision AS value,
    (array_agg(d.address || ': ' || d.turns || ' turns' ORDER BY d.turns DESC))[1:3] AS places
FROM document d JOIN past p USING (ministry, language, kind)
WHERE d.place <= %(new_documents)s GROUP BY d.ministry, d.language HAVING count(*) >= %(least_documents)s
UNION ALL
SELECT 'turns_per_document', ministry, language, avg(turns)::double precision, (array_agg(address || ': ' || turns || ' turns' ORDER BY turns DESC))[1:3]
FROM document GROUP BY ministry, language HAVING count(*) >= %(least_documents)s

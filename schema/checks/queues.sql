-- to_review: share of documents in doubt that nobody has confirmed. in_quarantine: share of documents whose newest page could not be read.
WITH shown AS (
    SELECT ministry, language, count(*) AS documents FROM pipeline.shown_document GROUP BY 1, 2
), doubtful AS (
    SELECT ministry, language, count(*) AS documents, (array_agg(address ORDER BY published_on DESC NULLS LAST, address))[1:3] AS places
    FROM analysis.review WHERE NOT confirmed GROUP BY 1, 2
), odd AS (
    SELECT ministry, language, count(*) AS documents, count(*) FILTER (WHERE NOT published) AS unpublished,
        (array_agg(address || ': ' || reason ORDER BY since DESC, address))[1:3] AS places
    FROM pipeline.quarantine_queue WHERE set_aside IS NULL GROUP BY 1, 2
)
SELECT 'to_review' AS name, s.ministry, s.language, coalesce(d.documents, 0)::double precision / s.documents AS value, d.places
FROM shown s LEFT JOIN doubtful d USING (ministry, language) WHERE s.documents >= %(least_documents)s
UNION ALL
SELECT 'in_quarantine', ministry, language, coalesce(o.documents, 0)::double precision / (coalesce(s.documents, 0) + coalesce(o.unpublished, 0)), o.places
FROM shown s FULL JOIN odd o USING (ministry, language) WHERE coalesce(s.documents, 0) + coalesce(o.unpublished, 0) >= %(least_documents)s

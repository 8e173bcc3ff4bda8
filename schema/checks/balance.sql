-- crawl_counts: recent crawls whose documents do not add up. lost_documents: documents of recent days that are nowhere.
SELECT 'crawl_counts' AS name, c.ministry, NULL AS language, count(*)::double precision AS value,
    (array_agg(format('%%s: %%s listed, %%s fetched, %%s unchanged, %%s failed, %%s refused, %%s gone',
        c.crawl, c.listed, c.fetched, c.unchanged, c.failed, c.refused, c.gone) ORDER BY c.started_at DESC))[1:3] AS places
FROM archive.crawl c
WHERE c.outcome IS NOT NULL AND c.started_at > now() - make_interval(days => %(recent_days)s)
AND c.listed <> c.fetched + c.unchanged + c.failed + c.refused + c.gone
GROUP BY c.ministry
UNION ALL
SELECT 'lost_documents', i.ministry, i.language, count(*),
    (array_agg(i.day || ' ' || i.address || ': ' || i.state ORDER BY i.day DESC, i.address))[1:3]
-- What came in the last hours may be on its way.
FROM pipeline.unexplained(%(recent_days)s, now() - make_interval(hours => %(on_their_way_hours)s)) i
GROUP BY i.ministry, i.language

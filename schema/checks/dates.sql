-- in_the_future, published_before_event, fetched_before_published: documents whose dates cannot be. earliest_year: the first year of a ministry.
-- Announcements speak of what is to come.
WITH document AS (
    SELECT d.*, v.first_seen, (now() AT TIME ZONE d.timezone)::date AS today, (d.published_at AT TIME ZONE d.timezone)::date AS published_on
    FROM pipeline.shown_document d JOIN corpus.revision v USING (revision_id)
), wrong AS (
    SELECT 'in_the_future' AS name, ministry, language, day AS sorted, address || ': ' || day AS place FROM document
    WHERE published_on > today OR event_date > today AND kind NOT IN ('announcement', 'title_only')
    UNION ALL
    SELECT 'published_before_event', ministry, language, day, format('%%s: published on %%s, of %%s', address, published_on, event_date) FROM document
    WHERE published_on < event_date - %(days_before_event)s AND kind NOT IN ('announcement', 'title_only')
    UNION ALL
    SELECT 'fetched_before_published', ministry, language, day, format('%%s: fetched at %%s, published at %%s', address, first_seen, published_at) FROM document
    WHERE first_seen < published_at - make_interval(hours => %(clock_hours)s)
)
SELECT name, ministry, language, count(*)::double precision AS value, (array_agg(place ORDER BY sorted DESC, place))[1:3] AS places
FROM wrong GROUP BY name, ministry, language
UNION ALL
SELECT 'earliest_year', ministry, NULL, extract(year FROM min(least(day, published_on)))::double precision,
    (array_agg(address || ': ' || least(day, published_on) ORDER BY least(day, published_on)))[1:3]
FROM document WHERE day IS NOT NULL GROUP BY ministry

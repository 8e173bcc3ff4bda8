-- unknown_speakers: share of turns by nobody whom we know, among those of officials and of speakers of no known role.
-- out_of_office: share of turns by officials whose offices we know, on days on which they held none.
WITH said AS (
    SELECT p.ministry, p.language, p.day, t.person_id, t.role = 'official' AS official, count(*) AS turns, min(coalesce(t.label, '(no marker)')) AS label
    FROM pipeline.shown_document p JOIN corpus.turn t USING (segmentation_id)
    WHERE t.role IN ('official', 'unknown')
    GROUP BY 1, 2, 3, 4, 5
), held AS (
    SELECT s.*, bool_or(coalesce(o.since <= s.day, true) AND coalesce(s.day <= o.until, true)) AS held, min(o.person_id) IS NOT NULL AS known
    FROM said s LEFT JOIN corpus.office o USING (person_id)
    GROUP BY s.ministry, s.language, s.day, s.person_id, s.official, s.turns, s.label
)
SELECT 'unknown_speakers' AS name, ministry, language,
    coalesce(sum(turns) FILTER (WHERE person_id IS NULL), 0)::double precision / sum(turns) AS value,
    (array_agg(label ORDER BY turns DESC) FILTER (WHERE person_id IS NULL))[1:3] AS places
FROM held GROUP BY ministry, language HAVING sum(turns) >= %(least_turns)s
UNION ALL
SELECT 'out_of_office', ministry, language, coalesce(sum(turns) FILTER (WHERE NOT held), 0)::double precision / sum(turns),
    (array_agg(person_id || ' on ' || day ORDER BY day DESC) FILTER (WHERE NOT held))[1:3]
FROM held WHERE official AND known AND day IS NOT NULL GROUP BY ministry, language

-- replaced_characters: documents with U+FFFD, which stands for bytes that were no text. mojibake: documents in which a letter of Latin-1 is followed by a sign of
-- its upper half, twice in a turn, as UTF-8 that was read as Latin-1 or Windows-1252 has it.
WITH turn AS (
    SELECT t.segmentation_id, t.ordinal, strpos(t.text, U&'\FFFD') > 0 AS replaced,
        octet_length(t.text) > char_length(t.text) AND t.text ~ '[\u00C2-\u00C5\u00D0\u00D1\u00D8\u00D9][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122].*[\u00C2-\u00C5\u00D0\u00D1\u00D8\u00D9][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]|\u00E2\u20AC[\u0080-\u00BF\u0152\u0153\u02DC\u2018-\u203A\u2122]' AS garbled
    FROM corpus.turn t
    WHERE octet_length(t.text) > char_length(t.text)
), wrong AS (
    SELECT f.name, t.segmentation_id, min(t.ordinal) AS ordinal
    FROM turn t CROSS JOIN LATERAL (VALUES ('replaced_characters', replaced), ('mojibake', garbled)) AS f (name, found)
    WHERE f.found GROUP BY 1, 2
    UNION
    SELECT 'replaced_characters', d.segmentation_id, 0 FROM pipeline.shown_document d WHERE strpos(d.title, U&'\FFFD') > 0
)
SELECT w.name, d.ministry, d.language, count(DISTINCT d.document_id)::double precision AS value,
    (array_agg(d.address || CASE WHEN w.ordinal = 0 THEN ', title' ELSE ', turn ' || w.ordinal END ORDER BY d.address, w.ordinal))[1:3] AS places
FROM wrong w JOIN pipeline.shown_document d USING (segmentation_id)
GROUP BY w.name, d.ministry, d.language

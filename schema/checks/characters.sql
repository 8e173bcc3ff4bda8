-- replaced_characters: documents with U+FFFD, which stands for bytes that were no text. mojibake: documents whose title or first turns have a letter of Latin-1
-- followed by a sign of its upper half, twice, as UTF-8 that was read as Latin-1 or Windows-1252 has it: it spoils a page as a whole, and a regular
-- expression over all turns takes half a minute.
WITH start AS (
    SELECT d.segmentation_id, t.ordinal, t.text FROM pipeline.shown_document d JOIN corpus.turn t USING (segmentation_id) WHERE t.ordinal <= %(first_turns)s
    UNION ALL
    SELECT d.segmentation_id, 0, d.title FROM pipeline.shown_document d
), wrong AS (
    SELECT 'replaced_characters' AS name, t.segmentation_id, min(t.ordinal) AS ordinal FROM corpus.turn t WHERE strpos(t.text, U&'\FFFD') > 0 GROUP BY 2
    UNION ALL
    SELECT 'replaced_characters', s.segmentation_id, 0 FROM start s WHERE s.ordinal = 0 AND strpos(s.text, U&'\FFFD') > 0
    UNION ALL
    SELECT 'mojibake', s.segmentation_id, min(s.ordinal) FROM start s
    WHERE s.text ~ '[\u00C2-\u00C5\u00D0\u00D1\u00D8\u00D9][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122].*[\u00C2-\u00C5\u00D0\u00D1\u00D8\u00D9][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]|\u00E2\u20AC[\u0080-\u00BF\u0152\u0153\u02DC\u2018-\u203A\u2122]'
    GROUP BY 2
)
SELECT w.name, d.ministry, d.language, count(DISTINCT d.document_id)::double precision AS value,
    (array_agg(d.address || CASE WHEN w.ordinal = 0 THEN ', title' ELSE ', turn ' || w.ordinal END ORDER BY d.address, w.ordinal))[1:3] AS places
FROM wrong w JOIN pipeline.shown_document d USING (segmentation_id)
GROUP BY w.name, d.ministry, d.language

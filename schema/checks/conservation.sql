-- spans_cover: documents whose spans do not cover the body once and whole. stored_counts: documents with other numbers of turns
-- or exchanges than were cut. exchange_turns: exchanges without turns of the same segmentation. spoken_words: of what was published last,
-- documents that corpus.publish would refuse today (each turn's words are those of its spans). The body ends where its last paragraph does.
WITH published AS (
    SELECT p.document_id, p.segmentation_id, p.attempt_id, d.ministry, d.language, d.address, s.reading_id, s.turns, s.exchanges
    FROM corpus.publication p JOIN corpus.document d USING (document_id) JOIN corpus.segmentation s USING (segmentation_id)
), span AS (
    SELECT segmentation_id, sum(end_char - start_char) AS covered, max(end_char) AS reached FROM corpus.span GROUP BY 1
), body AS (
    SELECT reading_id, max(end_char) AS length FROM corpus.paragraph GROUP BY 1
), turn AS (
    SELECT segmentation_id, count(*) AS count, max(ordinal) AS last FROM corpus.turn GROUP BY 1
), exchange AS (
    SELECT segmentation_id, count(*) AS count FROM corpus.exchange GROUP BY 1
), bare AS (
    SELECT x.segmentation_id, count(*) AS count
    FROM corpus.exchange x
    LEFT JOIN (
        SELECT DISTINCT e.segmentation_id, e.exchange FROM corpus.exchange_turn e
        JOIN corpus.turn t ON t.segmentation_id = e.segmentation_id AND t.ordinal = e.turn WHERE e.part = 'question'
    ) q ON q.segmentation_id = x.segmentation_id AND q.exchange = x.ordinal
    WHERE q.exchange IS NULL GROUP BY 1
), newest AS (
    SELECT array_agg(segmentation_id) AS ids FROM (
        SELECT segmentation_id FROM published ORDER BY attempt_id DESC, segmentation_id DESC LIMIT %(newest_documents)s) n
), wrong AS (
    SELECT 'spans_cover' AS name, p.ministry, p.language,
        format('%%s: the spans cover %%s characters up to %%s of %%s', p.address, coalesce(s.covered, 0), coalesce(s.reached, 0), coalesce(b.length, 0)) AS place
    FROM published p LEFT JOIN span s USING (segmentation_id) LEFT JOIN body b USING (reading_id)
    WHERE (coalesce(s.covered, 0), coalesce(s.reached, 0)) <> (coalesce(b.length, 0), coalesce(b.length, 0))
    UNION ALL
    SELECT 'stored_counts', p.ministry, p.language, format('%%s: %%s of %%s turns, %%s of %%s exchanges are stored',
        p.address, coalesce(t.count, 0), p.turns, coalesce(x.count, 0), p.exchanges)
    FROM published p LEFT JOIN turn t USING (segmentation_id) LEFT JOIN exchange x USING (segmentation_id)
    WHERE (coalesce(t.count, 0), coalesce(t.last, 0), coalesce(x.count, 0)) <> (p.turns, p.turns, p.exchanges)
    UNION ALL
    SELECT 'exchange_turns', p.ministry, p.language, format('%%s: %%s exchanges without a question', p.address, b.count)
    FROM bare b JOIN published p USING (segmentation_id)
    UNION ALL
    SELECT 'spoken_words', p.ministry, p.language, format('%%s: %%s', p.address, min(f.problem))
    FROM newest n CROSS JOIN LATERAL corpus.problems(n.ids) f JOIN published p ON p.segmentation_id = f.segmentation
    GROUP BY p.document_id, p.ministry, p.language, p.address
)
SELECT name, ministry, language, count(*)::double precision AS value, (array_agg(place ORDER BY place))[1:3] AS places
FROM wrong GROUP BY name, ministry, language

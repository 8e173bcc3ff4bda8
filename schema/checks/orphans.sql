-- orphans: rows whose other end is not there, by table. The database's own foreign keys forbid most of them; a restore may have lost those.
WITH orphan AS (
    SELECT 'turn' AS what, t.segmentation_id::text AS key FROM corpus.turn t
    WHERE NOT EXISTS (SELECT FROM corpus.segmentation s WHERE s.segmentation_id = t.segmentation_id)
    UNION ALL
    SELECT 'exchange_turn', e.segmentation_id || ' ' || e.turn FROM corpus.exchange_turn e
    WHERE NOT EXISTS (SELECT FROM corpus.turn t WHERE t.segmentation_id = e.segmentation_id AND t.ordinal = e.turn)
    UNION ALL
    SELECT 'segmentation', s.segmentation_id::text FROM corpus.segmentation s
    WHERE NOT EXISTS (SELECT FROM corpus.reading r WHERE r.reading_id = s.reading_id)
    UNION ALL
    SELECT 'reading', r.reading_id::text FROM corpus.reading r
    WHERE NOT EXISTS (SELECT FROM corpus.revision v WHERE v.revision_id = r.revision_id)
    UNION ALL
    SELECT 'revision', v.revision_id::text FROM corpus.revision v
    WHERE NOT EXISTS (SELECT FROM corpus.document d WHERE d.document_id = v.document_id)
    OR NOT EXISTS (SELECT FROM archive.snapshot s WHERE s.record_id = v.record_id)
    UNION ALL
    SELECT 'publication', p.document_id FROM corpus.publication p
    WHERE NOT EXISTS (
        SELECT FROM corpus.segmentation s JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id)
        WHERE s.segmentation_id = p.segmentation_id AND v.document_id = p.document_id)
    UNION ALL
    SELECT 'document', d.document_id FROM corpus.document d
    WHERE NOT EXISTS (SELECT FROM corpus.revision v WHERE v.document_id = d.document_id)
)
SELECT 'orphans' AS name, NULL AS ministry, NULL AS language, count(*)::double precision AS value,
    (array_agg(what || ' ' || key ORDER BY what, key))[1:3] AS places
FROM orphan HAVING count(*) > 0

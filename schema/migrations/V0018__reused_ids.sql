-- A site may show another document under an id that it gave to one before.
CREATE VIEW pipeline.reused_id AS
SELECT d.document_id, d.ministry, d.site_id, d.language, d.address, v.first_seen AS seen_at, b.title AS before_title, r.title
FROM corpus.revision_change c
JOIN corpus.segmentation s ON s.segmentation_id = c.segmentation_id
JOIN corpus.reading r ON r.reading_id = s.reading_id
JOIN corpus.revision v ON v.revision_id = r.revision_id
JOIN corpus.document d ON d.document_id = v.document_id
JOIN corpus.segmentation e ON e.segmentation_id = c.before_id
JOIN corpus.reading b ON b.reading_id = e.reading_id
JOIN corpus.publication p ON p.document_id = d.document_id
JOIN corpus.segmentation w ON w.segmentation_id = p.segmentation_id AND w.segmenter = s.segmenter
WHERE r.title <> b.title
AND 2 * (c.altered + c.moved + c.unchanged) < c.removed AND 2 * (c.altered + c.moved + c.unchanged) < c.added;
COMMENT ON VIEW pipeline.reused_id IS 'Revisions that have another title than the one before and share less than a third of their turns, and of its turns, with it: the site seems to show another document under the same id. Both texts stay (analysis.revisions); a person has to look';
COMMENT ON COLUMN pipeline.reused_id.document_id IS 'The document';
COMMENT ON COLUMN pipeline.reused_id.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.reused_id.site_id IS 'The site''s own id';
COMMENT ON COLUMN pipeline.reused_id.language IS 'Language (BCP 47)';
COMMENT ON COLUMN pipeline.reused_id.address IS 'Where it stands';
COMMENT ON COLUMN pipeline.reused_id.seen_at IS 'When the other text was first fetched';
COMMENT ON COLUMN pipeline.reused_id.before_title IS 'Headline of the text before';
COMMENT ON COLUMN pipeline.reused_id.title IS 'Headline of the text now';

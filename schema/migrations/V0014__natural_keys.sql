-- What surrogate keys stand for, in words that any database with the same content has: for digests and comparisons.
CREATE VIEW pipeline.revision_key AS
SELECT revision_id, document_id || ' ' || row_number() OVER (PARTITION BY document_id ORDER BY first_seen) AS key
FROM corpus.revision;
COMMENT ON VIEW pipeline.revision_key IS 'Each revision by its natural key: the document, and which one it is of the document''s revisions, from 1';
COMMENT ON COLUMN pipeline.revision_key.revision_id IS 'The revision';
COMMENT ON COLUMN pipeline.revision_key.key IS 'Its natural key, the same in every database with this content';

CREATE VIEW pipeline.reading_key AS
SELECT r.reading_id, v.key || ' ' || r.cleaner AS key, r.cleaner
FROM corpus.reading r JOIN pipeline.revision_key v USING (revision_id);
COMMENT ON VIEW pipeline.reading_key IS 'Each reading by its natural key: the revision''s, and the cleaner''s version';
COMMENT ON COLUMN pipeline.reading_key.reading_id IS 'The reading';
COMMENT ON COLUMN pipeline.reading_key.key IS 'Its natural key, the same in every database with this content';
COMMENT ON COLUMN pipeline.reading_key.cleaner IS 'Version of the cleaner';

CREATE VIEW pipeline.segmentation_key AS
SELECT s.segmentation_id, r.key || ' ' || s.segmenter AS key, r.cleaner, s.segmenter,
    coalesce('+' || c.digest, '') AS corrections
FROM corpus.segmentation s
JOIN pipeline.reading_key r USING (reading_id)
JOIN corpus.reading USING (reading_id)
JOIN corpus.revision v USING (revision_id)
LEFT JOIN corpus.correction_state c USING (document_id);
COMMENT ON VIEW pipeline.segmentation_key IS 'Each segmentation by its natural key: the reading''s, and the segmenter''s version';
COMMENT ON COLUMN pipeline.segmentation_key.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN pipeline.segmentation_key.key IS 'Its natural key, the same in every database with this content';
COMMENT ON COLUMN pipeline.segmentation_key.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN pipeline.segmentation_key.segmenter IS 'Version of the segmenter; after a plus sign the digest of the document''s corrections at that time';
COMMENT ON COLUMN pipeline.segmentation_key.corrections IS 'How the segmenter''s version ends for the document''s corrections of now; empty: it has none';

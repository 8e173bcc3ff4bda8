-- Retention deletes failures that were made good. Each deleted attempt is looked for in every table whose rows name the attempt that made
-- them, and without an index each of them was read whole for it. corpus.ministry and corpus.person are small and need none.
CREATE INDEX quarantine_by_attempt ON pipeline.quarantine (attempt_id);
CREATE INDEX document_by_attempt ON corpus.document (attempt_id);
CREATE INDEX revision_by_attempt ON corpus.revision (attempt_id);
CREATE INDEX revision_change_by_attempt ON corpus.revision_change (attempt_id);
CREATE INDEX reading_by_attempt ON corpus.reading (attempt_id);
CREATE INDEX segmentation_by_attempt ON corpus.segmentation (attempt_id);
CREATE INDEX publication_by_attempt ON corpus.publication (attempt_id);
CREATE INDEX likeness_by_attempt ON corpus.likeness (attempt_id);
CREATE INDEX version_pair_by_attempt ON corpus.version_pair (attempt_id);
CREATE INDEX country_reading_by_attempt ON corpus.country_reading (attempt_id);

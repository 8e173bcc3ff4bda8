-- What is made of each published document after it was published: its language versions are tied, the countries in it found.
ALTER TABLE pipeline.attempt DROP CONSTRAINT attempt_step_check;
ALTER TABLE pipeline.attempt ADD CONSTRAINT attempt_step_check
    CHECK (step IN ('clean', 'segment', 'publish', 'compare', 'align', 'countries'));
COMMENT ON COLUMN pipeline.attempt.step IS 'clean (input: a snapshot''s record id), segment (a reading''s id), publish (a segmentation''s id), or of a published segmentation''s id: compare (with the documents of the site''s other generations), align (with its other languages), countries (that its turns mention)';

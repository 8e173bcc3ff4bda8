-- Functions of analysts show how they are called; analysts may read all of their views.
COMMENT ON FUNCTION analysis.office_on(text, date) IS 'The office that a person held on a day, at most one row: the one begun last; one without a first day counts as held, behind those that have one. Example: SELECT * FROM analysis.office_on(''sergey-lavrov'', ''2020-01-01'')';

-- Views run by their owner's rights, functions in them by the caller's: analysts could not read analysis.coverage and
-- analysis.quality, which ask through this one.
CREATE OR REPLACE FUNCTION pipeline.cleaner_at_work() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT a.version FROM pipeline.attempt a WHERE a.step = 'clean' ORDER BY a.attempt_id DESC LIMIT 1
$$;

-- Functions of analysts show how they are called.
COMMENT ON FUNCTION analysis.office_on(text, date) IS 'The office that a person held on a day, at most one row: the one begun last; one without a first day counts as held, behind those that have one. Example: SELECT * FROM analysis.office_on(''sergey-lavrov'', ''2020-01-01'')';

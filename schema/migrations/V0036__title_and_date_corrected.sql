-- A reviewer may put a document's title and dates right, as its kind: the segmentation has them, what was read stays as it was.
ALTER TABLE corpus.correction DROP CONSTRAINT correction_action_check;
ALTER TABLE corpus.correction ADD CONSTRAINT correction_action_check
    CHECK (action IN ('turn', 'split', 'join', 'kind', 'title', 'date', 'confirm', 'undo'));
COMMENT ON COLUMN corpus.correction.action IS 'turn: sets fields of a turn; split: a turn begins there; join: none does; kind, title, date: of the document; confirm: right as it is; undo: takes another correction back';

ALTER TABLE corpus.segmentation ADD title text CHECK (title <> ''), ADD published_at timestamptz, ADD event_date date;
COMMENT ON COLUMN corpus.segmentation.title IS 'Title of the document as a reviewer corrected it; NULL: as it was read';
COMMENT ON COLUMN corpus.segmentation.published_at IS 'Time of publication as a reviewer corrected it; NULL: as it was read';
COMMENT ON COLUMN corpus.segmentation.event_date IS 'Day of the event as a reviewer corrected it; NULL: as it was read';

-- Whoever asks for title or dates of what is published gets them as they were corrected. All that asks joins a reading r to its
-- segmentation; what compares readings with each other (analysis.revisions, pipeline.reused_id) goes on with what the pages print.
DO $$
DECLARE
    one record;
    query text;
    alias text;
BEGIN
    FOR one IN
        SELECT 'VIEW' AS sort, c.oid::regclass::text AS name, pg_get_viewdef(c.oid) AS query FROM pg_class c
        WHERE c.relkind = 'v' AND c.relnamespace IN ('analysis'::regnamespace, 'corpus'::regnamespace, 'pipeline'::regnamespace)
        UNION ALL
        SELECT 'FUNCTION', p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.prokind = 'f' AND p.pronamespace IN ('analysis'::regnamespace, 'corpus'::regnamespace)
    LOOP
        CONTINUE WHEN one.name IN ('analysis.revisions', 'pipeline.reused_id');
        CONTINUE WHEN one.query !~ 'corpus\.reading r\M' OR one.query !~ '\mr\.(title|published_at|event_date)\M';
        alias := substring(one.query FROM 'corpus\.segmentation (s(_1)?)\M');
        IF alias IS NULL THEN
            RAISE EXCEPTION '% % reads titles or dates without a segmentation', one.sort, one.name;
        END IF;
        query := one.query;
        -- A column of its own keeps its name; the other places are expressions.
        IF one.sort = 'VIEW' THEN
            query := regexp_replace(query, '^(\s*)r\.(title|published_at|event_date)(,?)$', '\1<\2> AS \2\3', 'gn');
        ELSE
            query := regexp_replace(query, '(coalesce\(|, )r\.(event_date)(, \(|\))', '\1<\2>\3', 'g');
            query := regexp_replace(query, '\mr\.(published_at)( AT TIME ZONE)', '<\1>\2', 'g');
            query := regexp_replace(query, '\mr\.(title|published_at|event_date)\M', '<\1> AS \1', 'g');
        END IF;
        query := regexp_replace(query, '\mr\.(title|published_at|event_date)\M', '<\1>', 'g');
        query := regexp_replace(query, '<(title|published_at|event_date)>', format('COALESCE(%s.\1, r.\1)', alias), 'g');
        EXECUTE CASE one.sort WHEN 'VIEW' THEN format('CREATE OR REPLACE VIEW %s AS %s', one.name, query) ELSE query END;
    END LOOP;
    -- Whether somebody corrected the document.
    SELECT pg_get_viewdef('analysis.transcripts'::regclass) INTO query;
    IF query !~ 's\.kind IS NOT NULL' THEN
        RAISE EXCEPTION 'analysis.transcripts does not say any more whether a kind was corrected';
    END IF;
    query := replace(query, 's.kind IS NOT NULL', '(s.kind IS NOT NULL OR s.title IS NOT NULL OR s.published_at IS NOT NULL OR s.event_date IS NOT NULL)');
    EXECUTE 'CREATE OR REPLACE VIEW analysis.transcripts AS ' || query;
END
$$;
COMMENT ON COLUMN analysis.transcripts.title IS 'Headline; as a reviewer corrected it, if so (analysis.revisions has it as printed)';
COMMENT ON COLUMN analysis.transcripts.published_at IS 'Time of publication as the page prints it; as a reviewer corrected it, if so';
COMMENT ON COLUMN analysis.transcripts.event_date IS 'Day of the event, where the title holds one; as a reviewer corrected it, if so';
COMMENT ON COLUMN analysis.transcripts.corrected IS 'Whether a reviewer corrected its title, a date, its kind or a turn (analysis.corrections)';
COMMENT ON COLUMN analysis.corrections.action IS 'turn: sets fields of a turn; split: a turn begins there; join: none does; kind, title, date: of the document; confirm: right as it is';

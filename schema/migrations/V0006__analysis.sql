CREATE VIEW analysis.transcripts AS
SELECT d.document_id, d.ministry, m.country, d.site_id, d.language, d.address,
    r.title, r.kind, r.published_at, (r.published_at AT TIME ZONE m.timezone)::date AS published_on,
    r.event_date, r.event_place, r.number, r.languages, r.tags, r.unofficial_translation, r.attachments,
    s.turns, s.exchanges, coalesce(w.words, 0) AS words, n.revisions,
    d.first_seen, v.first_seen AS retrieved_at, s.review, r.body, m.terms
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.revision v USING (revision_id)
LEFT JOIN LATERAL (
    SELECT sum(t.words)::integer AS words FROM corpus.turn t WHERE t.segmentation_id = p.segmentation_id
) AS w ON true
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS revisions FROM corpus.revision o WHERE o.document_id = d.document_id
) AS n;
COMMENT ON VIEW analysis.transcripts IS 'One row for each document: a page in one language, as it stands in its newest published revision';
COMMENT ON COLUMN analysis.transcripts.document_id IS 'Permanent id';
COMMENT ON COLUMN analysis.transcripts.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.transcripts.country IS 'Its country (ISO 3166-1 alpha-2)';
COMMENT ON COLUMN analysis.transcripts.site_id IS 'The site''s own id; language versions share it';
COMMENT ON COLUMN analysis.transcripts.language IS 'Language of the text (BCP 47)';
COMMENT ON COLUMN analysis.transcripts.address IS 'Where it stands on the ministry''s site';
COMMENT ON COLUMN analysis.transcripts.title IS 'Headline';
COMMENT ON COLUMN analysis.transcripts.kind IS 'press_conference, interview, briefing, statement, remarks, announcement, title_only or other';
COMMENT ON COLUMN analysis.transcripts.published_at IS 'Time of publication as the page prints it';
COMMENT ON COLUMN analysis.transcripts.published_on IS 'Its day in the ministry''s time zone';
COMMENT ON COLUMN analysis.transcripts.event_date IS 'Day of the event, where the title holds one';
COMMENT ON COLUMN analysis.transcripts.event_place IS 'Place of the event, where the title holds one';
COMMENT ON COLUMN analysis.transcripts.number IS 'Document number, where the page prints one';
COMMENT ON COLUMN analysis.transcripts.languages IS 'Languages on offer';
COMMENT ON COLUMN analysis.transcripts.tags IS 'Countries and topics that the page prints';
COMMENT ON COLUMN analysis.transcripts.unofficial_translation IS 'Whether the page calls itself an unofficial translation';
COMMENT ON COLUMN analysis.transcripts.attachments IS 'Addresses of attached files, as the page prints them (perhaps relative to its own address)';
COMMENT ON COLUMN analysis.transcripts.turns IS 'Number of turns';
COMMENT ON COLUMN analysis.transcripts.exchanges IS 'Number of exchanges';
COMMENT ON COLUMN analysis.transcripts.words IS 'Words spoken in it (labels, headings and notes not counted)';
COMMENT ON COLUMN analysis.transcripts.revisions IS 'How many states of it we have seen';
COMMENT ON COLUMN analysis.transcripts.first_seen IS 'When we first fetched it';
COMMENT ON COLUMN analysis.transcripts.retrieved_at IS 'When we first fetched it in this state';
COMMENT ON COLUMN analysis.transcripts.review IS 'Reasons to read its turns with care; empty: none';
COMMENT ON COLUMN analysis.transcripts.body IS 'The whole text, a paragraph a line';
COMMENT ON COLUMN analysis.transcripts.terms IS 'The ministry''s terms of use';

CREATE VIEW analysis.turns AS
SELECT t.turn_id, d.document_id, d.ministry, d.language, r.published_at,
    (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, r.kind AS document_kind, r.title,
    t.ordinal, t.label, t.speaker, t.person, t.role, t.kind, t.note, t.addressed_to, t.translated_from, t.adding_after,
    x.exchange, t.text, t.words, t.start_paragraph, t.end_paragraph, t.rule, t.confidence, d.address
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.turn t USING (segmentation_id)
LEFT JOIN corpus.exchange_turn x ON x.segmentation_id = t.segmentation_id AND x.turn = t.ordinal;
COMMENT ON VIEW analysis.turns IS 'One row for each turn: one speaker''s uninterrupted words';
COMMENT ON COLUMN analysis.turns.turn_id IS 'Permanent id';
COMMENT ON COLUMN analysis.turns.document_id IS 'The document it stands in';
COMMENT ON COLUMN analysis.turns.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.turns.language IS 'Language of the document (BCP 47)';
COMMENT ON COLUMN analysis.turns.published_at IS 'Time of publication of the document';
COMMENT ON COLUMN analysis.turns.published_on IS 'Its day in the ministry''s time zone';
COMMENT ON COLUMN analysis.turns.event_date IS 'Day of the event, where the title holds one';
COMMENT ON COLUMN analysis.turns.document_kind IS 'Kind of the document';
COMMENT ON COLUMN analysis.turns.title IS 'Headline of the document';
COMMENT ON COLUMN analysis.turns.ordinal IS 'Place in the document, from 1';
COMMENT ON COLUMN analysis.turns.label IS 'Marker as printed; NULL: unmarked';
COMMENT ON COLUMN analysis.turns.speaker IS 'Speaker as the marker prints the name; NULL: it names nobody';
COMMENT ON COLUMN analysis.turns.person IS 'Who that is, by one name in all languages; NULL: unknown';
COMMENT ON COLUMN analysis.turns.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.turns.kind IS 'question, answer, statement, remark or interjection';
COMMENT ON COLUMN analysis.turns.note IS 'Parenthesis of the marker, as printed';
COMMENT ON COLUMN analysis.turns.addressed_to IS 'Whom a question is for, as printed';
COMMENT ON COLUMN analysis.turns.translated_from IS 'Language that the words were translated from';
COMMENT ON COLUMN analysis.turns.adding_after IS 'Whose words the speaker adds to, as printed';
COMMENT ON COLUMN analysis.turns.exchange IS 'The exchange that it belongs to (analysis.exchanges.ordinal)';
COMMENT ON COLUMN analysis.turns.text IS 'What was said';
COMMENT ON COLUMN analysis.turns.words IS 'Number of words';
COMMENT ON COLUMN analysis.turns.start_paragraph IS 'Paragraph of the document in which it begins';
COMMENT ON COLUMN analysis.turns.end_paragraph IS 'Paragraph in which it ends';
COMMENT ON COLUMN analysis.turns.rule IS 'Rule that made the turn';
COMMENT ON COLUMN analysis.turns.confidence IS 'How sure that rule is, 0 to 1';
COMMENT ON COLUMN analysis.turns.address IS 'Where the document stands on the ministry''s site';

CREATE VIEW analysis.exchanges AS
SELECT d.document_id, x.ordinal, d.ministry, d.language,
    r.published_at, (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, r.title, x.reason,
    q.ids AS question_ids, q.persons AS asked_by, q.text AS question, a.ids AS answer_ids, a.persons AS answered_by, a.text AS answer,
    d.address
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.exchange x USING (segmentation_id)
CROSS JOIN LATERAL (
    SELECT array_agg(t.turn_id ORDER BY t.ordinal) AS ids,
        array_remove(array_agg(DISTINCT coalesce(t.person, t.speaker)), NULL) AS persons,
        string_agg(t.text, E'\n' ORDER BY t.ordinal) AS text
    FROM corpus.exchange_turn e JOIN corpus.turn t ON t.segmentation_id = e.segmentation_id AND t.ordinal = e.turn
    WHERE e.segmentation_id = x.segmentation_id AND e.exchange = x.ordinal AND e.part = 'question'
) AS q
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(t.turn_id ORDER BY t.ordinal), '{}') AS ids,
        coalesce(array_remove(array_agg(DISTINCT coalesce(t.person, t.speaker)), NULL), '{}') AS persons,
        string_agg(t.text, E'\n' ORDER BY t.ordinal) AS text
    FROM corpus.exchange_turn e JOIN corpus.turn t ON t.segmentation_id = e.segmentation_id AND t.ordinal = e.turn
    WHERE e.segmentation_id = x.segmentation_id AND e.exchange = x.ordinal AND e.part = 'answer'
) AS a;
COMMENT ON VIEW analysis.exchanges IS 'One row for each exchange: questions in a row and the answers up to the next question';
COMMENT ON COLUMN analysis.exchanges.document_id IS 'The document';
COMMENT ON COLUMN analysis.exchanges.ordinal IS 'Place in the document, from 1';
COMMENT ON COLUMN analysis.exchanges.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.exchanges.language IS 'Language of the document (BCP 47)';
COMMENT ON COLUMN analysis.exchanges.published_at IS 'Time of publication of the document';
COMMENT ON COLUMN analysis.exchanges.published_on IS 'Its day in the ministry''s time zone';
COMMENT ON COLUMN analysis.exchanges.event_date IS 'Day of the event, where the title holds one';
COMMENT ON COLUMN analysis.exchanges.address IS 'Where the document stands on the ministry''s site';
COMMENT ON COLUMN analysis.exchanges.asked_by IS 'Who asks, as far as the page names them';
COMMENT ON COLUMN analysis.exchanges.title IS 'Headline of the document';
COMMENT ON COLUMN analysis.exchanges.reason IS 'What is missing. unanswered: no answer; answer_left_out: the page gives only what somebody added to an answer that it leaves out; NULL: nothing';
COMMENT ON COLUMN analysis.exchanges.question_ids IS 'The turns that ask';
COMMENT ON COLUMN analysis.exchanges.question IS 'Their words';
COMMENT ON COLUMN analysis.exchanges.answer_ids IS 'The turns that answer';
COMMENT ON COLUMN analysis.exchanges.answered_by IS 'Who answers';
COMMENT ON COLUMN analysis.exchanges.answer IS 'Their words; NULL: there is no answer';

CREATE VIEW analysis.sources AS
SELECT d.document_id, d.ministry, n.address, n.fetched_at, n.payload_digest, n.status, c.archive, n.file, n."offset", n.length, n.record_id,
    c.crawl, c.dag_id AS collected_by, c.run_id AS collected_in,
    r.cleaner, b.dag_id AS cleaned_by, b.run_id AS cleaned_in,
    s.segmenter, g.dag_id AS segmented_by, g.run_id AS segmented_in,
    h.dag_id AS published_by, h.run_id AS published_in
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.revision v USING (revision_id)
JOIN archive.snapshot n USING (record_id)
JOIN archive.crawl c USING (crawl)
JOIN pipeline.attempt b ON b.attempt_id = r.attempt_id
JOIN pipeline.attempt g ON g.attempt_id = s.attempt_id
JOIN pipeline.attempt h ON h.attempt_id = p.attempt_id;
COMMENT ON VIEW analysis.sources IS 'Where each document comes from: the bytes, their digest, the crawl, the DAG runs and the versions that made its rows';
COMMENT ON COLUMN analysis.sources.document_id IS 'The document';
COMMENT ON COLUMN analysis.sources.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.sources.address IS 'Address that answered';
COMMENT ON COLUMN analysis.sources.fetched_at IS 'When';
COMMENT ON COLUMN analysis.sources.payload_digest IS 'Digest of the bytes';
COMMENT ON COLUMN analysis.sources.status IS 'HTTP status';
COMMENT ON COLUMN analysis.sources.archive IS 'Address of the archive';
COMMENT ON COLUMN analysis.sources.file IS 'WARC file in it';
COMMENT ON COLUMN analysis.sources."offset" IS 'Where the record begins in that file';
COMMENT ON COLUMN analysis.sources.length IS 'Its length in bytes';
COMMENT ON COLUMN analysis.sources.record_id IS 'WARC-Record-ID';
COMMENT ON COLUMN analysis.sources.crawl IS 'The crawl that fetched them';
COMMENT ON COLUMN analysis.sources.collected_by IS 'DAG of that crawl; NULL: the command line';
COMMENT ON COLUMN analysis.sources.collected_in IS 'Run of that DAG';
COMMENT ON COLUMN analysis.sources.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN analysis.sources.cleaned_by IS 'DAG that cleaned';
COMMENT ON COLUMN analysis.sources.cleaned_in IS 'Run of that DAG';
COMMENT ON COLUMN analysis.sources.segmenter IS 'Version of the segmenter';
COMMENT ON COLUMN analysis.sources.segmented_by IS 'DAG that segmented';
COMMENT ON COLUMN analysis.sources.segmented_in IS 'Run of that DAG';
COMMENT ON COLUMN analysis.sources.published_by IS 'DAG that published';
COMMENT ON COLUMN analysis.sources.published_in IS 'Run of that DAG';

CREATE VIEW analysis.landed AS
SELECT d.language, count(*)::integer AS documents, sum(s.turns)::integer AS turns, sum(s.exchanges)::integer AS exchanges
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.segmentation s USING (segmentation_id)
GROUP BY d.language;
COMMENT ON VIEW analysis.landed IS 'How much is published, by language';
COMMENT ON COLUMN analysis.landed.language IS 'Language (BCP 47)';
COMMENT ON COLUMN analysis.landed.documents IS 'Documents';
COMMENT ON COLUMN analysis.landed.turns IS 'Turns';
COMMENT ON COLUMN analysis.landed.exchanges IS 'Exchanges';

-- The countries that turns mention: each mention a row, with its place and the code of the name.
CREATE TABLE corpus.country (
    code text PRIMARY KEY CHECK (code ~ '^[A-Z]{2}([A-Z]{2})?$'),
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('iso', 'former', 'other', 'invented')),
    note text
);
COMMENT ON TABLE corpus.country IS 'Codes of countries and what they stand for. A code says which name was spoken, and nothing of whose land is whose';
COMMENT ON COLUMN corpus.country.code IS 'ISO 3166-1 alpha-2; of former states their old two letters, or four by ISO 3166-3; EU, XK; codes of ours where there is none (note)';
COMMENT ON COLUMN corpus.country.name IS 'Name in English (CLDR)';
COMMENT ON COLUMN corpus.country.kind IS 'iso: a code of ISO 3166-1; former: a state that is no more; other: neither (note says what); invented: the sample''s';
COMMENT ON COLUMN corpus.country.note IS 'How it came by the code; NULL: it is ISO''s';

CREATE TABLE corpus.country_reading (
    segmentation_id bigint PRIMARY KEY REFERENCES corpus.segmentation ON DELETE CASCADE,
    version text NOT NULL,
    mentions integer CHECK (mentions >= 0),
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt
);
COMMENT ON TABLE corpus.country_reading IS 'Segmentations whose turns were read for countries: without a row here nobody has looked, and no mention says nothing';
COMMENT ON COLUMN corpus.country_reading.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN corpus.country_reading.version IS 'Version of the names and of the search that its mentions are of';
COMMENT ON COLUMN corpus.country_reading.mentions IS 'Number of mentions; NULL: no names are known in its language, so that nothing could be looked for';
COMMENT ON COLUMN corpus.country_reading.attempt_id IS 'The attempt of that version; leads to the DAG run';

CREATE TABLE corpus.country_mention (
    segmentation_id bigint NOT NULL,
    turn integer NOT NULL,
    start_char integer NOT NULL CHECK (start_char >= 0),
    end_char integer NOT NULL CHECK (end_char > start_char),
    code text NOT NULL REFERENCES corpus.country,
    rule text NOT NULL CHECK (rule IN ('cldr', 'official', 'short', 'abbreviation', 'older', 'form')),
    PRIMARY KEY (segmentation_id, turn, start_char),
    FOREIGN KEY (segmentation_id, turn) REFERENCES corpus.turn ON DELETE CASCADE,
    FOREIGN KEY (segmentation_id) REFERENCES corpus.country_reading ON DELETE CASCADE
);
CREATE INDEX country_mention_by_code ON corpus.country_mention (code, segmentation_id);
COMMENT ON TABLE corpus.country_mention IS 'Names of countries in turns. Rows stay with their segmentation while another one is published; those of an older version give way when the segmentation is read again';
COMMENT ON COLUMN corpus.country_mention.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN corpus.country_mention.turn IS 'Ordinal of the turn';
COMMENT ON COLUMN corpus.country_mention.start_char IS 'Where the name begins in the turn''s text (code points, from 0)';
COMMENT ON COLUMN corpus.country_mention.end_char IS 'Where it ends: text from start_char up to, not including, this';
COMMENT ON COLUMN corpus.country_mention.code IS 'What it names';
COMMENT ON COLUMN corpus.country_mention.rule IS 'Which list the name stands in: cldr, or of our own: official (as treaties have it), short, abbreviation, older, form (one that rules do not give)';

CREATE VIEW analysis.country_mentions AS
SELECT t.turn_id, d.document_id, d.ministry, d.language,
    (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, t.ordinal, t.person_id, t.person, t.role,
    c.code, n.name AS country, substr(t.text, c.start_char + 1, c.end_char - c.start_char) AS surface,
    c.start_char, c.end_char, c.rule, d.address
FROM corpus.shown p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.country_mention c USING (segmentation_id)
JOIN corpus.turn t ON t.segmentation_id = c.segmentation_id AND t.ordinal = c.turn
JOIN corpus.country n ON n.code = c.code;
COMMENT ON VIEW analysis.country_mentions IS 'One row for each country''s name in a turn, in any of its forms (Russia, Russian Federation, RF). Adjectives and people (Russian, Russians) and capitals (Moscow) are no mentions. How sure: docs/quality.md';
COMMENT ON COLUMN analysis.country_mentions.turn_id IS 'The turn (analysis.turns)';
COMMENT ON COLUMN analysis.country_mentions.document_id IS 'The document';
COMMENT ON COLUMN analysis.country_mentions.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.country_mentions.language IS 'Language of the document (BCP 47); looked for are names in en, ru, de, fr, es, pt and ar';
COMMENT ON COLUMN analysis.country_mentions.published_on IS 'Day of publication in the ministry''s time zone';
COMMENT ON COLUMN analysis.country_mentions.event_date IS 'Day of the event, where the title holds one';
COMMENT ON COLUMN analysis.country_mentions.ordinal IS 'Place of the turn in the document, from 1';
COMMENT ON COLUMN analysis.country_mentions.person_id IS 'Who says it (analysis.people); NULL: unknown';
COMMENT ON COLUMN analysis.country_mentions.person IS 'Who says it, by the usual full name; NULL: unknown';
COMMENT ON COLUMN analysis.country_mentions.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.country_mentions.code IS 'Code of the name: ISO 3166-1 alpha-2, or what analysis.countries says. A name''s code, no statement on a status';
COMMENT ON COLUMN analysis.country_mentions.country IS 'What the code stands for, in English';
COMMENT ON COLUMN analysis.country_mentions.surface IS 'The words as they stand in the turn; in Arabic with the letters that are written together with them';
COMMENT ON COLUMN analysis.country_mentions.start_char IS 'Where they begin in the turn''s text (code points, from 0): substr(text, start_char + 1, end_char - start_char)';
COMMENT ON COLUMN analysis.country_mentions.end_char IS 'Where they end';
COMMENT ON COLUMN analysis.country_mentions.rule IS 'Which list the name stands in: cldr, official, short, abbreviation, older or form';
COMMENT ON COLUMN analysis.country_mentions.address IS 'Where the document stands on the ministry''s site';

CREATE VIEW analysis.country_months AS
SELECT d.ministry, d.language, date_trunc('month', r.published_at AT TIME ZONE m.timezone)::date AS month, c.code, n.name AS country,
    sum(c.mentions)::integer AS mentions, sum(c.turns)::integer AS turns, count(*)::integer AS documents
FROM (
    SELECT code, segmentation_id, count(*) AS mentions, count(DISTINCT turn) AS turns
    FROM corpus.country_mention GROUP BY code, segmentation_id
) AS c
JOIN corpus.shown p USING (segmentation_id)
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.country n ON n.code = c.code
GROUP BY d.ministry, d.language, 3, c.code, n.name;
COMMENT ON VIEW analysis.country_months IS 'How often each country is named, by ministry, language and month. Ask for one code where you can: there is an index. Example: SELECT month, sum(mentions) FROM analysis.country_months WHERE code = ''TR'' AND language = ''en'' GROUP BY month ORDER BY month';
COMMENT ON COLUMN analysis.country_months.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.country_months.language IS 'Language (BCP 47)';
COMMENT ON COLUMN analysis.country_months.month IS 'First day of the month of publication, in the ministry''s time zone; NULL: the page prints no date';
COMMENT ON COLUMN analysis.country_months.code IS 'Code of the country';
COMMENT ON COLUMN analysis.country_months.country IS 'Its name in English';
COMMENT ON COLUMN analysis.country_months.mentions IS 'How often its names stand in turns';
COMMENT ON COLUMN analysis.country_months.turns IS 'In how many turns';
COMMENT ON COLUMN analysis.country_months.documents IS 'In how many documents';

CREATE VIEW analysis.countries AS
SELECT code, name, kind, note FROM corpus.country;
COMMENT ON VIEW analysis.countries IS 'The codes of countries and what they stand for. A code says which name was spoken, and nothing of whose land is whose';
COMMENT ON COLUMN analysis.countries.code IS 'ISO 3166-1 alpha-2; of former states their old two letters, or four by ISO 3166-3; EU, XK; codes of ours where there is none (note)';
COMMENT ON COLUMN analysis.countries.name IS 'Name in English';
COMMENT ON COLUMN analysis.countries.kind IS 'iso: a code of ISO 3166-1; former: a state that is no more; other: neither (note says what); invented: the sample''s';
COMMENT ON COLUMN analysis.countries.note IS 'How it came by the code; NULL: it is ISO''s';

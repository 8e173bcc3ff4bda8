-- People as transcripts/data/people/*.toml has them; the files stay the truth. The segmenter writes what changed in them, in the
-- transaction that first writes turns with them, so that every turn's person_id is there.
CREATE TABLE corpus.person (
    person_id text PRIMARY KEY CHECK (person_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL CHECK (name <> ''),
    role text NOT NULL CHECK (role IN ('official', 'journalist', 'moderator', 'other')),
    source text NOT NULL,
    digest text NOT NULL,
    retired boolean NOT NULL DEFAULT false,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt
);
CREATE INDEX person_by_name ON corpus.person (name);
COMMENT ON TABLE corpus.person IS 'People that turns are known to be by; mirrors transcripts/data/people, where people are added';
COMMENT ON COLUMN corpus.person.person_id IS 'Id of the person in the data; never given to somebody else';
COMMENT ON COLUMN corpus.person.name IS 'Usual full name in English';
COMMENT ON COLUMN corpus.person.role IS 'What the person is before the press: official, journalist, moderator or other';
COMMENT ON COLUMN corpus.person.source IS 'Where the data is from';
COMMENT ON COLUMN corpus.person.digest IS 'SHA-256 of the person''s entry in the data, with names and offices: equal means nothing to write';
COMMENT ON COLUMN corpus.person.retired IS 'Whether the data no longer has the person; kept because turns name it';
COMMENT ON COLUMN corpus.person.attempt_id IS 'The attempt that wrote it, or changed it last';

CREATE TABLE corpus.person_name (
    person_id text NOT NULL REFERENCES corpus.person ON DELETE CASCADE,
    language text NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    name text NOT NULL CHECK (name <> ''),
    script text NOT NULL CHECK (script ~ '^[A-Z][a-z]{3}$'),
    since date,
    until date,
    source text NOT NULL,
    PRIMARY KEY (person_id, language, ordinal),
    UNIQUE (person_id, language, name),
    CHECK (since <= until)
);
CREATE INDEX person_name_by_name ON corpus.person_name (name);
COMMENT ON TABLE corpus.person_name IS 'How the pages of a language print a person''s full name: spellings, and names of some years only';
COMMENT ON COLUMN corpus.person_name.person_id IS 'The person';
COMMENT ON COLUMN corpus.person_name.language IS 'Language of the pages (BCP 47)';
COMMENT ON COLUMN corpus.person_name.ordinal IS 'Place among the language''s names, from 1: the usual one first';
COMMENT ON COLUMN corpus.person_name.name IS 'The full name, family name last where the language does so';
COMMENT ON COLUMN corpus.person_name.script IS 'Its script (ISO 15924), e.g. Cyrl';
COMMENT ON COLUMN corpus.person_name.since IS 'First day of the name; NULL: no bound';
COMMENT ON COLUMN corpus.person_name.until IS 'Last day of the name, inclusive; NULL: no bound';
COMMENT ON COLUMN corpus.person_name.source IS 'Where the name is from';

CREATE TABLE corpus.office (
    person_id text NOT NULL REFERENCES corpus.person ON DELETE CASCADE,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    code text NOT NULL CHECK (code <> ''),
    "of" text NOT NULL CHECK ("of" <> ''),
    since date,
    until date,
    source text NOT NULL,
    PRIMARY KEY (person_id, ordinal),
    CHECK (since <= until)
);
COMMENT ON TABLE corpus.office IS 'Offices that people held, and when';
COMMENT ON COLUMN corpus.office.person_id IS 'The person';
COMMENT ON COLUMN corpus.office.ordinal IS 'Place among the person''s offices in the data, from 1';
COMMENT ON COLUMN corpus.office.code IS 'The office, by the code that markers have for it: foreign_minister, deputy_minister, spokesperson, ...';
COMMENT ON COLUMN corpus.office."of" IS 'Country or organisation';
COMMENT ON COLUMN corpus.office.since IS 'First day; NULL: not known, taken as no bound';
COMMENT ON COLUMN corpus.office.until IS 'Last day, inclusive; NULL: in office, or not known: taken as no bound';
COMMENT ON COLUMN corpus.office.source IS 'Where the dates are from';

ALTER TABLE corpus.turn ADD COLUMN person_id text REFERENCES corpus.person, ADD COLUMN outlet text;
CREATE INDEX turn_by_person ON corpus.turn (person_id) WHERE person_id IS NOT NULL;
COMMENT ON COLUMN corpus.turn.person_id IS 'The person, where the data has it (corpus.person); NULL: not there, or not certain';
COMMENT ON COLUMN corpus.turn.outlet IS 'The journalist''s paper, channel or agency, as printed in the marker or where the journalist says it; NULL: not printed';

CREATE VIEW analysis.offices AS
SELECT o.person_id, (SELECT p.name FROM corpus.person p WHERE p.person_id = o.person_id) AS name,
    o.ordinal, o.code AS office, o."of" AS office_of, o.since, o.until, o.source
FROM corpus.office o;
COMMENT ON VIEW analysis.offices IS 'One row for each office that a person held';
COMMENT ON COLUMN analysis.offices.person_id IS 'The person (analysis.people.person_id)';
COMMENT ON COLUMN analysis.offices.name IS 'Usual full name in English';
COMMENT ON COLUMN analysis.offices.ordinal IS 'Place among the person''s offices in the data';
COMMENT ON COLUMN analysis.offices.office IS 'Code of the office: foreign_minister, deputy_minister, spokesperson, ...';
COMMENT ON COLUMN analysis.offices.office_of IS 'Country or organisation';
COMMENT ON COLUMN analysis.offices.since IS 'First day; NULL: not known';
COMMENT ON COLUMN analysis.offices.until IS 'Last day, inclusive; NULL: in office, or not known';
COMMENT ON COLUMN analysis.offices.source IS 'Where the dates are from';

CREATE FUNCTION analysis.office_on(person_id text, day date) RETURNS TABLE (office text, office_of text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT o.office, o.office_of FROM analysis.offices o
    WHERE o.person_id = office_on.person_id
    AND (o.since IS NULL OR o.since <= office_on.day) AND (o.until IS NULL OR office_on.day <= o.until)
    ORDER BY o.since DESC NULLS LAST, o.ordinal LIMIT 1
$$;
COMMENT ON FUNCTION analysis.office_on(text, date) IS 'The office that a person held on a day, at most one row: the one begun last; one without a first day counts as held, behind those that have one';

-- Subqueries, not a join: they cost nothing where nobody asks for the office.
CREATE OR REPLACE VIEW analysis.turns AS
SELECT t.turn_id, d.document_id, d.ministry, d.language, r.published_at,
    (r.published_at AT TIME ZONE m.timezone)::date AS published_on, r.event_date, r.kind AS document_kind, r.title,
    t.ordinal, t.label, t.speaker, t.person, t.role, t.kind, t.note, t.addressed_to, t.translated_from, t.adding_after,
    x.exchange, t.text, t.words, t.start_paragraph, t.end_paragraph, t.rule, t.confidence, d.address,
    t.person_id, t.outlet,
    (SELECT o.office FROM analysis.office_on(
        t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS o) AS office,
    (SELECT o.office_of FROM analysis.office_on(
        t.person_id, coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS o) AS office_of
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.turn t USING (segmentation_id)
LEFT JOIN corpus.exchange_turn x ON x.segmentation_id = t.segmentation_id AND x.turn = t.ordinal;
COMMENT ON COLUMN analysis.turns.person_id IS 'The person, by the id in analysis.people; NULL: not in the data, or not certain';
COMMENT ON COLUMN analysis.turns.outlet IS 'The journalist''s paper, channel or agency as printed; NULL: not printed';
COMMENT ON COLUMN analysis.turns.office IS 'Office that the person held on the day of the event, else of publication (analysis.office_on); NULL: none known';
COMMENT ON COLUMN analysis.turns.office_of IS 'Country or organisation of that office';

CREATE VIEW analysis.people AS
SELECT p.person_id, p.name, p.role, coalesce(n.names, '{}') AS names, coalesce(o.offices, '[]') AS offices,
    coalesce(s.documents, 0) AS documents, coalesce(s.turns, 0) AS turns, coalesce(s.words, 0) AS words,
    s.first_day, s.last_day, p.source, p.retired
FROM corpus.person p
LEFT JOIN (
    SELECT person_id, jsonb_object_agg(language, names) AS names
    FROM (
        SELECT person_id, language, jsonb_agg(name ORDER BY ordinal) AS names
        FROM corpus.person_name GROUP BY person_id, language
    ) AS by_language
    GROUP BY person_id
) AS n USING (person_id)
LEFT JOIN (
    SELECT person_id, jsonb_agg(
        jsonb_build_object('office', code, 'of', "of", 'since', since, 'until', until) ORDER BY ordinal) AS offices
    FROM corpus.office GROUP BY person_id
) AS o USING (person_id)
LEFT JOIN (
    SELECT t.person_id, count(DISTINCT r.reading_id)::integer AS documents, count(*)::integer AS turns, sum(t.words) AS words,
        min(coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS first_day,
        max(coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS last_day
    FROM corpus.publication p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    JOIN corpus.turn t USING (segmentation_id)
    WHERE t.person_id IS NOT NULL
    GROUP BY t.person_id
) AS s USING (person_id);
COMMENT ON VIEW analysis.people IS 'One row for each person that we know, with what the published documents have of their words';
COMMENT ON COLUMN analysis.people.person_id IS 'Permanent id';
COMMENT ON COLUMN analysis.people.name IS 'Usual full name in English';
COMMENT ON COLUMN analysis.people.role IS 'What the person is before the press: official, journalist, moderator or other';
COMMENT ON COLUMN analysis.people.names IS 'Full names by language: {"en": ["Sergey Lavrov", ...], ...}, the usual one first';
COMMENT ON COLUMN analysis.people.offices IS 'Offices held: [{"office", "of", "since", "until"}, ...]; null: not known';
COMMENT ON COLUMN analysis.people.documents IS 'Documents (pages in one language) with words of theirs';
COMMENT ON COLUMN analysis.people.turns IS 'Turns in those';
COMMENT ON COLUMN analysis.people.words IS 'Words spoken in them';
COMMENT ON COLUMN analysis.people.first_day IS 'Day of the first of those documents: of the event, else of publication';
COMMENT ON COLUMN analysis.people.last_day IS 'Day of the last';
COMMENT ON COLUMN analysis.people.source IS 'Where the data is from';
COMMENT ON COLUMN analysis.people.retired IS 'Whether the data no longer has the person';

CREATE VIEW analysis.unknown_speakers AS
SELECT t.label, t.speaker, t.person, d.ministry, d.language, t.role, count(DISTINCT d.document_id)::integer AS documents,
    count(*)::integer AS turns, sum(t.words) AS words,
    min(coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS first_day,
    max(coalesce(r.event_date, (r.published_at AT TIME ZONE m.timezone)::date)) AS last_day
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
JOIN corpus.turn t USING (segmentation_id)
WHERE t.person_id IS NULL
GROUP BY t.label, t.speaker, t.person, d.ministry, d.language, t.role;
COMMENT ON VIEW analysis.unknown_speakers IS 'Whose words are nobody''s that we know: a row for each marker as printed, to be counted and, where certain, added to the data';
COMMENT ON COLUMN analysis.unknown_speakers.label IS 'Marker as printed; NULL: unmarked';
COMMENT ON COLUMN analysis.unknown_speakers.speaker IS 'Speaker as the marker prints the name; NULL: it names nobody, as Question: does';
COMMENT ON COLUMN analysis.unknown_speakers.person IS 'Full name that the document itself gives; NULL: none';
COMMENT ON COLUMN analysis.unknown_speakers.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.unknown_speakers.language IS 'Language of the documents (BCP 47)';
COMMENT ON COLUMN analysis.unknown_speakers.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN analysis.unknown_speakers.documents IS 'Documents that print it';
COMMENT ON COLUMN analysis.unknown_speakers.turns IS 'Turns in those';
COMMENT ON COLUMN analysis.unknown_speakers.words IS 'Words of those turns';
COMMENT ON COLUMN analysis.unknown_speakers.first_day IS 'Day of the first of those documents: of the event, else of publication';
COMMENT ON COLUMN analysis.unknown_speakers.last_day IS 'Day of the last';

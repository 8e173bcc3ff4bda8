CREATE TABLE corpus.ministry (
    code text PRIMARY KEY,
    name text NOT NULL,
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    address text NOT NULL,
    timezone text NOT NULL,
    terms text NOT NULL,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt
);
COMMENT ON TABLE corpus.ministry IS 'Ministries that documents come from, as their modules describe them';
COMMENT ON COLUMN corpus.ministry.code IS 'Our code, e.g. mid_ru';
COMMENT ON COLUMN corpus.ministry.name IS 'Name in English';
COMMENT ON COLUMN corpus.ministry.country IS 'ISO 3166-1 alpha-2; X-codes for invented countries';
COMMENT ON COLUMN corpus.ministry.address IS 'Address of its site';
COMMENT ON COLUMN corpus.ministry.timezone IS 'Time zone of the dates that it prints (IANA)';
COMMENT ON COLUMN corpus.ministry.terms IS 'Terms of use of its texts';
COMMENT ON COLUMN corpus.ministry.attempt_id IS 'The attempt that wrote it, or changed it last';

CREATE TABLE corpus.document (
    document_id text PRIMARY KEY CHECK (document_id ~ '^[a-z2-7]{16}$'),
    ministry text NOT NULL REFERENCES corpus.ministry,
    site_id text NOT NULL,
    language text NOT NULL,
    address text NOT NULL,
    first_seen timestamptz NOT NULL,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    UNIQUE (ministry, site_id, language)
);
COMMENT ON TABLE corpus.document IS 'One page in one language';
COMMENT ON COLUMN corpus.document.document_id IS 'Permanent public id: a digest of ministry, site id and language';
COMMENT ON COLUMN corpus.document.ministry IS 'Code of the ministry';
COMMENT ON COLUMN corpus.document.site_id IS 'The site''s own id, its generation before it: bitrix/1821243. Language versions share it';
COMMENT ON COLUMN corpus.document.language IS 'Language of the content (BCP 47)';
COMMENT ON COLUMN corpus.document.address IS 'Address it was first read from';
COMMENT ON COLUMN corpus.document.first_seen IS 'When its first snapshot was fetched';
COMMENT ON COLUMN corpus.document.attempt_id IS 'The attempt that made the row';

CREATE TABLE corpus.revision (
    revision_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id text NOT NULL REFERENCES corpus.document,
    digest text NOT NULL,
    first_seen timestamptz NOT NULL,
    record_id uuid NOT NULL REFERENCES archive.snapshot,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    UNIQUE (document_id, first_seen)
);
CREATE INDEX revision_by_snapshot ON corpus.revision (record_id);
COMMENT ON TABLE corpus.revision IS 'One state of what the source says of a document; ordered by first_seen. A, then B, then A again is three revisions';
COMMENT ON COLUMN corpus.revision.revision_id IS 'Surrogate key';
COMMENT ON COLUMN corpus.revision.document_id IS 'The document';
COMMENT ON COLUMN corpus.revision.digest IS 'SHA-256 of title, dates, tags and text as first read';
COMMENT ON COLUMN corpus.revision.first_seen IS 'Fetch time of the first snapshot that shows it';
COMMENT ON COLUMN corpus.revision.record_id IS 'That snapshot';
COMMENT ON COLUMN corpus.revision.attempt_id IS 'The attempt that found it';

CREATE TABLE corpus.reading (
    reading_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision_id bigint NOT NULL REFERENCES corpus.revision,
    cleaner text NOT NULL,
    digest text NOT NULL,
    layout text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    kind text NOT NULL CHECK (kind IN
        ('press_conference', 'interview', 'briefing', 'statement', 'remarks', 'announcement', 'title_only', 'other')),
    published_at timestamptz,
    event_date date,
    event_place text,
    number text,
    languages text[] NOT NULL,
    tags text[] NOT NULL,
    unofficial_translation boolean NOT NULL,
    attachments text[] NOT NULL,
    links text[] NOT NULL,
    language_evidence jsonb NOT NULL,
    notices text[] NOT NULL,
    body text NOT NULL,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    UNIQUE (revision_id, cleaner)
);
COMMENT ON TABLE corpus.reading IS 'What one cleaner version made of one revision';
COMMENT ON COLUMN corpus.reading.reading_id IS 'Surrogate key';
COMMENT ON COLUMN corpus.reading.revision_id IS 'The revision';
COMMENT ON COLUMN corpus.reading.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN corpus.reading.digest IS 'SHA-256 of title, dates, tags and text';
COMMENT ON COLUMN corpus.reading.layout IS 'Page layout that was recognised';
COMMENT ON COLUMN corpus.reading.title IS 'Headline';
COMMENT ON COLUMN corpus.reading.kind IS 'Kind of document; announcement and title_only have no turns';
COMMENT ON COLUMN corpus.reading.published_at IS 'Time of publication that the page prints';
COMMENT ON COLUMN corpus.reading.event_date IS 'Day of the event, where the title holds one';
COMMENT ON COLUMN corpus.reading.event_place IS 'Place of the event, where the title holds one';
COMMENT ON COLUMN corpus.reading.number IS 'Document number, e.g. 1345-28-06-2022; not quite unique';
COMMENT ON COLUMN corpus.reading.languages IS 'Languages on offer (BCP 47), sorted';
COMMENT ON COLUMN corpus.reading.tags IS 'Countries and topics that the page prints';
COMMENT ON COLUMN corpus.reading.unofficial_translation IS 'Whether the page calls itself an unofficial translation';
COMMENT ON COLUMN corpus.reading.attachments IS 'Addresses of attached files';
COMMENT ON COLUMN corpus.reading.links IS 'Addresses of other documents that the page names';
COMMENT ON COLUMN corpus.reading.language_evidence IS 'What each witness said of the language, strongest first';
COMMENT ON COLUMN corpus.reading.notices IS 'What was odd and read all the same';
COMMENT ON COLUMN corpus.reading.body IS 'The paragraphs, joined by one newline each; spans count its characters';
COMMENT ON COLUMN corpus.reading.attempt_id IS 'The attempt that made it; leads to the DAG run';

CREATE TABLE corpus.paragraph (
    reading_id bigint NOT NULL REFERENCES corpus.reading ON DELETE CASCADE,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    role text NOT NULL CHECK (role IN ('text', 'heading', 'contents', 'separator', 'note', 'boilerplate')),
    start_char integer NOT NULL CHECK (start_char >= 0),
    end_char integer NOT NULL CHECK (end_char >= start_char),
    path text NOT NULL,
    PRIMARY KEY (reading_id, ordinal)
);
COMMENT ON TABLE corpus.paragraph IS 'The paragraphs of a reading, in the page''s order';
COMMENT ON COLUMN corpus.paragraph.reading_id IS 'The reading';
COMMENT ON COLUMN corpus.paragraph.ordinal IS 'Number of the paragraph, from 1';
COMMENT ON COLUMN corpus.paragraph.role IS 'What it is in the page';
COMMENT ON COLUMN corpus.paragraph.start_char IS 'Where it begins in the body (code points, from 0)';
COMMENT ON COLUMN corpus.paragraph.end_char IS 'Where it ends in the body, its newline not included';
COMMENT ON COLUMN corpus.paragraph.path IS 'The way back to the bytes: CSS path of the element, #n for its n-th piece';

CREATE TABLE corpus.segmentation (
    segmentation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reading_id bigint NOT NULL REFERENCES corpus.reading,
    segmenter text NOT NULL,
    turns integer NOT NULL CHECK (turns >= 0),
    exchanges integer NOT NULL CHECK (exchanges >= 0),
    review text[] NOT NULL,
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt,
    UNIQUE (reading_id, segmenter)
);
COMMENT ON TABLE corpus.segmentation IS 'What one segmenter version made of one reading';
COMMENT ON COLUMN corpus.segmentation.segmentation_id IS 'Surrogate key';
COMMENT ON COLUMN corpus.segmentation.reading_id IS 'The reading';
COMMENT ON COLUMN corpus.segmentation.segmenter IS 'Version of the segmenter';
COMMENT ON COLUMN corpus.segmentation.turns IS 'Number of turns';
COMMENT ON COLUMN corpus.segmentation.exchanges IS 'Number of exchanges';
COMMENT ON COLUMN corpus.segmentation.review IS 'Reasons why a person should look at it';
COMMENT ON COLUMN corpus.segmentation.attempt_id IS 'The attempt that made it; leads to the DAG run';

CREATE TABLE corpus.turn (
    segmentation_id bigint NOT NULL REFERENCES corpus.segmentation ON DELETE CASCADE,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    turn_id text NOT NULL CHECK (turn_id ~ '^[a-z2-7]{20}$'),
    start_paragraph integer NOT NULL CHECK (start_paragraph >= 1),
    end_paragraph integer NOT NULL CHECK (end_paragraph >= start_paragraph),
    start_char integer NOT NULL CHECK (start_char >= 0),
    label text,
    speaker text,
    person text,
    role text NOT NULL CHECK (role IN ('official', 'journalist', 'moderator', 'other', 'unknown')),
    kind text NOT NULL CHECK (kind IN ('question', 'answer', 'statement', 'remark', 'interjection')),
    note text,
    addressed_to text,
    translated_from text,
    adding_after text,
    rule text NOT NULL,
    confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    text text NOT NULL,
    words integer NOT NULL CHECK (words >= 0),
    PRIMARY KEY (segmentation_id, ordinal),
    UNIQUE (segmentation_id, turn_id)
);
CREATE INDEX turn_by_id ON corpus.turn (turn_id);
COMMENT ON TABLE corpus.turn IS 'One speaker''s uninterrupted words';
COMMENT ON COLUMN corpus.turn.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN corpus.turn.ordinal IS 'Place in the document, from 1';
COMMENT ON COLUMN corpus.turn.turn_id IS 'Permanent public id: a digest of the document''s id, the words, and which one it is among equals';
COMMENT ON COLUMN corpus.turn.start_paragraph IS 'Paragraph in which it begins';
COMMENT ON COLUMN corpus.turn.end_paragraph IS 'Paragraph in which it ends';
COMMENT ON COLUMN corpus.turn.start_char IS 'Offset of a marker inside its paragraph, else 0';
COMMENT ON COLUMN corpus.turn.label IS 'Marker as printed; NULL: unmarked';
COMMENT ON COLUMN corpus.turn.speaker IS 'Speaker as the label prints it; NULL: the label names nobody';
COMMENT ON COLUMN corpus.turn.person IS 'The person, by the usual full name; NULL: unknown, never invented';
COMMENT ON COLUMN corpus.turn.role IS 'official, journalist, moderator, other or unknown';
COMMENT ON COLUMN corpus.turn.kind IS 'question, answer, statement, remark or interjection';
COMMENT ON COLUMN corpus.turn.note IS 'Parenthesis of the marker, as printed';
COMMENT ON COLUMN corpus.turn.addressed_to IS 'Whom a question is for, as printed';
COMMENT ON COLUMN corpus.turn.translated_from IS 'Language that the words were translated from (BCP 47)';
COMMENT ON COLUMN corpus.turn.adding_after IS 'Whose words the speaker adds to, as printed';
COMMENT ON COLUMN corpus.turn.rule IS 'Rule of the segmenter that made the turn';
COMMENT ON COLUMN corpus.turn.confidence IS 'How sure that rule is, 0 to 1';
COMMENT ON COLUMN corpus.turn.text IS 'What was said: without label, headings, separators and notes';
COMMENT ON COLUMN corpus.turn.words IS 'Number of blank-separated words of the text';

CREATE TABLE corpus.span (
    segmentation_id bigint NOT NULL REFERENCES corpus.segmentation ON DELETE CASCADE,
    start_char integer NOT NULL CHECK (start_char >= 0),
    end_char integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('text', 'label', 'heading', 'separator', 'contents', 'note', 'boilerplate')),
    turn integer,
    follows integer GENERATED ALWAYS AS (NULLIF(start_char, 0)) STORED,
    PRIMARY KEY (segmentation_id, start_char),
    UNIQUE (segmentation_id, end_char),
    CHECK (end_char > start_char),
    CHECK (turn IS NULL OR kind IN ('text', 'label', 'note')),
    CHECK (turn IS NOT NULL OR kind <> 'label'),
    FOREIGN KEY (segmentation_id, turn) REFERENCES corpus.turn ON DELETE CASCADE,
    FOREIGN KEY (segmentation_id, follows) REFERENCES corpus.span (segmentation_id, end_char)
        ON DELETE CASCADE
);
COMMENT ON TABLE corpus.span IS 'Stretches that tile a body: each character stands in exactly one. Each span begins where another ends (or at 0), starts and ends are unique: neither overlap nor gap can be stored';
COMMENT ON COLUMN corpus.span.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN corpus.span.start_char IS 'First character, from 0';
COMMENT ON COLUMN corpus.span.end_char IS 'Where it ends: the start of the next span, or the body''s length';
COMMENT ON COLUMN corpus.span.kind IS 'What it is';
COMMENT ON COLUMN corpus.span.turn IS 'The turn that owns it (its ordinal); NULL: nobody''s words';
COMMENT ON COLUMN corpus.span.follows IS 'End of the span before it; NULL for the first. Made by the database';

CREATE TABLE corpus.exchange (
    segmentation_id bigint NOT NULL REFERENCES corpus.segmentation ON DELETE CASCADE,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    reason text CHECK (reason IN ('answer_left_out', 'unanswered')),
    PRIMARY KEY (segmentation_id, ordinal)
);
COMMENT ON TABLE corpus.exchange IS 'Questions and the answers given to them';
COMMENT ON COLUMN corpus.exchange.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN corpus.exchange.ordinal IS 'Place in the document, from 1';
COMMENT ON COLUMN corpus.exchange.reason IS 'Why an answer is missing: answer_left_out or unanswered; NULL: none is';

CREATE TABLE corpus.exchange_turn (
    segmentation_id bigint NOT NULL,
    turn integer NOT NULL,
    exchange integer NOT NULL,
    part text NOT NULL CHECK (part IN ('question', 'answer')),
    PRIMARY KEY (segmentation_id, turn),
    FOREIGN KEY (segmentation_id, turn) REFERENCES corpus.turn ON DELETE CASCADE,
    FOREIGN KEY (segmentation_id, exchange) REFERENCES corpus.exchange ON DELETE CASCADE
);
CREATE INDEX exchange_turn_by_exchange ON corpus.exchange_turn (segmentation_id, exchange);
COMMENT ON TABLE corpus.exchange_turn IS 'Which turns make an exchange; a turn belongs to one exchange at most';
COMMENT ON COLUMN corpus.exchange_turn.segmentation_id IS 'The segmentation';
COMMENT ON COLUMN corpus.exchange_turn.turn IS 'Ordinal of the turn';
COMMENT ON COLUMN corpus.exchange_turn.exchange IS 'Ordinal of the exchange';
COMMENT ON COLUMN corpus.exchange_turn.part IS 'question or answer';

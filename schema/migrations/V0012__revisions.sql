-- What the source did with a document: changed it, took it away, brought it back.

-- What each snapshot reads as: so that revisions can be told apart again when a snapshot comes late.
CREATE TABLE pipeline.sighting (
    record_id uuid NOT NULL REFERENCES archive.snapshot,
    cleaner text NOT NULL,
    document_id text NOT NULL REFERENCES corpus.document,
    digest text NOT NULL,
    fetched_at timestamptz NOT NULL,
    PRIMARY KEY (record_id, cleaner)
);
CREATE INDEX sighting_by_document ON pipeline.sighting (document_id, cleaner);
COMMENT ON TABLE pipeline.sighting IS 'Each snapshot that a cleaner version could read: of which document, and in which state. Revisions are the changes in it';
COMMENT ON COLUMN pipeline.sighting.record_id IS 'The snapshot';
COMMENT ON COLUMN pipeline.sighting.cleaner IS 'Version of the cleaner';
COMMENT ON COLUMN pipeline.sighting.document_id IS 'The document that it shows';
COMMENT ON COLUMN pipeline.sighting.digest IS 'SHA-256 of title, dates, tags and text as that version reads them';
COMMENT ON COLUMN pipeline.sighting.fetched_at IS 'When the snapshot was fetched';
INSERT INTO pipeline.sighting (record_id, cleaner, document_id, digest, fetched_at)
SELECT v.record_id, r.cleaner, v.document_id, r.digest, v.first_seen
FROM corpus.revision v JOIN corpus.reading r USING (revision_id)
ON CONFLICT DO NOTHING;

CREATE INDEX snapshot_revisits ON archive.snapshot (site_id) WHERE record_type = 'revisit' AND purpose = 'document';

-- A revisit says that an earlier page stands there again. That is news where another one came between.
CREATE VIEW pipeline.readable AS
SELECT s.record_id, c.ministry, s.site_id, s.language, s.address, s.headers->>'content-type' AS content_type,
    s.payload_digest, s.fetched_at, s.file, s."offset", s.length
FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
WHERE s.purpose = 'document' AND s.record_type = 'response' AND s.status = 200 AND s.payload_length > 0
AND s.site_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM archive.fate f WHERE f.crawl = s.crawl AND f.record_id = s.record_id AND f.fate NOT IN ('fetched', 'unchanged'))
UNION ALL
SELECT r.record_id, r.ministry, r.site_id, r.language, r.address, b.headers->>'content-type',
    r.payload_digest, r.fetched_at, b.file, b."offset", b.length
FROM (
    SELECT s.record_id, c.ministry, s.site_id, s.language, s.address, s.payload_digest, s.fetched_at, s.record_type, s.refers_to,
        lag(s.payload_digest) OVER (
            PARTITION BY c.ministry, s.site_id, s.language ORDER BY s.fetched_at, s.record_id) AS shown_before
    FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
    WHERE s.purpose = 'document' AND (s.record_type = 'revisit' OR s.status = 200 AND s.payload_length > 0)
    AND s.site_id IN (
        SELECT t.site_id FROM archive.snapshot t WHERE t.record_type = 'revisit' AND t.purpose = 'document')
    AND NOT EXISTS (
        SELECT FROM archive.fate f WHERE f.crawl = s.crawl AND f.record_id = s.record_id AND f.fate NOT IN ('fetched', 'unchanged'))
) r
JOIN archive.snapshot b ON b.record_id = r.refers_to
WHERE r.record_type = 'revisit' AND r.payload_digest <> r.shown_before AND b.status = 200 AND b.payload_length > 0;
COMMENT ON VIEW pipeline.readable IS 'Snapshots that the step clean reads, with the place of their bytes: full answers, and revisits by which an earlier page came back. What a crawl says is not the document (a block, a "not found") is none';
COMMENT ON COLUMN pipeline.readable.record_id IS 'The snapshot';
COMMENT ON COLUMN pipeline.readable.ministry IS 'Code of the ministry';
COMMENT ON COLUMN pipeline.readable.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN pipeline.readable.language IS 'Language that was asked for (BCP 47)';
COMMENT ON COLUMN pipeline.readable.address IS 'Address that answered';
COMMENT ON COLUMN pipeline.readable.content_type IS 'Content-Type of the answer that holds the bytes';
COMMENT ON COLUMN pipeline.readable.payload_digest IS 'Digest of the bytes';
COMMENT ON COLUMN pipeline.readable.fetched_at IS 'When the answer came';
COMMENT ON COLUMN pipeline.readable.file IS 'WARC file that holds the bytes';
COMMENT ON COLUMN pipeline.readable."offset" IS 'Where their record begins in it';
COMMENT ON COLUMN pipeline.readable.length IS 'Length of that record, in bytes';

CREATE OR REPLACE VIEW analysis.sources AS
SELECT d.document_id, d.ministry, n.address, n.fetched_at, n.payload_digest, o.status, k.archive, o.file, o."offset", o.length, o.record_id,
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
JOIN archive.snapshot o ON o.record_id = coalesce(n.refers_to, n.record_id)
JOIN archive.crawl c ON c.crawl = n.crawl
JOIN archive.crawl k ON k.crawl = o.crawl
JOIN pipeline.attempt b ON b.attempt_id = r.attempt_id
JOIN pipeline.attempt g ON g.attempt_id = s.attempt_id
JOIN pipeline.attempt h ON h.attempt_id = p.attempt_id;

CREATE TABLE corpus.revision_change (
    segmentation_id bigint PRIMARY KEY REFERENCES corpus.segmentation ON DELETE CASCADE,
    before_id bigint NOT NULL REFERENCES corpus.segmentation ON DELETE CASCADE,
    added integer NOT NULL CHECK (added >= 0),
    removed integer NOT NULL CHECK (removed >= 0),
    altered integer NOT NULL CHECK (altered >= 0),
    moved integer NOT NULL CHECK (moved >= 0),
    unchanged integer NOT NULL CHECK (unchanged >= 0),
    attempt_id bigint NOT NULL REFERENCES pipeline.attempt
);
CREATE INDEX revision_change_before ON corpus.revision_change (before_id);
COMMENT ON TABLE corpus.revision_change IS 'Two revisions of a document, one after the other, compared as one version of cleaner and segmenter cut them. Made with the later one''s turns, and anew where a revision comes in between';
COMMENT ON COLUMN corpus.revision_change.segmentation_id IS 'The later one';
COMMENT ON COLUMN corpus.revision_change.before_id IS 'The one before it';
COMMENT ON COLUMN corpus.revision_change.added IS 'Turns that were not there before';
COMMENT ON COLUMN corpus.revision_change.removed IS 'Turns that are not there any more';
COMMENT ON COLUMN corpus.revision_change.altered IS 'Turns with other words, another marker or another note';
COMMENT ON COLUMN corpus.revision_change.moved IS 'Turns that stand elsewhere in the document, as they were';
COMMENT ON COLUMN corpus.revision_change.unchanged IS 'Turns that are as they were; where all are, title, dates or tags changed';
COMMENT ON COLUMN corpus.revision_change.attempt_id IS 'The attempt that compared them';

CREATE TABLE corpus.turn_change (
    segmentation_id bigint NOT NULL REFERENCES corpus.revision_change ON DELETE CASCADE,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    change text NOT NULL CHECK (change IN ('added', 'removed', 'altered', 'moved')),
    before_id bigint NOT NULL,
    before_turn integer,
    turn integer,
    PRIMARY KEY (segmentation_id, ordinal),
    FOREIGN KEY (segmentation_id, turn) REFERENCES corpus.turn ON DELETE CASCADE,
    FOREIGN KEY (before_id, before_turn) REFERENCES corpus.turn ON DELETE CASCADE,
    CHECK ((change = 'added') = (before_turn IS NULL)),
    CHECK ((change = 'removed') = (turn IS NULL))
);
CREATE INDEX turn_change_before ON corpus.turn_change (before_id, before_turn);
COMMENT ON TABLE corpus.turn_change IS 'Which turns a revision added, removed, altered or moved, in the order of the text';
COMMENT ON COLUMN corpus.turn_change.segmentation_id IS 'The later one of the two that are compared';
COMMENT ON COLUMN corpus.turn_change.ordinal IS 'Number of the change, from 1';
COMMENT ON COLUMN corpus.turn_change.change IS 'added, removed, altered or moved';
COMMENT ON COLUMN corpus.turn_change.before_id IS 'The one before it';
COMMENT ON COLUMN corpus.turn_change.before_turn IS 'The turn as it was (its ordinal); NULL: it was not there';
COMMENT ON COLUMN corpus.turn_change.turn IS 'The turn as it is (its ordinal); NULL: it is not there any more';

-- Only what the archive says decides: which documents a fate speaks of is known by what its addresses showed.
CREATE INDEX fate_gone ON archive.fate (site_id, language) WHERE fate = 'gone';
CREATE VIEW corpus.withdrawal AS
WITH shown AS (
    SELECT DISTINCT g.ministry, g.site_id, g.language, t.document_id
    FROM (
        SELECT DISTINCT c.ministry, f.site_id, f.language
        FROM archive.fate f JOIN archive.crawl c USING (crawl) WHERE f.fate = 'gone' AND f.site_id IS NOT NULL
    ) g
    JOIN archive.snapshot s ON s.site_id = g.site_id AND s.language = g.language
    JOIN archive.crawl c ON c.crawl = s.crawl AND c.ministry = g.ministry
    JOIN pipeline.sighting t ON t.record_id = s.record_id
), event AS (
    SELECT w.document_id, coalesce(s.fetched_at, c.started_at) AS at, f.fate = 'gone' AS gone, f.record_id, f.reason
    FROM shown w
    JOIN archive.fate f ON f.site_id = w.site_id AND f.language = w.language
    JOIN archive.crawl c ON c.crawl = f.crawl AND c.ministry = w.ministry
    LEFT JOIN archive.snapshot s ON s.record_id = f.record_id
    WHERE f.fate IN ('fetched', 'unchanged') OR f.fate = 'gone' AND c.outcome IN ('OK', 'EMPTY', 'PARTIAL')
), turned AS (
    SELECT *, gone AND NOT coalesce(lag(gone) OVER (PARTITION BY document_id ORDER BY at, gone, record_id), false) AS begins
    FROM event
), counted AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY document_id ORDER BY at, gone, record_id) AS n FROM turned
)
SELECT document_id, n::integer AS ordinal, min(at) FILTER (WHERE gone) AS withdrawn_at,
    (array_agg(record_id ORDER BY at) FILTER (WHERE gone))[1] AS record_id,
    (array_agg(reason ORDER BY at) FILTER (WHERE gone))[1] AS reason,
    (count(*) FILTER (WHERE gone))::integer AS answers,
    min(at) FILTER (WHERE NOT gone) AS returned_at
FROM counted WHERE n > 0
GROUP BY document_id, n;
COMMENT ON VIEW corpus.withdrawal IS 'Times at which a document was taken off the site: it said that there is no such document, and no list named it. The text stays. What a crawl says that ended DRIFT, BLOCKED or FAILED does not count';
COMMENT ON COLUMN corpus.withdrawal.document_id IS 'The document';
COMMENT ON COLUMN corpus.withdrawal.ordinal IS 'Which time, from 1';
COMMENT ON COLUMN corpus.withdrawal.withdrawn_at IS 'When the site first said so';
COMMENT ON COLUMN corpus.withdrawal.record_id IS 'The snapshot of that answer';
COMMENT ON COLUMN corpus.withdrawal.reason IS 'http_404, http_410, or gone: and the sign by which the page says so';
COMMENT ON COLUMN corpus.withdrawal.answers IS 'In how many crawls it said so: 1 may be a hiccup of the site';
COMMENT ON COLUMN corpus.withdrawal.returned_at IS 'When it was there again; NULL: it is still gone';

CREATE VIEW corpus.document_state AS
SELECT d.document_id, w.withdrawn_at, coalesce(w.times, 0) AS times_withdrawn, (
    SELECT max(s.fetched_at) FROM archive.snapshot s
    JOIN pipeline.sighting t ON t.record_id = coalesce(s.refers_to, s.record_id)
    WHERE s.site_id = d.site_id AND t.document_id = d.document_id
) AS last_seen_at
FROM corpus.document d
LEFT JOIN (
    SELECT document_id, max(withdrawn_at) FILTER (WHERE returned_at IS NULL) AS withdrawn_at, count(*)::integer AS times
    FROM corpus.withdrawal GROUP BY document_id
) w USING (document_id);
COMMENT ON VIEW corpus.document_state IS 'Whether a document still stands on the site';
COMMENT ON COLUMN corpus.document_state.document_id IS 'The document';
COMMENT ON COLUMN corpus.document_state.withdrawn_at IS 'When it was withdrawn; NULL: it is there';
COMMENT ON COLUMN corpus.document_state.times_withdrawn IS 'How often it was withdrawn';
COMMENT ON COLUMN corpus.document_state.last_seen_at IS 'When it was last seen there';

-- A new version of the cleaner may tell another language of a page, which then belongs to another document.
CREATE VIEW corpus.superseded AS
WITH work AS (
    SELECT a.version FROM pipeline.attempt a WHERE a.step = 'clean' ORDER BY a.attempt_id DESC LIMIT 1
)
SELECT d.document_id, o.superseded_by
FROM corpus.document d
CROSS JOIN LATERAL (
    SELECT min(t.document_id) AS superseded_by, count(*) = count(p.document_id) AS whole
    FROM corpus.revision v
    LEFT JOIN pipeline.sighting t ON t.record_id = v.record_id AND t.cleaner = (SELECT version FROM work)
    LEFT JOIN corpus.publication p ON p.document_id = t.document_id
    WHERE v.document_id = d.document_id
) o
WHERE o.whole AND o.superseded_by IS NOT NULL AND NOT EXISTS (
    SELECT FROM pipeline.sighting t WHERE t.document_id = d.document_id AND t.cleaner = (SELECT version FROM work));
COMMENT ON VIEW corpus.superseded IS 'Documents whose pages all belong to others by the cleaner at work (it tells another language), which are published: these are shown instead';
COMMENT ON COLUMN corpus.superseded.document_id IS 'The document';
COMMENT ON COLUMN corpus.superseded.superseded_by IS 'The document that its pages belong to now, the first where there are several';

CREATE VIEW analysis.revisions AS
SELECT d.document_id, d.ministry, d.language,
    row_number() OVER (PARTITION BY d.document_id ORDER BY v.first_seen)::integer AS ordinal,
    v.first_seen AS retrieved_at, s.segmentation_id = p.segmentation_id AS shown, r.title, r.published_at, s.turns,
    c.added, c.removed, c.altered, c.moved, c.unchanged, r.body
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.segmentation shown ON shown.segmentation_id = p.segmentation_id
JOIN corpus.reading own ON own.reading_id = shown.reading_id
JOIN corpus.revision v ON v.document_id = d.document_id
JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = own.cleaner
JOIN corpus.segmentation s ON s.reading_id = r.reading_id AND s.segmenter = shown.segmenter
LEFT JOIN corpus.revision_change c ON c.segmentation_id = s.segmentation_id;
COMMENT ON VIEW analysis.revisions IS 'One row for each state of a document that we have seen, with what changed from the one before';
COMMENT ON COLUMN analysis.revisions.document_id IS 'The document';
COMMENT ON COLUMN analysis.revisions.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.revisions.language IS 'Language of the text (BCP 47)';
COMMENT ON COLUMN analysis.revisions.ordinal IS 'Which revision, from 1';
COMMENT ON COLUMN analysis.revisions.retrieved_at IS 'When we first fetched it in this state';
COMMENT ON COLUMN analysis.revisions.shown IS 'Whether it is the one that analysis.transcripts shows';
COMMENT ON COLUMN analysis.revisions.title IS 'Headline';
COMMENT ON COLUMN analysis.revisions.published_at IS 'Time of publication as the page prints it';
COMMENT ON COLUMN analysis.revisions.turns IS 'Number of turns';
COMMENT ON COLUMN analysis.revisions.added IS 'Turns that were not in the one before; NULL: it is the first';
COMMENT ON COLUMN analysis.revisions.removed IS 'Turns of the one before that are not in it';
COMMENT ON COLUMN analysis.revisions.altered IS 'Turns with other words, another marker or another note';
COMMENT ON COLUMN analysis.revisions.moved IS 'Turns that stand elsewhere, as they were';
COMMENT ON COLUMN analysis.revisions.unchanged IS 'Turns as they were; where all are, title, dates or tags changed';
COMMENT ON COLUMN analysis.revisions.body IS 'The whole text, a paragraph a line';

CREATE VIEW analysis.turn_changes AS
SELECT v.document_id, v.ministry, v.language, v.ordinal AS revision, v.retrieved_at, k.ordinal, k.change,
    b.turn_id AS before_turn_id, t.turn_id, b.label AS before_label, t.label,
    coalesce(t.person, t.speaker) AS speaker, b.text AS before_text, t.text
FROM (
    SELECT d.document_id, d.ministry, d.language, v.first_seen AS retrieved_at, s.segmentation_id,
        row_number() OVER (PARTITION BY d.document_id ORDER BY v.first_seen)::integer AS ordinal
    FROM corpus.publication p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.segmentation shown ON shown.segmentation_id = p.segmentation_id
    JOIN corpus.reading own ON own.reading_id = shown.reading_id
    JOIN corpus.revision v ON v.document_id = d.document_id
    JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = own.cleaner
    JOIN corpus.segmentation s ON s.reading_id = r.reading_id AND s.segmenter = shown.segmenter
) v
JOIN corpus.turn_change k USING (segmentation_id)
LEFT JOIN corpus.turn b ON b.segmentation_id = k.before_id AND b.ordinal = k.before_turn
LEFT JOIN corpus.turn t ON t.segmentation_id = k.segmentation_id AND t.ordinal = k.turn;
COMMENT ON VIEW analysis.turn_changes IS 'One row for each turn that a revision of a document added, removed, altered or moved';
COMMENT ON COLUMN analysis.turn_changes.document_id IS 'The document';
COMMENT ON COLUMN analysis.turn_changes.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.turn_changes.language IS 'Language of the text (BCP 47)';
COMMENT ON COLUMN analysis.turn_changes.revision IS 'The revision that brought the change (analysis.revisions.ordinal)';
COMMENT ON COLUMN analysis.turn_changes.retrieved_at IS 'When we first fetched it';
COMMENT ON COLUMN analysis.turn_changes.ordinal IS 'Number of the change, in the order of the text, from 1';
COMMENT ON COLUMN analysis.turn_changes.change IS 'added, removed, altered or moved';
COMMENT ON COLUMN analysis.turn_changes.before_turn_id IS 'The turn as it was; NULL: it was not there';
COMMENT ON COLUMN analysis.turn_changes.turn_id IS 'The turn as it is; NULL: it is not there any more';
COMMENT ON COLUMN analysis.turn_changes.before_label IS 'Its marker as it was';
COMMENT ON COLUMN analysis.turn_changes.label IS 'Its marker as it is';
COMMENT ON COLUMN analysis.turn_changes.speaker IS 'Who speaks, by the usual name where it is known, else as printed';
COMMENT ON COLUMN analysis.turn_changes.before_text IS 'The words as they were';
COMMENT ON COLUMN analysis.turn_changes.text IS 'The words as they are';

CREATE VIEW analysis.withdrawals AS
SELECT w.document_id, d.ministry, d.language, w.ordinal, w.withdrawn_at, w.returned_at, w.answers, w.reason, d.address
FROM corpus.withdrawal w
JOIN corpus.document d USING (document_id)
JOIN corpus.publication p USING (document_id);
COMMENT ON VIEW analysis.withdrawals IS 'One row for each time that a document was taken off the site. Its text stays here';
COMMENT ON COLUMN analysis.withdrawals.document_id IS 'The document';
COMMENT ON COLUMN analysis.withdrawals.ministry IS 'Code of the ministry';
COMMENT ON COLUMN analysis.withdrawals.language IS 'Language of the text (BCP 47)';
COMMENT ON COLUMN analysis.withdrawals.ordinal IS 'Which time, from 1';
COMMENT ON COLUMN analysis.withdrawals.withdrawn_at IS 'When the site first said that it is not there';
COMMENT ON COLUMN analysis.withdrawals.returned_at IS 'When it was there again; NULL: it is still gone';
COMMENT ON COLUMN analysis.withdrawals.answers IS 'How often the site said so: 1 may be a hiccup';
COMMENT ON COLUMN analysis.withdrawals.reason IS 'http_404, http_410, or the sign by which the page says so';
COMMENT ON COLUMN analysis.withdrawals.address IS 'Where it stood';

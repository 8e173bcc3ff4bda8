-- What five years of daily runs leave behind, beside the documents that bench.queries fills in: crawls with their lists, fates and
-- pages in quarantine, decisions, attempts with their runs, results of checks, measurements, incidents, verified files. No chance: all
-- comes of numbers and md5. "last" is the day before the one on which the database was filled.
CREATE TEMPORARY TABLE frame AS
SELECT max(l.day) AS last, max(l.day) - 1825 AS first, clock_timestamp()::date AS today FROM archive.listing l;
CREATE TEMPORARY TABLE run AS
SELECT code AS ministry, day::date AS day, code || to_char(day, '-YYYYMMDD') AS crawl, day + interval '6 hours 30 minutes' AS at,
    ('x' || substr(md5(code || day::date), 1, 6))::bit(24)::integer % 1000 AS lot, row_number() OVER (ORDER BY day, code) AS n
FROM corpus.ministry, frame, generate_series(frame.first, frame.today, '1 day') day;

-- The years before were collected by hand, later; of those since each day has its crawl by the clock, for itself and the day before.
UPDATE archive.crawl SET started_at = frame.first + interval '2 days', finished_at = frame.first + interval '3 days', lists_complete = true,
    run_id = 'manual__of_the_past', dag_id = 'collect_' || ministry, requests = 4000, listed = 2000, fetched = 2000 FROM frame;
INSERT INTO archive.crawl (crawl, ministry, since, until, outcome, reason, started_at, finished_at, requests, responses, bytes, archive, dag_id,
    run_id, lists_complete, problems, blocked)
SELECT crawl, ministry, day - 1, day, o.outcome, CASE o.outcome WHEN 'OK' THEN '' ELSE 'invented: why it ended so' END, at, at + interval '9 minutes', 20, 20,
    2000000, 'file:///nowhere', 'collect_' || ministry, 'scheduled__' || at::text, o.outcome = 'OK', CASE o.outcome WHEN 'PARTIAL' THEN
        jsonb_build_array(jsonb_build_object('list', 'all', 'language', 'en', 'day', day - 1, 'what', 'its page 2 did not come')) ELSE '[]' END,
    (o.outcome = 'BLOCKED')::integer
FROM run CROSS JOIN LATERAL (SELECT CASE WHEN lot < 8 THEN 'BLOCKED' WHEN lot < 14 THEN 'FAILED' WHEN lot < 30 THEN 'PARTIAL' WHEN lot < 34 THEN 'DRIFT' ELSE 'OK' END AS outcome) o;
INSERT INTO archive.crawl (crawl, ministry, kind, since, until, outcome, reason, started_at, finished_at, requests, responses, archive, dag_id, run_id)
SELECT crawl || '-c', ministry, 'canary', day, day, CASE WHEN lot < 50 THEN 'PARTIAL' ELSE 'OK' END, 'of its pins', at + interval '1 hour', at + interval '2 hours', 8, 8,
    'file:///nowhere', 'canary_' || ministry, 'scheduled__c' || at::text FROM run WHERE extract(dow FROM day) = 1;
INSERT INTO pipeline.pin_verdict (crawl, pin, verdict, says)
SELECT crawl || '-c', 'pin ' || p, CASE WHEN p = 3 AND lot < 50 THEN 'source' ELSE 'holds' END, 'invented' FROM run, generate_series(1, 8) p WHERE extract(dow FROM day) = 1;

-- Each day's pages move into the crawl of the day after; those of each third document were named and found unchanged once more.
CREATE TEMPORARY TABLE moved AS
SELECT s.record_id, s.address, s.site_id, s.language, c.ministry, s.fetched_at::date AS day, s.crawl AS was, c.ministry || to_char(s.fetched_at::date + 1, '-YYYYMMDD') AS crawl,
    c.ministry || to_char(s.fetched_at::date + 2, '-YYYYMMDD') AS again, s.fetched_at::date + 1 + interval '6 hours 31 minutes' + 10 * interval '1 second' * row_number() OVER (
        PARTITION BY c.ministry, s.fetched_at::date ORDER BY s.record_id) AS at, row_number() OVER (ORDER BY s.record_id) AS n
FROM archive.snapshot s JOIN archive.crawl c USING (crawl), frame WHERE s.purpose = 'document' AND s.fetched_at::date >= frame.first;
CREATE INDEX ON moved (record_id);
CREATE INDEX ON moved (was, site_id, language);
ANALYZE moved;
UPDATE archive.snapshot s SET crawl = m.crawl, fetched_at = m.at, file = m.crawl || '.warc.gz' FROM moved m WHERE m.record_id = s.record_id;
UPDATE archive.listing l SET crawl = m.crawl, title = 'A title as the list prints it' FROM moved m WHERE m.was = l.crawl AND m.site_id = l.site_id AND m.language = l.language;
UPDATE archive.fate f SET crawl = m.crawl FROM moved m WHERE m.record_id = f.record_id;
UPDATE pipeline.sighting g SET fetched_at = m.at FROM moved m WHERE m.record_id = g.record_id;
INSERT INTO archive.snapshot (record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers, payload_digest, block_digest, payload_length, fetched_at, language)
SELECT md5(r.crawl || l)::uuid, r.crawl, r.crawl || '.warc.gz', 100000000 + place, 1, 'response', 'list', 'https://' || r.ministry || '.example/' || l || '/list', 200, '{}',
    '', '', 5000, r.at + place * interval '10 seconds', NULL
FROM run r, unnest(ARRAY['en', 'ru', 'fr', 'de', 'es', 'ar']) WITH ORDINALITY AS x (l, place) WHERE r.lot >= 14;
INSERT INTO archive.list_page (crawl, list, language, page, address, entries, record_id, since, until, total)
SELECT r.crawl, 'all', l, 1, 'https://' || r.ministry || '.example/' || l || '/list', 1, md5(r.crawl || l)::uuid, r.day - 1 + b, r.day - 1 + b,
    CASE WHEN r.ministry = 'north' THEN 1 END
FROM run r, unnest(ARRAY['en', 'ru', 'fr', 'de', 'es', 'ar']) l, generate_series(0, 1) b WHERE r.lot >= 14 AND b = 1
UNION ALL
SELECT r.crawl, 'all', l, 2, 'https://' || r.ministry || '.example/' || l || '/list', 1, md5(r.crawl || l)::uuid, r.day - 1, r.day - 1, 1
FROM run r, unnest(ARRAY['en', 'ru', 'fr', 'de', 'es', 'ar']) l WHERE r.lot >= 14 AND r.ministry = 'north';
INSERT INTO archive.listing (crawl, list, language, position, address, site_id, title, day, record_id)
SELECT m.again, 'all', m.language, m.n, m.address, m.site_id, 'A title as the list prints it', m.day, md5(m.again || m.language)::uuid
FROM moved m JOIN run r ON r.crawl = m.again WHERE m.n % 3 = 0 AND r.lot >= 14;
INSERT INTO archive.fate (crawl, address, language, site_id, fate)
SELECT m.again, m.address, m.language, m.site_id, 'unchanged' FROM moved m JOIN run r ON r.crawl = m.again WHERE m.n % 3 = 0 AND r.lot >= 14;

-- Each twentieth crawl lacks a document: half of them never came, of those that are older than a month most were accepted.
CREATE TEMPORARY TABLE lacked AS
SELECT r.*, 'g1/lacked-' || r.n AS site, 'https://' || r.ministry || '.example/en/lacked-' || r.n AS address FROM run r WHERE r.n % 20 = 0 AND r.lot >= 14;
INSERT INTO archive.listing (crawl, list, language, position, address, site_id, title, day, record_id)
SELECT crawl, 'all', 'en', 900000 + n, address, site, 'One that did not come', day - 1, md5(crawl || 'en')::uuid FROM lacked;
INSERT INTO archive.fate (crawl, address, language, site_id, fate, reason)
SELECT r.crawl, l.address, 'en', l.site, CASE l.n % 3 WHEN 0 THEN 'failed' WHEN 1 THEN 'refused' ELSE 'gone' END, 'invented: no answer'
FROM lacked l JOIN run r ON r.ministry = l.ministry AND r.day - l.day IN (0, 1, 3, 7, 15) WHERE r.lot >= 14;
INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)
SELECT substr(md5(crawl), 1, 16), 'accept', ministry, 'document', site, 'en', 'ada', 'it never was there', at + interval '9 days', (at + interval '9 days')::text
FROM lacked, frame WHERE n % 40 = 0 AND day < frame.last - 30;
INSERT INTO archive.fate (crawl, address, language, site_id, fate)
SELECT r.crawl, l.address, 'en', l.site, 'unchanged' FROM lacked l JOIN run r ON r.ministry = l.ministry AND r.day = l.day + 16 WHERE l.n % 40 <> 0 AND r.lot >= 14;
INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, day, by, reason, at, said_at)
SELECT substr(md5(crawl || 'day'), 1, 16), 'accept', ministry, 'day', '', '', day, 'ada', 'the site was down', at + interval '9 days', (at + interval '9 days')::text
FROM run, frame WHERE lot < 10 AND day < frame.last - 30;

-- Pages that the cleaner cannot read, one in fifteen crawls; each tenth of them is set aside.
CREATE TEMPORARY TABLE unread AS
SELECT r.*, 'g1/unread-' || n AS site, 'https://' || ministry || '.example/en/unread-' || n AS address, md5('unread' || n)::uuid AS record,
    200000000 + row_number() OVER (ORDER BY n) AS attempt FROM run r WHERE n % 15 = 1 AND lot >= 14;
INSERT INTO archive.snapshot (record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers, payload_digest, block_digest, payload_length, fetched_at, site_id, language)
SELECT record, crawl, crawl || '.warc.gz', 300000000, 1, 'response', 'document', address, 200, '{}', 'd', 'd', 9000, at + interval '5 minutes', site, 'en' FROM unread;
INSERT INTO archive.listing (crawl, list, language, position, address, site_id, title, day, record_id)
SELECT crawl, 'all', 'en', 800000 + n, address, site, 'One that cannot be read', day - 1, md5(crawl || 'en')::uuid FROM unread;
INSERT INTO archive.fate (crawl, address, language, site_id, fate, record_id) SELECT crawl, address, 'en', site, 'fetched', record FROM unread;
INSERT INTO pipeline.attempt (attempt_id, step, input, input_digest, version, outcome, detail, at) OVERRIDING SYSTEM VALUE
SELECT attempt, 'clean', record::text, 'd', 'bench', 'quarantined', 'no container', at + interval '1 hour' FROM unread;
INSERT INTO pipeline.quarantine (record_id, cleaner, reason, detail, selector, attempt_id)
SELECT record, 'bench', (ARRAY['unknown_layout', 'no_body', 'no_date', 'too_short'])[1 + n % 4], 'no container', 'main', attempt FROM unread;
INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)
SELECT substr(md5(record::text), 1, 16), 'not_transcript', ministry, 'document', site, 'en', 'ada', 'a form', at + interval '9 days', (at + interval '9 days')::text FROM unread WHERE n % 150 = 1;

-- Attempts: the past by one run by hand, later ones by the run of their hour; two more steps each.
UPDATE pipeline.attempt a SET dag_id = 'process', run_id = CASE WHEN a.at::date < frame.first THEN 'manual__of_the_past' ELSE 'scheduled__' || a.at::date END FROM frame WHERE a.attempt_id > 1;
INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at, dag_id, run_id)
SELECT s.step, a.input, a.input_digest, a.version, 'done', a.at, a.dag_id, a.run_id FROM pipeline.attempt a, (VALUES ('align'), ('countries')) s (step) WHERE a.step = 'publish';
INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, tries, at)
SELECT 'segment', segmentation_id::text, 'd', 'older', 'failed', 'invented: out of memory', 3, now() - interval '1 hour' * segmentation_id FROM corpus.segmentation WHERE segmentation_id % 500 = 0;
UPDATE corpus.segmentation SET review = '{low_confidence}' WHERE segmentation_id % 20 = 0;

-- Checks once a day for two years, measurements for five, two incidents a week, and each file of the archive read again.
INSERT INTO pipeline.check_result ("check", name, ministry, language, at, value, low, high, ok, says, run_id)
SELECT 'bench', 'figure_' || f, CASE WHEN f > 8 THEN m.code END, CASE WHEN f > 16 THEN l END, day + interval '7 hours', f + m.n % 7, 0, 20, (f * 31 + m.n + (day::date - date '2000-01-01')) % 97 > 0,
    'a figure of the bench', 'scheduled__' || day::date
FROM frame, generate_series(frame.last - 730, frame.today, '1 day') day, generate_series(1, 20) f,
    (SELECT code, row_number() OVER (ORDER BY code) AS n FROM corpus.ministry) m, unnest(ARRAY['en', 'ru', 'fr', 'de', 'es', 'ar']) l
WHERE (f > 16 OR l = 'en') AND (f > 8 OR m.n = 1);
INSERT INTO pipeline.measurement (day, name, ministry, value, unit, at)
SELECT day, name, '', 1e9 + 1e6 * (day::date - frame.first), 'bytes', day + interval '2 hours'
FROM frame, generate_series(frame.first, frame.today, '1 day') day, unnest(ARRAY['archive_bytes', 'database_bytes', 'disk_free_bytes', 'quarantined', 'to_review']) name
UNION ALL
SELECT day, what, code, 0.1, 'share', day + interval '2 hours'
FROM frame, generate_series(frame.first, frame.today, '1 day') day, unnest(ARRAY['unknown_share', 'quarantined', 'to_review']) what, corpus.ministry m;
INSERT INTO pipeline.incident (kind, ministry, about, severity, says, next_step, opened_at, seen_at, closed_at, told_at)
SELECT 'completeness', ministry, day::text, 'warn', 'invented: one document is missing', 'wait', at, at, CASE WHEN day < frame.last - 3 THEN at + interval '2 days' END, at
FROM run, frame WHERE n % 42 = 0;
INSERT INTO pipeline.verification (file, verified_at, records, bytes) SELECT DISTINCT file, now() - interval '3 days', 10, 1000 FROM archive.snapshot;

-- Spans of the newest documents, two states of some, and words in place of the body's beginning where they differ.
CREATE TEMPORARY TABLE newest AS
SELECT p.document_id, p.segmentation_id, s.reading_id, d.ministry, row_number() OVER (ORDER BY r.published_at DESC, p.document_id) AS n
FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id) JOIN corpus.document d USING (document_id)
WHERE r.published_at > (SELECT last - 700 FROM frame);
CREATE TEMPORARY TABLE placed AS
SELECT t.segmentation_id, t.ordinal, length(t.label) AS label, length(t.text) AS text,
    sum(length(t.label) + length(t.text) + 2) OVER (PARTITION BY t.segmentation_id ORDER BY t.ordinal) - length(t.label) - length(t.text) - 2 AS start,
    t.ordinal = max(t.ordinal) OVER (PARTITION BY t.segmentation_id) AS last
FROM corpus.turn t JOIN newest USING (segmentation_id);
INSERT INTO corpus.span (segmentation_id, start_char, end_char, kind, turn)
SELECT segmentation_id, start, start + label + 1, 'label', ordinal FROM placed
UNION ALL
SELECT segmentation_id, start + label + 1, start + label + 1 + text + (NOT last)::integer, 'text', ordinal FROM placed;
CREATE TEMPORARY TABLE old AS
SELECT n.*, 20000000 + n.n AS revision, v.first_seen FROM newest n JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id) WHERE n.n % 10 = 1;
INSERT INTO corpus.revision (revision_id, document_id, digest, first_seen, record_id, attempt_id) OVERRIDING SYSTEM VALUE
SELECT o.revision, v.document_id, md5(v.digest), v.first_seen - interval '1 hour', v.record_id, v.attempt_id FROM old o JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id);
INSERT INTO corpus.reading (reading_id, revision_id, cleaner, digest, layout, title, kind, published_at, event_date, number, languages, tags, unofficial_translation,
    attachments, links, language_evidence, notices, body, attempt_id) OVERRIDING SYSTEM VALUE
SELECT o.revision, o.revision, r.cleaner, md5(r.digest), r.layout, r.title || ' (first)', r.kind, r.published_at, r.event_date, r.number, r.languages, r.tags, r.unofficial_translation,
    r.attachments, r.links, r.language_evidence, r.notices, r.body, r.attempt_id FROM old o JOIN corpus.reading r USING (reading_id);
INSERT INTO corpus.segmentation (segmentation_id, reading_id, segmenter, turns, exchanges, review, attempt_id) OVERRIDING SYSTEM VALUE
SELECT o.revision, o.revision, s.segmenter, s.turns, s.exchanges, s.review, s.attempt_id FROM old o JOIN corpus.segmentation s USING (segmentation_id);
INSERT INTO corpus.turn (segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, label, speaker, person, role, kind, rule, confidence, text, words, person_id)
SELECT o.revision, t.ordinal, substr(translate(md5(t.turn_id), '0189', 'ghij'), 1, 20), t.start_paragraph, t.end_paragraph, t.start_char, t.label, t.speaker, t.person, t.role, t.kind, t.rule,
    t.confidence, CASE WHEN t.ordinal % 5 = 1 THEN translate(t.text, 'ae', 'ea') ELSE t.text END, t.words, t.person_id
FROM old o JOIN corpus.turn t USING (segmentation_id);
SELECT setval(pg_get_serial_sequence('pipeline.attempt', 'attempt_id'), (SELECT max(attempt_id) FROM pipeline.attempt));

-- The newest document but one gets five thousand turns.
CREATE TEMPORARY TABLE long AS
SELECT n.segmentation_id, n.reading_id, i AS n, i % 2 = 1 AS asks, CASE WHEN i % 2 = 1 THEN 'Question:' ELSE 'Anton Velin:' END AS label,
    repeat('The harbour of ' || i || ' takes ships. ', 12) AS text
FROM newest n, generate_series(1, 5000) i WHERE n.n = 2;
DELETE FROM corpus.span s USING newest n WHERE n.n = 2 AND s.segmentation_id = n.segmentation_id;
DELETE FROM corpus.exchange_turn s USING newest n WHERE n.n = 2 AND s.segmentation_id = n.segmentation_id;
DELETE FROM corpus.exchange s USING newest n WHERE n.n = 2 AND s.segmentation_id = n.segmentation_id;
DELETE FROM corpus.turn s USING newest n WHERE n.n = 2 AND s.segmentation_id = n.segmentation_id;
UPDATE corpus.segmentation s SET turns = 5000, exchanges = 2500 FROM newest n WHERE n.n = 2 AND s.segmentation_id = n.segmentation_id;
UPDATE corpus.reading r SET body = (SELECT string_agg(label || ' ' || text || E'\n', '' ORDER BY n) FROM long) FROM newest n WHERE n.n = 2 AND r.reading_id = n.reading_id;
INSERT INTO corpus.turn (segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, label, speaker, role, kind, rule, confidence, text, words)
SELECT segmentation_id, n, substr(translate(md5('long' || n), '0189', 'ghij'), 1, 20), n, n, 0, label, CASE WHEN NOT asks THEN 'Anton Velin' END,
    CASE WHEN asks THEN 'journalist' ELSE 'official' END, CASE WHEN asks THEN 'question' ELSE 'answer' END, 'marker_word', 0.99, rtrim(text), 72 FROM long;
INSERT INTO corpus.span (segmentation_id, start_char, end_char, kind, turn)
SELECT segmentation_id, e - length(label || text) - 2, e - length(text) - 1, 'label', n FROM (SELECT *, sum(length(label || text) + 2) OVER (ORDER BY n) AS e FROM long) x
UNION ALL
SELECT segmentation_id, e - length(text) - 1, e, 'text', n FROM (SELECT *, sum(length(label || text) + 2) OVER (ORDER BY n) AS e FROM long) x;
INSERT INTO corpus.exchange (segmentation_id, ordinal) SELECT segmentation_id, n / 2 FROM long WHERE NOT asks;
INSERT INTO corpus.exchange_turn (segmentation_id, turn, exchange, part) SELECT segmentation_id, n, (n + 1) / 2, CASE WHEN asks THEN 'question' ELSE 'answer' END FROM long;

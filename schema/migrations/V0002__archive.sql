CREATE TABLE archive.crawl (
    crawl text PRIMARY KEY CHECK (crawl ~ '^[A-Za-z0-9._-]+$'),
    ministry text NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    outcome text CHECK (outcome IN ('OK', 'EMPTY', 'PARTIAL', 'DRIFT', 'BLOCKED', 'FAILED')),
    reason text,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    requests integer NOT NULL DEFAULT 0,
    responses integer NOT NULL DEFAULT 0,
    listed integer NOT NULL DEFAULT 0,
    fetched integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    blocked integer NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    lists_complete boolean NOT NULL DEFAULT false,
    reasons jsonb NOT NULL DEFAULT '{}',
    archive text NOT NULL,
    dag_id text,
    run_id text,
    task_id text,
    try_number integer,
    CHECK (since <= until),
    CHECK ((outcome IS NULL) = (finished_at IS NULL))
);
CREATE INDEX crawl_by_ministry ON archive.crawl (ministry, until);

COMMENT ON TABLE archive.crawl IS 'One crawl of one ministry and window, with its report. Without an outcome: under way, or killed and not swept yet';
COMMENT ON COLUMN archive.crawl.crawl IS 'Name of the crawl; also the name of its folder in the archive';
COMMENT ON COLUMN archive.crawl.ministry IS 'Code of the ministry';
COMMENT ON COLUMN archive.crawl.since IS 'First day of the window, in the ministry''s time zone';
COMMENT ON COLUMN archive.crawl.until IS 'Last day of the window, inclusive';
COMMENT ON COLUMN archive.crawl.outcome IS 'How it ended; only OK and EMPTY are good. NULL while it runs';
COMMENT ON COLUMN archive.crawl.reason IS 'Why it ended so, in words';
COMMENT ON COLUMN archive.crawl.started_at IS 'When it began';
COMMENT ON COLUMN archive.crawl.finished_at IS 'When its report was written';
COMMENT ON COLUMN archive.crawl.requests IS 'Requests sent, retries and redirects included';
COMMENT ON COLUMN archive.crawl.responses IS 'Answers received';
COMMENT ON COLUMN archive.crawl.listed IS 'Documents to get: listed by the site, planned, or referred to. Equals fetched + unchanged + failed + refused';
COMMENT ON COLUMN archive.crawl.fetched IS 'Documents whose bytes are new';
COMMENT ON COLUMN archive.crawl.unchanged IS 'Documents whose bytes are those that the archive holds';
COMMENT ON COLUMN archive.crawl.failed IS 'Documents that did not come';
COMMENT ON COLUMN archive.crawl.refused IS 'Documents that we must not ask for (robots.txt, other sites, size)';
COMMENT ON COLUMN archive.crawl.blocked IS 'Answers that turned us away';
COMMENT ON COLUMN archive.crawl.bytes IS 'Bytes of payload received';
COMMENT ON COLUMN archive.crawl.lists_complete IS 'Whether each list was walked to its end and held what the site counts: all that failed is known by name then';
COMMENT ON COLUMN archive.crawl.reasons IS 'Reasons of failures and refusals, with their counts';
COMMENT ON COLUMN archive.crawl.archive IS 'Address of the archive that holds its files';
COMMENT ON COLUMN archive.crawl.dag_id IS 'DAG that asked for it; NULL: the command line';
COMMENT ON COLUMN archive.crawl.run_id IS 'Run of that DAG';
COMMENT ON COLUMN archive.crawl.task_id IS 'Task of that run';
COMMENT ON COLUMN archive.crawl.try_number IS 'Which try of that task';

CREATE TABLE archive.snapshot (
    record_id uuid PRIMARY KEY,
    crawl text NOT NULL REFERENCES archive.crawl,
    file text NOT NULL,
    "offset" bigint NOT NULL CHECK ("offset" >= 0),
    length bigint NOT NULL CHECK (length > 0),
    record_type text NOT NULL CHECK (record_type IN ('response', 'revisit')),
    purpose text NOT NULL CHECK (purpose IN ('robots', 'list', 'feed', 'document', 'hop')),
    address text NOT NULL,
    status integer NOT NULL CHECK (status BETWEEN 100 AND 999),
    headers jsonb NOT NULL,
    payload_digest text NOT NULL,
    block_digest text NOT NULL,
    payload_length bigint NOT NULL CHECK (payload_length >= 0),
    fetched_at timestamptz NOT NULL,
    site_id text,
    language text,
    refers_to uuid,
    UNIQUE (file, "offset"),
    CHECK (refers_to IS NULL OR record_type = 'revisit')
);
CREATE INDEX snapshot_by_document ON archive.snapshot (site_id, language, fetched_at) WHERE site_id IS NOT NULL;
CREATE INDEX snapshot_by_crawl ON archive.snapshot (crawl);

COMMENT ON TABLE archive.snapshot IS 'The bytes of one answer: where they lie in the archive. A row is written only once its file stands whole';
COMMENT ON COLUMN archive.snapshot.record_id IS 'WARC-Record-ID';
COMMENT ON COLUMN archive.snapshot.crawl IS 'The crawl that fetched it';
COMMENT ON COLUMN archive.snapshot.file IS 'WARC file, relative to the archive''s address';
COMMENT ON COLUMN archive.snapshot."offset" IS 'Where the record''s gzip member begins, in bytes';
COMMENT ON COLUMN archive.snapshot.length IS 'Length of the record''s gzip member, in bytes';
COMMENT ON COLUMN archive.snapshot.record_type IS 'response: holds the body; revisit: the body is that of the record it refers to';
COMMENT ON COLUMN archive.snapshot.purpose IS 'What was asked for: a document, a list, a feed, robots.txt; hop: a redirect or a try that was repeated';
COMMENT ON COLUMN archive.snapshot.address IS 'Address that answered';
COMMENT ON COLUMN archive.snapshot.status IS 'HTTP status';
COMMENT ON COLUMN archive.snapshot.headers IS 'HTTP headers of the answer';
COMMENT ON COLUMN archive.snapshot.payload_digest IS 'Digest of the body (of the body referred to, for a revisit)';
COMMENT ON COLUMN archive.snapshot.block_digest IS 'Digest of the record''s block: headers and body as they stand in the file';
COMMENT ON COLUMN archive.snapshot.payload_length IS 'Bytes of the body';
COMMENT ON COLUMN archive.snapshot.fetched_at IS 'When the answer came';
COMMENT ON COLUMN archive.snapshot.site_id IS 'The site''s own id of the document, its generation before it: bitrix/1821243';
COMMENT ON COLUMN archive.snapshot.language IS 'Language that was asked for (BCP 47); the content''s own stands on the document';
COMMENT ON COLUMN archive.snapshot.refers_to IS 'Record that holds the body of a revisit';

CREATE TABLE archive.list_page (
    crawl text NOT NULL REFERENCES archive.crawl,
    list text NOT NULL,
    language text NOT NULL,
    page integer NOT NULL CHECK (page >= 1),
    address text NOT NULL,
    entries integer NOT NULL CHECK (entries >= 0),
    total bigint CHECK (total >= 0),
    record_id uuid NOT NULL REFERENCES archive.snapshot,
    PRIMARY KEY (crawl, list, language, page, record_id)
);
COMMENT ON TABLE archive.list_page IS 'One page of a list as a crawl read it';
COMMENT ON COLUMN archive.list_page.crawl IS 'The crawl';
COMMENT ON COLUMN archive.list_page.list IS 'Name of the list or feed in the ministry''s module';
COMMENT ON COLUMN archive.list_page.language IS 'Language of the list';
COMMENT ON COLUMN archive.list_page.page IS 'Number of the page, from 1';
COMMENT ON COLUMN archive.list_page.address IS 'Its address';
COMMENT ON COLUMN archive.list_page.entries IS 'Entries found on it';
COMMENT ON COLUMN archive.list_page.total IS 'The site''s own count of the whole list; NULL where it gives none';
COMMENT ON COLUMN archive.list_page.record_id IS 'The snapshot of the page';

CREATE TABLE archive.listing (
    crawl text NOT NULL REFERENCES archive.crawl,
    list text NOT NULL,
    language text NOT NULL,
    position integer NOT NULL,
    address text NOT NULL,
    site_id text,
    title text,
    printed_date text,
    day date,
    record_id uuid NOT NULL REFERENCES archive.snapshot,
    PRIMARY KEY (crawl, list, language, record_id, position)
);
CREATE INDEX listing_by_document ON archive.listing (site_id, language);
CREATE INDEX listing_by_day ON archive.listing (day);
COMMENT ON TABLE archive.listing IS 'One entry that the site lists, as it lists it';
COMMENT ON COLUMN archive.listing.crawl IS 'The crawl that read the list';
COMMENT ON COLUMN archive.listing.list IS 'Name of the list or feed in the ministry''s module';
COMMENT ON COLUMN archive.listing.language IS 'Language of the list';
COMMENT ON COLUMN archive.listing.position IS 'Place in the list';
COMMENT ON COLUMN archive.listing.address IS 'Address that it links to';
COMMENT ON COLUMN archive.listing.site_id IS 'The site''s own id of the document; NULL where the address has no known form';
COMMENT ON COLUMN archive.listing.title IS 'Title as listed';
COMMENT ON COLUMN archive.listing.printed_date IS 'Date and time as listed';
COMMENT ON COLUMN archive.listing.day IS 'That date, read';
COMMENT ON COLUMN archive.listing.record_id IS 'Snapshot of the list''s page';

CREATE TABLE archive.fate (
    crawl text NOT NULL REFERENCES archive.crawl,
    address text NOT NULL,
    language text NOT NULL,
    site_id text,
    fate text NOT NULL CHECK (fate IN ('fetched', 'unchanged', 'failed', 'refused')),
    reason text,
    record_id uuid REFERENCES archive.snapshot,
    CHECK (fate IN ('fetched', 'unchanged') OR reason IS NOT NULL)
);
-- By digest: an address may be longer than an index takes.
CREATE UNIQUE INDEX fate_once ON archive.fate (crawl, md5(address), language);
CREATE INDEX fate_by_document ON archive.fate (site_id, language);
CREATE INDEX fate_by_record ON archive.fate (record_id);
COMMENT ON TABLE archive.fate IS 'What became of each document that a crawl was to get';
COMMENT ON COLUMN archive.fate.crawl IS 'The crawl';
COMMENT ON COLUMN archive.fate.address IS 'Address that was asked for, or would have been';
COMMENT ON COLUMN archive.fate.language IS 'Language that was asked for';
COMMENT ON COLUMN archive.fate.site_id IS 'The site''s own id of the document';
COMMENT ON COLUMN archive.fate.fate IS 'fetched, unchanged, failed or refused';
COMMENT ON COLUMN archive.fate.reason IS 'Why it failed or was refused';
COMMENT ON COLUMN archive.fate.record_id IS 'The snapshot of the answer, where there is one';

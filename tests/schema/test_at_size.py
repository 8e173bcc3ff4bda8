"""Views stay quick with thousands of rows, before the server has counted them and after: no loop over all of them for each.

What runs in a loop over loops takes minutes here; all that is asked takes less than a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from launcher import databases
from launcher.postgres import Postgres

pytestmark = pytest.mark.database

_ROWS = """
SET session_replication_role = replica;
INSERT INTO archive.crawl (crawl, ministry, since, until, started_at, archive)
SELECT 'c' || n, 'toy', '2026-03-01', '2026-03-01', timestamptz '2026-03-01' + n * interval '1 hour', 'a' FROM generate_series(0, 1999) n;
INSERT INTO archive.snapshot (record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers,
    payload_digest, block_digest, payload_length, fetched_at, site_id, language)
SELECT md5(n || ' ' || k)::uuid, 'c' || n % 1000 + 1000 * k, 'f' || k, n, 10, 'response', 'document', 'http://toy/' || n, 200, '{}',
    'p', 'b', 10, timestamptz '2026-03-01' + k * interval '1 day', g || n, 'en'
FROM generate_series(0, 3999) n, generate_series(0, 1) k, (VALUES ('old/', 0), ('new/', 1)) generation (g, side) WHERE n % 2 = side;
INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail)
SELECT 'clean', md5(n || ' ' || k)::uuid::text, 'd', '1', CASE WHEN k = 0 OR n % 4 = 0 THEN 'quarantined' ELSE 'done' END, 'why'
FROM generate_series(0, 3999) n, generate_series(0, 1) k;
INSERT INTO pipeline.quarantine (record_id, cleaner, reason, detail, attempt_id)
SELECT input::uuid, version, 'unknown_layout', 'why', attempt_id FROM pipeline.attempt WHERE outcome = 'quarantined';
INSERT INTO corpus.document
SELECT translate(substr(md5(s.site_id), 1, 16), '0189', 'ghij'), 'toy', s.site_id, 'en', s.address, s.fetched_at, 1
FROM archive.snapshot s WHERE file = 'f0';
INSERT INTO corpus.likeness
SELECT a.document_id, b.document_id, 0, 0.9, '{}', 1 FROM corpus.document a
JOIN corpus.document b ON b.site_id = 'new/' || split_part(a.site_id, '/', 2)::integer + 1 WHERE a.site_id LIKE 'old/%';
INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)
SELECT substr(md5(site_id), 1, 16), 'not_transcript', 'toy', 'document', site_id, '', 'me', 'why', now(), 'now'
FROM corpus.document WHERE site_id LIKE 'old/%0';
"""


_LISTED = """
INSERT INTO archive.listing (crawl, list, language, position, address, site_id, day, record_id)
SELECT crawl, 'news', 'en', "offset", address, site_id, date '2020-01-01' + ("offset" / 2)::integer, record_id FROM archive.snapshot
"""


@pytest.fixture(scope="module", params=["not_counted", "counted"])
def full(request: pytest.FixtureRequest, postgres: Postgres, migrated: str) -> Iterator[Connection]:
    """A database with four thousand documents of two pages each, many of them in quarantine, and two thousand pairs."""
    name = f"at_size_{request.param}"
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER, template=migrated)
        with closing(psycopg2.connect(postgres.url(name))) as connection:
            connection.autocommit = True
            run(connection, _ROWS)
            run(connection, "SET session_replication_role = origin")
            if request.param == "counted":
                run(connection, "ANALYZE")
            run(connection, "SET statement_timeout = '10s'")
            yield connection
        databases.drop_database(link, name)


def run(connection: Connection, sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def test_what_waits_in_quarantine(full: Connection) -> None:
    assert run(full, "SELECT count(*) FROM pipeline.quarantine_queue") == 1000
    assert run(full, "SELECT count(*) FROM pipeline.quarantine_queue WHERE times = 2 AND since < fetched_at") == 1000


def test_one_document_in_two_generations(full: Connection) -> None:
    assert run(full, "SELECT count(*) FROM corpus.same_document") == 1600


def test_what_is_hidden(full: Connection) -> None:
    assert run(full, "SELECT corpus.hide()") == 400 + 1600
    assert run(full, "SELECT corpus.hide()") == 0
    assert run(full, "SELECT count(*) FROM analysis.same_documents") == 1600


def test_what_analysts_ask_of_all_days(full: Connection) -> None:
    run(full, _LISTED)
    assert run(full, "SELECT sum(listed) FROM analysis.coverage") == 4000
    of_these_set_aside = 200
    assert run(full, "SELECT sum(quarantined) FROM analysis.coverage") == 1000 - of_these_set_aside
    assert run(full, "SELECT sum(quarantined) FROM analysis.quality") == 1000 - of_these_set_aside

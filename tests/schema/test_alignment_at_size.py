"""Pairs of turns, versions and events are found by their indexes, whatever they are asked by; events are gathered in a moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from launcher import databases
from launcher.postgres import Postgres

pytestmark = pytest.mark.database

Plan = Callable[[str], str]
NAME = "alignment_at_size"
#: A thousand events in three languages, eight turns each.
_ROWS = """
SET session_replication_role = replica;
INSERT INTO corpus.ministry VALUES ('toy', 'Ministry of Toys', 'XX', 'http://toy', 'UTC', 'Free.', 1);
INSERT INTO corpus.document
SELECT lpad(translate((n * 3 + k)::text, '0189', 'ghij'), 16, 'a'), 'toy', 'new/' || n, l, 'http://toy/' || n, '2026-03-01', 1
FROM generate_series(1, 1000) n, (VALUES (0, 'en'), (1, 'fr'), (2, 'ru')) language (k, l);
INSERT INTO corpus.reading (reading_id, revision_id, cleaner, digest, layout, title, kind, published_at, languages, tags,
    unofficial_translation, attachments, links, language_evidence, notices, body, attempt_id)
OVERRIDING SYSTEM VALUE
SELECT n * 3 + k, n * 3 + k, '1', 'd', 'x', 'A title', 'interview', timestamptz '2026-03-01' + n * interval '1 hour', '{en,fr,ru}', '{}',
    false, '{}', '{}', '{}', '{}', '', 1 FROM generate_series(1, 1000) n, generate_series(0, 2) k;
INSERT INTO corpus.segmentation (segmentation_id, reading_id, segmenter, turns, exchanges, review, attempt_id)
OVERRIDING SYSTEM VALUE
SELECT reading_id, reading_id, '1', 8, 4, '{}', 1 FROM corpus.reading;
INSERT INTO corpus.publication
SELECT lpad(translate(segmentation_id::text, '0189', 'ghij'), 16, 'a'), segmentation_id, 1 FROM corpus.segmentation;
INSERT INTO corpus.turn (segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, role, kind, rule, confidence,
    text, words)
SELECT segmentation_id, n, lpad(translate((segmentation_id * 10 + n)::text, '0189', 'ghij'), 20, 'a'), 1, 1, 0, 'official', 'answer',
    'x', 1, repeat('word ', 60), 60 FROM corpus.segmentation, generate_series(1, 8) n;
INSERT INTO corpus.exchange SELECT segmentation_id, n, NULL FROM corpus.segmentation, generate_series(1, 4) n;
INSERT INTO corpus.version_pair (segmentation_id, other_id, aligner, rule, score, evidence, notices, attempt_id)
SELECT n * 3 + a, n * 3 + b, '1', 'id', 1, '{}', '{}', 1 FROM generate_series(1, 1000) n, (VALUES (0, 1), (0, 2), (1, 2)) p (a, b);
INSERT INTO corpus.turn_pair SELECT pair_id, n, n, 0.9 FROM corpus.version_pair, generate_series(1, 8) n;
INSERT INTO corpus.exchange_pair SELECT pair_id, n, n, 0.9 FROM corpus.version_pair, generate_series(1, 4) n;
SET session_replication_role = origin;
"""


@pytest.fixture(scope="module")
def full(postgres: Postgres, migrated: str) -> Iterator[Connection]:
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, NAME)
        databases.ensure_database(link, NAME, databases.OWNER, template=migrated)
        with closing(psycopg2.connect(postgres.url(NAME))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(_ROWS)
                cursor.execute("SET statement_timeout = '30s'")
                cursor.execute("SELECT corpus.gather()")
                assert cursor.fetchone() == (3000,)
                cursor.execute("ANALYZE")
            yield connection
        databases.drop_database(link, NAME)


@pytest.fixture(scope="module")
def plan(full: Connection, postgres: Postgres) -> Iterator[Plan]:
    """The plan of an analyst's query."""
    with closing(psycopg2.connect(postgres.url(NAME, databases.ANALYST))) as connection, connection.cursor() as cursor:

        def explain(query: str) -> str:
            cursor.execute("EXPLAIN (COSTS OFF) " + query)
            return "\n".join(line for (line,) in cursor.fetchall())

        yield explain


#: Of one row or none here.
EMPTY = {"ministry", "hidden", "chosen_tie"}
HITS = "unnest(ARRAY['aaaaaaaaaaaaaaaagb4g', 'aaaaaaaaaaaaaaaagb4h']) s (turn_id)"
QUERIES = {
    "a turn": "SELECT * FROM analysis.turn_pairs WHERE turn_id = 'aaaaaaaaaaaaaaaagb4g'",
    "a turn in one language": "SELECT other_text FROM analysis.turn_pairs WHERE turn_id = 'aaaaaaaaaaaaaaaagb4g' AND other_language = 'en'",
    "a document": "SELECT * FROM analysis.turn_pairs WHERE document_id = 'aaaaaaaaaaaaa34g'",
    "a phrase's hits": f"SELECT p.other_text FROM {HITS} JOIN analysis.turn_pairs p USING (turn_id)",
    "a document's exchanges": "SELECT * FROM analysis.exchange_pairs WHERE document_id = 'aaaaaaaaaaaaa34g'",
    "a document's versions": "SELECT * FROM analysis.language_versions WHERE document_id = 'aaaaaaaaaaaaa34g'",
    "an event": "SELECT * FROM analysis.events WHERE event_id = 'aaaaaaaaaaaaa34g'",
    "an event's documents": "SELECT * FROM analysis.language_versions WHERE event_id = 'aaaaaaaaaaaaa34g'",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_it_is_found_by_index(plan: Plan, query: str) -> None:
    found = plan(query)
    whole = set(re.findall(r"Seq Scan on (\w+)", found))
    assert whole <= EMPTY, found


def test_gathering_again_writes_nothing_and_takes_a_moment(full: Connection) -> None:
    with full.cursor() as cursor:
        cursor.execute("SET statement_timeout = '10s'")
        cursor.execute("SELECT corpus.gather()")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM analysis.events WHERE documents = 3")
        assert cursor.fetchone() == (1000,)


def test_a_pair_of_turns_takes_seventy_bytes(full: Connection) -> None:
    with full.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('corpus.turn_pair')::float / count(*) FROM corpus.turn_pair")
        ((size,),) = cursor.fetchall()
    assert 60 < size < 90

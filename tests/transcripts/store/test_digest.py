"""One digest says whether two databases hold the same content: by natural keys, whatever the order, the keys and the time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.digest import digests, rows, total
from transcripts.process import process
from transcripts.store.digested import FETCHED, LEFT_OUT, OF_OUR_TIME, STATED, columns

pytestmark = pytest.mark.database

LINES = ("Question: How many ships?", "Sergey Lavrov: Seven.", "A voice from the hall asked about bread.")
#: For a superuser: constraints of the database and its guards do not hold.
GUARDS_OFF = "-c session_replication_role=replica"
#: All that the steps make; what people said and what the crawls brought stays.
FORGET = "SELECT set_config('corpus.publishing', 'yes', true); TRUNCATE pipeline.attempt, corpus.ministry RESTART IDENTITY CASCADE"


@pytest.fixture(scope="module")
def filled(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Published documents, one of them in two revisions, one of them corrected."""
    with reviewing(database_url, tmp_path_factory.mktemp("digest"), (1, 2, 3)) as house:
        house.publish({2: LINES})
        house.say(1, "split", "A voice", label="A voice", changes={"role": "other"})
        house.process()
        yield house


@pytest.fixture
def link(filled: Reviewing) -> Iterator[Connection]:
    with closing(psycopg2.connect(filled.url)) as connection:
        yield connection


@contextmanager
def copied(filled: Reviewing, postgres: Postgres, name: str) -> Iterator[str]:
    """The superuser's address of a copy of the database."""
    with closing(databases.connect(postgres.url())) as server:
        databases.drop_database(server, name)
        databases.ensure_database(server, name, databases.OWNER, template=filled.url.rsplit("/", 1)[1])
        yield postgres.url(name)
        databases.drop_database(server, name)


def of(url: str, **more: bool) -> str:
    return total(digests(url, **more))


def test_every_table_and_column_of_corpus_is_digested_or_left_out_with_a_reason(
    filled: Reviewing, link: Connection
) -> None:
    known = columns(link)
    assert {"person", "correction", "turn_search", "publication", "exchange_turn"} <= known.keys()
    assert {one.table for one in digests(filled.url)} == known.keys()
    unnamed = [
        (column.table, column.name)
        for own in known.values()
        for column in own
        if column.type in OF_OUR_TIME and (column.table, column.name) not in STATED | FETCHED
    ]
    assert unnamed == [], "say in store/digested.py whether it is a fetch time or what a page or person says"
    numbers = [
        (column.table, column.name)
        for own in known.values()
        for column in own
        if column.type == "int8" and column.key_of is None and column.name not in LEFT_OUT
    ]
    assert numbers == [], (
        "a surrogate key needs a foreign key that leads to its table, which needs a view pipeline.TABLE_key"
    )
    assert [column.name for own in known.values() for column in own if not column.counts(True)] == [
        name for name in LEFT_OUT for own in known.values() if name in {column.name for column in own}
    ]


def test_what_the_lists_name_is_there(link: Connection) -> None:
    there = {(column.table, column.name) for own in columns(link).values() for column in own}
    assert STATED.keys() | FETCHED.keys() <= there
    assert LEFT_OUT.keys() <= {name for _, name in there}


def test_other_keys_another_order_and_other_batches_make_the_same_digest(filled: Reviewing, postgres: Postgres) -> None:
    with copied(filled, postgres, "digest_anew") as url:
        with closing(psycopg2.connect(url)) as link, link, link.cursor() as cursor:
            cursor.execute(FORGET)
            cursor.execute("ALTER TABLE corpus.reading ALTER reading_id RESTART 1000")
            cursor.execute("ALTER TABLE corpus.segmentation ALTER segmentation_id RESTART 500")
        assert of(url) != of(filled.url)
        process(url, filled.archive, 1)
        assert of(url) == of(filled.url) != of(filled.url, times=False)
        assert of(url, history=True) != of(filled.url, history=True), "the turns of before the correction are history"


CHANGES = {
    "turn": "UPDATE corpus.turn SET text = text || '.' WHERE ctid = (SELECT min(ctid) FROM corpus.turn)",
    "span": "DELETE FROM corpus.span WHERE ctid = (SELECT min(ctid) FROM corpus.span)",
    "person": "UPDATE corpus.person SET retired = true WHERE person_id = (SELECT min(person_id) FROM corpus.person)",
    "correction": "UPDATE corpus.correction SET at = at + interval '1 second'",
    "reading": "UPDATE corpus.reading SET tags = '{x}' WHERE reading_id = (SELECT min(reading_id) FROM corpus.reading)",
    "exchange_turn": "UPDATE corpus.exchange_turn SET part = 'answer' WHERE ctid = (SELECT min(ctid) FROM corpus.exchange_turn)",
    "publication": "UPDATE corpus.publication SET segmentation_id = (SELECT min(segmentation_id) FROM corpus.segmentation s"
    " WHERE NOT EXISTS (SELECT FROM corpus.publication p WHERE p.segmentation_id = s.segmentation_id))"
    " WHERE document_id = (SELECT min(document_id) FROM corpus.publication)",
    "turn_search": "UPDATE corpus.turn_search SET vector = 'other' WHERE (language, segmentation_id, ordinal)"
    " = (SELECT language, segmentation_id, ordinal FROM corpus.turn_search ORDER BY 1, 2, 3 LIMIT 1)",
}


def test_a_change_of_one_row_shows_in_its_table_and_in_no_other(filled: Reviewing, postgres: Postgres) -> None:
    with copied(filled, postgres, "digest_changed") as url, closing(psycopg2.connect(url, options=GUARDS_OFF)) as link:
        for table, statement in CHANGES.items():
            before = {one.table: one for one in digests(url, history=True)}
            with link, link.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount == 1, statement
            after = {one.table: one for one in digests(url, history=True)}
            assert [one for one in before if before[one] != after[one]] == [table]


def test_two_collections_are_compared_without_fetch_times(filled: Reviewing, postgres: Postgres) -> None:
    with copied(filled, postgres, "digest_later") as url:
        with closing(psycopg2.connect(url, options=GUARDS_OFF)) as link, link, link.cursor() as cursor:
            cursor.execute("UPDATE corpus.document SET first_seen = first_seen + interval '1 day'")
            cursor.execute(
                "UPDATE corpus.revision SET first_seen = first_seen + interval '1 day', record_id = gen_random_uuid()"
            )
        assert of(url) != of(filled.url)
        assert of(url, times=False) == of(filled.url, times=False)


def test_rows_are_printed_by_natural_keys_for_diff(filled: Reviewing) -> None:
    (turn,) = [line for line in rows(filled.url, "turn") if "bread" in line and f"{filled.id(2)} 2 " in line]
    assert "There is bread" not in turn
    assert all(re.search(r"20\d\d-\d\d-\d\d .*\+00", line) for line in rows(filled.url, "revision")), "times in UTC"
    assert not any(re.search(r"20\d\d-\d", line) for line in rows(filled.url, "revision", times=False))
    with pytest.raises(ValueError, match="corpus has no table 'harbour': there are chosen_tie, correction, country"):
        rows(filled.url, "harbour")


def test_the_command_says_it_in_one_line_then_by_table(filled: Reviewing) -> None:
    done = filled.run("digest")
    first, *tables = done.stdout.splitlines()
    assert first.split()[0] == of(filled.url)
    assert {line.split()[2] for line in tables} >= {"turn", "document"}
    shorter = json.loads(filled.run("digest", "--without-times", "--json").stdout)
    assert shorter["digest"] == of(filled.url, times=False)
    assert filled.run("digest", "--rows", "turn").stdout.splitlines() == rows(filled.url, "turn")
    wrong = filled.run("digest", "--rows", "harbour")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)

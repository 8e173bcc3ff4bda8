"""What a run has written, in numbers: rows added and rows changed, by schema and table."""

from __future__ import annotations

from contextlib import closing

import pytest

from launcher import databases
from launcher.landing import MEASURED, Count, count, written


def test_a_run_that_wrote_nothing_says_so_of_every_schema():
    counts = {("corpus", "turn"): Count(7, 3), ("archive", "crawl"): Count(1, 0)}
    assert written(counts, counts) == {"corpus": [], "archive": [], "pipeline": []}


def test_rows_added_taken_away_and_changed_are_told_apart():
    before = {
        ("corpus", "turn"): Count(7, 3),
        ("corpus", "document"): Count(2, 0),
        ("pipeline", "attempt"): Count(5, 0),
    }
    after = {
        ("corpus", "turn"): Count(9, 3),
        ("corpus", "document"): Count(2, 2),
        ("archive", "crawl"): Count(1, 1),
        ("pipeline", "attempt"): Count(4, 1),
    }
    assert written(before, after) == {
        "corpus": ["turn +2", "document ~2"],
        "archive": ["crawl +1 ~1"],
        "pipeline": ["attempt -1 ~1"],
    }


def test_what_was_measured_meanwhile_is_told_apart_from_what_the_run_wrote():
    measured = {("pipeline", "check_result"): Count(70, 0), ("pipeline", "measurement"): Count(9, 2)}
    found = written({}, {**measured, ("pipeline", "attempt"): Count(0, 0)})
    assert found["pipeline"] == []
    assert found[MEASURED] == ["check_result +70", "measurement +9 ~2"]


@pytest.mark.database
def test_a_servers_statistics_started_anew_make_no_change():
    assert written({("corpus", "turn"): Count(7, 30)}, {("corpus", "turn"): Count(7, 0)})["corpus"] == []


@pytest.mark.database
def test_rows_and_changes_are_counted_in_a_real_database_with_partitions_as_their_table(postgres):
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, "landing")
        databases.ensure_database(link, "landing", databases.OWNER)
    url = postgres.url("landing", databases.OWNER)
    with closing(databases.connect(url)) as link, link.cursor() as cursor:
        cursor.execute("""
            CREATE SCHEMA corpus; CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.t AS SELECT 1 AS a;
            CREATE TABLE corpus.turn (language text, words int) PARTITION BY LIST (language);
            CREATE TABLE corpus.turn_en PARTITION OF corpus.turn FOR VALUES IN ('en');
            CREATE TABLE corpus.turn_rest PARTITION OF corpus.turn DEFAULT;
            INSERT INTO corpus.turn VALUES ('en', 1), ('ru', 2), ('en', 3);
            SELECT pg_stat_force_next_flush()""")
    before = count(url)
    assert before == {("corpus", "turn"): Count(3, 0)}
    with closing(databases.connect(url)) as link, link.cursor() as cursor:
        cursor.execute("UPDATE corpus.turn SET words = 0 WHERE language = 'en'")
        cursor.execute("SELECT pg_stat_force_next_flush()")
    assert written(before, count(url))["corpus"] == ["turn ~2"]

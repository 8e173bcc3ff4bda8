"""From readings to what analysts see: spans tile, checks hold, and one function moves the pointer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.transcripts.store.crawled import MINISTRY, dialogue, reading, register, snapshot_line
from transcripts.ids import document_id, turn_ids
from transcripts.model import Exchange, Reading, Segmentation, Span
from transcripts.steps import publish as step
from transcripts.store import documents, publications, segmentations
from transcripts.store.documents import Cleaned
from transcripts.store.provenance import Provenance
from transcripts.store.readings import to_segment
from transcripts.store.segmentations import Segmented

pytestmark = pytest.mark.database

BY = Provenance("process", "run 1", "segment", 0, 1)


def segmented(
    connection: Connection, read: Reading, found: Segmentation, *, crawl: str = "c1", hours: float = 0
) -> int:
    """A segmentation of a new snapshot of the one document, stored; its id."""
    (snapshot,) = register(connection, crawl, snapshot_line(crawl, hours=hours))
    with connection.cursor() as cursor:
        documents.store(cursor, MINISTRY, [Cleaned(snapshot, read)], "1", BY)
        cursor.execute("SELECT max(reading_id) FROM corpus.reading")
        ((key,),) = cursor.fetchall()
        (stored,) = to_segment(connection, [key], "1")
        assert stored.paragraphs == tuple(replace(p, path="") for p in read.paragraphs)
        segmentations.store(cursor, [Segmented(stored, found)], BY)
        cursor.execute("SELECT max(segmentation_id) FROM corpus.segmentation")
        ((segmentation,),) = cursor.fetchall()
    connection.commit()
    return int(segmentation)


def publish(connection: Connection, *keys: int) -> dict[int, str | None]:
    with connection.cursor() as cursor:
        found = publications.publish(cursor, keys, "1", BY)
    connection.commit()
    return found


def rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    connection.rollback()
    return found


def test_a_published_document_is_what_analysts_see(connection: Connection) -> None:
    key = segmented(connection, *dialogue())
    assert rows(connection, "SELECT * FROM analysis.turns") == []
    assert publish(connection, key) == {key: None}
    document = document_id("toy", "bitrix/1", "en")
    ids = turn_ids(document, ["Why?", "Because ferries sailed.\nAnd so on."])
    assert rows(
        connection, "SELECT turn_id, ordinal, kind, speaker, words, exchange FROM analysis.turns ORDER BY ordinal"
    ) == [
        (ids[0], 1, "question", None, 1, 1),
        (ids[1], 2, "answer", "Ada Toy", 6, 1),
    ]
    assert rows(connection, "SELECT question_ids, answer_ids, answered_by, reason FROM analysis.exchanges") == [
        ([ids[0]], [ids[1]], ["Ada Toy"], None)
    ]
    assert rows(connection, "SELECT documents, turns, exchanges FROM analysis.landed") == [(1, 2, 1)]
    assert rows(connection, "SELECT title, words, revisions, published_on::text FROM analysis.transcripts") == [
        ("On toys", 7, 1, "2026-03-02")
    ]
    assert rows(connection, "SELECT cleaned_in, segmented_in, published_in, crawl FROM analysis.sources") == [
        ("run 1", "run 1", "run 1", "c1")
    ]


def test_published_turns_can_be_searched_by_their_language(connection: Connection) -> None:
    publish(connection, segmented(connection, *dialogue()))
    query = """SELECT ordinal FROM corpus.turn_search
        WHERE language = 'en' AND vector @@ websearch_to_tsquery('english', '{words}')"""
    assert rows(connection, query.format(words="a ferry sailing")) == [(2,)]
    assert rows(connection, query.format(words="question")) == [], "labels are not searched"
    assert rows(connection, "SELECT tableoid::regclass::text, count(*) FROM corpus.turn_search GROUP BY 1") == [
        ("corpus.turn_search_en", 2)
    ]


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda s: replace(s, spans=s.spans[:-1]), "the spans end at character 48 of 58"),
        (
            lambda s: replace(s, spans=(*s.spans[:-1], Span(48, 58, "text", 0))),
            "the words of turn 1 are not those of its spans",
        ),
        (
            lambda s: replace(s, spans=(*s.spans[:-1], Span(48, 58, "boilerplate"))),
            "the words of turn 2 are not those of its spans",
        ),
        (lambda s: replace(s, exchanges=(Exchange((1,), (0,)),)), "exchange 1 has no question before its answers"),
    ],
)
def test_what_does_not_add_up_is_refused_and_said(connection: Connection, spoil: Any, problem: str) -> None:
    read, found = dialogue()
    key = segmented(connection, read, spoil(found))
    assert problem in str(publish(connection, key)[key])
    assert rows(connection, "SELECT count(*) FROM corpus.publication") == [(0,)]
    assert rows(connection, "SELECT outcome FROM pipeline.attempt WHERE step = 'publish'") == [("refused",)]


def test_one_that_is_refused_does_not_hold_the_others_back(connection: Connection) -> None:
    read, found = dialogue()
    good = segmented(connection, read, found)
    bad = segmented(connection, reading("Else."), Segmentation((), (), ()), crawl="c2", hours=1)
    published = publish(connection, good, bad)
    assert published[good] is None
    assert "end at character 0 of 5" in str(published[bad])


def test_a_newer_revision_takes_the_place_and_an_older_one_never_does(connection: Connection) -> None:
    read, found = dialogue()
    first = segmented(connection, read, found)
    changed = segmented(connection, replace(read, title="On better toys"), found, crawl="c2", hours=1)
    publish(connection, first)
    publish(connection, changed)
    assert rows(connection, "SELECT title, revisions FROM analysis.transcripts") == [("On better toys", 2)]
    assert publish(connection, first)[first] == "a newer revision is published already"
    assert rows(connection, "SELECT title FROM analysis.transcripts") == [("On better toys",)]
    assert rows(connection, "SELECT count(*) FROM corpus.turn_search") == [(2,)]


@pytest.mark.parametrize(
    "spans",
    [
        (Span(0, 10, "label", 0), Span(9, 58, "text", 0)),
        (Span(0, 10, "label", 0), Span(11, 58, "text", 0)),
        (Span(1, 58, "text", 0),),
        (Span(0, 10, "label", 0), Span(0, 58, "text", 0)),
        (Span(0, 10, "label", 0), Span(10, 10, "text", 0)),
        (Span(0, 10, "label"), Span(10, 58, "text", 0)),
        (Span(0, 58, "heading", 0),),
        (Span(0, 58, "text", 7),),
    ],
    ids=["overlap", "gap", "late start", "two starts", "empty", "label of nobody", "heading of a turn", "no such turn"],
)
def test_spans_that_do_not_tile_cannot_be_stored_at_all(connection: Connection, spans: tuple[Span, ...]) -> None:
    read, found = dialogue()
    with pytest.raises(psycopg2.IntegrityError):
        segmented(connection, read, replace(found, spans=spans))


def test_the_pointer_cannot_be_moved_by_hand(connection: Connection) -> None:
    key = segmented(connection, *dialogue())
    publish(connection, key)
    for statement in (
        "UPDATE corpus.publication SET attempt_id = 1",
        "DELETE FROM corpus.publication",
        "INSERT INTO corpus.publication SELECT * FROM corpus.publication",
    ):
        with (
            pytest.raises(psycopg2.errors.RaiseException, match=r"written by corpus\.publish alone"),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        connection.rollback()


def test_publishing_again_writes_nothing(connection: Connection) -> None:
    key = segmented(connection, *dialogue())
    publish(connection, key)
    before = rows(connection, "SELECT xmin::text FROM corpus.publication")
    assert publish(connection, key) == {}
    assert rows(connection, "SELECT count(*) FROM pipeline.attempt WHERE step = 'publish'") == [(1,)]
    assert rows(connection, "SELECT xmin::text FROM corpus.publication") == before


def test_two_processes_that_publish_the_same_wait_for_one_another(connection: Connection, database_url: str) -> None:
    key = segmented(connection, *dialogue())

    def on_its_own() -> dict[int, str | None]:
        with closing(psycopg2.connect(database_url)) as other:
            return publish(other, key)

    with ThreadPoolExecutor(4) as pool:
        found = [future.result() for future in [pool.submit(on_its_own) for _ in range(4)]]
    assert sorted(map(len, found)) == [0, 0, 0, 1]
    assert rows(connection, "SELECT count(*) FROM corpus.turn_search") == [(2,)]


def test_a_turn_of_megabytes_is_published_and_searched_at_its_beginning(connection: Connection) -> None:
    words = " ".join(f"word{number}" for number in range(200_000))
    read = reading(words)
    turn = replace(dialogue()[1].turns[0], text=words, label=None, kind="statement", role="official")
    key = segmented(connection, read, Segmentation((turn,), (), (Span(0, len(words), "text", 0),)))
    assert publish(connection, key) == {key: None}
    query = "SELECT count(*) FROM corpus.turn_search WHERE vector @@ to_tsquery('english', 'word7')"
    assert rows(connection, query) == [(1,)]


def test_one_that_the_database_cannot_publish_is_noted_and_the_others_are_published(connection: Connection) -> None:
    read, found = dialogue()
    good = segmented(connection, read, found)
    assert dict(step.run(connection, "toy", [good, 999_999], BY)) == {"published": 1}
    other = segmented(connection, replace(read, title="Other"), found, crawl="c2", hours=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no'; END$$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON corpus.turn_search FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        )
    connection.commit()
    try:
        assert dict(step.run(connection, "toy", [other], BY)) == {"failed": 1}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER refuse ON corpus.turn_search")
        connection.commit()
    assert rows(connection, "SELECT detail FROM pipeline.attempt WHERE outcome = 'failed'") == [("RaiseException: no",)]
    assert dict(step.run(connection, "toy", [other], BY)) == {"published": 1}


def test_the_analyst_reads_the_views_and_nothing_else(connection: Connection, analyst_url: str) -> None:
    publish(connection, segmented(connection, *dialogue()))
    analyst = psycopg2.connect(analyst_url)
    try:
        assert rows(analyst, "SELECT count(*) FROM analysis.turns") == [(2,)]
        for statement in (
            "SELECT * FROM corpus.turn",
            "SELECT * FROM archive.crawl",
            "DELETE FROM corpus.turn",
            "SELECT corpus.publish(ARRAY[1], '1')",
            "CREATE TABLE mine (n int)",
            "CREATE TABLE analysis.mine (n int)",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege), analyst.cursor() as cursor:
                cursor.execute(statement)
            analyst.rollback()
    finally:
        analyst.close()

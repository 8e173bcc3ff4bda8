"""What the cleaner made of snapshots becomes documents, revisions and readings: all or nothing for each document."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.transcripts.store.crawled import MINISTRY, reading, register, snapshot_line
from transcripts.ids import document_id
from transcripts.model import Quarantine
from transcripts.steps.whole import store_whole
from transcripts.store import documents
from transcripts.store.documents import Cleaned, Failure
from transcripts.store.provenance import Provenance

pytestmark = pytest.mark.database

BY = Provenance("process", "run 1", "clean", 0, 1)


def store(connection: Connection, *cleaned: Cleaned, version: str = "1") -> Counter[str]:
    return store_whole(
        connection,
        cleaned,
        lambda cursor, items: documents.store(cursor, MINISTRY, items, version, BY),
        document=lambda one: one.snapshot.site_id,
        as_failed=lambda one, error: Cleaned(one.snapshot, Failure(error)),
    )


def rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    connection.rollback()
    return found


def test_a_page_becomes_a_document_with_a_revision_and_a_reading(connection: Connection) -> None:
    (snapshot,) = register(connection, "c1", snapshot_line("c1"))
    assert store(connection, Cleaned(snapshot, reading("One.", "Two."))) == {"read": 1}
    key = document_id("toy", "bitrix/1", "en")
    assert rows(connection, "SELECT document_id, ministry, site_id, language FROM corpus.document") == [
        (key, "toy", "bitrix/1", "en")
    ]
    assert rows(connection, "SELECT title, body FROM corpus.reading") == [("On toys", "One.\nTwo.")]
    assert rows(connection, "SELECT ordinal, start_char, end_char, path FROM corpus.paragraph ORDER BY 1") == [
        (1, 0, 4, "p:nth-child(1)"),
        (2, 5, 9, "p:nth-child(2)"),
    ]


def test_each_row_leads_to_the_run_that_made_it(connection: Connection) -> None:
    (snapshot,) = register(connection, "c1", snapshot_line("c1"))
    store(connection, Cleaned(snapshot, reading("One.")))
    for table in ("ministry", "document", "revision", "reading"):
        query = f"SELECT a.dag_id, a.run_id, a.task_id FROM corpus.{table} JOIN pipeline.attempt a USING (attempt_id)"
        assert rows(connection, query) == [("process", "run 1", "clean")]


def test_the_same_page_again_writes_an_attempt_and_nothing_in_corpus(connection: Connection) -> None:
    one, two = register(connection, "c1", snapshot_line("c1"), snapshot_line("c1", hours=1))
    store(connection, Cleaned(one, reading("One.")))
    before = rows(connection, "SELECT xmin::text FROM corpus.document UNION ALL SELECT xmin::text FROM corpus.reading")
    assert store(connection, Cleaned(two, reading("One."))) == {"unchanged": 1}
    assert before == rows(
        connection, "SELECT xmin::text FROM corpus.document UNION ALL SELECT xmin::text FROM corpus.reading"
    )
    assert rows(connection, "SELECT outcome FROM pipeline.attempt ORDER BY attempt_id") == [("done",), ("unchanged",)]


def test_a_then_b_then_a_again_is_three_revisions(connection: Connection) -> None:
    snapshots = register(connection, "c1", *(snapshot_line("c1", hours=hour) for hour in range(4)))
    texts = ("A.", "B.", "B.", "A.")
    cleaned = [Cleaned(snapshot, reading(text)) for snapshot, text in zip(snapshots, texts, strict=True)]
    assert store(connection, *cleaned) == {"read": 3, "unchanged": 1}
    query = "SELECT r.body FROM corpus.reading r JOIN corpus.revision v USING (revision_id) ORDER BY v.first_seen"
    assert rows(connection, query) == [("A.",), ("B.",), ("A.",)]


def test_a_snapshot_that_arrives_late_moves_the_revision_back(connection: Connection) -> None:
    late, early = register(connection, "c1", snapshot_line("c1", hours=5), snapshot_line("c1", hours=1))
    store(connection, Cleaned(late, reading("One.")))
    assert store(connection, Cleaned(early, reading("One."))) == {"unchanged": 1}
    assert rows(connection, "SELECT record_id::text, first_seen FROM corpus.revision") == [
        (early.record_id, early.fetched_at)
    ]
    assert rows(connection, "SELECT first_seen FROM corpus.document") == [(early.fetched_at,)]


def test_a_new_cleaner_gives_a_revision_a_second_reading(connection: Connection) -> None:
    one, two = register(connection, "c1", snapshot_line("c1"), snapshot_line("c1", hours=1))
    cleaned = [Cleaned(one, reading("One.")), Cleaned(two, reading("One."))]
    store(connection, *cleaned)
    better = [Cleaned(one, reading("One!")), Cleaned(two, reading("One!"))]
    assert store(connection, *better, version="2") == {"read": 1, "unchanged": 1}
    assert rows(connection, "SELECT count(*) FROM corpus.revision") == [(1,)]
    assert rows(connection, "SELECT cleaner, body FROM corpus.reading ORDER BY 1") == [("1", "One."), ("2", "One!")]


def test_language_versions_of_one_id_are_two_documents(connection: Connection) -> None:
    one, two = register(
        connection,
        "c1",
        snapshot_line("c1"),
        snapshot_line("c1", hours=1, language="fr", address="http://127.0.0.1:1/fr"),
    )
    store(connection, Cleaned(one, reading("One.")), Cleaned(two, reading("Un.", language="fr")))
    assert rows(connection, "SELECT language FROM corpus.document ORDER BY 1") == [("en",), ("fr",)]


def test_a_page_in_another_language_than_asked_for_belongs_to_its_own(connection: Connection) -> None:
    one, two = register(connection, "c1", snapshot_line("c1"), snapshot_line("c1", hours=1, language="fr"))
    store(connection, Cleaned(one, reading("One.")), Cleaned(two, reading("One.")))
    assert rows(connection, "SELECT language FROM corpus.document") == [("en",)]


def test_what_cannot_be_read_goes_to_quarantine_with_its_reason(connection: Connection) -> None:
    (snapshot,) = register(connection, "c1", snapshot_line("c1"))
    quarantine = Quarantine("body_missing", "no body at div.words", "div.words")
    assert store(connection, Cleaned(snapshot, quarantine)) == {"quarantined": 1}
    assert rows(connection, "SELECT record_id::text, reason, detail, selector FROM pipeline.quarantine") == [
        (snapshot.record_id, "body_missing", "no body at div.words", "div.words")
    ]


def test_a_document_that_cannot_be_stored_does_not_take_the_others_with_it(connection: Connection) -> None:
    good, bad = register(connection, "c1", snapshot_line("c1", "bitrix/1"), snapshot_line("c1", "bitrix/2"))
    counted = store(connection, Cleaned(good, reading("One.")), Cleaned(bad, reading("Two.", title="NUL \0")))
    assert counted == {"read": 1, "failed": 1}
    assert rows(connection, "SELECT site_id FROM corpus.document") == [("bitrix/1",)]
    ((outcome, detail),) = rows(connection, "SELECT outcome, detail FROM pipeline.attempt WHERE outcome <> 'done'")
    assert outcome == "failed"
    assert "NUL character at offset 4" in detail


def test_a_failed_document_is_done_the_next_time(connection: Connection) -> None:
    (snapshot,) = register(connection, "c1", snapshot_line("c1"))
    assert store(connection, Cleaned(snapshot, Failure("the disk was away"))) == {"failed": 1}
    assert store(connection, Cleaned(snapshot, reading("One."))) == {"read": 1}
    assert store(connection, Cleaned(snapshot, reading("One."))) == {}


def test_a_failure_that_repeats_counts_up_in_its_row(connection: Connection) -> None:
    (snapshot,) = register(connection, "c1", snapshot_line("c1"))
    for reason in ("the disk was away", "it is still away"):
        store(connection, Cleaned(snapshot, Failure(reason)))
    assert rows(connection, "SELECT outcome, tries, detail FROM pipeline.attempt") == [
        ("failed", 2, "it is still away")
    ]


def test_two_batches_of_a_ministry_that_is_known_do_not_wait_for_one_another(
    connection: Connection, database_url: str
) -> None:
    first, second, third = register(
        connection, "c1", *(snapshot_line("c1", f"bitrix/{number}") for number in (1, 2, 3))
    )
    store(connection, Cleaned(first, reading("One.")))
    with closing(psycopg2.connect(database_url, options="-c lock_timeout=2s")) as other, other.cursor() as cursor:
        with connection.cursor() as own:
            documents.store(own, MINISTRY, [Cleaned(second, reading("Two."))], "1", BY)  # not committed yet
        documents.store(cursor, MINISTRY, [Cleaned(third, reading("Three."))], "1", BY)
        other.rollback()
    connection.rollback()

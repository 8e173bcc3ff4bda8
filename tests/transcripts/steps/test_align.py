"""Language versions are tied and matched: in any order of arrival, with pointers that move back, by several at once, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest

from tests.transcripts.steps.talks import BY, EN, FR, NOON, RU, Talks, empty, hours_after, pairs, same
from transcripts.ids import document_id
from transcripts.steps import align

pytestmark = pytest.mark.database


def test_the_same_turn_in_three_languages(talks: Talks) -> None:
    for language, lines in (("en", EN), ("ru", RU), ("fr", FR)):
        talks.publish(language, lines)
    assert talks.align() == {"aligned": 3, "turn_pairs": 12}
    assert pairs(talks) == same("en", "fr", "ru")
    assert talks.rows("SELECT count(*), min(score) > 0.9 FROM analysis.turn_pairs") == [(24, True)]
    assert talks.rows(
        "SELECT person_id, other_person_id, text, other_text FROM analysis.turn_pairs WHERE language = 'en' AND"
        " other_language = 'fr' AND ordinal = 4"
    ) == [("sergey-lavrov", "sergey-lavrov", EN[3].partition(": ")[2], FR[3].partition(": ")[2])]
    assert talks.rows(
        "SELECT exchange, other_exchange, score > 0.9 FROM analysis.exchange_pairs WHERE language = 'ru' AND other_language = 'en'"
        " ORDER BY 1"
    ) == [(1, 1, True), (2, 2, True)]


def test_an_event_has_all_its_versions_and_each_says_why_it_is_one(talks: Talks) -> None:
    talks.publish("ru", RU, number="7-02-03-2026")
    talks.publish("en", EN, number="7-02-03-2026", published=hours_after(30))
    talks.publish("en", EN, "bitrix/2", published=hours_after(60))
    talks.align()
    ids = {language: document_id("toy", "bitrix/1", language) for language in ("en", "ru")}
    assert talks.rows(
        "SELECT event_id, documents, languages, first_day::text, last_day::text, number, title FROM analysis.events"
        " WHERE documents > 1"
    ) == [(ids["ru"], 2, ["en", "ru"], "2026-03-02", "2026-03-03", "7-02-03-2026", "On ferries bitrix/1")]
    assert talks.rows("SELECT count(*) FROM analysis.events") == [(2,)]
    ((event, others, missing, tied),) = talks.rows(
        "SELECT event_id, other_languages, missing, tied FROM analysis.language_versions WHERE document_id = %s",
        ids["en"],
    )
    assert (event, others, missing) == (ids["ru"], ["ru"], ["fr"])
    assert [(one["document_id"], one["rule"], one["score"]) for one in tied] == [(ids["ru"], "id", 0.95)]
    assert tied[0]["evidence"] == {
        "id": "same", "number": "same", "minutes": 1800, "offered": 2, "kind": "same", "turns": 1.0, "numbers": [5, 5],
    }  # fmt: skip


def test_nothing_changed_nothing_written(talks: Talks) -> None:
    talks.publish("en", EN)
    talks.publish("ru", RU)
    talks.align()
    tables = ("version_pair", "turn_pair", "exchange_pair", "chosen_tie", "event_document")
    query = " UNION ALL ".join(f"SELECT '{name}', xmin::text, ctid::text FROM corpus.{name}" for name in tables)
    attempts = "SELECT count(*), max(attempt_id) FROM pipeline.attempt"
    before = sorted(talks.rows(query)), talks.rows(attempts)
    assert talks.due() == []
    assert align.run(talks.connection, "toy", [1, 2], BY) == {}
    assert talks.align() == {}
    assert (sorted(talks.rows(query)), talks.rows(attempts)) == before


def test_a_pointer_that_goes_back_finds_what_was_published_meanwhile(talks: Talks) -> None:
    """A correction of the English text is made and taken back; between the two the French page changed."""
    first = talks.publish("en", EN)
    talks.publish("fr", FR)
    talks.align()
    ((reading,),) = talks.rows("SELECT reading_id FROM corpus.segmentation WHERE segmentation_id = %s", first)
    talks.cut(reading, "+correction")
    talks.align()
    talks.publish("fr", FR[:2], hours=1)
    talks.align()
    assert pairs(talks) == same("en", "fr", turns=2)
    talks.show(first)
    assert talks.due() != [], "the old English text was never compared with the new French one"
    assert talks.align() == {"aligned": 1, "turn_pairs": 2}
    assert pairs(talks) == same("en", "fr", turns=2)
    assert talks.due() == []
    assert talks.rows("SELECT count(*) FROM corpus.version_pair") == [(4,)], "what was said of the others stays"


ARRIVALS: dict[str, tuple[str, tuple[str, ...], float]] = {
    "en": ("en", EN, 0.0), "ru": ("ru", RU, 0.0), "fr": ("fr", FR, 0.0), "fr later": ("fr", FR[:2], 1.0),
}  # fmt: skip


def test_no_order_of_arrival_and_no_size_of_batches_counts(talks: Talks) -> None:
    found = {}
    for order in (("en", "ru", "fr", "fr later"), ("fr", "fr later", "ru", "en"), ("fr", "en", "fr later", "ru")):
        for after_each in (True, False):
            empty(talks.connection)
            for name in order:
                language, lines, hours = ARRIVALS[name]
                talks.publish(language, lines, hours=hours)
                if after_each:
                    talks.align()
            talks.align()
            # Of what the crawls brought, only what alignment made of it is compared: these have ids of their own.
            found[order, after_each] = (
                pairs(talks),
                talks.rows("SELECT turn_id, other_turn_id, score FROM analysis.turn_pairs ORDER BY 1, 2"),
                talks.rows("SELECT document_id, exchange, other_document_id, other_exchange, score FROM analysis.exchange_pairs ORDER BY 1, 2, 3, 4"),
                talks.rows("SELECT * FROM corpus.event_document ORDER BY 1"),
            )  # fmt: skip
    assert len({repr(one) for one in found.values()}) == 1


def test_the_digest_counts_pairs_of_what_is_published_and_no_others(talks: Talks) -> None:
    talks.publish("en", EN)
    talks.publish("fr", FR[:2], shown=False)
    later = talks.publish("fr", FR, hours=1, shown=False)
    talks.show(later)
    talks.align()
    once = talks.digest()
    empty_pairs = "DELETE FROM corpus.version_pair"
    ((first, second),) = talks.rows("SELECT min(segmentation_id), max(segmentation_id) FROM corpus.segmentation")
    ((attempt,),) = talks.rows("SELECT max(attempt_id) FROM pipeline.attempt")
    with talks.connection, talks.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO corpus.version_pair (segmentation_id, other_id, aligner, rule, score, evidence, notices, attempt_id)"
            " VALUES (%s, %s, %s, 'id', 1, '{}', '{}', %s)",
            (second - 1, first, align.VERSION, attempt),
        )
    assert talks.digest() == once, "what was compared while the older text was published"
    with talks.connection, talks.connection.cursor() as cursor:
        cursor.execute("UPDATE corpus.turn_pair SET score = 0.5 WHERE turn = 1")
    assert talks.digest() != once
    with talks.connection, talks.connection.cursor() as cursor:
        cursor.execute(empty_pairs)
    talks.align()
    assert talks.digest() == once


def test_two_at_once_write_each_pair_once(talks: Talks, database_url: str) -> None:
    for number in range(1, 9):
        for language, lines in (("en", EN), ("ru", RU), ("fr", FR)):
            talks.publish(language, lines, f"bitrix/{number}", published=NOON + timedelta(days=number))
    keys = talks.due()

    def work(_: int) -> dict[str, int]:
        with closing(psycopg2.connect(database_url)) as link:
            return dict(align.run(link, "toy", keys, BY))

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(work, range(3)))
    assert sum(one.get("aligned", 0) for one in made) == 24
    assert talks.rows("SELECT count(*) FROM corpus.version_pair") == [(24,)]
    assert talks.rows("SELECT count(*) FROM corpus.turn_pair") == [(96,)]
    assert talks.due() == []

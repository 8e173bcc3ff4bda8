"""Language versions are tied and matched: in any order of arrival, with pointers that move back, by several at once, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import psycopg2
import pytest

from tests.transcripts.steps.talks import BY, EN, FR, NOON, RU, Talks, empty, hours_after
from transcripts.ids import document_id
from transcripts.steps import align

pytestmark = pytest.mark.database


def pairs(talks: Talks) -> list[tuple[Any, ...]]:
    """Languages and ordinals of the pairs that analysts see."""
    return talks.rows(
        "SELECT language, ordinal, other_language, other_ordinal FROM analysis.turn_pairs ORDER BY 1, 2, 3, 4"
    )


def same(*languages: str, turns: int = 4) -> list[tuple[Any, ...]]:
    """Every turn of every version with the same of every other."""
    return sorted((a, n, b, n) for a, b in permutations(languages, 2) for n in range(1, turns + 1))


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


def test_an_id_that_was_given_to_another_document_ties_nothing(talks: Talks) -> None:
    """The English page shows another talk by now; the French one still the old one."""
    talks.publish("en", EN, number="7-02-03-2026")
    talks.publish("fr", FR, number="7-02-03-2026")
    talks.align()
    other = ("Question: What of the 14 schools?", "Sergey Lavrov: They open in 2040.")
    talks.publish("en", other, hours=50, number="9-30-05-2026", title="On schools", published=NOON + timedelta(days=89))
    talks.align()
    assert pairs(talks) == []
    assert talks.rows("SELECT documents FROM analysis.events") == [(1,), (1,)]
    assert talks.rows("SELECT rule, score FROM corpus.version_pair ORDER BY pair_id") == [("id", 1.0), ("other", 0.0)]


def test_without_numbers_only_the_time_tells_a_reused_id(talks: Talks) -> None:
    talks.publish("en", EN)
    talks.publish("fr", FR, published=NOON + timedelta(days=44))
    talks.publish("ru", RU, published=NOON + timedelta(days=200))
    talks.align()
    assert pairs(talks) == same("en", "fr")


def test_versions_on_two_portals_are_tied_by_number_or_time(talks: Talks) -> None:
    talks.publish("en", EN, "bitrix/1", number="7-02-03-2026")
    talks.publish("fr", FR, "liferay/5", number="7-02-03-2026", published=hours_after(3))
    talks.publish("ru", RU, "liferay/9")
    talks.align()
    assert set(pairs(talks)) == {*same("en", "fr"), *same("en", "ru")}
    assert talks.rows("SELECT rule, count(*) FROM corpus.language_version GROUP BY 1 ORDER BY 1") == [
        ("number", 2),
        ("time", 2),
    ]
    assert talks.rows("SELECT documents FROM analysis.events") == [(3,)], "two are tied by way of the third"


def test_of_two_that_fit_as_well_none_is_taken_and_an_id_goes_before_all(talks: Talks) -> None:
    talks.publish("en", EN, "bitrix/1")
    for number in (5, 6):
        talks.publish("fr", FR, f"liferay/{number}")
    talks.publish("ru", RU, "liferay/9")
    talks.publish("ru", RU, "bitrix/1", published=hours_after(2))
    talks.align()
    assert set(pairs(talks)) == set(same("en", "ru"))
    assert talks.rows("SELECT DISTINCT rule FROM corpus.language_version") == [("id",)]


def test_other_talks_of_the_same_minute_are_no_versions(talks: Talks) -> None:
    talks.publish("en", EN, "bitrix/1")
    talks.publish(
        "fr",
        ("Question: Et les 14 \u00e9coles ?", "Sergue\u00ef Lavrov: Les 9 de Mareno ouvrent en 2040."),
        "liferay/5",
    )
    talks.align()
    assert pairs(talks) == []
    assert talks.rows("SELECT rule FROM corpus.version_pair") == [("other",)], "so that they are not compared again"


def test_what_is_hidden_is_in_no_pair_and_no_event(talks: Talks) -> None:
    talks.publish("en", EN)
    talks.publish("fr", FR)
    talks.align()
    with talks.connection, talks.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
            " VALUES ('aaaaaaaaaaaaaaaa', 'not_transcript', 'toy', 'document', 'bitrix/1', 'fr', 'ada', 'a menu', now(), 'now')"
        )
    assert talks.align() == {}
    assert pairs(talks) == []
    assert talks.rows("SELECT documents, languages FROM analysis.events") == [(1, ["en"])]
    assert talks.rows("SELECT language FROM analysis.missing_translations ORDER BY 1") == [("ru",)], "French was there"
    with talks.connection, talks.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, undoes, by, reason, at, said_at)"
            " SELECT 'bbbbbbbbbbbbbbbb', 'undo', ministry, subject, key, language, decision_id, by, 'a talk', now(), 'now'"
            " FROM pipeline.decision"
        )
    talks.align()
    assert pairs(talks) == same("en", "fr")


def test_a_newer_aligner_puts_its_pairs_in_the_place_of_the_old_ones(
    talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks.publish("en", EN)
    talks.publish("fr", FR)
    monkeypatch.setattr(align, "VERSION", "0-old")
    align.run(talks.connection, "toy", [1, 2], BY)
    monkeypatch.undo()
    assert talks.due() != []
    assert talks.align() == {"aligned": 1, "turn_pairs": 4}
    assert talks.rows("SELECT aligner FROM corpus.version_pair") == [(align.VERSION,)]
    assert talks.rows("SELECT count(*) FROM corpus.turn_pair") == [(4,)]


def test_one_pair_that_fails_is_named_tried_again_and_takes_no_other_with_it(
    talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        for language, lines in (("en", EN), ("fr", FR)):
            talks.publish(language, lines, f"bitrix/{number}", published=hours_after(number))
    whole = align.align

    def breaks(one: Any, other: Any) -> Any:
        if one.site_id == "bitrix/1":
            raise ZeroDivisionError("of our own")
        return whole(one, other)

    monkeypatch.setattr(align, "align", breaks)
    assert talks.align() == {"aligned": 1, "turn_pairs": 4, "failed": 1}
    ((detail,),) = talks.rows("SELECT detail FROM pipeline.attempt WHERE step = 'align' AND outcome = 'failed'")
    assert detail.startswith("with segmentation ") and detail.endswith(": ZeroDivisionError: of our own")
    monkeypatch.undo()
    assert talks.align() == {"aligned": 1, "turn_pairs": 4}


def test_a_pair_that_the_database_refuses_takes_no_other_with_it(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        for language, lines in (("en", EN), ("fr", FR)):
            talks.publish(language, lines, f"bitrix/{number}", published=hours_after(number))
    whole = align.align

    def says_what_cannot_be(one: Any, other: Any) -> Any:
        found = whole(one, other)
        return replace(found, tie=replace(found.tie, score=0.0)) if one.site_id == "bitrix/1" else found

    monkeypatch.setattr(align, "align", says_what_cannot_be)
    assert talks.align() == {"aligned": 1, "turn_pairs": 4, "failed": 1}
    ((detail,),) = talks.rows("SELECT detail FROM pipeline.attempt WHERE step = 'align' AND outcome = 'failed'")
    assert "CheckViolation" in detail
    monkeypatch.undo()
    assert talks.align() == {"aligned": 1, "turn_pairs": 4}

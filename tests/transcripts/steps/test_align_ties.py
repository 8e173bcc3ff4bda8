"""Which documents are versions of one event: by number, time and id, and never by a chance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.steps.talks import EN, FR, NOON, RU, Talks, hours_after, pairs, same

pytestmark = pytest.mark.database


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

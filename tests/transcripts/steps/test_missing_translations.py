"""Which translations are missing, and which came late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.steps.talks import EN, NOON, RU, Talks, hours_after

pytestmark = pytest.mark.database


def test_translations_that_are_missing_or_late(talks: Talks) -> None:
    talks.publish("ru", RU, languages=("en", "fr", "ru", "es"))
    talks.publish("en", EN, published=hours_after(72), languages=("en", "fr", "ru"))
    with talks.connection, talks.connection.cursor() as cursor:
        cursor.execute("UPDATE archive.crawl SET outcome = 'OK', finished_at = started_at, until = '2026-03-09'")
        cursor.execute("UPDATE archive.crawl SET started_at = '2026-03-08T10:00Z'")
    talks.align()
    assert talks.rows(
        "SELECT language, because, state, first_language, since::text, came_on::text, days_late FROM analysis.missing_translations"
        " ORDER BY 1"
    ) == [
        ("en", "offered", "late", "ru", "2026-03-02", "2026-03-05", 3),
        ("es", "offered", "missing", "ru", "2026-03-02", None, 6),
        ("fr", "offered", "missing", "ru", "2026-03-02", None, 6),
    ]


def test_what_a_ministry_usually_translates_is_missed_where_no_page_offers_it(talks: Talks) -> None:
    for number in range(1, 6):
        talks.publish("ru", RU, f"bitrix/{number}", languages=(), published=NOON + timedelta(days=number))
        if number < 5:
            talks.publish("en", EN, f"bitrix/{number}", languages=(), published=NOON + timedelta(days=number))
    talks.align()
    assert talks.rows("SELECT language, because, state FROM analysis.missing_translations") == [
        ("en", "usual", "missing")
    ]

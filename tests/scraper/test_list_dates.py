"""The day beside an entry of a list is read in every language that a ministry prints it in."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sample.world import LANGUAGES, phrases
from scraper.dates import day_of, feed_day

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_is_read_as_the_sample_prints_it(language):
    for number in range(1, 366, 5):
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number)
        assert day_of(phrases(language).long_date(day), language) == day
        assert day_of(phrases(language).title_date(day), language) == day


@pytest.mark.parametrize(
    ("printed", "language", "day"),
    [
        ("02.01.2006", "ru", date(2006, 1, 2)),
        ("28.02.20", "ru", date(2020, 2, 28)),
        ("2 January 2006", "en", date(2006, 1, 2)),
        ("28 February 202013:54", "en", date(2020, 2, 28)),
        ("January 2, 2006", "en", date(2006, 1, 2)),
        ("Jan. 2, 2006", "en", date(2006, 1, 2)),
        ("1er mars 2026", "fr", date(2026, 3, 1)),
        ("18 marzo 202018:21", "es", date(2020, 3, 18)),
        ("2 de janeiro de 2006", "pt", date(2006, 1, 2)),
        ("2006-01-02T15:04:05+03:00", "en", date(2006, 1, 2)),
        ("2006年1月2日", "zh", date(2006, 1, 2)),
        ("2 January 2006", "xx-nowhere", date(2006, 1, 2)),
        ("31.02.2006", "ru", None),
        ("yesterday", "en", None),
        ("", "en", None),
    ],
)
def test_printed_forms(printed, language, day):
    assert day_of(printed, language) == day


def test_a_feed_s_moment_is_a_day_of_the_ministry():
    assert feed_day("Sun, 01 Mar 2026 22:30:00 +0000", MOSCOW) == date(2026, 3, 2)
    assert feed_day("2026-03-01T23:30:00Z", MOSCOW) == date(2026, 3, 2)
    assert feed_day("2026-03-01T23:30:00", MOSCOW) == date(2026, 3, 1)
    assert feed_day("lately", MOSCOW) is None

"""Times of publication as pages print them, in the ministry's zone."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from transcripts.clean.dates import days, moment

from .pages import read

LISBON = ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("28 February 202013:54", "2020-02-28T13:54:00+00:00"),
        ("27 septembre 201718:01", "2017-09-27T18:01:00+01:00"),
        ("18 marzo 202018:21", "2020-03-18T18:21:00+00:00"),
        ("28.06.2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("28.06.202211:44", "2022-06-28T11:44:00+01:00"),
        ("28 June 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("28.02.20", "2020-02-28T00:00:00+00:00"),
        ("28.02.20 13:54", "2020-02-28T13:54:00+00:00"),
        ("28.02.2013:54", "2020-02-28T13:54:00+00:00"),
        ("28.02.99", "1999-02-28T00:00:00+00:00"),
        ("28 февраля 2020 13:54", "2020-02-28T13:54:00+00:00"),
        ("28 февраля 2020 г. 13:54", "2020-02-28T13:54:00+00:00"),
        ("28. Februar 2020, 13:54", "2020-02-28T13:54:00+00:00"),
        ("1er août 2021 09:05", "2021-08-01T09:05:00+01:00"),
        ("28 de junio de 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("28 de junho de 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("28 يونيو 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("٢٨ يونيو ٢٠٢٢ ١١:٤٤", "2022-06-28T11:44:00+01:00"),
        ("28 حزيران/يونيو 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("28 حزيران 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("2022年6月28日 11:44", "2022-06-28T11:44:00+01:00"),
        ("June 28, 2022 11:44", "2022-06-28T11:44:00+01:00"),
        ("2022-06-28T11:44:00+03:00", "2022-06-28T11:44:00+03:00"),
        ("2022-06-28", "2022-06-28T00:00:00+01:00"),
        ("Published: 28\u00a0June\u00a02022, 11:44", "2022-06-28T11:44:00+01:00"),
    ],
)
def test_printed_times_are_read(printed: str, expected: str) -> None:
    found = moment(printed, LISBON)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize("printed", ["", "yesterday", "31.02.2020 10:00", "1345-28-06-2022", "28 Smarch 2020", "99:99"])
def test_what_is_no_date_is_none(printed: str) -> None:
    assert moment(printed, LISBON) is None


def test_the_order_of_day_and_month_is_the_layouts() -> None:
    found = moment("06/28/2022 11:44", LISBON, "mdy")
    assert found is not None
    assert found.date() == date(2022, 6, 28)


def test_a_range_counts_from_its_first_day() -> None:
    assert [found.day for found in days("Lisbon, 28–29 March 2020")] == [date(2020, 3, 28)]


def test_a_page_without_a_date_says_none() -> None:
    assert read().published_at is None

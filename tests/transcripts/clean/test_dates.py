"""Times of publication as pages print them, in the ministry's zone."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from transcripts.clean import clean
from transcripts.clean.bounds import BadBounds, bounds
from transcripts.clean.dates import days, moment
from transcripts.model import Quarantine, Reading

from .pages import ARTICLE, MINISTRY, page, read

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
        ("28.06.2022 24:00", "2022-06-29T00:00:00+01:00"),
        ("28.06.2022 24:00:00", "2022-06-29T00:00:00+01:00"),
        ("31.12.99 24.00", "2000-01-01T00:00:00+00:00"),
        ("28 June 202224:00", "2022-06-29T00:00:00+01:00"),
        ("26 March 2022 24:00", "2022-03-27T00:00:00+00:00"),
        ("2022-06-28T24:00", "2022-06-29T00:00:00+01:00"),
        ("2022-06-28T24:00:00+03:00", "2022-06-29T00:00:00+03:00"),
        ("28.06.2022 12.07.2022", "2022-06-28T00:00:00+01:00"),
        ("28.06.2022, 100 pages", "2022-06-28T00:00:00+01:00"),
        ("Published: 28\u00a0June\u00a02022, 11:44", "2022-06-28T11:44:00+01:00"),
    ],
)
def test_printed_times_are_read(printed: str, expected: str) -> None:
    found = moment(printed, LISBON)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "yesterday",
        "31.02.2020 10:00",
        "1345-28-06-2022",
        "28 Smarch 2020",
        "99:99",
        "28.06.2022 24:01",
        "28.06.2022 24:00:01",
        "28.06.2022 25:10",
        "28 June 2022, 11:75",
        "2022-06-28T24:30",
        "9999-12-31T24:00",
    ],
)
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


@pytest.mark.parametrize(("year", "believed"), [(1989, False), (1990, True), (2026, True), (2027, True), (2028, False)])
def test_a_year_in_which_nothing_was_published_is_not_believed(year: int, believed: bool) -> None:
    html = page(when=f"28 June {year} 11:44").encode()
    found = clean(html, MINISTRY, fetched_on=date(2026, 3, 1))
    assert isinstance(found, Reading)
    assert (found.published_at is not None) == believed


def test_a_required_date_that_is_not_believed_goes_to_quarantine() -> None:
    layout = replace(ARTICLE, published=replace(ARTICLE.published, required=True))
    found = clean(
        page(when="28.06.2202 11:44").encode(), replace(MINISTRY, layouts=(layout,)), fetched_on=date(2026, 3, 1)
    )
    assert isinstance(found, Quarantine)
    assert found.reason == "field_unreadable"
    assert "'28.06.2202 11:44'" in found.detail


def test_without_the_day_of_fetching_only_the_first_year_counts() -> None:
    assert read(when="28.06.2202").published_at is not None
    assert read(when="28.06.1902").published_at is None


@pytest.mark.parametrize(
    "entry", ["first_year = '1990'\nyears_ahead = 1", "first_year = 1990", "years_ahead = -1", "="]
)
def test_bounds_that_are_none_are_named(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "publication.toml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(BadBounds, match=r"publication\.toml: "):
        bounds(file)

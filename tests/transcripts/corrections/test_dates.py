"""Title and dates as a correction keeps them, and as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from transcripts.corrections import BadCorrection, Correction, checked
from transcripts.corrections.dates import day_of, event, published
from transcripts.corrections.model import Action

AT = "2026-03-05T12:00:00+00:00"


def said(action: Action, at: str = AT, **changes: Any) -> Correction:
    return Correction("abcdefghijklmnop", action, "ada", "I was there", at, changes=changes)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-03-05 14:30", "2026-03-05T14:30:00+03:00"),
        (" 2026-03-05T14:30 ", "2026-03-05T14:30:00+03:00"),
        ("2026-03-05", "2026-03-05T00:00:00+03:00"),
        ("2026-03-05 14:30+00:00", "2026-03-05T14:30:00+00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_ministrys(typed: str, kept: str) -> None:
    assert published(typed, "Europe/Moscow", "here") == kept


@pytest.mark.parametrize("typed", ["2026-03-05", " 2026-03-05 ", "20260305", "2026-W10-4"])
def test_a_day_in_another_spelling_is_kept_as_all_readers_know_it(typed: str) -> None:
    assert event(typed, "here") == "2026-03-05"


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "5.3.2026", "2026-03-05 25:00", "\0"])
def test_what_is_no_time_is_said_with_an_example(typed: str) -> None:
    with pytest.raises(BadCorrection, match=r"^here: published_at .* is no time such as 2026-03-05 14:30"):
        published(typed, "Europe/Moscow", "here")


@pytest.mark.parametrize(
    ("action", "changes", "message"),
    [
        ("title", {}, "it changes nothing; title sets title"),
        ("title", {"title": ""}, "must be one line of words"),
        ("title", {"title": " two\nlines "}, "must be one line of words"),
        ("title", {"title": "x" * 1001}, "has 1001 characters: 1000 at most"),
        ("title", {"title": "a\0b"}, "holds a character that is no text"),
        ("title", {"published_at": AT}, "'published_at' is not set by title"),
        ("date", {}, "it changes nothing; date sets published_at, event_date"),
        ("date", {"published_at": "2026-03-05"}, "has no zone"),
        ("date", {"event_date": ""}, "must be a day such as 2026-03-05"),
        ("date", {"event_date": "2026-02-30"}, "must be a day such as 2026-03-05"),
        ("date", {"event_date": "2026-W10-4"}, "write it 2026-03-05"),
        ("date", {"event_date": "20260305"}, "write it 2026-03-05"),
        ("date", {"published_at": "2026-W10-4T14:30:00+03:00"}, "write it 2026-03-05T14:30:00+03:00"),
        ("date", {"published_at": "20260305T143000+0300"}, "write it 2026-03-05T14:30:00+03:00"),
        ("date", {"event_date": "0206-03-05"}, "the year must be from 1990 to 2100"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_name(action: Action, changes: dict[str, str], message: str) -> None:
    with pytest.raises(BadCorrection) as refused:
        checked(said(action, **changes), "here")
    assert str(refused.value).startswith("here: ") and message in str(refused.value)


def test_the_day_is_of_the_event_else_of_the_publication_in_the_ministrys_zone() -> None:
    late = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    assert day_of((), None, late, "Europe/Moscow") == date(2026, 3, 5)
    assert day_of((), date(2026, 3, 1), late, "Europe/Moscow") == date(2026, 3, 1)
    assert day_of((), None, None, "Europe/Moscow") is None
    moved = said("date", published_at="2026-02-01T23:00:00+00:00")
    assert day_of([moved], None, late, "Europe/Moscow") == date(2026, 2, 2)
    assert day_of([moved], date(2026, 3, 1), late, "Europe/Moscow") == date(2026, 3, 1)


def test_the_newest_word_about_a_field_counts_and_leaves_the_other_as_it_was() -> None:
    words = [said("date", event_date="2026-02-01", published_at=AT), said("date", event_date="2026-02-02")]
    assert day_of(words, None, None, "UTC") == date(2026, 2, 2)

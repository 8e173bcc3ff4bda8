"""Dates and times as pages print them, in every language that the data knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from transcripts.clean.text import ascii_digits, fold, lower
from transcripts.clean.words import BadWords, all_words

#: Hours and minutes; nothing that makes another number of it may touch its end. 24:00 is the midnight that ends the day.
TIME = r"(?P<hour>[01]?\d|2[0-3]|24(?=[:.]00(?!:?\d)|:00:00))[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:]|\.\d)"
#: Where a date ends that has no time: what looks like one but is none (25:10) makes the whole unreadable.
NO_TIME = r"(?![\d:])(?![\s,|–-]*\d{1,2}[:.]\d{2}(?!\d|\.\d))"
#: The same in ISO 8601, which Python reads from 3.13 on.
ISO_END_OF_DAY = re.compile(r"(?<=\d[T ])24:00(?=$|:00(?!\d)|[Z+-])")
DIGIT = re.compile(r"\d")
#: Two-digit years below this are of this century.
PIVOT = 70
NUMBER_GROUPS = {
    "dmy": r"(?<![\d./-])(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4}|\d{2})",
    "mdy": r"(?<![\d./-])(?P<month>\d{1,2})[./-](?P<day>\d{1,2})[./-](?P<year>\d{4}|\d{2})",
    "ymd": r"(?<![\d./-])(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A date found in a text: the day, and where it stands."""

    day: date
    start: int
    end: int


def moment(text: str, zone: tzinfo, order: str = "dmy") -> datetime | None:
    """The point in time that a page prints, e.g. ``28 February 202013:54`` (glued) or ``28.06.2022 11:44``.

    ISO 8601 is read first (with its own offset where it has one). A date without a time is its midnight, 24:00 the next
    day's. ``zone`` is the ministry's. None when there is no date in the text, or one with a time that there is not.
    """
    text = ascii_digits(fold(text))
    if not text:
        return None
    try:
        read, days_more = _iso(text)
        return _later(read if read.tzinfo else read.replace(tzinfo=zone), days_more)
    except ValueError:
        return _moment_by_patterns(text, zone, order)


def _iso(text: str) -> tuple[datetime, int]:
    """What ISO 8601 says, and how many days its 24:00 adds. Raises ValueError."""
    begun, ended = ISO_END_OF_DAY.subn("00:00", text)
    return datetime.fromisoformat(begun), ended


def _later(read: datetime, days_more: int) -> datetime | None:
    """So many days later by the clock on the wall; None past the end of the calendar."""
    try:
        return read + timedelta(days=days_more)
    except OverflowError:
        return None


def _moment_by_patterns(text: str, zone: tzinfo, order: str) -> datetime | None:
    for pattern in (*_numeric_moment(order), *_named_moments()):
        for hit in pattern.finditer(lower(text)):
            day = _day(hit)
            if day is not None:
                days_more, hour = divmod(int(hit["hour"] or 0), 24)
                read = datetime(day.year, day.month, day.day, hour, int(hit["minute"] or 0), tzinfo=zone)
                return _later(read, days_more)
    return None


def days(text: str) -> Iterator[Printed]:
    """The dates with a month's name in a folded text, in order; of a range (``28-29 March 2020``) the first day."""
    if not DIGIT.search(text):
        return
    lowered = lower(ascii_digits(text))
    found = [(hit.start(), hit.end(), _day(hit)) for pattern in _named_dates() for hit in pattern.finditer(lowered)]
    for start, end, day in sorted(found, key=lambda item: item[:2]):
        if day is not None:
            yield Printed(day, start, end)


def _day(hit: re.Match[str]) -> date | None:
    printed, year = hit["month"], int(hit["year"])
    month = int(printed) if printed.isascii() and printed.isdecimal() else month_names()[printed]
    if len(hit["year"]) == 2:
        year += 2000 if year < PIVOT else 1900
    try:
        return date(year, month, int(hit["day"]))
    except ValueError:
        return None


@cache
def month_names() -> dict[str, int]:
    """All languages' names of months, folded to lower case. Raises BadWords where one name means two months."""
    names: dict[str, int] = {}
    for words in all_words().values():
        for number, group in enumerate(words.months, 1):
            for name in group:
                if names.setdefault(name, number) != number:
                    raise BadWords(
                        f"{words.language}.toml: months.names: {name!r} is another month in another language"
                    )
    return names


@cache
def _numeric_moment(order: str) -> tuple[re.Pattern[str], ...]:
    return (re.compile(rf"{NUMBER_GROUPS[order]}(?:[\s,|–-]*{TIME}|{NO_TIME})"),)


@cache
def _named_moments() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{form}{_after()}(?:[\s,|–-]*{TIME}|{NO_TIME})") for form in _named_forms())


@cache
def _named_dates() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{form}(?!\d){_after()}") for form in _named_forms())


def _after() -> str:
    """What may stand after a year, e.g. the Russian abbreviation of the word itself."""
    return rf"(?:\s?(?:{_alternatives(word for words in all_words().values() for word in words.after)})(?!\w))?"


@cache
def _named_forms() -> tuple[str, ...]:
    """Day month year, month day year, and year month day, around a month's name."""
    known = all_words().values()
    month = rf"(?P<month>{_alternatives(month_names())})(?:\s?/\s?[^\W\d]+(?:\s[^\W\d]+)?)?\.?"
    between = rf"(?:\s?(?:{_alternatives(word for words in known for word in words.between)})(?![^\W\d_]))?"
    ordinal = rf"(?:{_alternatives(word for words in known for word in words.ordinals)})?"
    day = rf"(?<!\d)(?P<day>\d{{1,2}})(?!\d){ordinal}(?:\s?[-–—]\s?\d{{1,2}}{ordinal})?"
    year = r"(?P<year>\d{4})"
    return (
        rf"{day}{between}\s?{month}{between},?\s?{year}",
        rf"(?<!\w){month}\s?{day},?\s?{year}",
        rf"(?<!\d){year}{between}\s?{month}\s?{day}",
    )


def _alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; one that never hits when there are none."""
    chosen = sorted({word.casefold() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in chosen) or r"(?!)"

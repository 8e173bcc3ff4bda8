"""Dates and times as pages print them, in every language that the data knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache

from transcripts.clean.text import ascii_digits, fold, lower
from transcripts.clean.words import BadWords, all_words

#: Hours and minutes; no digit or colon may touch its end.
TIME = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
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

    ISO 8601 is read first (with its own offset where it has one). A date without a time is its midnight. ``zone`` is
    the ministry's. None when there is no date in the text.
    """
    text = ascii_digits(fold(text))
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else read.replace(tzinfo=zone)
    except ValueError:
        return _moment_by_patterns(text, zone, order)


def _moment_by_patterns(text: str, zone: tzinfo, order: str) -> datetime | None:
    for pattern in (*_numeric_moment(order), *_named_moments()):
        for hit in pattern.finditer(lower(text)):
            day = _day(hit)
            if day is not None:
                hour, minute = hit["hour"], hit["minute"]
                return datetime(day.year, day.month, day.day, int(hour or 0), int(minute or 0), tzinfo=zone)
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
    return (re.compile(rf"{NUMBER_GROUPS[order]}(?:[\s,|–-]*{TIME}|(?![\d:]))"),)


@cache
def _named_moments() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{form}{_after()}(?:[\s,|–-]*{TIME}|(?![\d:]))") for form in _named_forms())


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

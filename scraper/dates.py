"""The day that a list prints beside an entry. Only lists are read here; pages are read in ``transcripts``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache

from babel import UnknownLocaleError
from babel.dates import get_month_names

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\D{1,3}?(\d{1,2})\D{1,3}?(\d{1,2})(?!\d)")
#: Two-digit years below this are of this century.
_PIVOT = 70


def day_of(printed: str, language: str) -> date | None:
    """The day in a printed date, e.g. ``02.01.2006``, ``2 January 2006``, ``2006-01-02T15:04``; None when there is none.

    All-digit dates are day first unless they begin with the year. Names of months are those of the language (CLDR).
    """
    text = _fold(printed)
    for pattern, order in ((_ISO, (1, 2, 3)), (_NUMERIC, (3, 2, 1))):
        if hit := pattern.search(text):
            return _day(*(hit[group] for group in order))
    return _worded(text, language) or _numbered(text)


def feed_day(printed: str, zone: tzinfo) -> date | None:
    """The day of a feed's entry (RFC 822 or ISO 8601) in the ministry's time zone; None when there is none."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(printed.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone).date()
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _worded(text: str, language: str) -> date | None:
    for name, month in _months(language):
        hit = re.search(
            rf"(?<!\d)(?P<day>\d{{1,2}})\D{{0,8}}?(?<![^\W\d_]){name}(?![^\W\d_])\D{{0,8}}(?P<year>\d{{4}})", text
        ) or re.search(rf"(?<![^\W\d_]){name}(?![^\W\d_])\D{{0,4}}(?P<day>\d{{1,2}})\D{{1,8}}(?P<year>\d{{4}})", text)
        if hit:
            return _day(hit["year"], str(month), hit["day"])
    return None


def _numbered(text: str) -> date | None:
    hit = _YEAR_FIRST.search(text)
    return _day(hit[1], hit[2], hit[3]) if hit else None


@cache
def _months(language: str) -> tuple[tuple[str, int], ...]:
    """Names of months, folded and escaped, the longest first."""
    found: dict[str, int] = {}
    for locale in dict.fromkeys((language.replace("-", "_"), "en")):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                try:
                    names = get_month_names(width, context, locale)
                except UnknownLocaleError:
                    continue
                for month, name in names.items():
                    found.setdefault(_fold(name), month)
    return tuple((re.escape(name), found[name]) for name in sorted(found, key=len, reverse=True))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(text.split())).lower()


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _PIVOT else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None

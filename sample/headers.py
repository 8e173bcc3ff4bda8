"""Reads the head and the foot of a given text: date, title, number, languages on offer, and which lines are the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sample.world import LANGUAGES, phrases

NOON = time(12, 0)
"""Time of publication of texts that tell only a day."""
LOOK = 8
"""How many lines at the top may belong to the head."""
NUMERIC = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2}),?\s*(?:(\d{1,2}):(\d{2}))?")
WORDED = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]+)\s+(?:de\s+)?(\d{4})\s*(?:(\d{1,2}):(\d{2}))?")
AMERICAN = re.compile(r"([^\W\d_]+)\s+(\d{1,2}),\s*(\d{4})")
NUMBER = re.compile(r"\d+-\d{2}-\d{2}-\d{4}")
OFFER = re.compile(r"\b([a-z]{2})-[A-Z]{2}\d?(?=\s|$)")
IN_NAME = re.compile(r"(?:^|_)(\d{4})-?(\d{2})-?(\d{2})(?=[_.]|$)")
FOOTERS = (
    "additional materials",
    "advanced settings",
    "calendar",
    "x",
    "archive",
    "outils supplémentaires de recherche",
)


@dataclass(frozen=True)
class Given:
    """A given text, taken apart. `dated` is None where the head has no date line."""

    title: str
    dated: datetime | None
    glued: bool
    number: str | None
    offer: tuple[str, ...]
    body: tuple[str, ...]


def take_apart(lines: Sequence[str]) -> Given:
    """Split a text's lines into head, body and foot. Raises ValueError when there is no title."""
    rows = [" ".join(line.split()) for line in lines]
    rows = [row for row in rows if row]
    dates = [n for n, row in enumerate(rows[:LOOK]) if date_line(row)]
    at = dates[0] if dates else None
    rest = list(rows if at is None else rows[at + 1 :])
    title: str | None = None
    number: str | None = None
    offer: tuple[str, ...] = ()
    while rest:
        if title is None and not (NUMBER.fullmatch(rest[0]) or offered(rest[0])):
            title = rest.pop(0)
        elif number is None and NUMBER.fullmatch(rest[0]):
            number = rest.pop(0)
        elif not offer and offered(rest[0]):
            offer = offered(rest.pop(0))
        else:
            break
    if title is None:
        raise ValueError("no title line")
    while rest and rest[-1].casefold() in FOOTERS:
        rest.pop()
    printed = rows[at] if at is not None else ""
    return Given(title, date_line(printed), bool(re.search(r"\d{4}\d{2}:\d{2}$", printed)), number, offer, tuple(rest))


def offered(row: str) -> tuple[str, ...]:
    """Return the languages of a line such as `de-DE1 en-GB1`, empty for any other line."""
    left = OFFER.sub("", row).replace("•", "").strip()
    return tuple(sorted(set(OFFER.findall(row)))) if not left else ()


def date_line(row: str) -> datetime | None:
    """Return the time that a line tells which holds a date and nothing else."""
    found = NUMERIC.fullmatch(row) or WORDED.fullmatch(row)
    return _moment(found.groups()) if found else None


def date_in(text: str) -> date | None:
    """Return the last date that a title names."""
    found: list[date] = []
    for match in (*WORDED.finditer(text), *AMERICAN.finditer(text)):
        groups = match.groups() if match.re is WORDED else (match[2], match[1], match[3], None, None)
        if moment := _moment(groups):
            found.append(moment.date())
    return found[-1] if found else None


def date_in_name(name: str) -> date | None:
    """Return the date in a file's name, as `2022-04-19` or `20220628`."""
    found = IN_NAME.search(name)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _moment(groups: Sequence[str | None]) -> datetime | None:
    day, month, year, hour, minute = groups
    number = int(month) if month and month.isdigit() else _month(str(month))
    if number is None:
        return None
    full_year = int(str(year)) + (2000 if len(str(year)) == 2 else 0)
    try:
        return datetime.combine(
            date(full_year, number, int(str(day))), time(int(hour), int(minute or 0)) if hour else NOON
        )
    except ValueError:
        return None


def _month(word: str) -> int | None:
    for language in LANGUAGES:
        names = [name.casefold() for name in phrases(language).words("months")]
        if word.casefold() in names:
            return names.index(word.casefold()) + 1
    return None

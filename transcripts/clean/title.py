"""What a title tells: where and when the event was, and of which kind it is."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from transcripts.clean.dates import days
from transcripts.clean.words import Words
from transcripts.model import DocumentKind

COMMAS = re.compile(r"[,،，]")
ABBREVIATION = re.compile(r"^(?:[^\W\d_]\.\s?)+$|^[A-Z]{2,3}$")
LONGEST_PLACE = 60
#: A date that no comma sets apart is the event's only when the page came out within this time of it.
NEAR = timedelta(days=60)


def event_of(title: str, published: datetime | None) -> tuple[date | None, str | None]:
    """The event's date and place, e.g. of ``..., Lisbon, May 3, 2021``; the place as printed. None for what is not there.

    A date in the middle of a title may be that of something else (an anniversary, a treaty); so the last one counts, and
    only when a comma stands before it or when it ends the title and is close to the publication.
    """
    found = list(days(title))
    if not found:
        return None, None
    printed = found[-1]
    before = title[: printed.start].rstrip()
    if before and COMMAS.search(before[-1]):
        return printed.day, _place(before[:-1])
    at_end = not title[printed.end :].strip(' .)]»”"')
    near = published is None or abs(published.date() - printed.day) <= NEAR
    return (printed.day, None) if at_end and near else (None, None)


def _place(before: str) -> str | None:
    """The last part between commas, when it can be a name and is not the title itself."""
    parts = [part.strip() for part in COMMAS.split(before)]
    if len(parts) < 2 or not parts[-1]:
        return None
    place = parts[-1]
    if ABBREVIATION.match(place) and len(parts) > 2:
        place = before[before.rindex(parts[-2]) :].strip()
    may_be_name = len(place) <= LONGEST_PLACE and not place[0].islower() and not re.search(r"[\d«»“”\"?!:]", place)
    return place if may_be_name else None


def kind_of(title: str, words: Words) -> DocumentKind | None:
    """The kind that the title's words tell; None when they tell none."""
    for kind, patterns in words.kinds:
        if any(pattern.search(title) for pattern in patterns):
            return kind
    return None

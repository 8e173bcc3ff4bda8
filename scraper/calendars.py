"""Days on which a ministry is sure to publish, and nothing was listed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from scraper.evidence import Plan
from scraper.ministries.model import Calendar, DayList
from scraper.walks import Problem, Walk


def is_due(calendar: Calendar, day: date) -> bool:
    """Whether something is sure to be published on this day."""
    off = {day.isoformat(), f"{day:%m-%d}"} & set(calendar.days_off)
    return day.weekday() in calendar.weekdays and not off


def empty_days(
    calendar: Calendar, plan: Plan, today: date, listed: Iterable[str], walks: Iterable[Walk]
) -> Iterator[Problem]:
    """Days that are due and over, on which nothing is listed and of which the site's own count is not 0.

    ``walks``: those that came to their end. Days whose lists could not be read are no days of theirs.
    """
    days, read = set(listed), list(walks)
    for day in _days(plan):
        if day >= today or day.isoformat() in days or not is_due(calendar, day):
            continue
        about = [w for w in read if isinstance(w.source, DayList) and not w.part and w.since <= day <= w.until]
        if about and not all(walk.total == 0 for walk in about):
            what = (
                f"nothing is listed on {day:%A} {day}, a day on which something is due, and the site does not count 0"
            )
            yield Problem("PARTIAL", what, day=day.isoformat())


def _days(plan: Plan) -> list[date]:
    first, last = date.fromisoformat(plan.since), date.fromisoformat(plan.until)
    window = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return sorted({*window, *map(date.fromisoformat, plan.days)})

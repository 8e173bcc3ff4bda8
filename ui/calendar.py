"""Days as a calendar: a table a month, its weekdays as rows and its weeks as columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """``rows`` has a weekday and its days, one for each week of the month; None where the day is of another month, or not
    asked for."""

    name: str
    rows: tuple[tuple[str, tuple[date | None, ...]], ...]


def months(since: date, until: date) -> tuple[Month, ...]:
    """The months of a window, inclusive."""
    return tuple(_month(first, since, until) for first in _firsts(since, until))


def span(since: date, until: date) -> Iterator[date]:
    """Each day from the first to the last, inclusive."""
    return (since + timedelta(days=n) for n in range((until - since).days + 1))


def years_before(day: date, years: int = 1) -> date:
    """The day after the same day so many years before: the first of a window of years that ends on ``day``."""
    try:
        return day.replace(year=day.year - years) + timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year - years, 3, 1)


def _firsts(since: date, until: date) -> Iterator[date]:
    first = since.replace(day=1)
    while first <= until:
        yield first
        first = _next(first)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _month(first: date, since: date, until: date) -> Month:
    last = _next(first) - timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    low, high = max(first, since), min(last, until)

    def days(weekday: int) -> tuple[date | None, ...]:
        every = (monday + timedelta(days=7 * week + weekday) for week in range(weeks))
        return tuple(day if low <= day <= high else None for day in every)

    return Month(f"{MONTHS[first.month - 1]} {first.year}", tuple((WEEKDAYS[n], days(n)) for n in range(7)))

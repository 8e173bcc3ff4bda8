"""When a ministry's days are collected, by its own schedule in its own time zone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter  # type: ignore[import-untyped]

from scraper.ministries.model import Ministry

ONE_DAY = timedelta(days=1)
#: A schedule that fires less often than this is taken for one that never does.
FURTHEST = 62


def collected_at(ministry: Ministry, day: date) -> datetime | None:
    """The moment (UTC) from which a day of the ministry's is due to be collected; None: its schedule has no run for it.

    A run is for the days before it up to the one that the run before it was for, so a day is due at the first run after its end.
    """
    return next(_runs(ministry, day + ONE_DAY), None)


def newest_due(ministry: Ministry, now: datetime, grace: timedelta = timedelta(0)) -> date | None:
    """The newest day of the ministry's whose collection was due ``grace`` before ``now``; None: its schedule never fires."""
    today = now.astimezone(ZoneInfo(ministry.timezone)).date()
    for back in range(FURTHEST):
        run = _run_on(ministry, today - back * ONE_DAY)
        if run is not None and run + grace <= now:
            return today - (back + 1) * ONE_DAY
    return None


def next_run(ministry: Ministry, now: datetime) -> datetime | None:
    """The next run by the clock after ``now``, in UTC."""
    today = now.astimezone(ZoneInfo(ministry.timezone)).date()
    return next((run for run in _runs(ministry, today) if run > now), None)


def _runs(ministry: Ministry, first: date) -> Iterator[datetime]:
    for ahead in range(FURTHEST):
        run = _run_on(ministry, first + ahead * ONE_DAY)
        if run is not None:
            yield run


def _run_on(ministry: Ministry, day: date) -> datetime | None:
    """The run on a day (one at most: dags/common/days.py refuses other schedules)."""
    minute, hour = ministry.schedule.split()[:2]
    at = datetime.combine(day, time(int(hour), int(minute)))
    if not croniter.match(ministry.schedule, at):
        return None
    return at.replace(tzinfo=ZoneInfo(ministry.timezone)).astimezone(UTC)

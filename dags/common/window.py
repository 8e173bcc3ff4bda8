"""Which days a run collects. Pure: what Airflow says about the run goes in, first and last day come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


class BadWindow(ValueError):
    """The days that a run was asked for make no window."""


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both inclusive, in the ministry's time zone. Raises BadWindow when the end is before the start."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise BadWindow(f"the window ends on {self.until}, before its start on {self.since}: swap since and until")

    def __str__(self) -> str:
        return f"{self.since}..{self.until}"


@dataclass(frozen=True, slots=True)
class Run:
    """What decides a run's window: when it may start, its data interval (if it has one) and whether it is a backfill's."""

    run_after: datetime
    interval: tuple[datetime, datetime] | None = None
    backfill: bool = False
    scheduled: bool = False


def window_of(run: Run, since: str | None, until: str | None, timezone: str) -> Window:
    """The days of a run: those that were asked for by hand, else those of its data interval, else yesterday and today.

    A day given alone as ``since`` runs until today, one given alone as ``until`` stands for itself. An interval is a
    day and ends at the next day's midnight; that next day is asked for as well, since a text may have grown or come late
    in the hours before the run. A backfill asks for the interval's day alone: its neighbours are runs of their own, and
    no day is asked for twice.
    """
    zone = ZoneInfo(timezone)
    today = run.run_after.astimezone(zone).date()
    if since or until:
        return Window(_day(since or until, "since"), _day(until, "until") if until else today)
    if run.interval is None:
        return Window(today - timedelta(days=1), today)
    first, last = (moment.astimezone(zone).date() for moment in run.interval)
    return Window(first, first) if run.backfill else Window(first, last)


def reach_back(window: Window, collected_until: date | None, days: int) -> Window:
    """The window from the last day that was collected before it, so that days on which nothing ran are made up for.

    That last day is asked for again, since it was not over when it was collected. More than ``days`` days are left to a
    backfill (see ``left_to_backfill``): nobody wants a month asked for by surprise.
    """
    if collected_until is None or collected_until >= window.since or left_to_backfill(window, collected_until, days):
        return window
    return Window(collected_until, window.until)


def left_to_backfill(window: Window, collected_until: date | None, days: int) -> Window | None:
    """The days before the window that nothing has collected and that are too many to be made up for unasked."""
    if collected_until is None or window.since - collected_until <= timedelta(days=days):
        return None
    return Window(collected_until, window.since - timedelta(days=1))


def _day(text: str | None, name: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise BadWindow(f"{name} is {text!r}: a day like 2022-02-28 is wanted") from error

"""Which days a run collects. Pure: what Airflow says about the run goes in, first and last day come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


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


def window_of(
    run: Run, since: str | None, until: str | None, timezone: str, overlap: int = 1, longest: int | None = None
) -> Window:
    """The days of a run: those that were asked for by hand, else the day that has begun and those before it.

    A day given alone as ``since`` runs until today, one given alone as ``until`` stands for itself. ``overlap``: so many
    days before the one that has begun are asked for, so that each is asked for once when it is over, and more often where
    a site adds to its lists later. A run by the clock has a day's interval, which ends at the midnight of the day that has
    begun. A backfill asks for the interval's day alone: its neighbours are runs of their own. ``longest``: days of the
    longest window that may be asked for by hand (None: any). Raises BadWindow.
    """
    zone = ZoneInfo(timezone)
    today = run.run_after.astimezone(zone).date()
    if since or until:
        return _no_longer(Window(_day(since or until, "since"), _day(until, "until") if until else today), longest)
    if run.interval is None:
        return Window(today - overlap * ONE_DAY, today)
    first, last = (moment.astimezone(zone).date() for moment in run.interval)
    return Window(first, first) if run.backfill else Window(last - overlap * ONE_DAY, last)


def _no_longer(window: Window, longest: int | None) -> Window:
    days = (window.until - window.since).days + 1
    if longest is not None and days > longest:
        raise BadWindow(
            f"{window} is {days} days, more than {longest}: ask for less at once, or make a backfill (the Variable"
            " transcripts_longest_window_days sets another bound)"
        )
    return window


def _day(text: str | None, name: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise BadWindow(f"{name} is {text!r}: a day like 2022-02-28 is wanted") from error

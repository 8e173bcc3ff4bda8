"""Which days a run collects. Pure: what Airflow says about the run goes in, first and last day come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
#: So often a day is asked for whose lists never come whole.
OFTEN_ENOUGH = 3


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
        return Window(today - ONE_DAY, today)
    first, last = (moment.astimezone(zone).date() for moment in run.interval)
    return Window(first, first) if run.backfill else Window(first, last)


@dataclass(frozen=True, slots=True)
class Crawled:
    """What an earlier crawl asked for, on which day (in the ministry's zone), and whether its lists came whole."""

    window: Window
    on: date
    whole: bool


def uncollected(window: Window, crawls: Sequence[Crawled], days: int) -> list[date]:
    """Which of so many days before the window nobody has collected when they were over.

    Days before the first crawl were never to be collected. A day whose lists never come whole counts as collected when
    it has been asked for often enough: what fails for ever must not be asked for every day.
    """
    if not crawls:
        return []
    first = min(crawl.on for crawl in crawls) - ONE_DAY
    before = [window.since - n * ONE_DAY for n in range(days, 0, -1)]
    return [day for day in before if day >= first and not _is_collected(day, crawls)]


def reach_back(window: Window, crawls: Sequence[Crawled], days: int) -> Window:
    """The window from the first day before it that was not collected, at most so many days back.

    When nothing at all was collected for so many days, it stays as it is (see ``left_to_backfill``).
    """
    missing = uncollected(window, crawls, days)
    return Window(missing[0], window.until) if missing and len(missing) < days else window


def left_to_backfill(window: Window, crawls: Sequence[Crawled], days: int) -> Window | None:
    """The days before the window when they are too many to be made up for: nobody wants a month asked for by surprise."""
    if len(uncollected(window, crawls, days)) < days:
        return None
    ended = [min(crawl.window.until, crawl.on) for crawl in crawls if crawl.window.until < window.since]
    return Window(max(ended, default=window.since - days * ONE_DAY), window.since - ONE_DAY)


def _is_collected(day: date, crawls: Sequence[Crawled]) -> bool:
    asked = [crawl for crawl in crawls if crawl.window.since <= day <= crawl.window.until and crawl.on > day]
    return any(crawl.whole for crawl in asked) or len(asked) >= OFTEN_ENOUGH


def _day(text: str | None, name: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise BadWindow(f"{name} is {text!r}: a day like 2022-02-28 is wanted") from error

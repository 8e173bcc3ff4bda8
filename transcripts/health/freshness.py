"""Is each ministry collected in time, by its own calendar? Pure, but for the question at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection

from scraper.ministries import load_all
from scraper.ministries.model import Ministry
from transcripts.health.bounds import Bounds
from transcripts.health.clock import ONE_DAY, collected_at, newest_due, next_run
from transcripts.health.model import Finding, Severity
from transcripts.store.health import collections
from transcripts.store.health.collections import Collected

#: never: nothing was ever asked for; paused: its DAG is, or has no schedule, so nothing is expected; new: its first day is not due yet; fresh; late.
State = Literal["never", "paused", "new", "fresh", "late"]
#: So many days are looked back one by one; where none of them came whole, the newest one that did is asked for.
FURTHEST = 60
#: What ended in these is told at once; what is still missing without any of them after some hours.
IN_VAIN = frozenset({"FAILED"})


@dataclass(frozen=True, slots=True)
class Freshness:
    """How a ministry stands with its calendar. ``due``: the newest day that should be there; ``missed``: the first that is not."""

    ministry: Ministry
    state: State
    good_at: datetime | None = None
    good_day: date | None = None
    due: date | None = None
    missed: date | None = None
    since: datetime | None = None
    next_at: datetime | None = None
    #: Days before those on which no crawl asked for anything, of the last ``FURTHEST``.
    silent: tuple[date, ...] = ()
    #: The newest crawl of its lists: a row of ``collections.newest``; None: none began lately.
    newest: Mapping[str, Any] | None = None


def look(connection: Connection, now: datetime, known: Mapping[str, Ministry] | None = None) -> list[Freshness]:
    """Every ministry that has a module, by code."""
    past = now - FURTHEST * ONE_DAY
    asked, whole = collections.collected(connection), collections.whole_days(connection, past)
    for code in asked:
        if not whole.get(code) and (day := collections.last_whole(connection, code)):
            whole[code] = {day}
    tried = collections.tried_days(connection, past)
    newest = {
        row["ministry"]: row
        for row in collections.newest(connection, past, now, ended=False)
        if row["kind"] == "window"
    }
    held = collections.paused(connection)
    return [
        freshness(
            one, now, asked.get(code), whole.get(code, set()), tried.get(code, set()), newest.get(code), held.get(code)
        )
        for code, one in sorted((load_all() if known is None else known).items())
    ]


def freshness(
    ministry: Ministry,
    now: datetime,
    asked: Collected | None,
    whole: Collection[date],
    tried: Collection[date],
    newest: Mapping[str, Any] | None,
    held: bool | None,
) -> Freshness:
    """How one ministry stands.

    ``whole``: its days that came whole; ``tried``: those that a crawl asked for after their end; ``held``: whether its DAG is
    paused, None: as the module has it.
    """
    if asked is None:
        return Freshness(ministry, "never")
    paused = ministry.paused and asked.by_clock_since is None if held is None else held
    if paused or not ministry.by_clock:
        return Freshness(ministry, "paused", asked.good_at, asked.good_day, newest=newest)
    at = next_run(ministry, now)
    first, due = _first_expected(ministry, asked), newest_due(ministry, now)
    if first is None or due is None or due < first:
        return Freshness(ministry, "new", asked.good_at, asked.good_day, next_at=at, newest=newest)
    missed = _first_missed(first, due, whole)
    since = collected_at(ministry, missed) if missed else None
    state: State = "late" if missed else "fresh"
    silent = _silent(first, due, missed or due, {*whole, *tried})
    return Freshness(ministry, state, asked.good_at, asked.good_day, due, missed, since, at, silent, newest)


def _first_expected(ministry: Ministry, asked: Collected) -> date | None:
    """The first day that a run by the clock was to collect: of the first that there was, or that there should have been."""
    zone = ZoneInfo(ministry.timezone)
    began = asked.by_clock_since or next_run(ministry, asked.first_at)
    return began.astimezone(zone).date() - ONE_DAY if began else None


def _silent(first: date, due: date, end: date, asked: Collection[date]) -> tuple[date, ...]:
    """The days before ``end`` that nobody asked for, though they were due; of those of which it is known who asked."""
    days = [due - back * ONE_DAY for back in range(1, FURTHEST - 1)]
    return tuple(day for day in reversed(days) if first <= day < end and day not in asked)


def _first_missed(first: date, due: date, whole: Collection[date]) -> date | None:
    """The first of the days up to the newest due one that are missing in a row; None: that one is there."""
    missed, day = None, due
    while day >= first and day not in whole:
        missed, day = day, day - ONE_DAY
    return missed


def found(states: Iterable[Freshness], now: datetime, bounds: Bounds) -> list[Finding]:
    """The findings: who is late, for longer than is usual or with a crawl that failed."""
    return [finding for one in states if one.state == "late" and (finding := _finding(one, now, bounds))]


def _finding(one: Freshness, now: datetime, bounds: Bounds) -> Finding | None:
    assert one.missed is not None and one.due is not None and one.since is not None
    late = now - one.since
    crawl = one.newest if one.newest and one.newest["started_at"] >= one.since else None
    in_vain = crawl is not None and crawl["outcome"] in IN_VAIN
    if late < timedelta(hours=bounds.freshness_warn_hours) and not in_vain:
        return None
    severity: Severity = "bad" if late >= timedelta(hours=bounds.freshness_bad_hours) else "warn"
    days = f"{one.missed}" if one.missed == one.due else f"{one.missed}..{one.due}"
    says = f"{one.ministry.code} {days}: not collected, due since {one.since:%Y-%m-%d %H:%M} UTC; {_why(crawl)}"
    return Finding("freshness", severity, one.ministry.code, str(one.missed), says, _next(one, crawl), one.since)


def _why(crawl: Mapping[str, Any] | None) -> str:
    if crawl is None:
        return "no crawl has begun since"
    if crawl["outcome"] is None:
        return f"a crawl began at {crawl['started_at']:%Y-%m-%d %H:%M} UTC and has not ended"
    return f"the newest crawl ended {crawl['outcome']}: {crawl['reason']}"


def _next(one: Freshness, crawl: Mapping[str, Any] | None) -> str:
    dag = f"collect_{one.ministry.code}"
    if crawl is None:
        return f"does Airflow run (`make status`)? Is {dag} paused, or a run of it queued? It asks for missed days by itself"
    if crawl["outcome"] is None:
        return f"wait for its end, or look at the log of `crawl` in {dag}; if its process is gone, the next run ends it"
    return f"read the log of `judge` in {dag}; when the cause is gone, clear the run (docs/operations.md, The morning look)"

"""Collects one window of a ministry's pages: plan, crawl in a process of its own, registration, report.

The crawl's process holds no secret; what it writes (WARC files, journal, report) is registered here, while it runs and
after any end. What killed crawls left is finished first.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.evidence import JOURNAL, JournalLine, Known, Plan, Report
from scraper.journal import read_lines
from scraper.ministries import get
from scraper.process import GRACE_SECONDS, run_crawl
from scraper.recovery import at_work, recover
from scraper.stored import NotStored, read_stored
from transcripts.mounted import check_mounted
from transcripts.register import finish, line_of
from transcripts.store import crawls
from transcripts.store.connection import DatabaseDown, connected
from transcripts.store.gaps import days_due, gaps
from transcripts.store.references import references
from transcripts.store.registration import Registrar

LOGGER = logging.getLogger(__name__)


def collect(
    database_url: str,
    ministry: str,
    since: str,
    until: str,
    *,
    archive: str,
    spool: str,
    address: str | None = None,
    contact: str | None = None,
    ca_file: str | None = None,
    asked_by: Mapping[str, str] | None = None,
    missed_days: int = 0,
    in_full: bool = False,
    on_line: Callable[[int, str, str], None] | None = None,
    on_start: Callable[[Callable[[], None]], None] | None = None,
) -> Report:
    """Crawls the window (ISO days, inclusive, in the ministry's time zone) and returns the crawl's report.

    ``missed_days``: at most so many days besides the window that earlier crawls missed are asked for too, the oldest first.
    ``in_full``: documents are asked for without conditions, for a site that wrongly says "not modified"; what comes is
    compared with what we hold as ever, so that the same bytes are not stored twice. ``archive`` is an fsspec address, ``spool`` a local folder; ``address`` another address of the site. ``on_line`` gets
    each line that the crawl logs, ``on_start`` a function that stops it gracefully.

    Raises UnknownMinistry; ValueError for a window that ends before it starts; DatabaseDown; MinistryBusy; OSError naming
    the place when archive or spool cannot be written to. What was stored until then is found by the next run.
    """
    described = get(ministry, address)
    window = _window(since, until)
    with connected(database_url) as connection, crawls.alone(connection, ministry):
        sweep(connection, ministry, archive, Path(spool))
        days = _missed(connection, ministry, window, missed_days)
        plan = Plan(
            crawl=name_of_crawl(ministry),
            ministry=ministry,
            since=window[0],
            until=window[1],
            archive=archive,
            spool=spool,
            address=address,
            contact=contact,
            ca_file=ca_file,
            known=_held(crawls.known(connection, ministry, *window, days), in_full),
            gaps=gaps(connection, ministry) + references(connection, described),
            days=days,
            timezone=described.timezone,
            not_before=crawls.not_before(connection, ministry),
            asked_by=dict(asked_by or {}),
        )
        return carry_out(connection, database_url, plan, on_line, on_start)


def _held(known: tuple[Known, ...], in_full: bool) -> tuple[Known, ...]:
    return tuple(replace(one, etag=None, last_modified=None) for one in known) if in_full else known


def carry_out(
    connection: Connection,
    database_url: str,
    plan: Plan,
    on_line: Callable[[int, str, str], None] | None = None,
    on_start: Callable[[Callable[[], None]], None] | None = None,
    run: Callable[[Callable[[], None]], Report | None] | None = None,
) -> Report:
    """Crawls as planned, whatever the plan's kind, and registers what came; the caller holds the ministry's lock.

    ``run`` is done instead of a crawl in a process of its own; it gets what is to be called about every second.
    """
    crawls.begin(connection, plan)
    watch = _Watch(connection, plan)
    try:
        if run is not None:
            report = run(watch.poll)
        else:
            report = run_crawl(plan, on_line=on_line, on_start=on_start, on_poll=watch.poll)
    except BaseException as error:
        watch.end(_failed(plan, f"{type(error).__name__}: {error}"), database_url)
        raise
    return watch.end(report, database_url)


def sweep(connection: Connection, ministry: str, archive: str, spool: Path) -> None:
    """Finishes and registers what killed crawls left: in the spool (of any ministry), and rows without an outcome.

    Each by itself: one that cannot be registered ends FAILED with its reason, and does not stop the others. A crawl that
    outlives its command is waited for: what it still stores must be known, or it would be asked for twice.
    Raises MinistryBusy where it does not end; OSError where the archive's disk is not mounted.
    """
    check_mounted(connection, archive, ministry)
    _wait_for_the_last(spool, ministry)
    damaged: dict[str, str] = {}
    for found in recover(spool, archive, on_damage=damaged.__setitem__):
        LOGGER.warning("%s was killed; what it had stored is registered now", found.plan.crawl)
        crawls.begin(connection, found.plan)
        finish(connection, found.report, _journal(Archive(found.plan.archive), found.report))
    for crawl, place, since, until in crawls.unfinished(connection, ministry):
        if (spool / crawl).exists() and crawl not in damaged:
            continue
        LOGGER.warning("%s has no outcome yet; what its archive holds is registered now", crawl)
        reason = damaged.get(crawl) or "the crawl was killed before it had asked for anything"
        report, lines = _archived(Archive(place), ministry, crawl) or (_lost(ministry, crawl, since, until, reason), ())
        finish(connection, report, lines)


def _wait_for_the_last(spool: Path, ministry: str) -> None:
    deadline = time.monotonic() + GRACE_SECONDS
    while left := at_work(spool, ministry):
        if time.monotonic() > deadline:
            raise crawls.MinistryBusy(
                f"{', '.join(left)} is still at work in {spool}, though its command is gone: end the process that holds the"
                " file `lock` of its folder"
            )
        time.sleep(0.1)


def _archived(archive: Archive, ministry: str, crawl: str) -> tuple[Report, Iterable[JournalLine]] | None:
    """What an archive holds of a crawl, each damage of it logged; None where that says nothing."""
    try:
        stored = read_stored(archive, ministry, crawl)
    except NotStored as nothing:
        LOGGER.warning("%s", nothing)
        return None
    for damage in stored.damage:
        LOGGER.error("%s", damage)
    return stored.report, stored.lines


class _Watch:
    """Registers a crawl while it runs. A database that goes away meanwhile does not stop the crawl."""

    def __init__(self, connection: Connection, plan: Plan) -> None:
        self._connection = connection
        self._plan = plan
        self._journal = Path(plan.spool) / plan.crawl / JOURNAL
        self._registrar = Registrar(connection, plan.crawl)
        self._offset = 0
        self._taken = 0
        self._lost = False

    def poll(self) -> None:
        """Takes what the journal says since the last time."""
        if self._lost:
            return
        try:
            with self._journal.open("rb") as file:
                file.seek(self._offset)
                whole = file.read()
        except FileNotFoundError:  # not begun yet, or finished and moved to the archive
            return
        whole = whole[: whole.rfind(b"\n") + 1]
        lines = list(read_lines(whole.decode("utf-8")))
        try:
            self._registrar.take(lines)
        except psycopg2.Error as error:
            what = "the database went away" if self._connection.closed else "the database refuses a row"
            LOGGER.warning("%s (%s): the crawl goes on and is registered at its end", what, line_of(error))
            self._lost = True
        self._offset += len(whole)
        self._taken += len(lines)

    def end(self, report: Report | None, database_url: str) -> Report:
        """Registers the rest from the archive and writes the report into the crawl's row."""
        plan = self._plan
        recovered = next((r for r in _recover(plan) if r.crawl == plan.crawl), None)
        report = report or recovered or _failed(plan, "its process ended without a report")
        archive = Archive(plan.archive)
        try:
            if not self._lost:
                self._connection.rollback()
                return finish(self._connection, report, _journal(archive, report, self._taken), self._registrar)
            with connected(database_url) as connection:
                return finish(connection, report, _journal(archive, report))
        except (psycopg2.OperationalError, psycopg2.InterfaceError, DatabaseDown) as error:
            raise DatabaseDown(
                f"the database went away ({line_of(error)}): what the crawl stored is in the archive, and the next run"
                " registers it"
            ) from error


def _recover(plan: Plan) -> list[Report]:
    """Reports of what the spool held; none where the archive cannot be written to now (the next run tries again)."""
    try:
        return [found.report for found in recover(Path(plan.spool), plan.archive)]
    except OSError as error:
        LOGGER.error("%s: what it stored stays in the spool %s for the next run: %s", plan.crawl, plan.spool, error)
        return []


def _journal(archive: Archive, report: Report, taken: int = 0) -> Iterator[JournalLine]:
    """The journal of a crawl in the archive, from the line on that was not taken yet; nothing where it has none."""
    if archive.exists(f"{report.ministry}/{report.crawl}/{JOURNAL}"):
        yield from islice(archive.journal(report.ministry, report.crawl), taken, None)


def _failed(plan: Plan, reason: str) -> Report:
    return _lost(plan.ministry, plan.crawl, plan.since, plan.until, reason)


def _lost(ministry: str, crawl: str, since: str, until: str, reason: str) -> Report:
    now = datetime.now(UTC).isoformat()
    return Report(crawl, ministry, since, until, "FAILED", reason, now, now, {})


def _missed(connection: Connection, ministry: str, window: tuple[str, str], most: int) -> tuple[str, ...]:
    """Missed days that are due, at most so many, as ISO days; says so."""
    if not most:
        return ()
    since, until = map(date.fromisoformat, window)
    days, more = days_due(connection, ministry, (since, until), most)
    if days:
        rest = f"; {more} more are left to the next runs" if more else ""
        LOGGER.info("%s days that were missed are asked for too, %s..%s%s", len(days), days[0], days[-1], rest)
    return tuple(day.isoformat() for day in days)


def _window(since: str, until: str) -> tuple[str, str]:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if last < first:
        raise ValueError(f"the window ends on {last}, before its start on {first}: swap since and until")
    return first.isoformat(), last.isoformat()


def name_of_crawl(ministry: str) -> str:
    """A name that no other crawl has, with the time and the ministry in it."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{ministry}-{secrets.token_hex(3)}"

"""Collects one window of a ministry's pages: plan, crawl in a process of its own, registration, report.

The crawl's process holds no secret; what it writes (WARC files, journal, report) is registered here, while it runs and
after any end. What killed crawls left is finished first.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.evidence import JOURNAL, REPORT, Plan, Report
from scraper.journal import read_lines
from scraper.ministries import get
from scraper.process import run_crawl
from scraper.recovery import recover
from transcripts.store import crawls
from transcripts.store.connection import DatabaseDown, connected
from transcripts.store.gaps import gaps
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
    on_line: Callable[[int, str, str], None] | None = None,
    on_start: Callable[[Callable[[], None]], None] | None = None,
) -> Report:
    """Crawls the window (ISO days, inclusive, in the ministry's time zone) and returns the crawl's report.

    ``archive`` is an fsspec address, ``spool`` a local folder; ``address`` another address of the site. ``on_line`` gets
    each line that the crawl logs, ``on_start`` a function that stops it gracefully.

    Raises UnknownMinistry; ValueError for a window that ends before it starts; DatabaseDown; MinistryBusy; OSError naming
    the place when archive or spool cannot be written to. What was stored until then is found by the next run.
    """
    get(ministry, address)
    window = _window(since, until)
    with connected(database_url) as connection, crawls.alone(connection, ministry):
        sweep(connection, ministry, archive, Path(spool))
        plan = Plan(
            crawl=_name(ministry),
            ministry=ministry,
            since=window[0],
            until=window[1],
            archive=archive,
            spool=spool,
            address=address,
            contact=contact,
            ca_file=ca_file,
            known=crawls.known(connection, ministry, *window),
            gaps=gaps(connection, ministry),
            asked_by=dict(asked_by or {}),
        )
        crawls.begin(connection, plan)
        watch = _Watch(connection, plan)
        try:
            report = run_crawl(plan, on_line=on_line, on_start=on_start, on_poll=watch.poll)
        except BaseException as error:
            watch.end(_failed(plan, f"{type(error).__name__}: {error}"), database_url)
            raise
        return watch.end(report, database_url)


def sweep(connection: Connection, ministry: str, archive: str, spool: Path) -> None:
    """Finishes and registers what killed crawls left: in the spool (of any ministry), and rows without an outcome.

    Each by itself: one that cannot be registered ends FAILED with its reason, and does not stop the others.
    """
    damaged: dict[str, str] = {}
    for found in recover(spool, archive, on_damage=damaged.__setitem__):
        LOGGER.warning("%s was killed; what it had stored is registered now", found.plan.crawl)
        crawls.begin(connection, found.plan)
        _finish(connection, Archive(found.plan.archive), found.report)
    for crawl, place, since, until in crawls.unfinished(connection, ministry):
        if (spool / crawl).exists() and crawl not in damaged:
            continue
        LOGGER.warning("%s has no outcome yet; what its archive holds is registered now", crawl)
        now = datetime.now(UTC).isoformat()
        reason = damaged.get(crawl) or "the crawl was killed before it had asked for anything"
        lost = Report(crawl, ministry, since, until, "FAILED", reason, now, now, {})
        store, relative = Archive(place), f"{ministry}/{crawl}/{REPORT}"
        _finish(connection, store, Report.parse(store.read(relative), relative) if store.exists(relative) else lost)


def _finish(
    connection: Connection, archive: Archive, report: Report, watch: tuple[Registrar, int] | None = None
) -> Report:
    """Registers what the archive holds of a crawl and writes its report; FAILED when the database refuses a row of it.

    Raises psycopg2.Error when the database went away.
    """
    try:
        _register(connection, archive, report, watch)
    except (psycopg2.Error, ValueError, OSError) as error:
        if connection.closed:
            raise
        connection.rollback()
        reason = f"what it stored cannot be registered ({_line(error)}); it ended {report.outcome}: {report.reason}"
        LOGGER.error("%s: %s", report.crawl, reason)
        report = replace(report, outcome="FAILED", reason=reason, lists_complete=False)
    crawls.end(connection, report)
    return report


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
            LOGGER.warning("%s (%s): the crawl goes on and is registered at its end", what, _line(error))
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
                return _finish(self._connection, archive, report, (self._registrar, self._taken))
            with connected(database_url) as connection:
                return _finish(connection, archive, report)
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            raise DatabaseDown(
                f"the database went away ({_line(error)}): what the crawl stored is in the archive, and the next run"
                " registers it"
            ) from error


def _recover(plan: Plan) -> list[Report]:
    """Reports of what the spool held; none where the archive cannot be written to now (the next run tries again)."""
    try:
        return [found.report for found in recover(Path(plan.spool), plan.archive)]
    except OSError as error:
        LOGGER.error("%s: what it stored stays in the spool %s for the next run: %s", plan.crawl, plan.spool, error)
        return []


def _register(
    connection: Connection, archive: Archive, report: Report, watch: tuple[Registrar, int] | None = None
) -> None:
    """Registers a crawl's journal, from the line on that ``watch`` has come to."""
    if not archive.exists(f"{report.ministry}/{report.crawl}/{JOURNAL}"):
        return
    registrar, taken = watch or (Registrar(connection, report.crawl), 0)
    registrar.take(islice(archive.journal(report.ministry, report.crawl), taken, None))
    registrar.finish()


def _failed(plan: Plan, reason: str) -> Report:
    now = datetime.now(UTC).isoformat()
    return Report(plan.crawl, plan.ministry, plan.since, plan.until, "FAILED", reason, now, now, {})


def _window(since: str, until: str) -> tuple[str, str]:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if last < first:
        raise ValueError(f"the window ends on {last}, before its start on {first}: swap since and until")
    return first.isoformat(), last.isoformat()


def _name(ministry: str) -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{ministry}-{secrets.token_hex(3)}"


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no message"])[0]

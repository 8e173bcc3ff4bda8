"""Finishes what killed crawls left in the spool, so that nothing they stored is lost. No Scrapy here."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scraper import spool
from scraper.archive import Archive
from scraper.evidence import (
    JOURNAL,
    PLAN,
    REPORT,
    FateLine,
    FileClosedLine,
    JournalLine,
    Plan,
    Report,
    SnapshotLine,
)
from scraper.journal import Journal, cut_torn_line, read_lines
from scraper.tally import counts_of, reasons_of, without_fate

LOGGER = logging.getLogger(__name__)
KILLED = "the crawl was killed"


class Damaged(RuntimeError):
    """A folder of the spool is not as a killed crawl leaves it: its files cannot be read, or the disk lost a part."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A crawl that stands whole in the archive now: its plan, its report, and its WARC files, relative to the archive."""

    plan: Plan
    report: Report
    files: tuple[str, ...]


def recover(spool_folder: Path, archive: str, on_damage: Callable[[str, str], None] | None = None) -> list[Recovered]:
    """Brings each crawl in the spool that no process works on into the archive, and empties the spool of it.

    WARC files are cut back to the last record that the journal names; documents without a fate get the fate failed;
    a crawl without a report gets one that says FAILED. Can be killed at any moment and be run again.

    A folder that is damaged stays where it is and keeps nobody from the others: it is logged as an error, and
    ``on_damage`` gets its name (that of the crawl) and the reason. Raises OSError naming the place when the archive
    cannot be written to; the spool then keeps everything.
    """
    found = []
    for folder in spool.unfinished(spool_folder):
        try:
            recovered = _recover(folder, Archive(archive))
        except Damaged as error:
            LOGGER.error("%s is not recovered: %s. It stays there: mend it, or move it out of the spool", folder, error)
            if on_damage is not None:
                on_damage(folder.name, str(error))
        else:
            found += [recovered] if recovered else []
    return found


def at_work(spool_folder: Path, ministry: str) -> list[str]:
    """The ministry's crawls in the spool that a process works on. A plan that cannot be read is no reason to wait."""
    found = []
    for folder in spool.unfinished(spool_folder):
        lock = spool.take(folder)
        if lock is not None:
            os.close(lock)
            continue
        with suppress(OSError, ValueError):
            found += [folder.name] if Plan.read(folder / PLAN).ministry == ministry else []
    return found


def _recover(folder: Path, archive: Archive) -> Recovered | None:
    """Recovers one crawl; None when a process works on it. Raises Damaged, OSError as ``recover`` does."""
    with _its_own():
        lock = spool.take(folder)
    if lock is None:
        return None
    try:
        return _finish(folder, archive)
    finally:
        os.close(lock)


@contextmanager
def _its_own() -> Iterator[None]:
    """What goes wrong with a folder's own files is damage of that folder, no matter of the archive's."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise Damaged(str(error)) from error


def _finish(folder: Path, archive: Archive) -> Recovered:
    with _its_own():
        plan = _plan(folder)
        spool.release(folder)
        cut_torn_line(folder / JOURNAL)
        lines = list(read_lines(folder / JOURNAL))
        journal = Journal(folder / JOURNAL)
    try:
        files = _close_files(folder, archive, journal, lines)
        _give_fates(plan, journal, lines)
    finally:
        journal.close()
    report = _report(folder, plan, files)
    report.write(folder / REPORT)
    spool.hand_over(folder, spool.prefix_of(plan), archive)
    return Recovered(plan, report, files)


def _plan(folder: Path) -> Plan:
    plan = Plan.read(folder / PLAN)
    if plan.crawl != folder.name:
        raise ValueError(f"{folder / PLAN} is the plan of another crawl, {plan.crawl}: a copy of its folder?")
    return plan


def _close_files(folder: Path, archive: Archive, journal: Journal, lines: Sequence[JournalLine]) -> tuple[str, ...]:
    ends: dict[str, int] = {}
    for line in lines:
        if isinstance(line, SnapshotLine):
            ends[line.file] = max(ends.get(line.file, 0), line.offset + line.length)
    closed = {line.file for line in lines if isinstance(line, FileClosedLine)}
    for file in sorted(set(ends) - closed):
        journal.append(FileClosedLine(file, _move(folder, archive, file, ends[file])), sync=True)
    return tuple(sorted(ends))


def _move(folder: Path, archive: Archive, file: str, end: int) -> int:
    """Puts a WARC file into the archive, cut back to its end, and returns its length."""
    local = folder / Path(file).name
    if not local.exists() and archive.exists(file):
        return archive.size(file)
    with _its_own():
        if not local.exists() or local.stat().st_size < end:
            raise ValueError(f"{local}: the journal names {end} bytes that are not there")
        os.truncate(local, end)
        spool.sync_file(local)
    archive.put(local, file)
    return end


def _give_fates(plan: Plan, journal: Journal, lines: Sequence[JournalLine]) -> None:
    for line in without_fate(lines, plan):
        journal.append(FateLine(line.site_id, line.language, line.address, "failed", "killed"))


def _report(folder: Path, plan: Plan, files: tuple[str, ...]) -> Report:
    path = folder / REPORT
    if path.exists():
        with _its_own():
            return replace(Report.read(path), files=files)
    lines = list(read_lines(folder / JOURNAL))
    return Report(
        crawl=plan.crawl,
        ministry=plan.ministry,
        since=plan.since,
        until=plan.until,
        outcome="FAILED",
        reason=KILLED,
        started_at=_moment(folder / PLAN),
        finished_at=_moment(folder / JOURNAL),
        counts=counts_of(lines, plan),
        reasons=reasons_of(line for line in lines if isinstance(line, FateLine)),
        files=files,
        kind=plan.kind,
    )


def _moment(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()

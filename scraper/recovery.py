"""Finishes what killed crawls left in the spool, so that nothing they stored is lost. No Scrapy here."""

from __future__ import annotations

import os
from collections.abc import Sequence
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

KILLED = "the crawl was killed"


class Damaged(RuntimeError):
    """A WARC file holds less than the journal says that was made durable: the disk lost it."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A crawl that stands whole in the archive now: its plan, its report, and its WARC files, relative to the archive."""

    plan: Plan
    report: Report
    files: tuple[str, ...]


def recover(spool_folder: Path, archive: str) -> list[Recovered]:
    """Brings each crawl in the spool that no process works on into the archive, and empties the spool of it.

    WARC files are cut back to the last record that the journal names; documents without a fate get the fate failed;
    a crawl without a report gets one that says FAILED. Can be killed at any moment and be run again. Raises OSError
    naming the place when the archive cannot be written to (the spool then keeps everything), Damaged when a file lost
    what the journal names.
    """
    found = []
    for folder in spool.unfinished(spool_folder):
        lock = spool.take(folder)
        if lock is None:
            continue
        try:
            found.append(_finish(folder, Archive(archive)))
        finally:
            os.close(lock)
    return found


def _finish(folder: Path, archive: Archive) -> Recovered:
    plan = Plan.read(folder / PLAN)
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
    for name in (PLAN, JOURNAL, REPORT):
        archive.put(folder / name, f"{spool.prefix_of(plan)}/{name}")
    spool.remove(folder)
    return Recovered(plan, report, files)


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
    if not local.exists() or local.stat().st_size < end:
        raise Damaged(f"{local}: the journal names {end} bytes that are not there. Mend it or move {folder} away")
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
        report = replace(Report.read(path), files=files)
    else:
        lines = list(read_lines(folder / JOURNAL))
        report = Report(
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
        )
    report.write(path)
    return report


def _moment(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()

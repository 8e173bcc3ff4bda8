"""What an archive holds of crawls, read back folder by folder: as much of each as can be read. No Scrapy here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from scraper.archive import Archive
from scraper.evidence import JOURNAL, PLAN, REPORT, FateLine, FileClosedLine, JournalLine, Plan, Report, SnapshotLine
from scraper.journal import salvage
from scraper.tally import counts_of, reasons_of

T = TypeVar("T")
WARC = ".warc.gz"
#: So many of a journal's bad lines are named.
NAMED = 3


class NotStored(Exception):
    """A folder of the archive that holds no crawl to read back."""


class Foreign(NotStored):
    """A folder holds none of a crawl's files."""


class Unfinished(NotStored):
    """A crawl's WARC files stand there, and nothing that says what they are: it runs, or it was killed."""


class Lost(NotStored):
    """A folder says neither by its plan nor by its report which crawl it is, or says that it is another one."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A crawl as the archive has it. ``damage`` names what is not as it was written; all else could be read."""

    plan: Plan
    report: Report
    lines: tuple[JournalLine, ...]
    damage: tuple[str, ...]


def crawls_in(archive: Archive, ministry: str | None = None) -> list[tuple[str, str]]:
    """The folders that may be crawls: ministry and crawl, by the crawls' names, which begin with their time.

    Raises OSError naming the archive.
    """
    ministries = [ministry] if ministry else archive.folders()
    return sorted(((one, crawl) for one in ministries for crawl in archive.folders(one)), key=lambda pair: pair[::-1])


def read_stored(archive: Archive, ministry: str, crawl: str) -> Stored:
    """Reads a crawl's folder. Raises NotStored (Foreign, Unfinished, Lost) naming it; OSError naming the archive.

    Where the plan is damaged, the report stands in for it, and the other way; a crawl whose journal is not whole ends
    FAILED, so that its days are asked for again.
    """
    folder = f"{ministry}/{crawl}"
    place, files = f"{archive.address}/{folder}", archive.files(folder)
    _must_be_finished(place, files)
    plan, wrong_plan = _read(archive, folder, PLAN, Plan.parse)
    report, wrong_report = _read(archive, folder, REPORT, Report.parse)
    lines, wrong_lines = _journal(archive, folder)
    wrong = [*wrong_plan, *wrong_report, *wrong_lines]
    if plan is None and report is not None:
        plan = Plan(
            report.crawl, report.ministry, report.since, report.until, archive.address, spool="", kind=report.kind
        )
    if plan is None:
        raise Lost("; ".join(wrong))
    if (plan.ministry, plan.crawl) != (ministry, crawl):
        raise Lost(f"{place} holds the files of another crawl, {plan.ministry}/{plan.crawl}: a copy of its folder?")
    report = report or _report_of(plan, lines)
    if wrong_lines:
        report = replace(report, outcome="FAILED", reason=f"{wrong_lines[0]}; it ended {report.outcome}")
    damage = (*wrong, *_damaged_files(place, crawl, files, lines))
    return Stored(replace(plan, archive=archive.address), report, tuple(lines), damage)


def _must_be_finished(place: str, files: Iterable[str]) -> None:
    names = set(files)
    if names & {PLAN, JOURNAL, REPORT}:
        return
    if any(name.endswith(WARC) for name in names):
        raise Unfinished(
            f"{place} has no plan, journal and report: the crawl runs, or was killed and its spool has them"
        )
    raise Foreign(f"{place} is no folder of a crawl")


def _read(archive: Archive, folder: str, name: str, parse: Callable[[bytes, str], T]) -> tuple[T | None, list[str]]:
    """A file's content, or what is wrong with it."""
    relative = f"{folder}/{name}"
    place = f"{archive.address}/{relative}"
    try:
        return parse(archive.read(relative), place), []
    except FileNotFoundError:
        return None, [f"{place} is missing"]
    except ValueError as error:
        return None, [str(error)]


def _journal(archive: Archive, folder: str) -> tuple[list[JournalLine], list[str]]:
    read, wrong = _read(archive, folder, JOURNAL, salvage)
    if read is None:
        return [], wrong
    lines, bad = read
    more = [f"{len(bad) - NAMED} more lines of it"] if len(bad) > NAMED else []
    return lines, [*map(str, bad[:NAMED]), *more]


def _damaged_files(place: str, crawl: str, files: dict[str, int], lines: Sequence[JournalLine]) -> list[str]:
    """The WARC files that are not as long as the journal says, or that it does not know."""
    wanted = {line.file.rpartition("/")[2]: line.length for line in lines if isinstance(line, FileClosedLine)}
    found = []
    for name, length in sorted(wanted.items()):
        if name not in files:
            found.append(f"{place}/{name} is missing")
        elif files[name] != length:
            found.append(f"{place}/{name} has {files[name]} bytes, its journal says {length}")
    unknown = sorted(name for name in files.keys() - wanted.keys() if name.endswith(WARC))
    return [*found, *(f"{place}/{name}: the journal of {crawl} does not know this file" for name in unknown)]


def _report_of(plan: Plan, lines: Sequence[JournalLine]) -> Report:
    """What a journal alone says of how a crawl went."""
    moments = sorted(line.fetched_at for line in lines if isinstance(line, SnapshotLine))
    began, ended = (moments[0], moments[-1]) if moments else (plan.since, plan.since)
    return Report(
        crawl=plan.crawl,
        ministry=plan.ministry,
        since=plan.since,
        until=plan.until,
        outcome="FAILED",
        reason="the archive has no report of it that can be read",
        started_at=began,
        finished_at=ended,
        counts=counts_of(lines, plan),
        reasons=reasons_of(line for line in lines if isinstance(line, FateLine)),
        kind=plan.kind,
    )

"""Takes captures of ministries' pages that others made out of their WARC files: each file one crawl of kind ``import``.

A file is read twice: first to know what of it is new and whose it is, so that one that brings nothing new leaves no trace;
then its captures are stored, and the way that every crawl's snapshots go leads on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection

from scraper.captures.choose import Chooser, Chosen, Left
from scraper.captures.records import BadFile, Foreign, records
from scraper.captures.store import Told, store
from scraper.evidence import Plan, Report
from scraper.ministries import get, load_all
from scraper.ministries.model import Ministry
from transcripts.collect import carry_out, name_of_crawl, sweep
from transcripts.store import crawls
from transcripts.store.captures import Archived
from transcripts.store.connection import connected

__all__ = ["BadFile", "Imported", "Survey", "import_file"]

#: After so many records ``on_progress`` is called.
EVERY = 1000


@dataclass
class Survey:
    """What a file holds: new captures by ministry, with the first and the last day of each; and what is left out."""

    told: Told
    records: int = 0
    new: Counter[str] = field(default_factory=Counter)
    days: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file."""

    file: str
    survey: Survey
    reports: tuple[Report, ...]

    @property
    def taken(self) -> dict[str, int]:
        """Captures by ministry: what was stored, or (where nothing was written) what would be."""
        return {one.ministry: one.counts["responses"] for one in self.reports} or dict(self.survey.new)


@dataclass(frozen=True, slots=True)
class Hooks:
    """Who hears of what: each record left out, and how far the reading is (bytes of the file, records)."""

    on_left: Callable[[Left], None] = lambda _: None
    on_progress: Callable[[int, int], None] = lambda *_: None


def import_file(
    database_url: str,
    file: Path,
    *,
    archive: str,
    spool: str,
    ministry: str | None = None,
    address: str | None = None,
    dry_run: bool = False,
    hooks: Hooks | None = None,
) -> Imported:
    """Imports a file's captures of documents, of all ministries whose addresses they have or of one.

    ``address``: another address of that ministry's site. ``dry_run``: only says what would be done.

    Raises UnknownMinistry; FileNotFoundError; BadFile; DatabaseDown; MinistryBusy; OSError naming the place when archive or
    spool cannot be written to. What was stored until then is found by the next run, and the file can be imported again.
    """
    hooks = hooks or Hooks()
    ministries = [get(ministry, address)] if ministry else list(load_all().values())
    with connected(database_url) as connection:
        survey = _surveyed(connection, file, ministries, hooks)
        if dry_run:
            return Imported(str(file), survey, ())
        reports = []
        for one in ministries:
            if survey.new[one.code]:
                with crawls.alone(connection, one.code):
                    sweep(connection, one.code, archive, Path(spool))
                    plan = _plan(one, survey, archive, spool, address)
                    run = partial(_stored, connection, file, one, plan, hooks)
                    reports.append(carry_out(connection, database_url, plan, run=run))
    return Imported(str(file), survey, tuple(reports))


def _surveyed(connection: Connection, file: Path, ministries: Sequence[Ministry], hooks: Hooks) -> Survey:
    survey = Survey(Told(file.name))
    zones = {one.code: ZoneInfo(one.timezone) for one in ministries}

    def leave(left: Left) -> None:
        survey.told.leave(left)
        hooks.on_left(left)

    for one in _chosen(connection, file, ministries, survey.told, leave, partial(_counted, survey, hooks)):
        day = datetime.fromisoformat(one.capture.fetched_at).astimezone(zones[one.ministry]).date().isoformat()
        first, last = survey.days.get(one.ministry, (day, day))
        survey.days[one.ministry] = min(first, day), max(last, day)
        survey.new[one.ministry] += 1
    return survey


def _counted(survey: Survey, hooks: Hooks, record: Foreign) -> None:
    survey.records += 1
    if survey.records % EVERY == 0:
        hooks.on_progress(record.offset, survey.records)


def _stored(
    connection: Connection, file: Path, ministry: Ministry, plan: Plan, hooks: Hooks, on_poll: Callable[[], None]
) -> Report:
    told = Told(file.name, _source(file))
    survey = Survey(told)
    chosen = _chosen(connection, file, [ministry], told, told.leave, partial(_counted, survey, hooks))
    return store(plan, chosen, told, on_poll)


def _chosen(
    connection: Connection,
    file: Path,
    ministries: Sequence[Ministry],
    told: Told,
    on_left: Callable[[Left], None],
    on_record: Callable[[Foreign], None],
) -> Iterator[Chosen]:
    chooser = Chooser(ministries, Archived(connection), datetime.now(UTC), on_left)

    def seen() -> Iterator[Foreign]:
        for record in records(file, chooser.largest, told.damage.append):
            on_record(record)
            yield record

    yield from chooser.choose(seen())


def _plan(ministry: Ministry, survey: Survey, archive: str, spool: str, address: str | None) -> Plan:
    since, until = survey.days[ministry.code]
    return Plan(
        crawl=name_of_crawl(ministry.code),
        ministry=ministry.code,
        since=since,
        until=until,
        archive=archive,
        spool=spool,
        address=address,
        kind="import",
        timezone=ministry.timezone,
    )


def _source(file: Path) -> str:
    """What tells a file from all others, for whoever asks where captures came from."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return f"{file.name}: {file.stat().st_size} bytes, sha256 {digest}"

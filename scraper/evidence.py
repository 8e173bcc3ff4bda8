"""The files that pass between a crawl and the rest: the plan it gets, the journal and the report it writes.

No Scrapy here, so that the store and the DAGs read them without it. All are JSON, one object a line in the journal.
In the archive they lie beside the WARC files: ``<archive>/<ministry>/<crawl>/{plan.json,00001.warc.gz,...,journal.jsonl,report.json}``;
while the crawl runs, in ``<spool>/<crawl>/`` under the same names. A WARC file is moved to the archive when it is closed,
and the journal then says so (``file_closed``): only from then on are its snapshots registered.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

#: In order of gravity: where several hold, the later one counts. Only OK and EMPTY are green.
OUTCOMES = ("OK", "EMPTY", "PARTIAL", "DRIFT", "BLOCKED", "FAILED")
Outcome = Literal["OK", "EMPTY", "PARTIAL", "DRIFT", "BLOCKED", "FAILED"]
GREEN: frozenset[str] = frozenset({"OK", "EMPTY"})

#: ``gone``: no list named the document in this crawl, and the site says that it is not there any more.
Fate = Literal["fetched", "unchanged", "failed", "refused", "gone"]
Purpose = Literal["robots", "list", "feed", "sitemap", "document", "hop"]
#: What names a document.
Source = Literal["list", "feed", "sitemap"]
#: window: lists, and all that they name in its days; recheck: documents that are known, again; canary: a few pinned
#: documents and lists; import: WARC files that others made.
CrawlKind = Literal["window", "recheck", "canary", "import"]

PLAN, JOURNAL, REPORT = "plan.json", "journal.jsonl", "report.json"


@dataclass(frozen=True, slots=True)
class Known:
    """An address that the archive holds an answer of: what a ``revisit`` record needs and, for a document, a conditional request.

    Lists, feeds and robots.txt are in it too, with an empty ``site_id`` and ``language``.
    """

    site_id: str
    language: str
    address: str
    payload_digest: str
    etag: str | None = None
    last_modified: str | None = None
    #: The record that holds the bytes: its address and date, for WARC-Refers-To-*.
    record_id: str = ""
    fetched_at: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A document to ask for besides those that the lists name: one that failed in an earlier crawl, as its fate has it, or
    one that is to be asked for again."""

    address: str
    language: str
    #: None where the fate had none: then the address decides, as in a list of this language.
    site_id: str | None = None
    #: Whether no list ever named it: a page of the ministry links to it.
    reference: bool = False
    #: Whether the site said, when it was asked last, that it is gone.
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PinnedList:
    """A list that a canary reads for one past day (ISO). What it names is not asked for."""

    name: str
    language: str
    day: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl is to do. Dates are ISO days, inclusive, in the ministry's time zone (``timezone``).

    Only a crawl of kind ``window`` walks lists; every kind asks for its ``gaps``.
    """

    crawl: str
    ministry: str
    since: str
    until: str
    archive: str
    spool: str
    address: str | None = None
    contact: str | None = None
    ca_file: str | None = None
    known: tuple[Known, ...] = ()
    gaps: tuple[Gap, ...] = ()
    kind: CrawlKind = "window"
    #: Days outside of the window whose lists are asked for too: what earlier crawls missed.
    days: tuple[str, ...] = ()
    timezone: str = "UTC"
    #: Of a canary: the lists that it reads.
    pinned: tuple[PinnedList, ...] = ()
    #: The site asked not to be asked again before this moment (ISO 8601); empty: it may be asked now.
    not_before: str = ""
    #: Who asked: dag_id, run_id, task_id, try_number; stands in archive.crawl.
    asked_by: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Writes the plan as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Plan:
        """Reads a plan file. Raises ValueError naming the file when it is no plan."""
        return cls.parse(path.read_bytes(), str(path))

    @classmethod
    def parse(cls, content: bytes, name: str) -> Plan:
        """Reads a plan's bytes. Raises ValueError naming where they come from when they are no plan."""
        try:
            raw: dict[str, Any] = json.loads(content)
            if not isinstance(raw, dict):
                raise ValueError("no JSON object")
            raw["known"] = tuple(Known(**known) for known in raw.get("known", ()))
            raw["gaps"] = tuple(Gap(**gap) for gap in raw.get("gaps", ()))
            raw["days"] = tuple(raw.get("days", ()))
            raw["pinned"] = tuple(PinnedList(**one) for one in raw.get("pinned", ()))
            return cls(**raw)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}: no plan of a crawl: {error}") from error


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """Journal: one WARC response or revisit record that is flushed and synced."""

    file: str
    offset: int
    length: int
    record_id: str
    record_type: Literal["response", "revisit"]
    purpose: Purpose
    address: str
    status: int
    headers: dict[str, str]
    payload_digest: str
    block_digest: str
    payload_length: int
    fetched_at: str
    site_id: str | None = None
    language: str | None = None
    refers_to: str | None = None
    event: Literal["snapshot"] = "snapshot"


@dataclass(frozen=True, slots=True)
class ListPageLine:
    """Journal: one page of a list was read. ``total`` is the site's own count for the whole list, where it gives one."""

    list: str
    language: str
    address: str
    page: int
    entries: int
    total: int | None
    record_id: str
    #: The days that the list was asked for, and the section or tag that it was narrowed to.
    since: str | None = None
    until: str | None = None
    part: str | None = None
    event: Literal["list_page"] = "list_page"


@dataclass(frozen=True, slots=True)
class ListingLine:
    """Journal: one entry that the site lists, as it lists it. ``source``: what kind of a list that was."""

    list: str
    language: str
    position: int
    address: str
    site_id: str | None
    title: str | None
    printed_date: str | None
    day: str | None
    record_id: str
    source: Source = "list"
    event: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class FateLine:
    """Journal: what became of one listed (or planned, or referenced) document in this crawl, with the reason."""

    site_id: str | None
    language: str
    address: str
    fate: Fate
    reason: str | None = None
    record_id: str | None = None
    event: Literal["fate"] = "fate"


@dataclass(frozen=True, slots=True)
class FileClosedLine:
    """Journal: a WARC file stands whole in the archive."""

    file: str
    length: int
    event: Literal["file_closed"] = "file_closed"


JournalLine = SnapshotLine | ListPageLine | ListingLine | FateLine | FileClosedLine


@dataclass(frozen=True, slots=True)
class Report:
    """How a crawl ended. ``counts``: requests, responses, listed, fetched, unchanged, failed, refused, gone, blocked, bytes."""

    crawl: str
    ministry: str
    since: str
    until: str
    outcome: Outcome
    reason: str
    started_at: str
    finished_at: str
    counts: dict[str, int]
    #: Reasons of failures and refusals with their counts.
    reasons: dict[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    #: Whether each list was walked to its end and held what the site counts: all that failed is known by name then.
    lists_complete: bool = False
    kind: CrawlKind = "window"
    #: What was wrong: objects with ``outcome`` and ``what``, and with ``list``, ``language``, ``day`` where they have them.
    problems: tuple[dict[str, str], ...] = ()
    #: What was odd and lost nothing.
    notices: tuple[str, ...] = ()
    #: Before when the site does not want to be asked again (ISO 8601); empty: it does not say.
    not_before: str = ""

    def write(self, path: Path) -> None:
        """Writes the report as JSON, in one step: a half-written report is never seen."""
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Report:
        """Reads a report file. Raises ValueError naming the file when it is no report."""
        return cls.parse(path.read_bytes(), str(path))

    @classmethod
    def parse(cls, content: bytes, name: str) -> Report:
        """Reads a report's bytes. Raises ValueError naming where they come from when they are no report."""
        try:
            raw: dict[str, Any] = json.loads(content)
            lists = {name: tuple(raw.get(name, ())) for name in ("files", "problems", "notices")}
            return cls(**{**raw, **lists})
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}: no report of a crawl: {error}") from error

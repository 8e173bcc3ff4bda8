"""What one crawl of the sample's site leaves behind: WARC records and the lines of its journal, without HTTP, at given moments."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from cookbook.wording import reworded
from sample.addresses import canonical
from sample.model import CURRENT, Entry
from sample.site import Site
from scraper.addresses import identify
from scraper.evidence import (
    CrawlKind,
    Fate,
    FateLine,
    FileClosedLine,
    JournalLine,
    Known,
    ListingLine,
    ListPageLine,
    Outcome,
    Plan,
    Purpose,
    Report,
    SnapshotLine,
)
from scraper.ministries import get
from scraper.warc import Exchange, serialise, warc_date, warcinfo

MINISTRY = get("sample")
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
#: Why a page did not come that the site could not give.
UNAVAILABLE = "http_503"

#: What the archive holds of each address.
Held = dict[str, Known]


@dataclass
class Crawl:
    """One crawl under way: ``started`` is its first moment, each answer comes a second later."""

    name: str
    kind: CrawlKind
    started: datetime
    archive: Path
    site: Site
    held: Held
    #: Pages that the site cannot give now (503), by address.
    broken: frozenset[str] = frozenset()
    lines: list[JournalLine] = field(default_factory=list)
    fates: dict[Fate, int] = field(default_factory=dict)
    _content: bytearray = field(default_factory=bytearray)
    _seconds: int = 0

    def __post_init__(self) -> None:
        self._content += warcinfo(Path(self.file).name, {})

    @property
    def file(self) -> str:
        """The WARC file, in the archive."""
        return f"{MINISTRY.code}/{self.name}/00001.warc.gz"

    def plan(self, since: date, until: date) -> Plan:
        """What it was to do."""
        zone = MINISTRY.timezone
        days = since.isoformat(), until.isoformat()
        return Plan(self.name, MINISTRY.code, *days, f"file://{self.archive}", "", kind=self.kind, timezone=zone)

    def list_of_day(self, language: str, day: date) -> None:
        """Asks for the list of a day in one language."""
        query = dict.fromkeys(("activeFrom", "activeTo"), f"{day:%d.%m.%Y}")
        words = "&".join(f"{name}={value}" for name, value in query.items())
        there = [
            entry
            for entry in self.site.library.entries(self.site.clock.step)
            if entry.language == language and entry.published.date() == day
        ]
        name = "news"
        for generation in sorted({entry.generation for entry in there} | {CURRENT}):
            own = [entry for entry in there if entry.generation == generation]
            address = f"{MINISTRY.address}/{language}/foreign_policy/news/?{words}"
            if generation != CURRENT:
                name, address = "archive", f"{MINISTRY.address}/{language}/archive/news"
            self._list(name, language, address, own, day)

    def _list(self, name: str, language: str, address: str, entries: list[Entry], day: date) -> None:
        page = self._ask(address, "list", language)
        days = (day.isoformat(), day.isoformat()) if name == "news" else (None, None)
        total = len(entries) if name == "news" else None
        self.lines.append(ListPageLine(name, language, address, 1, len(entries), total, page.record_id, *days))
        for position, entry in enumerate(entries, start=1):
            where = MINISTRY.address + canonical(entry)
            self.lines.append(
                ListingLine(
                    name, language, position, where, _site_id(where), entry.title, None, day.isoformat(), page.record_id
                )
            )

    def document(self, entry: Entry) -> None:
        """Asks for a page; what came of it is its fate."""
        address = MINISTRY.address + canonical(entry)
        before = self.held.get(address)
        line = self._ask(address, "document", entry.language, entry)
        fate: Fate = "unchanged" if line.record_type == "revisit" else "fetched"
        reason = None
        if line.status == 503:
            fate, reason = "failed", UNAVAILABLE
        elif line.status != 200:
            fate, reason = "gone", f"http_{line.status}"
        elif before is None or fate == "fetched":
            self.held[address] = Known(
                str(line.site_id), entry.language, address, line.payload_digest,
                record_id=line.record_id, fetched_at=line.fetched_at,
            )  # fmt: skip
        self.fates[fate] = self.fates.get(fate, 0) + 1
        self.lines.append(FateLine(line.site_id, entry.language, address, fate, reason, line.record_id))

    def end(self, since: date, until: date) -> Report:
        """Writes the file and says how the crawl ended."""
        target = self.archive / self.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self._content)
        self.lines.append(FileClosedLine(self.file, len(self._content)))
        failed = self.fates.get("failed", 0)
        outcome: Outcome = "PARTIAL" if failed else "OK" if self.fates else "EMPTY"
        counts: dict[str, int] = {
            "requests": self._seconds, "responses": self._seconds, "listed": sum(self.fates.values()),
            **{str(fate): count for fate, count in self.fates.items()},
        }  # fmt: skip
        reason = f"{sum(self.fates.values())} documents: {failed} failed" if failed else ""
        return Report(
            self.name, MINISTRY.code, since.isoformat(), until.isoformat(), outcome, reason,
            self.started.isoformat(), (self.started + timedelta(seconds=self._seconds)).isoformat(), counts,
            {UNAVAILABLE: failed} if failed else {}, (self.file,), lists_complete=True, kind=self.kind,
        )  # fmt: skip

    def _ask(self, address: str, purpose: Purpose, language: str, entry: Entry | None = None) -> SnapshotLine:
        parts = urlsplit(address)
        answer = self.site.answer(parts.path, dict(parse_qsl(parts.query)), MINISTRY.address)
        status, body = (503, b"Service Unavailable") if address in self.broken else (answer.status, answer.body)
        if entry and status == 200:
            body = reworded(entry, self.site.clock.step, body)
        moment = warc_date(self.started + timedelta(seconds=self._seconds))
        self._seconds += 1
        own = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.name} {address}"))
        exchange = Exchange(address, "GET", (), status, HEADERS, body, None, moment, own)
        known = self.held.get(address) if status == 200 else None
        return self._append(exchange, known, purpose, _site_id(address) if entry else None, language)

    def _append(
        self, exchange: Exchange, known: Known | None, purpose: Purpose, site_id: str | None, language: str
    ) -> SnapshotLine:
        done = serialise(exchange, known)
        self._content += done.request
        line = SnapshotLine(
            file=self.file,
            offset=len(self._content),
            length=len(done.response),
            record_id=done.record_id,
            record_type="revisit" if done.revisits else "response",
            purpose=purpose,
            address=exchange.address,
            status=exchange.status,
            headers=dict(HEADERS),
            payload_digest=done.payload_digest,
            block_digest=done.block_digest,
            payload_length=0 if done.revisits else len(exchange.body),
            fetched_at=exchange.fetched_at,
            site_id=site_id,
            language=language,
            refers_to=done.revisits.record_id if done.revisits else None,
        )
        self._content += done.response
        self.lines.append(line)
        return line


def _site_id(address: str) -> str | None:
    identity = identify(MINISTRY, address)
    return identity.site_id if identity else None

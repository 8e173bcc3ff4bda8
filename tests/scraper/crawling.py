"""How the tests here crawl: as the collect task does, and what they look at afterwards."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scraper.archive import Archive, Record
from scraper.evidence import FateLine, Known, ListingLine, ListPageLine, Plan, Report, SnapshotLine
from scraper.journal import read_lines
from scraper.process import run_crawl


@dataclass
class Crawled:
    """A crawl that has ended."""

    plan: Plan
    report: Report | None
    log: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def archive(self) -> Archive:
        return Archive(self.plan.archive)

    @property
    def lines(self) -> list:
        spooled = Path(self.plan.spool) / self.plan.crawl / "journal.jsonl"
        return list(
            read_lines(spooled) if spooled.exists() else self.archive.journal(self.plan.ministry, self.plan.crawl)
        )

    def of(self, kind: type) -> list:
        return [line for line in self.lines if isinstance(line, kind)]

    @property
    def snapshots(self) -> list[SnapshotLine]:
        return self.of(SnapshotLine)

    @property
    def listings(self) -> list[ListingLine]:
        return self.of(ListingLine)

    @property
    def pages(self) -> list[ListPageLine]:
        return self.of(ListPageLine)

    @property
    def fates(self) -> dict[str, tuple[str, str | None]]:
        """Fate and reason by address; fails where a document has two."""
        lines = self.of(FateLine)
        assert max(Counter((line.site_id or line.address, line.language) for line in lines).values(), default=1) == 1
        return {line.address: (line.fate, line.reason) for line in lines}

    def record(self, line: SnapshotLine) -> Record:
        return self.archive.record(line.file, line.offset, line.length)

    def known(self) -> tuple[Known, ...]:
        """What the archive holds after this crawl, as the next crawl's plan names it: the first good answer of each address."""
        found: dict[str, Known] = {}
        good = {line.record_id for line in self.of(FateLine) if line.fate in ("fetched", "unchanged")}
        for line in self.snapshots:
            if line.status != 200 or (line.purpose == "document" and line.record_id not in good):
                continue
            headers = {name.lower(): value for name, value in line.headers.items()}
            found.setdefault(
                line.address,
                Known(
                    site_id=line.site_id or "",
                    language=line.language or "",
                    address=line.address,
                    payload_digest=line.payload_digest,
                    etag=headers.get("etag"),
                    last_modified=headers.get("last-modified"),
                    record_id=line.record_id,
                    fetched_at=line.fetched_at,
                ),
            )
        return tuple(found.values())


def plan_for(folder: Path, ministry: str, since: str, until: str | None = None, **more: object) -> Plan:
    settings: dict = {
        "crawl": "first",
        "archive": f"file://{folder}/archive",
        "spool": str(folder / "spool"),
        "contact": "web@collector.example",
        **more,
    }
    return Plan(ministry=ministry, since=since, until=until or since, **settings)


def crawl(plan: Plan, on_line: Callable[[int, str, str], None] | None = None, **more: object) -> Crawled:
    """Crawls in a process, as the collect task does."""
    log: list[tuple[int, str, str]] = []

    def keep(level: int, logger: str, message: str) -> None:
        log.append((level, logger, message))
        if on_line is not None:
            on_line(level, logger, message)

    return Crawled(plan, run_crawl(plan, on_line=keep, **more), log)

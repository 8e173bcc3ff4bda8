"""A month of the sample under a script of faults, crawled as `transcripts collect` does it."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from scraper.archive import Archive
from scraper.evidence import FateLine, Report, SnapshotLine
from tests.sample.serving import sample
from transcripts.collect import collect

MINISTRY = "sample_quick"


@dataclass
class Storm:
    """The month after a crawl of it."""

    url: str
    folder: Path
    address: str
    report: Report | None = None
    peak: int = 0
    faults: dict[str, Any] = field(default_factory=dict)

    @property
    def archive(self) -> str:
        return f"file://{self.folder}/archive"

    def collect(self) -> Report:
        dates = ("2026-03-01", "2026-03-31")
        settings = {"archive": self.archive, "spool": str(self.folder / "spool"), "address": self.address}
        return collect(self.url, MINISTRY, *dates, on_line=self._look, **settings)

    def _look(self, *_: object) -> None:
        """The most memory that the crawl's process has taken so far, in bytes."""
        for child in psutil.Process().children():
            if "scraper.crawl" in child.cmdline():
                status = Path(f"/proc/{child.pid}/status").read_text()
                self.peak = max(self.peak, int(status.partition("VmHWM:")[2].split()[0]) * 1024)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def fates(self) -> dict[tuple[str | None, str], FateLine]:
        lines = Archive(self.archive).journal(MINISTRY, self.report.crawl)
        return {(line.site_id, line.language): line for line in lines if isinstance(line, FateLine)}

    def snapshots(self, fault: str) -> list[SnapshotLine]:
        addresses = {self.address + path for path in self.faults[fault]["addresses"]}
        lines = Archive(self.archive).journal(MINISTRY, self.report.crawl)
        return [line for line in lines if isinstance(line, SnapshotLine) and line.address in addresses]

    def became(self, site_id: str, language: str) -> str:
        """What stands in the tables of one document: published, quarantined with the reason, or nothing."""
        key = (MINISTRY, site_id, language)
        if self.rows("SELECT 1 FROM analysis.transcripts WHERE (ministry, site_id, language) = (%s, %s, %s)", *key):
            return "published"
        query = (
            "SELECT q.reason FROM pipeline.quarantine q JOIN archive.snapshot s USING (record_id)"
            " WHERE s.site_id = %s AND s.language = %s"
        )
        found = self.rows(query, site_id, language)
        return f"quarantined: {found[0][0]}" if found else "nothing"


def told(*scripts: str) -> list[dict[str, Any]]:
    return list(json.loads(sample("faults", "--faults", ",".join(scripts)).stdout))

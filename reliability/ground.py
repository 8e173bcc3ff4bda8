"""What one chain has for itself: a database, an archive, a spool, and our commands at work on them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection as Connection

from reliability.victims import Command
from scraper.ministries.registry import FOLDER_SETTING
from transcripts.store.connection import connected

ROOT = Path(__file__).resolve().parents[1]
MINISTRY = "measured"
#: Where that ministry's module lies.
MINISTRIES = ROOT / "reliability" / "ministries"
#: File with all that the chain's commands say.
LOG = "commands.log"


@dataclass(frozen=True, slots=True)
class Days:
    """How many events the sample's month has, and which of its days are collected (ISO, both inclusive).

    ``batch`` documents share a transaction: few, so that a step is many transactions.
    """

    events: int
    since: str
    until: str
    batch: int


@dataclass(frozen=True, slots=True)
class Ground:
    """One chain's own things. ``site`` is the address of the sample."""

    url: str
    folder: Path
    site: str
    days: Days

    @property
    def spool(self) -> Path:
        """The spool's folder."""
        return self.folder / "spool"

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.folder / "archive"

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of our own to the database. Raises DatabaseDown."""
        with connected(self.url) as link:
            yield link

    def collect(self) -> Command:
        """`transcripts collect` over the days, started."""
        window = ("--since", self.days.since, "--until", self.days.until)
        return self._start("collect", "--ministry", MINISTRY, *window, "--address", self.site)

    def process(self) -> Command:
        """`transcripts process`, started."""
        return self._start("process", "--batch-size", str(self.days.batch))

    def _start(self, *words: str) -> Command:
        environment = {
            **os.environ,
            FOLDER_SETTING: str(MINISTRIES),
            "TRANSCRIPTS_DATABASE_URL": self.url,
            "TRANSCRIPTS_ARCHIVE": f"file://{self.archive}",
            "TRANSCRIPTS_SPOOL": str(self.spool),
        }
        return Command([sys.executable, "-m", "transcripts", *words], environment, ROOT, self.folder / LOG)

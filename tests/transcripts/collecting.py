"""A database, an archive and a spool for one test, and `transcripts collect` at work on a slow site."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tests.scraper.tiny_site import DAY, Answer, Site, document
from transcripts.collect import collect

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "tests" / "scraper" / "ministries"


class Here:
    """A database, an archive and a spool for one test."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.archive, self.spool = url, f"file://{folder}/archive", folder / "spool"

    def collect(self, site: Site, **more: Any) -> Any:
        settings = {"archive": self.archive, "spool": str(self.spool), "address": site.address, **more}
        return collect(self.url, "tiny", DAY, DAY, **settings)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "transcripts", *words]

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "TRANSCRIPTS_DATABASE_URL": self.url,
            "TRANSCRIPTS_ARCHIVE": self.archive,
            "TRANSCRIPTS_SPOOL": str(self.spool),
        }

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, **settings}
        return subprocess.run(
            self.command(*words), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def execute(self, statement: str) -> None:
        with closing(psycopg2.connect(self.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement)

    def crawls(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT outcome, reason FROM archive.crawl ORDER BY started_at")


@contextmanager
def collecting(here: Here, site: Site) -> Iterator[subprocess.Popen[str]]:
    """`transcripts collect` at work on a slow site, past its third document."""
    site.publish(*range(20))
    for number in range(3, 20):
        site.pages[f"/doc/{number}"] = Answer(**{**vars(document(number)), "seconds": 0.3})
    words = ("collect", "--ministry", "tiny", "--since", DAY, "--until", DAY, "--address", site.address)
    child = subprocess.Popen(
        here.command(*words),
        cwd=ROOT,
        env=here.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        deadline = time.monotonic() + 30
        while len(site.asked) < 7:
            assert time.monotonic() < deadline, "the crawl does not get on"
            time.sleep(0.05)
        yield child
    finally:
        child.kill()
        child.communicate()

"""Runs of the chain's sides: a fresh copy of the prepared database and a process of its own for each."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import crawled
from bench.server import Server

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the wall, seconds of processor time (the side's and the server's), and megabytes at most."""

    wall: float
    processor: float
    memory: float


class Stage:
    """A number of pages, crawled once; every run begins with a copy of that."""

    def __init__(self, server: Server, folder: Path, pages: int) -> None:
        self._server = server
        self._pages = pages
        self._archive = folder / f"archive-{pages}"
        self._template = f"crawled_{pages}"
        crawled.store(server.migrated(self._template), self._archive, pages)

    def run(self, side: str) -> Run:
        """One side from snapshots to published turns. Raises RuntimeError with its output when it fails."""
        return self._timed(side, self._server.fresh("run", self._template))

    def again(self) -> tuple[Run, Run]:
        """Ours, then ours once more after a crawl that found every page as it was."""
        url = self._server.fresh("run", self._template)
        first = self._timed("product", url)
        crawled.store_again(url, self._archive)
        return first, self._timed("product", url)

    def _timed(self, side: str, url: str) -> Run:
        before = self._server.processor_seconds()
        command = [sys.executable, "-m", "bench.side", side, url, f"file://{self._archive}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the side {side!r} failed on {self._pages} pages:\n{done.stdout}\n{done.stderr}")
        figures = json.loads(done.stdout.splitlines()[-1])
        spent = self._server.processor_seconds() - before
        return Run(figures["wall"], figures["processor"] + spent, figures["memory"])

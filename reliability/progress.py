"""How far a chain is, counted from outside: in the journals of its crawls and in the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection

from reliability.ground import MINISTRY, Ground
from reliability.points import Step
from scraper.evidence import JOURNAL
from transcripts.store import audit
from transcripts.store.work import LANDING

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Progress:
    """``held``: states of documents that crawls hold; ``answers``: records that journals name; the rest is of the tables."""

    held: int
    answers: int
    registered: int
    done: dict[str, int]

    def of(self, step: Step) -> int:
        """How much of a step's work is done."""
        return self.held if step == "collect" else self.done.get(step, 0)

    def left(self, step: Step, goal: Progress) -> int:
        """How much of a step's work is left, where ``goal`` is what an undisturbed run came to."""
        return goal.of(step) - self.of(step)

    def to_register(self) -> int:
        """Answers that crawls hold and the tables do not have."""
        return max(0, self.answers - self.registered)


@dataclass
class Watch:
    """Looks at one chain again and again; journals that stand in the archive are read once."""

    ground: Ground
    _kept: dict[str, list[Line]] = field(default_factory=dict)

    def progress(self) -> Progress:
        """How far the chain is. Raises DatabaseDown."""
        with self.ground.connection() as link:
            registered, done = audit.registered(link), audit.done(link)
        lines = [line for journal in self.journals().values() for line in journal]
        return Progress(len(set(documents(lines))), sum(_is(line, "snapshot") for line in lines), registered, done)

    def at_work(self, step: Step, link: Connection) -> int:
        """How much of a step's work is done, by the cheapest look at it."""
        if step in LANDING:
            count = audit.done(link).get(step, 0)
            link.rollback()  # the next look sees what is then
            return count
        return len(set(documents(line for journal in self.journals().values() for line in journal)))

    def journals(self) -> dict[str, list[Line]]:
        """The lines of all journals by crawl: first the spool's, as a crawl only ever moves from there to the archive."""
        found = {path.parent.name: read(path) for path in self.ground.spool.glob(f"[!.]*/{JOURNAL}")}
        for path in (self.ground.archive / MINISTRY).glob(f"*/{JOURNAL}"):
            if path.parent.name not in self._kept:
                self._kept[path.parent.name] = read(path)
        return {**found, **self._kept}

    def half_record(self) -> bool:
        """Whether bytes of a record stand in a WARC file of the spool that its journal does not name yet."""
        for path in self.ground.spool.glob("[!.]*/*.warc.gz"):
            ends = [
                line["offset"] + line["length"]
                for line in read(path.parent / JOURNAL)
                if _is(line, "snapshot") and line["file"].endswith(f"/{path.name}")
            ]
            if ends and path.exists() and path.stat().st_size > max(ends):
                return True
        return False


def documents(lines: Iterator[Line] | list[Line]) -> Iterator[tuple[str, str, str]]:
    """Each answer that holds a document's bytes: site id, language, digest of the bytes."""
    for line in lines:
        if not _is(line, "snapshot") or line["purpose"] != "document" or line["record_type"] != "response":
            continue
        if line["status"] == 200 and line["payload_length"]:
            yield line["site_id"], line["language"], line["payload_digest"]


def read(path: Path) -> list[Line]:
    """The whole lines of a journal; none where it is gone meanwhile."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in whole[: whole.rfind(b"\n") + 1].splitlines()]


def _is(line: Line, event: str) -> bool:
    return bool(line["event"] == event)

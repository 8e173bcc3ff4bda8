"""What the parts of one running crawl share: its plan, its records, what went wrong, and whether it still asks."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scraper import spool
from scraper.drift import Drift
from scraper.evidence import Known, Plan
from scraper.journal import Journal
from scraper.ledger import Ledger
from scraper.ministries.model import Ministry
from scraper.pinned import walks_of_pins
from scraper.recorder import Recorder
from scraper.rounds import walks_of
from scraper.walks import Problem, Walk

LOGGER = logging.getLogger("crawl")


@dataclass
class Crawl:
    """One running crawl."""

    plan: Plan
    ministry: Ministry
    folder: Path
    journal: Journal
    recorder: Recorder
    ledger: Ledger
    started: datetime
    requests: int = 0
    responses: int = 0
    bytes: int = 0
    blocks: int = 0
    #: The last answers, or connections, one after another, that were blocks, or were reset.
    blocks_in_row: int = 0
    resets_in_row: int = 0
    #: Before when the site does not want to be asked again (ISO 8601); empty: it does not say.
    not_before: str = ""
    #: What the documents' pages look like.
    drift: Drift = field(default_factory=Drift)
    #: Pages of lists that were read.
    pages: int = 0
    #: Why lists could not be walked to their end.
    lost_lists: list[str] = field(default_factory=list)
    #: What is wrong with lists that were read.
    list_problems: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    #: What was odd and lost nothing.
    notices: list[str] = field(default_factory=list)
    halted: Problem | None = None
    #: Ends the asking; set once the spider runs.
    close: Callable[[], None] | None = None
    _since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.known: dict[str, Known] = {known.address: known for known in self.plan.known}
        self.zone = ZoneInfo(self.ministry.timezone)
        since, until = date.fromisoformat(self.plan.since), date.fromisoformat(self.plan.until)
        self.today = self.started.astimezone(self.zone).date()
        days = [date.fromisoformat(day) for day in self.plan.days]
        window = self.plan.kind == "window"
        self.walks: list[Walk] = walks_of(self.ministry, since, until, self.today, days) if window else []
        if self.plan.kind == "canary":
            self.walks = walks_of_pins(self.ministry, self.plan.pinned, self.today)
        self.open_walks: list[Walk] = list(self.walks)
        #: Those that came to their end.
        self.whole_walks: list[Walk] = []
        #: Those that parts stood in for, and of which is not said yet what they lack.
        self.split_walks: list[Walk] = []
        self.lists_done = asyncio.Event()
        self._stopping = asyncio.Event()

    @property
    def seconds(self) -> float:
        """Seconds since the crawl began."""
        return time.monotonic() - self._since

    @property
    def reached(self) -> bool:
        """Whether the site has answered at all."""
        return self.responses > 0

    @property
    def lists_complete(self) -> bool:
        """Whether all lists were walked to their end, and nothing is wrong with what they held."""
        return not (self.open_walks or self.lost_lists or self.list_problems)

    def list_trouble(self, problem: Problem) -> None:
        """Notes what is wrong with a list; the crawl goes on."""
        self.list_problems.append(problem)
        self.trouble(problem)

    def trouble(self, problem: Problem) -> None:
        """Notes what is not as it should be; the crawl goes on."""
        self.problems.append(problem)
        LOGGER.warning("%s: %s", problem.outcome, problem.what)

    def halt(self, problem: Problem) -> None:
        """Ends the crawl for this reason: nothing more is asked, what was stored is kept. Only the first reason counts."""
        if self.halted is not None:
            return
        self.halted = problem
        self.problems.append(problem)
        LOGGER.error("the crawl ends: %s: %s", problem.outcome, problem.what)
        self.lists_done.set()
        self._stopping.set()
        if self.close is not None:
            self.close()

    def disk_full(self, error: OSError) -> None:
        """Ends the crawl because something could not be stored, and frees what was kept back for its last words."""
        spool.release(self.folder)
        self.halt(Problem("FAILED", f"could not store: {error.strerror or error} ({error.filename or self.folder})"))

    def stand_in(self, walk: Walk, instead: list[Walk]) -> None:
        """Other walks take the place of one whose further pages must not be asked for."""
        self.open_walks.remove(walk)
        self.open_walks.extend(instead)

    def end_walk(self, walk: Walk, *, whole: bool = True) -> None:
        """A list needs no more pages. The walk that its parts stand in for ends with the last of them."""
        if walk not in self.open_walks:
            return
        self.open_walks.remove(walk)
        LOGGER.info("list %s: %s entries", walk, walk.entries)
        if whole:
            self.whole_walks.append(walk)
        ended = walk.whole or walk
        if not any(other.whole is ended for other in self.open_walks):
            if ended.parts:
                self.split_walks.append(ended)
            else:
                self._tell(ended)
        if not self.open_walks:
            self.tell_split_walks()
            self.lists_done.set()

    def tell_split_walks(self) -> None:
        """Says what is wrong with walks that parts stood in for: at the end, since the feed may name what these left out."""
        left: dict[tuple[str, str], set[str]] = {}
        while self.split_walks:
            walk = self.split_walks.pop(0)
            about = (walk.since.isoformat(), walk.language)
            if about not in left:
                left[about] = self.ledger.only_in_feed(*about)
            left[about] = walk.fill(left[about])
            self._tell(walk)

    def _tell(self, walk: Walk) -> None:
        for problem in walk.problems():
            self.list_trouble(problem)
        self.notices.extend(walk.notices())

    async def pause(self, seconds: float) -> bool:
        """Waits, and says whether the crawl still goes on afterwards."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self.halted is None

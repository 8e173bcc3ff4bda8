"""Starts a crawl as a process of its own, relays what it logs, stops it when asked to, and reads its report. No Scrapy here."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from scraper import spool
from scraper.archive import Archive
from scraper.check import check
from scraper.environment import for_crawl
from scraper.evidence import PLAN, REPORT, Plan, Report
from scraper.printable import printable

OnLine = Callable[[int, str, str], None]
OnStart = Callable[[Callable[[], None]], None]

#: Seconds between two calls of ``on_poll``, and how long a crawl that was asked to stop may take to close its files.
POLL_SECONDS = 1.0
GRACE_SECONDS = 45.0
#: Level and logger of a line that the process wrote past its log (an interpreter's last words).
RAW = (30, "crawl")
ROOT = Path(__file__).resolve().parents[1]


def run_crawl(
    plan: Plan,
    *,
    on_line: OnLine | None = None,
    on_start: OnStart | None = None,
    on_poll: Callable[[], None] | None = None,
) -> Report | None:
    """Crawls as the plan says, in a process of its own, and returns the report, None when the process left none.

    ``on_line`` gets each line that the crawl logs: its level, logger and message. ``on_start`` gets a function that
    asks the crawl to close its files and to end; it may be called from a signal handler. ``on_poll`` is called about
    every second. Whatever they raise stops the crawl, then goes on to the caller.

    Raises UnknownMinistry or ValueError for a plan that makes no sense, SpoolTaken for a crawl that is there already,
    OSError naming the file when the spool cannot be written to.
    """
    check(plan)
    if Archive(plan.archive).exists(f"{spool.prefix_of(plan)}/{PLAN}"):
        raise spool.SpoolTaken(
            f"{plan.archive}: there is a crawl {spool.prefix_of(plan)} already; give it another name"
        )
    lock = spool.create(plan)
    try:
        child = _Child(plan, lock)
        try:
            if on_start is not None:
                on_start(child.stop)
            for level, logger, message in child.lines(on_poll):
                if on_line is not None:
                    on_line(level, logger, message)
        finally:
            child.end()
    finally:
        os.close(lock)
    return _report(plan)


class _Child:
    """The crawl's process, in a session of its own."""

    def __init__(self, plan: Plan, lock: int) -> None:
        plan_file = spool.folder_of(plan) / PLAN
        command = [sys.executable, "-m", "scraper.crawl", str(plan_file.absolute())]
        command += ["--lock", str(lock), "--parent", str(os.getpid())]
        self._process = _start(command, for_crawl(os.environ, plan.archive), lock)
        self._asked_at: float | None = None

    def stop(self) -> None:
        """Asks the crawl to end; it is killed when that takes longer than the grace."""
        if self._asked_at is None:
            self._asked_at = time.monotonic()
            self._signal(signal.SIGTERM)

    def lines(self, on_poll: Callable[[], None] | None) -> Iterator[tuple[int, str, str]]:
        """What the process logs, until it ends."""
        assert self._process.stdout is not None
        pipe, rest = self._process.stdout.fileno(), b""
        due = time.monotonic() + POLL_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                if selector.select(max(0.0, due - time.monotonic())):
                    chunk = os.read(pipe, 65536)
                    if not chunk:
                        break
                    *whole, rest = (rest + chunk).split(b"\n")
                    yield from map(read_log_line, whole)
                if time.monotonic() >= due:
                    due = time.monotonic() + POLL_SECONDS
                    self._kill_when_overdue()
                    if on_poll is not None:
                        on_poll()
        if rest:
            yield read_log_line(rest)

    def end(self) -> None:
        """Returns when the process has ended: asked to first, killed after the grace."""
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        finally:
            if self._process.stdout is not None:
                self._process.stdout.close()

    def _kill_when_overdue(self) -> None:
        if self._asked_at is not None and time.monotonic() - self._asked_at > GRACE_SECONDS:
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)


def _start(command: list[str], environment: dict[str, str], lock: int) -> subprocess.Popen[bytes]:
    """A crawl's process, in a session of its own, with its log in a pipe and its folder's lock handed on."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=(lock,),
    )


def read_log_line(line: bytes) -> tuple[int, str, str]:
    """Level, logger and message of a line of the crawl's output: JSON where it comes from its log, else as it stands.

    Nothing in them steers who reads them.
    """
    text = line.decode("utf-8", errors="replace")
    try:
        raw = json.loads(text)
        return int(raw["level"]), printable(str(raw["logger"])), printable(str(raw["message"]))
    except (ValueError, KeyError, TypeError):
        return (*RAW, printable(text))


def _report(plan: Plan) -> Report | None:
    """The report, from the spool where the crawl could not finish its move, else from the archive."""
    left = spool.folder_of(plan) / REPORT
    if left.exists():
        return Report.read(left)
    archive, relative = Archive(plan.archive), f"{spool.prefix_of(plan)}/{REPORT}"
    return Report.parse(archive.read(relative), relative) if archive.exists(relative) else None

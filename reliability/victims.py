"""Our commands as processes that can be frozen, looked at, and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import psutil

#: Seconds until a process that was told to stop must stand still.
FREEZE_SECONDS = 5.0
CRAWL = "scraper.crawl"


class Command:
    """One call of our command line. Its connections to the database bear its name."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self.name = f"reliability-{token_hex(4)}"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                list(words),
                cwd=folder,
                env={**environment, "PGAPPNAME": self.name},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        self._frozen: list[int] = []

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def ended(self) -> int | None:
        """Its exit status, None while it runs."""
        return self._process.poll()

    def wait(self, seconds: float = 300.0) -> int:
        """Its exit status, when it has ended. Raises subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def crawl(self) -> int | None:
        """The process id of the crawl that it has started; None where none runs."""
        with suppress(psutil.Error):
            for child in psutil.Process(self.pid).children():
                if CRAWL in child.cmdline():
                    return child.pid
        return None

    def freeze(self, *pids: int) -> bool:
        """Stops these processes where they are; False where one of them has ended."""
        self._frozen = list(pids)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        deadline = time.monotonic() + FREEZE_SECONDS
        while time.monotonic() < deadline:
            states = [_state(pid) for pid in pids]
            if None in states:
                return False
            if all(state == psutil.STATUS_STOPPED for state in states):
                return True
            time.sleep(0.0005)
        raise TimeoutError(f"processes {pids} do not stand still after {FREEZE_SECONDS:g} s")

    def thaw(self) -> None:
        """Lets what was frozen go on."""
        for pid in self._frozen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        self._frozen = []

    def end(self) -> None:
        """Nothing of it is left: for the end of a run that broke off."""
        crawl = self.crawl()
        kill([self.pid, *([crawl] if crawl else [])])
        self._process.wait()


def kill(pids: Iterable[int]) -> None:
    """``kill -9``, at once for all of them."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _state(pid: int) -> str | None:
    """A process's state; None: it is gone, or only waits to be collected."""
    try:
        state = psutil.Process(pid).status()
    except psutil.NoSuchProcess:
        return None
    return None if state in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD) else str(state)

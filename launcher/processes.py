"""Processes that outlive a command: started in sessions of their own, recorded, found again, stopped with all they started.

A process is ours when its record names its process id *and* its time of birth. What it started is found by the session,
or by the mark in its environment where it made a session of its own. Nothing else is ever signalled.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import psutil

from launcher.state import Var, write_private

#: Environment variables that mark what belongs to a state folder, and to which process of it.
ID_MARK, NAME_MARK = "TRANSCRIPTS_VAR_ID", "TRANSCRIPTS_PROCESS"
#: Seconds for the processes to end, then for what they started, then for the processes once more, then after SIGKILL.
PATIENCE = (5.0, 10.0, 1.0, 5.0)


@dataclass(frozen=True)
class Record:
    """One process as it was started. ``settings`` is a digest of its command and settings: other settings, other process."""

    name: str
    pid: int
    birth: str
    started_at: str
    command: list[str]
    settings: str
    port: int | None = None


def birth(pid: int) -> str | None:
    """When a process was born: the boot and the clock ticks since. None when it is gone, or only waits to be collected.

    Ticks since boot do not move when somebody sets the clock, as a time of day does.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except ProcessLookupError:
        return None
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _birth_elsewhere(pid)
    return None if stat[0] in "ZX" else f"{boot} {stat[19]}"


def _birth_elsewhere(pid: int) -> str | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.0f}"
    except psutil.Error:
        return None


class Processes:
    """The processes of one state folder."""

    def __init__(self, var: Var) -> None:
        self.var = var

    def records(self) -> list[Record]:
        """All records, of living and of dead processes, in order of name. A half-written record is none."""
        found = []
        for path in sorted(self.var.records.glob("*.json")):
            with contextlib.suppress(ValueError, TypeError):
                found.append(Record(**json.loads(path.read_text("utf-8"))))
        return found

    def alive(self, name: str) -> Record | None:
        """The record of a process that runs."""
        return next((record for record in self.records() if record.name == name and is_alive(record)), None)

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        settings: str = "",
        port: int | None = None,
        cwd: Path | None = None,
    ) -> Record:
        """Starts a process that outlives us, its output added to its log, and records it at once."""
        return self._start(name, command, environment, settings, port, cwd, "ab")[0]

    def run(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, cwd: Path | None = None) -> int:
        """Runs a process to its end, its output alone in its log, and returns its exit status.

        It is recorded meanwhile, so that it is found and ended when we are killed before it is through.
        """
        self.stop([name])  # what is left of a command that was killed
        record, child = self._start(name, command, environment, "", None, cwd, "wb")
        try:
            return child.wait()
        finally:
            if child.returncode is not None:
                self._forget(record)

    def _start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        settings: str,
        port: int | None,
        cwd: Path | None,
        mode: Literal["ab", "wb"],
    ) -> tuple[Record, subprocess.Popen[bytes]]:
        with self.var.log(name).open(mode) as out:
            child = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**environment, ID_MARK: self.var.id, NAME_MARK: name},
                cwd=cwd,
                start_new_session=True,
            )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = Record(name, child.pid, birth(child.pid) or "gone", now, list(command), settings, port)
        write_private(self.var.records / f"{name}.json", json.dumps(asdict(record), indent=1))
        return record, child

    def _forget(self, record: Record) -> None:
        (self.var.records / f"{record.name}.json").unlink(missing_ok=True)

    def stop(self, names: Iterable[str] | None = None) -> list[str]:
        """Stops these processes (all that are not named otherwise) with all they started, and returns what was stopped.

        First the processes are asked, then what they started, then all that is left is killed: also a process that has
        nobody left to wait for and does not end.
        """
        chosen = None if names is None else set(names)
        records = [record for record in self.records() if chosen is None or record.name in chosen]
        asked = [record for record in records if is_alive(record)]
        leaders = {record.pid for record in asked}
        for pid in leaders:
            _signal(pid, signal.SIGTERM)
        _wait(lambda: any(map(is_alive, asked)), PATIENCE[0])
        rest = [pid for pid in self._left(records, chosen) if pid not in leaders]
        for pid in rest:
            _signal(pid, signal.SIGTERM)
        if rest:
            _wait(lambda: not leaders.issuperset(self._left(records, chosen)), PATIENCE[1])
            _wait(lambda: bool(self._left(records, chosen)), PATIENCE[2])
        for pid in self._left(records, chosen):
            _signal(pid, signal.SIGKILL)
        _wait(lambda: bool(self._left(records, chosen)), PATIENCE[3])
        for record in records:
            self._forget(record)
        return [record.name for record in asked]

    def _left(self, records: Sequence[Record], names: set[str] | None) -> list[int]:
        """Living processes of the records' sessions, and those that bear the mark of one of these names."""
        return sorted({*_of_sessions(records), *self._marked(names)})

    def _marked(self, names: set[str] | None) -> Iterator[int]:
        for process in psutil.process_iter():
            try:
                environment = process.environ()
            except (psutil.Error, OSError):
                continue
            ours = environment.get(ID_MARK) == self.var.id and process.pid != os.getpid()
            if ours and (names is None or environment.get(NAME_MARK) in names) and birth(process.pid):
                yield process.pid


def is_alive(record: Record) -> bool:
    """Whether the very process that was recorded still runs; another with its number does not count."""
    return birth(record.pid) == record.birth


def digest(*values: object) -> str:
    """A short digest of settings, to tell whether a process was started with others."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _of_sessions(records: Sequence[Record]) -> Iterator[int]:
    """Living processes of the records' sessions.

    A session's number is not given to a new process while any member lives; where a stranger leads it now, the
    session that we made is over. A record of another boot has no session any more.
    """
    boot = (birth(os.getpid()) or "").split(" ")[0]
    sessions = {
        record.pid
        for record in records
        if record.birth.split(" ")[0] == boot and birth(record.pid) in (None, record.birth)
    }
    for pid in psutil.pids():
        with contextlib.suppress(OSError):
            if os.getsid(pid) in sessions and birth(pid):
                yield pid


def _signal(pid: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    """Waits while the condition holds, at most so long."""
    deadline = time.monotonic() + seconds
    while condition() and time.monotonic() < deadline:
        time.sleep(0.1)

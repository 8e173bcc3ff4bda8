"""An embedded PostgreSQL server: made, started, found again after a crash, and stopped.

It listens on loopback only, over TCP only (a socket's path must be short, and var/ may lie deep), and asks for
passwords (SCRAM). The locale is the builtin C.UTF-8, so that nothing depends on the machine's locales.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from launcher import binaries
from launcher.trouble import Trouble

SUPERUSER = "postgres"
#: Switches that trade safety for speed; for tests, whose data may be lost.
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 60
STOP_SECONDS = 20
#: Memory of its own, in bytes, that a process of the server may take. A query that wants more fails with "out of memory" and takes
#: nothing with it, whatever its session has SET. (macOS does not hold it.)
PROCESS_BYTES = 1 << 30


@dataclass(frozen=True)
class Postgres:
    """One server: its data folder, its port on 127.0.0.1, its superuser's password and its log file."""

    data: Path
    port: int
    password: str
    log: Path
    settings: tuple[str, ...] = ()
    process_bytes: int = PROCESS_BYTES

    def url(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        """A ``postgresql://`` address, by default the superuser's."""
        return address("127.0.0.1", self.port, database, user, self.password if password is None else password)

    def create(self) -> None:
        """Makes the data folder if it is not there. Killed in the middle, it leaves nothing that looks finished."""
        if (self.data / "PG_VERSION").exists():
            return
        half = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.data.parent, prefix="superuser-") as secret:
            secret.write(self.password)
            secret.flush()
            _give_away(half, Path(secret.name))
            locale = ["--locale=C.UTF-8"]
            if binaries.major() >= binaries.BUILTIN_LOCALES:
                locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            words = ["-D", str(half), "-U", SUPERUSER, "--encoding=UTF8", "--auth=scram-sha-256", "--no-instructions"]
            self._call("initdb", *words, *locale, f"--pwfile={secret.name}")
        half.rename(self.data)

    def start(self) -> int:
        """Starts the server unless it runs, and returns its process id. A crash before is recovered from."""
        running = self.running()
        if running:
            return running
        self._sweep_after_crash()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.touch(mode=0o600)
        _give_away(self.log)
        settings = (f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *self.settings)
        options = " ".join(f"-c {setting}" for setting in settings)
        words = ["-D", str(self.data), "-l", str(self.log), "-w", "-t", str(START_SECONDS), "-o", options]
        self._call("pg_ctl", "start", *words)
        pid = self.running()
        if not pid:
            raise Trouble("PostgreSQL ended right after its start", log=self.log)
        return pid

    def stop(self) -> None:
        """Stops the server: fast, and if that takes too long, at once (the next start then recovers)."""
        for mode in ("fast", "immediate"):
            if not self.running():
                return
            words = ["-D", str(self.data), "-m", mode, "-w", "-t", str(STOP_SECONDS)]
            self._run("pg_ctl", "stop", *words)
        if self.running():
            raise Trouble(f"PostgreSQL (process {self.running()}) does not stop", log=self.log)

    def running(self) -> int | None:
        """The process id of the server on this data folder, or None. A stale postmaster.pid does not fool it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if _works_in(pid, self.data) else None

    def processes(self) -> list[int]:
        """The process ids of all that works on this data folder: the server, and what it has started."""
        return [process.pid for process in psutil.process_iter() if _works_in(process.pid, self.data)]

    def listening_port(self) -> int | None:
        """The port that the running server listens on, as it says itself (line 4 of postmaster.pid)."""
        if not self.running():
            return None
        lines = (self.data / "postmaster.pid").read_text().split("\n")
        return int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else None

    def _sweep_after_crash(self) -> None:
        """Waits for the children of a killed server to end (they hold its shared memory) and removes its pid file."""
        deadline = time.monotonic() + STOP_SECONDS
        while left := self.processes():
            if time.monotonic() > deadline:
                raise Trouble(f"processes of a killed PostgreSQL are still there: {left}", log=self.log)
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _call(self, program: str, *words: str) -> None:
        done = self._run(program, *words)
        if done.returncode != 0:
            raise Trouble(
                f"{program} failed: {done.stderr.strip() or done.stdout.strip()}",
                log=self.log if self.log.exists() else None,
                todo="read the log; `make clean` starts from nothing (and deletes the data)",
            )

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs one of PostgreSQL's programs. Its output goes to files: a server would keep a pipe open for ever."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            bounded = (
                ("sh", "-c", 'ulimit -d "$0"; exec "$@"', str(self.process_bytes >> 10)) if words[0] == "start" else ()
            )
            command = [*binaries.prefix(), *bounded, str(binaries.folder() / program), *words]
            environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
            status = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env={**environment, "LC_ALL": "C"}, cwd="/"
            ).returncode
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, status, out.read(), err.read())


def address(host: str, port: int, database: str, user: str, password: str) -> str:
    """A ``postgresql://`` address with its parts quoted."""
    place = f"[{host}]" if ":" in host else host
    return f"postgresql://{quote(user, '')}:{quote(password, '')}@{place}:{port}/{quote(database, '')}"


def _give_away(*paths: Path) -> None:
    """Makes the paths the server's user's own where that is somebody else."""
    user = binaries.owner()
    if user is not None:
        for path in paths:
            os.chown(path, user, user)


def _works_in(pid: int, folder: Path) -> bool:
    """Whether the process is one of a server on this data folder: PostgreSQL's processes stand in it."""
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and Path(process.cwd()) == folder.resolve()
    except (psutil.Error, OSError):
        return False

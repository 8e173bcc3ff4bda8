"""The embedded Postgres for a run: made in a folder, its databases copied from a prepared one, gone after it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from launcher import databases, ports
from launcher.postgres import UNSAFE_BUT_FAST, Postgres
from transcripts.store.migrations import migrate

PASSWORD = "for-the-bench"


class Server:
    """A running server of our own."""

    def __init__(self, postgres: Postgres, process: int) -> None:
        self._postgres = postgres
        self._process = psutil.Process(process)

    def url(self, database: str, user: str) -> str:
        """The address of a database for a user."""
        return self._postgres.url(database, user)

    def fresh(self, database: str, template: str) -> str:
        """The owner's address of a database that is a copy of another."""
        with closing(databases.connect(self._postgres.url())) as link:
            databases.drop_database(link, database)
            databases.ensure_database(link, database, databases.OWNER, template=template)
        return self._postgres.url(database, databases.OWNER)

    def migrated(self, database: str) -> str:
        """The owner's address of a new database with every migration in it."""
        self.fresh(database, "template0")
        return self.migrate(database)

    def migrate(self, database: str) -> str:
        """Runs the migrations that a database lacks. Returns its owner's address."""
        url = self._postgres.url(database, databases.OWNER)
        migrate(url)
        return url

    def restart(self) -> None:
        """Stops the server and starts it: nothing is left in its buffers."""
        self._postgres.stop()
        self._process = psutil.Process(self._postgres.start())

    def processor_seconds(self) -> float:
        """The processor time of all of the server's processes that have ended, those of closed connections among them."""
        spent = self._process.cpu_times()
        return float(spent.children_user + spent.children_system)

    def works(self, database: str) -> bool:
        """Whether a process of the server is connected to a database, or has ended and was not taken leave of: its time counts after that."""
        return any(
            one.status() == psutil.STATUS_ZOMBIE or database in " ".join(one.cmdline())
            for one in self._process.children()
        )


@contextmanager
def server(settings: tuple[str, ...] = (), kept: Path | None = None) -> Iterator[Server]:
    """A server as the tests have it: no waiting for the disk, so that disks do not decide the ratios.

    ``kept``: a folder that is left as it is at the end, so that the next run finds what this one filled.
    """
    folder = kept or Path(tempfile.mkdtemp(prefix="transcripts-bench-"))
    switches = (*UNSAFE_BUT_FAST, *settings)
    postgres = Postgres(folder / "data", ports.choose(), PASSWORD, folder / "postgres.log", switches)
    try:
        postgres.create()
        process = postgres.start()
        with closing(databases.connect(postgres.url())) as link:
            for role in (databases.OWNER, databases.ANALYST):
                databases.ensure_role(link, role, PASSWORD)
        yield Server(postgres, process)
    finally:
        postgres.stop()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)

"""What all chains of a run share: a server as production has it, the served sample, and a folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import databases, ports
from launcher.postgres import Postgres
from reliability.ground import ROOT, Days, Ground
from transcripts.store.migrations import migrate

PASSWORD = "for-reliability"
MIGRATED = "migrated"


@dataclass(frozen=True, slots=True)
class Place:
    """A server with a migrated database to copy, the address of the sample, and where its clock lies."""

    postgres: Postgres
    folder: Path
    site: str
    days: Days

    def fresh(self, name: str) -> Ground:
        """A new chain's ground: an empty migrated database, an empty archive, the site's clock at its start."""
        folder = self.folder / name
        folder.mkdir()
        with closing(databases.connect(self.postgres.url())) as link:
            databases.ensure_database(link, name, databases.OWNER, template=MIGRATED)
        return Ground(self.postgres.url(name, databases.OWNER), folder, self.site, self.days)

    def done(self, ground: Ground) -> None:
        """The chain's things are gone."""
        with closing(databases.connect(self.postgres.url())) as link:
            databases.drop_database(link, ground.folder.name)
        shutil.rmtree(ground.folder)

    def turn(self, step: int) -> None:
        """Sets the site's clock, also back: each chain finds the site as the first one did."""
        (self.folder / "site" / "clock.json").write_text(json.dumps({"clock": step}), "utf-8")


@contextmanager
def place(days: Days) -> Iterator[Place]:
    """Starts it all, and ends it. Disks are waited for, as in production."""
    folder = Path(tempfile.mkdtemp(prefix="transcripts-reliability-"))
    postgres = Postgres(folder / "data", ports.choose(), PASSWORD, folder / "postgres.log")
    try:
        postgres.create()
        postgres.start()
        with closing(databases.connect(postgres.url())) as link:
            for role in (databases.OWNER, databases.ANALYST):
                databases.ensure_role(link, role, PASSWORD)
            databases.ensure_database(link, MIGRATED, databases.OWNER)
        migrate(postgres.url(MIGRATED, databases.OWNER))
        (folder / "site").mkdir()
        with _served(days.events, folder / "site") as address:
            yield Place(postgres, folder, address, days)
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served(events: int, state: Path) -> Iterator[str]:
    words = ["--events", str(events), "--state", str(state), "--faults", "none", "--quiet"]
    command = [sys.executable, "-m", "sample", "serve", *words]
    site = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert site.stdout is not None
        said = site.stdout.readline()
        if not said.startswith("listening on "):
            raise RuntimeError(f"the sample does not start: {' '.join(command)}")
        yield said.split()[-1]
    finally:
        site.terminate()
        site.wait()

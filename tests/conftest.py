"""One real Postgres for all tests that want a database, and a fresh migrated database for each test module."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import pgmigrate
import pytest
from xdist.scheduler import LoadFileScheduling

from launcher import databases, ports
from launcher.postgres import UNSAFE_BUT_FAST, Postgres
from scraper import process
from tests import warm

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "for-tests"
MIGRATED = "migrated"
#: How a crawl's process is begun.
AS_EVER = process._start
AS_PGMIGRATE_READS = pgmigrate._get_statements

# Where a test fails, hypothesis would write a patch by libcst (which Airflow brings along), and that ends all of pytest
# with an error of its own as soon as zope's interfaces are loaded. None means: no such module.
sys.modules["hypothesis.extra._patching"] = None  # type: ignore[assignment]

# The same examples each time, so that a test that passes here passes there; HYPOTHESIS_PROFILE=search looks further.
hypothesis.settings.register_profile("same", derandomize=True, max_examples=200, deadline=None)
hypothesis.settings.register_profile("search", max_examples=5000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


#: Folders whose tests share something costly, which side by side would be made twice.
TOGETHER = ("end_to_end", "browser", "deploy", "cookbook")


class Together(LoadFileScheduling):
    """Tests side by side: those of a file on one worker, as its database is made once for them; some folders whole, and first,
    as one of them takes a third of the time and the other worker would wait for its end."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if file.startswith(f"tests/{folder}/")), file)

    def _assign_work_unit(self, node: Any) -> None:
        waiting = [folder for folder in TOGETHER if folder in self.workqueue]
        if waiting:
            self.workqueue.move_to_end(waiting[0], last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """What `-n` uses instead of its own."""
    return Together(config, log)


@pytest.fixture(scope="session", autouse=True)
def _warm() -> Iterator[warm.Helper]:
    """Crawls of these tests are begun by a process that has Scrapy loaded."""
    helper = warm.Helper()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "_start", helper.start)
        yield helper
    helper.end()


@pytest.fixture(scope="session", autouse=True)
def _migrations_are_read_once() -> Iterator[None]:
    """To take our migrations apart into statements costs three seconds of a processor: what stays the same is taken apart once."""
    apart: dict[bytes, tuple[bytes, ...]] = {}

    def statements(path: str) -> tuple[bytes, ...]:
        content = Path(path).read_bytes()
        if content not in apart:
            apart[content] = tuple(AS_PGMIGRATE_READS(path))
        return apart[content]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pgmigrate, "_get_statements", statements)
        yield


@pytest.fixture(scope="module")
def cold() -> Iterator[None]:
    """Crawls of this module are begun as by a user, as children of the process that asks for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "_start", AS_EVER)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server on a free port, made for this session and gone after it, with the roles that the launcher makes."""
    folder = Path(tempfile.mkdtemp(prefix="transcripts-postgres-"))
    server = Postgres(folder / "data", ports.choose(), PASSWORD, folder / "postgres.log", UNSAFE_BUT_FAST, 512 << 20)
    server.create()
    server.start()
    try:
        with closing(databases.connect(server.url())) as link:
            for role in (databases.OWNER, databases.ANALYST):
                databases.ensure_role(link, role, PASSWORD)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """The name of a database with every migration in it, to be copied and never connected to."""
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, MIGRATED, databases.OWNER)
    migrate(postgres.url(MIGRATED, databases.OWNER))
    databases.bound_analyst(postgres.url(MIGRATED))
    return MIGRATED


@pytest.fixture(scope="module")
def database_url(postgres: Postgres, migrated: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The owner's address of a fresh migrated database that this module has for itself."""
    name = request.module.__name__.replace(".", "_")[-60:]
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER, template=migrated)
        databases.bound_analyst(postgres.url(name))
        yield postgres.url(name, databases.OWNER)
        databases.drop_database(link, name)


@pytest.fixture(scope="module")
def analyst_url(postgres: Postgres, database_url: str) -> str:
    """The analyst's address of the same database."""
    return postgres.url(database_url.rsplit("/", 1)[1], databases.ANALYST)


def migrate(url: str) -> None:
    """Runs the migrations as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "transcripts", "migrate"],
        cwd=ROOT,
        env={**os.environ, "TRANSCRIPTS_DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"transcripts migrate ended {done.returncode}\n{done.stdout}\n{done.stderr}"

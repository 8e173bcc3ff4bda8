"""A Postgres of its own with the sample's month in it, made for one run and gone after it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cookbook.month import load
from launcher import databases, ports
from launcher.postgres import UNSAFE_BUT_FAST, Postgres
from transcripts.store.migrations import migrate

DATABASE = "transcripts"
PASSWORD = "for-the-cookbook"


@contextmanager
def ground() -> Iterator[tuple[str, str]]:
    """The owner's and the analyst's address of the month's database."""
    folder = Path(tempfile.mkdtemp(prefix="transcripts-cookbook-"))
    postgres = Postgres(folder / "data", ports.choose(), PASSWORD, folder / "postgres.log", UNSAFE_BUT_FAST)
    try:
        postgres.create()
        postgres.start()
        with closing(databases.connect(postgres.url())) as link:
            for role in (databases.OWNER, databases.ANALYST):
                databases.ensure_role(link, role, PASSWORD)
            databases.ensure_database(link, DATABASE, databases.OWNER)
        url = postgres.url(DATABASE, databases.OWNER)
        migrate(url)
        load(url, folder / "archive")
        yield url, postgres.url(DATABASE, databases.ANALYST)
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)

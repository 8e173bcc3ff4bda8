"""What tests of backups look at: an archive's content, other databases of the server, copies of a place that are damaged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from launcher import databases
from launcher.postgres import Postgres


def contents(archive: str) -> dict[str, bytes]:
    root = Path(archive.removeprefix("file://"))
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def damaged_copy(kept: Path, folder: Path) -> Path:
    """The same place elsewhere, its archive's files and dumps copied."""
    return Path(shutil.copytree(kept, folder))


@contextmanager
def blank(postgres: Postgres, name: str) -> Iterator[str]:
    """An empty database of the owner's, as Airflow's is before its first migration."""
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER)
    try:
        yield postgres.url(name, databases.OWNER)
    finally:
        with closing(databases.connect(postgres.url())) as link:
            databases.drop_database(link, name)


def rows(url: str, *statements: str) -> list[tuple[object, ...]]:
    """What the last of these statements gives, committed."""
    with closing(psycopg2.connect(url)) as link, link, link.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []

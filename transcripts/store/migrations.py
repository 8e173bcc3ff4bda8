"""Applies the migrations of ``schema/``: plain SQL, forward only, each in a transaction of its own (pgmigrate)."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pgmigrate
import psycopg2

from transcripts.store.connection import connected

SCHEMA = Path(__file__).resolve().parents[2] / "schema"
#: The lowest major version of PostgreSQL that the schema runs on.
LOWEST = 15
#: Schema that holds pgmigrate's own table.
BOOKS = "pipeline"
#: Number of the advisory lock that keeps two migrations apart.
LOCK = 0x7472616E


class MigrationFailed(RuntimeError):
    """A migration could not be applied; those before it stand."""


def migrate(url: str, schema: Path = SCHEMA) -> list[str]:
    """Applies what is missing and returns its names, e.g. ``2 archive``.

    Raises MigrationFailed naming the statement's error, DatabaseDown.
    """
    with _alone(url):
        missing = _missing(url, schema)
        if missing:
            _apply(url, schema)
    return missing


def newest(schema: Path = SCHEMA) -> int:
    """The number of the newest migration that this code has."""
    return max(int(path.name[1:].partition("__")[0]) for path in (schema / "migrations").glob("V*.sql"))


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Waits until no other migration runs, and checks the server's version."""
    with connected(url) as connection, connection.cursor() as cursor:
        if connection.server_version // 10000 < LOWEST:
            raise MigrationFailed(
                f"PostgreSQL {connection.server_version // 10000}: {LOWEST} is the lowest that the schema runs on"
            )
        cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        yield


def _missing(url: str, schema: Path) -> list[str]:
    state = pgmigrate.info(_open(url, schema), stdout=False)
    return [
        f"{version} {state[version].meta['description']}"
        for version in sorted(state)
        if state[version].meta["installed_on"] is None
    ]


def _apply(url: str, schema: Path) -> None:
    errors = _Errors()
    pgmigrate.LOG.addHandler(errors)
    try:
        pgmigrate.migrate(_open(url, schema))
    except (pgmigrate.MigrateError, psycopg2.Error) as error:
        said = "; ".join(errors.said[-1:]) or str(error)
        raise MigrationFailed(f"{errors.said[0] if errors.said else 'a migration'} {said}") from error
    finally:
        pgmigrate.LOG.removeHandler(errors)


def _open(url: str, schema: Path) -> pgmigrate.Config:
    """pgmigrate's settings with a connection of their own, which its commands close."""
    arguments = argparse.Namespace(
        base_dir=str(schema),
        conn=url,
        target="latest",
        schema=BOOKS,
        disable_schema_check=True,
        ungroup=True,
        force_mixed=True,
        check_serial_versions=True,
    )
    return pgmigrate.get_config(str(schema), arguments)


class _Errors(logging.Handler):
    """Keeps what pgmigrate logs as errors: the file, its statement, and the server's message."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage().strip())

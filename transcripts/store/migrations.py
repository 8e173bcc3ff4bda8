"""Applies the migrations of ``schema/``: plain SQL, forward only, each in a transaction of its own (pgmigrate)."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pgmigrate
import psycopg2
from psycopg2.extensions import connection as Connection

from transcripts.store import guard, locks
from transcripts.store.connection import connected

LOGGER = logging.getLogger(__name__)
SCHEMA = guard.SCHEMA

#: The lowest major version of PostgreSQL that the schema runs on.
LOWEST = 15
#: Schema that holds pgmigrate's own table.
BOOKS = "pipeline"
#: Number of the advisory lock that keeps two migrations apart.
LOCK = 0x7472616E
#: Seconds: for how long it tries to get the tables for itself; the first pause between two tries, and the longest.
PATIENCE, PAUSE, LONGEST_PAUSE = 600.0, 1.0, 15.0
#: Mark in the name of a migration that runs outside of a transaction.
NONTRANSACTIONAL = "NONTRANSACTIONAL"


class MigrationFailed(RuntimeError):
    """A migration could not be applied; those before it stand."""


def migrate(
    url: str,
    schema: Path = SCHEMA,
    *,
    patience: float = PATIENCE,
    on_wait: Callable[[str], None] | None = None,
) -> list[str]:
    """Applies what is missing, all of it or nothing, and returns its names, e.g. ``2 archive``.

    It locks all of our tables and views in one go before it begins, and waits less than a second for that: who reads meanwhile waits behind it
    no longer, and no reader is ever chosen as the victim of a deadlock. Where somebody holds one, it lets go, tries again after a pause, and
    gives up after ``patience`` seconds. ``on_wait`` hears who is in the way.

    Raises MigrationFailed naming the statement's error, or who is in the way; DatabaseDown.
    """
    with _alone(url) as connection:
        missing = _missing(url, schema)
        if missing:
            _politely(url, schema, connection, patience, on_wait or LOGGER.warning)
    return missing


def _politely(url: str, schema: Path, connection: Connection, patience: float, on_wait: Callable[[str], None]) -> None:
    deadline, pause = time.monotonic() + patience, PAUSE
    while True:
        try:
            _apply(url, schema, locks.statement(connection))
        except psycopg2.errors.QueryCanceled as error:
            who = ", ".join(locks.holders(connection)) or "short queries one after the other"
            connection.rollback()
            if time.monotonic() + pause > deadline:
                raise MigrationFailed(
                    f"the tables were in use for {patience:.0f} s: {who}. Nothing was changed. Ask them to end, or end them:"
                    " pg_terminate_backend(PID), as the superuser; then migrate again"
                ) from error
            on_wait(f"in use by {who}: tries again in {pause:.0f} s")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """Waits until no other migration runs, and checks the server's version."""
    with connected(url) as connection, connection.cursor() as cursor:
        if connection.server_version // 10000 < LOWEST:
            raise MigrationFailed(
                f"PostgreSQL {connection.server_version // 10000}: {LOWEST} is the lowest that the schema runs on"
            )
        cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        yield connection


def _missing(url: str, schema: Path) -> list[str]:
    state = pgmigrate.info(_open(url, schema), stdout=False)
    return [
        f"{version} {state[version].meta['description']}"
        for version in sorted(state)
        if state[version].meta["installed_on"] is None
    ]


def _apply(url: str, schema: Path, lock: list[str]) -> None:
    """Raises QueryCanceled where the locks are not to be had; MigrationFailed."""
    errors = _Errors()
    pgmigrate.LOG.addHandler(errors)
    config = None
    try:
        config = _open(url, schema, [] if any(NONTRANSACTIONAL in name for name in _missing(url, schema)) else lock)
        pgmigrate.migrate(config)
    except psycopg2.errors.QueryCanceled:
        raise
    except (pgmigrate.MigrateError, psycopg2.Error) as error:
        said = "; ".join(errors.said[-1:]) or str(error)
        raise MigrationFailed(f"{errors.said[0] if errors.said else 'a migration'} {said}") from error
    finally:
        pgmigrate.LOG.removeHandler(errors)
        if config is not None:
            config.conn_instance.close()


def _open(url: str, schema: Path, session: Sequence[str] = ()) -> pgmigrate.Config:
    """pgmigrate's settings with a connection of their own, which its commands close. ``session``: what it says first."""
    arguments = argparse.Namespace(
        base_dir=str(schema),
        conn=url,
        session=list(session) or ["SET lock_timeout = 0"],
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

"""The database as a whole, for backup and restore: one moment of it, its rows, whether it holds anything, the rights of its roles."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import errors, sql
from psycopg2.extensions import connection as Connection

from transcripts.store.connection import connected

SCHEMAS = ("archive", "corpus", "analysis", "pipeline")
#: Number of the advisory lock that keeps two backups of a database apart.
LOCK = 0x6261636B
#: How long a backup waits for the end of another.
PATIENCE = "5s"
ANALYST = "analyst"
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1, 2
"""
#: Tables that a migration fills: rows in them are no content.
_FILLED = ("pipeline.schema_version",)
_UNSEEN = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'analysis' AND c.relkind IN ('v', 'r', 'm') AND NOT has_table_privilege(%s, c.oid, 'SELECT')
UNION ALL
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'analysis' AND NOT has_function_privilege(%s, p.oid, 'EXECUTE')
"""
_OTHERS = """
SELECT pid || ' (' || coalesce(usename, '') || coalesce(', ' || nullif(application_name, ''), '') || ')' FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY pid
"""


class Busy(OSError):
    """Somebody else is at it. The message says who, and the way out."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the database that other sessions can see by its name while it is held."""

    snapshot: str
    at: str
    server: str
    schema_version: int


@dataclass(frozen=True, slots=True)
class Installation:
    """What tells one installation from others, and what a person calls it."""

    id: str
    name: str


def installation(connection: Connection) -> Installation:
    """Which one this database is: the server's cluster has a number of its own, and the database one within it.

    What was brought back elsewhere is another one, as is the same after a change of PostgreSQL's major version.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '.' || oid, datname FROM pg_control_system(), pg_database WHERE datname = current_database()"
        )
        id_, name = cursor.fetchone() or ("", "")
    connection.rollback()
    return Installation(id_, f"database {name} of {platform.node()}")


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Holds the lock of backups for as long as the connection stands. Raises Busy.

    It waits for a moment: the server gives up the lock of a backup that has just ended only when it notices that.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", (PATIENCE,))
            cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
    except errors.LockNotAvailable as error:
        connection.rollback()
        raise Busy("another backup of this database is under way: wait for its end") from error
    connection.commit()
    yield


@contextmanager
def moment(url: str) -> Iterator[tuple[Connection, Moment]]:
    """The database as of now, for as long as it is held, and a connection that sees it. Raises DatabaseDown."""
    with connected(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(
            "SELECT pg_export_snapshot(), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"
            " current_setting('server_version'), (SELECT max(version) FROM pipeline.schema_version)"
        )
        yield connection, Moment(*(cursor.fetchone() or ("", "", "", 0)))


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each of our tables has, in the connection's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, (list(SCHEMAS),))
        found = {}
        for table in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table)))
            found[".".join(table)] = (cursor.fetchone() or (0,))[0]
        return found


def files(connection: Connection) -> dict[str, int]:
    """The archive's files that rows speak of, and how long each must be at least."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT file, max("offset" + length)::bigint FROM archive.snapshot GROUP BY file')
        return dict(cursor.fetchall())


def crawls(connection: Connection) -> set[str]:
    """The names of the crawls that the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT crawl FROM archive.crawl")
        return {name for (name,) in cursor.fetchall()}


def content(connection: Connection) -> dict[str, int]:
    """The tables of our schemas that hold rows besides those that migrations write; empty: there is nothing to lose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('archive.crawl'))")
        if not (cursor.fetchone() or (False,))[0]:
            return {}
    return {table: count for table, count in rows(connection).items() if count and table not in _FILLED}


def others(connection: Connection) -> list[str]:
    """Other sessions in this database."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return [who for (who,) in cursor.fetchall()]


def has_role(connection: Connection, role: str) -> bool:
    """Whether the server has a role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,))
        return cursor.rowcount > 0


def clear(connection: Connection) -> None:
    """Drops our schemas with all that is in them."""
    with connection, connection.cursor() as cursor:
        for schema in SCHEMAS:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def rights(connection: Connection) -> list[str]:
    """Gives the database's own rights back, which no dump of schemas holds; what of `analysis` the analyst may still not read."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = sql.Identifier((cursor.fetchone() or ("",))[0])
        cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(name))
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(ANALYST)))
        cursor.execute(_UNSEEN, (ANALYST, ANALYST))
        return [what for (what,) in cursor.fetchall()]


def bound(url: str, bounds: Path) -> list[str]:
    """Runs the file that bounds the analyst, as the one who makes the roles; what could not be bounded, in words."""
    with connected(url) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(bounds.read_text("utf-8"))
        return [line.strip().removeprefix("WARNING:  ") for line in connection.notices if line.startswith("WARNING")]


def strangers(connection: Connection) -> int:
    """How many tables stand in the schema public: Airflow's, in its own database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        return int((cursor.fetchone() or (0,))[0])


def clear_public(connection: Connection) -> None:
    """Empties the schema public."""
    with connection, connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")

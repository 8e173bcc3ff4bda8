"""Roles and databases on a server: what must be there before the migrations run."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

OWNER = "transcripts"
ANALYST = "analyst"
AIRFLOW = "airflow"
#: What bounds the analyst, to be run in the database of the transcripts.
BOUNDS = Path(__file__).resolve().parents[1] / "schema" / "roles" / "analyst.sql"


def connect(url: str) -> Connection:
    """An autocommit connection: roles and databases are not made within a transaction."""
    link = psycopg2.connect(url, connect_timeout=10)
    link.autocommit = True
    return link


@dataclass(frozen=True)
class Rights:
    """What the connected role may do."""

    role: str
    superuser: bool
    create_role: bool
    create_database: bool


def rights(link: Connection) -> Rights:
    """What the connected role may do; a superuser may do all."""
    with link.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreaterole OR rolsuper, rolcreatedb OR rolsuper"
            " FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    assert row is not None
    return Rights(*row)


def ensure_role(link: Connection, role: str, password: str) -> bool:
    """The role is there, may log in, and has this password. Returns whether it was made now."""
    with link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,))
        new = cursor.rowcount == 0
        words = sql.SQL(("CREATE" if new else "ALTER") + " ROLE {} LOGIN PASSWORD {}")
        cursor.execute(words.format(sql.Identifier(role), sql.Literal(password)))
    return new


def ensure_database(link: Connection, database: str, owner: str, template: str = "template0") -> bool:
    """The database is there and the role's own. Returns whether it was made now."""
    with link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (database,))
        if cursor.rowcount:
            return False
        if not rights(link).superuser:  # only a member may hand a database to a role
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
        words = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        cursor.execute(words.format(*map(sql.Identifier, (database, owner, template))))
        return True


def drop_database(link: Connection, database: str) -> None:
    """The database is gone, whoever is connected to it."""
    with link.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def bound_analyst(url: str) -> list[str]:
    """Bounds what the role analyst may take (``schema/roles/analyst.sql``). Returns what could not be bounded, in words.

    ``url``: the address of the database of the transcripts, as the role that makes the roles. Repeatable.
    """
    with closing(connect(url)) as link, link.cursor() as cursor:
        cursor.execute(BOUNDS.read_text("utf-8"))
        return [line.strip().removeprefix("WARNING:  ") for line in link.notices if line.startswith("WARNING")]


def close_to_others(link: Connection, database: str) -> None:
    """Only its owner and superusers may connect to the database: an analyst could make temporary tables there."""
    with link.cursor() as cursor:
        cursor.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))

"""Connections to the database, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2.extensions import connection as Connection

CONNECT_SECONDS = 10


class DatabaseDown(ConnectionError):
    """The database cannot be reached, refuses us, went away, or has no room left."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection in UTC that is closed at the end; what was not committed is rolled back.

    Raises DatabaseDown naming the server (never the password) and the way out, also where it goes away meanwhile.
    """
    connection = connect(url)
    try:
        yield connection
    except psycopg2.errors.DiskFull as error:
        raise DatabaseDown(
            f"the database {shown(url)} has no room left on its disk: {_line(error)}. Free some there;"
            " what was not finished is undone, and done again by the next run"
        ) from error
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        if not connection.closed:
            raise
        raise DatabaseDown(
            f"the database {shown(url)} went away: {_line(error)}. `make status` tells whether it is up, `make run`"
            " starts it; what was not finished is undone, and done again by the next run"
        ) from error
    finally:
        connection.close()


def connect(url: str) -> Connection:
    """A connection in UTC. Raises DatabaseDown."""
    try:
        return psycopg2.connect(url, connect_timeout=CONNECT_SECONDS, options="-c timezone=UTC")
    except (psycopg2.OperationalError, UnicodeDecodeError) as error:
        raise DatabaseDown(
            f"the database {shown(url)} does not answer: {_line(error)}."
            " Is it up? `make status` tells, `make run` starts it; nothing was lost"
        ) from error


def shown(url: str) -> str:
    """An address without its password."""
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}@{parts.hostname or ''}:{parts.port or 5432}{parts.path}"


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no message"])[0]

"""Connections to the database, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2.extensions import connection as Connection

CONNECT_SECONDS = 10


class DatabaseDown(ConnectionError):
    """The database cannot be reached, or refuses us."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection in UTC that is closed at the end; what was not committed is rolled back.

    Raises DatabaseDown naming the server (never the password) and the way out.
    """
    connection = connect(url)
    try:
        yield connection
    finally:
        connection.close()


def connect(url: str) -> Connection:
    """A connection in UTC. Raises DatabaseDown."""
    try:
        return psycopg2.connect(url, connect_timeout=CONNECT_SECONDS, options="-c timezone=UTC")
    except (psycopg2.OperationalError, UnicodeDecodeError) as error:
        raise DatabaseDown(
            f"the database {shown(url)} does not answer: {str(error).strip().splitlines()[0]}."
            " Is it up? `make status` tells, `make run` starts it; nothing was lost"
        ) from error


def shown(url: str) -> str:
    """An address without its password."""
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}@{parts.hostname or ''}:{parts.port or 5432}{parts.path}"

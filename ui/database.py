"""The database for the pages: short questions that write nothing, and are ended where they take too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg2.extensions import connection as Connection

from transcripts.settings import DATABASE_URL
from transcripts.store.connection import connected
from transcripts.store.reading_only import read_only

#: Milliseconds that a page's question may take.
MOST = 8000


@contextmanager
def looking() -> Iterator[Connection]:
    """A connection that can only read. Raises DatabaseDown, SettingMissing."""
    with connected(DATABASE_URL.get()) as connection:
        read_only(connection, MOST)
        yield connection

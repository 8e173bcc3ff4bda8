"""Makes a connection one that can only read, with a bound on the time of each question."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection


def read_only(connection: Connection, milliseconds: int) -> None:
    """From now on nothing can be written by this connection, and a question that takes longer is ended (QueryCanceled)."""
    connection.set_session(readonly=True, autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(milliseconds)])

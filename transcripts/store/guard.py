"""Whether the database's schema is the one that this code was written for."""

from __future__ import annotations

import functools
from pathlib import Path

from psycopg2.extensions import connection as Connection

SCHEMA = Path(__file__).resolve().parents[2] / "schema"


class SchemaMismatch(RuntimeError):
    """The schema is older or newer than the code. The message says which, and the way out."""


@functools.cache
def newest(schema: Path = SCHEMA) -> int:
    """The number of the newest migration that this code has."""
    return max(int(path.name[1:].partition("__")[0]) for path in (schema / "migrations").glob("V*.sql"))


def check(connection: Connection) -> None:
    """Raises SchemaMismatch where the schema is not the one that this code knows. Nothing was written then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pipeline.schema_version') IS NOT NULL")
        (there,) = cursor.fetchone() or (False,)
        if there:
            cursor.execute("SELECT coalesce(max(version), 0) FROM pipeline.schema_version")
        has = int((cursor.fetchone() or (0,))[0]) if there else 0
    connection.rollback()
    wants = newest()
    if has < wants:
        raise SchemaMismatch(
            f"the database's schema is {has}, older than this code's {wants}: `transcripts migrate` brings it up (`make run` does, and"
            " `init` of docker-compose.yml); then again"
        )
    if has > wants:
        raise SchemaMismatch(
            f"the database's schema is {has}, newer than this code's {wants}: another version upgraded it. Start this process anew from that"
            " version (`make run`, `docker compose up --detach`); nothing was written"
        )

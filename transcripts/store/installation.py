"""What a database says of itself: server, roles, migrations, bounds, clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


def server(connection: Connection) -> dict[str, Any]:
    """``version`` (such as 180006), ``encoding``, ``timezone`` (the server's default), ``now`` and who we are (``role``)."""
    return rows_of(
        connection,
        "SELECT current_setting('server_version_num')::integer AS version, current_setting('server_encoding') AS encoding,"
        " current_user AS role, clock_timestamp() AS now,"
        " (SELECT boot_val FROM pg_settings WHERE name = 'TimeZone') AS boot,"
        " (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone') AS timezone",
    )[0]


def now(connection: Connection) -> datetime:
    """The server's clock."""
    moment: datetime = rows_of(connection, "SELECT clock_timestamp() AS now")[0]["now"]
    return moment


def migrations(connection: Connection) -> set[int] | None:
    """The numbers of the migrations that were applied; None: there is no table of them."""
    there = rows_of(connection, "SELECT to_regclass('pipeline.schema_version') IS NOT NULL AS there")[0]["there"]
    if not there:
        return None
    return {int(row["version"]) for row in rows_of(connection, "SELECT version FROM pipeline.schema_version")}


def owner(connection: Connection) -> str | None:
    """Whose the schema corpus is; None: there is none."""
    found = rows_of(connection, "SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'corpus'")
    return str(found[0]["owner"]) if found else None


def analyst(connection: Connection) -> dict[str, Any] | None:
    """The role analyst: ``sessions`` at one time (-1: no bound) and ``settings``; None: there is none."""
    found = rows_of(
        connection,
        "SELECT rolconnlimit AS sessions, coalesce(rolconfig, '{}') AS settings FROM pg_roles WHERE rolname = 'analyst'",
    )
    return found[0] if found else None


def asked_live(connection: Connection, private: list[str]) -> list[str]:
    """The ministries besides these whose sites were ever asked."""
    found = rows_of(
        connection,
        "SELECT DISTINCT ministry FROM archive.crawl WHERE kind <> 'import' AND NOT ministry = ANY (%(private)s) ORDER BY 1",
        private=private,
    )
    return [str(row["ministry"]) for row in found]

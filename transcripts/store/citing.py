"""What `transcripts cite` asks the database, and the one setting that it has to know: where it is served."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of


def cited(connection: Connection, key: str) -> list[dict[str, Any]]:
    """What there is to cite of an id or a permanent address: analysis.cite's rows, one or more."""
    return rows_of(connection, "SELECT * FROM analysis.cite(%(key)s)", key=key)


def set_address(connection: Connection, address: str) -> bool:
    """Sets the address that permanent addresses begin with (empty: none), in a transaction; whether it changed."""
    with connection, connection.cursor() as cursor:
        if not address:
            cursor.execute("DELETE FROM pipeline.setting WHERE name = 'address'")
        else:
            cursor.execute(
                "INSERT INTO pipeline.setting (name, value) VALUES ('address', %s)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value",
                (address,),
            )
        return bool(cursor.rowcount)

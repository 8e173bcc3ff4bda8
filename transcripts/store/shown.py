"""What analysts see of what is published: `corpus.hidden` says which documents they do not."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection


def hide(connection: Connection) -> int:
    """Hides what is set aside, superseded or the same as another document, shows what is not any more; how many changed.

    In a transaction of its own; where nothing changed, nothing is written.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT corpus.hide()")
        row = cursor.fetchone()
    return int(row[0]) if row else 0

"""What analysts see of what is published: `corpus.hidden` says which documents they do not, `corpus.event_document` of which event one is."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection


def hide(connection: Connection) -> int:
    """Hides what is set aside, superseded or the same as another document, shows what is not any more, and gathers what is
    shown into events; how many changed.

    In a transaction of its own; where nothing changed, nothing is written.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT corpus.hide()")
        hidden = cursor.fetchone()
        cursor.execute("SELECT corpus.gather()")
        gathered = cursor.fetchone()
    return sum(int(row[0]) for row in (hidden, gathered) if row)

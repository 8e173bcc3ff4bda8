"""Having all of our tables to oneself for a migration, without making anybody fail who reads them."""

from __future__ import annotations

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

SCHEMAS = ("archive", "corpus", "analysis", "pipeline")
#: Milliseconds for all locks together. Less than the second after which the server looks for deadlocks: whoever waits for us began after we
#: did, and we have let go by then.
WAIT = 800
_RELATIONS = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
ORDER BY c.relkind = 'v' DESC, c.oid DESC
"""
_HOLDERS = """
SELECT a.pid || ' (' || coalesce(a.usename, '?') || coalesce(', ' || nullif(a.application_name, ''), '')
    || coalesce(', for ' || round(extract(epoch FROM clock_timestamp() - a.xact_start)) || ' s', '') || ')'
FROM pg_stat_activity a
WHERE a.pid <> pg_backend_pid() AND EXISTS (
    SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation' AND n.nspname = ANY (%s)
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
ORDER BY a.xact_start NULLS LAST, a.pid LIMIT 5
"""


def statement(connection: Connection) -> list[str]:
    """What a migration's session says first: it has every table and view to itself then, or is told so in less than a second."""
    with connection.cursor() as cursor:
        cursor.execute(_RELATIONS, (list(SCHEMAS),))
        names = [sql.Identifier(*row) for row in cursor.fetchall()]
    if not names:
        return []
    lock = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.SQL(", ").join(names)).as_string(connection)
    return ["SET lock_timeout = 0", f"SET statement_timeout = {WAIT}", lock, "SET statement_timeout = 0"]


def holders(connection: Connection) -> list[str]:
    """Who holds a lock on one of our tables or views just now, the longest first."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, (list(SCHEMAS),))
        return [who for (who,) in cursor.fetchall()]

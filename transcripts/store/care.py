"""Statistics and indexes of our tables, looked after beside their readers: nothing here waits long for a lock or holds one that a reader meets."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

#: A lock that is not to be had so soon is left for tomorrow.
PATIENCE = "20s"
#: What a REINDEX CONCURRENTLY that was killed leaves behind.
_LEFT = """
SELECT n.nspname, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND n.nspname IN ('archive', 'corpus', 'pipeline') AND c.relname ~ '_cc(new|old)[0-9]*$'
AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid)
ORDER BY 1, 2
"""
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('archive', 'corpus', 'pipeline') AND c.relkind IN ('r', 'p') ORDER BY 1, 2
"""
_GIN = """
SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.amname = 'gin' AND c.relkind = 'i' AND n.nspname IN ('archive', 'corpus', 'pipeline') ORDER BY 1
"""
# Bytes that the entries of a B-tree need on pages that are nine tenths full: a head of 8, an item pointer of 4, and the columns' mean width
# in steps of 8. Equal keys that share an entry make a true index smaller: so the estimate errs to the side of doing nothing.
_BLOATED = """
WITH entry AS (
    SELECT i.indexrelid, i.indrelid, sum(coalesce(s.avg_width, e.avg_width, 16)) AS width
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i'
    JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('archive', 'corpus', 'pipeline')
    JOIN pg_class t ON t.oid = i.indrelid
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
    LEFT JOIN pg_attribute ta ON ta.attrelid = i.indrelid AND ta.attnum = k.attnum AND k.attnum > 0
    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = ta.attname
    LEFT JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.place AND k.attnum = 0
    LEFT JOIN pg_stats e ON e.schemaname = n.nspname AND e.tablename = c.relname AND e.attname = ia.attname
    WHERE i.indisvalid
    GROUP BY 1, 2
)
SELECT n.nspname, c.relname
FROM entry JOIN pg_class c ON c.oid = entry.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE pg_relation_size(c.oid) >= %(bytes)s AND c.reltuples >= 0
AND pg_relation_size(c.oid) > %(times)s * (c.reltuples * (12 + ceil(entry.width / 8.0) * 8) / 0.9 + 16384)
ORDER BY pg_relation_size(c.oid) DESC
"""
_OPTIONS = """
SELECT n.nspname, c.relname, coalesce(c.reloptions, '{}')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.oid IN (SELECT relid FROM pg_partition_tree(to_regclass(%s)) UNION SELECT to_regclass(%s))
ORDER BY 1, 2
"""


def be_polite(connection: Connection) -> None:
    """Each statement by itself, and none that waits long for a lock. For a connection that does nothing else."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", (PATIENCE,))


def tables(connection: Connection) -> list[tuple[str, str]]:
    """Our tables, by schema and name."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return cursor.fetchall()


def analyze(connection: Connection, table: tuple[str, str]) -> None:
    """Gathers a table's statistics anew."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(*table)))


def clean_pending(connection: Connection) -> int:
    """Brings what waits in the search indexes' lists of new entries into the indexes; how many pages that were."""
    with connection.cursor() as cursor:
        cursor.execute(_GIN)
        pages = 0
        for (index,) in cursor.fetchall():
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", (index,))
            pages += (cursor.fetchone() or (0,))[0]
        return pages


def leftovers(connection: Connection) -> list[tuple[str, str]]:
    """Half-made indexes that a killed run left, by schema and name."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT)
        return cursor.fetchall()


def drop_index(connection: Connection, index: tuple[str, str]) -> None:
    """Drops an index without stopping readers and writers of its table."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(*index)))


def bloated(connection: Connection, least: int, times: float) -> list[tuple[str, str]]:
    """B-tree indexes of at least so many bytes that are so many times what their entries need, by schema and name."""
    with connection.cursor() as cursor:
        cursor.execute(_BLOATED, {"bytes": least, "times": times})
        return cursor.fetchall()


def rebuild(connection: Connection, index: tuple[str, str]) -> None:
    """Builds an index anew beside the old one, then changes them over."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("REINDEX INDEX CONCURRENTLY {}").format(sql.Identifier(*index)))


def set_options(connection: Connection, table: str, wanted: Mapping[str, float]) -> list[str]:
    """Gives a table, or each of its partitions, these settings where it has others; which tables got them."""
    changed = []
    with connection.cursor() as cursor:
        cursor.execute(_OPTIONS, (table, table))
        for schema, name, has in cursor.fetchall():
            if {f"{key}={value}" for key, value in wanted.items()} <= set(has):
                continue
            pairs = [
                sql.SQL("{} = {}").format(sql.Identifier(key), sql.Literal(value)) for key, value in wanted.items()
            ]
            cursor.execute(
                sql.SQL("ALTER TABLE {} SET ({})").format(sql.Identifier(schema, name), sql.SQL(", ").join(pairs))
            )
            changed.append(f"{schema}.{name}")
    return changed

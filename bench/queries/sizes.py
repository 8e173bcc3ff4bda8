"""How much room each table and index takes, and how often the questions and the loads have used it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import psycopg2

#: Indexes of partitions are added up under the name of the whole's. Those that hold a constraint are told apart: they are there
#: for the rows to be right, whoever reads them.
_INDEXES = """
    SELECT coalesce(w.relname, c.relname) AS index, t.relname AS table, bool_or(k.conname IS NOT NULL) AS constraint,
        sum(pg_relation_size(c.oid))::bigint AS bytes, sum(coalesce(s.idx_scan, 0))::bigint AS scans
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_inherits h ON h.inhrelid = c.oid
    LEFT JOIN pg_class w ON w.oid = h.inhparent
    LEFT JOIN pg_index wi ON wi.indexrelid = w.oid
    JOIN pg_class t ON t.oid = coalesce(wi.indrelid, i.indrelid)
    LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = c.oid
    LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
    WHERE t.relnamespace = 'corpus'::regnamespace AND c.relkind = 'i'
    GROUP BY 1, 2 ORDER BY bytes DESC, 1
"""
_TABLES = """
    SELECT coalesce(w.relname, c.relname) AS table, sum(pg_table_size(c.oid))::bigint AS bytes, sum(pg_indexes_size(c.oid))::bigint
    FROM pg_class c
    LEFT JOIN pg_inherits h ON h.inhrelid = c.oid
    LEFT JOIN pg_class w ON w.oid = h.inhparent
    WHERE c.relnamespace = 'corpus'::regnamespace AND c.relkind = 'r'
    GROUP BY 1 ORDER BY 2 DESC
"""


@dataclass(frozen=True, slots=True)
class Index:
    """An index of `corpus`. ``scans``: how often it was used since the statistics were reset."""

    name: str
    table: str
    is_constraint: bool
    bytes: int
    scans: int

    def after(self, scans: int) -> Index:
        """The same index, used so often by now."""
        return replace(self, scans=scans)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of `corpus`: its own bytes (with what is stored out of line) and those of its indexes."""

    name: str
    bytes: int
    indexes: int


def indexes(url: str) -> list[Index]:
    """All indexes of `corpus`, the largest first."""
    return [Index(*row) for row in _rows(url, _INDEXES)]


def tables(url: str) -> list[Table]:
    """All tables of `corpus`, the largest first."""
    return [Table(*row) for row in _rows(url, _TABLES)]


def forget_scans(superuser_url: str) -> None:
    """Sets the counters of scans to nothing."""
    _rows(superuser_url, "SELECT pg_stat_reset()")


def _rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()

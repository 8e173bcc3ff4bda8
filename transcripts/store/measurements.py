"""Figures over time, one a day (``pipeline.measurement``): what the database says of its own size and content, and keeping them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

#: Tables that are at least so large are measured by name, bytes with indexes and what is stored aside.
OF_NOTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: of a ministry (empty: all), in a language (empty: all)."""

    name: str
    value: float
    unit: str
    ministry: str = ""
    language: str = ""


_CONTENT = """
SELECT coalesce(ministry, ''), coalesce(language, ''), coalesce(sum(documents), 0)::float, coalesce(sum(turns), 0)::float,
    coalesce(sum(quarantined), 0)::float, coalesce(sum(to_review), 0)::float,
    (sum(unknown_share * turns) / nullif(sum(turns), 0))::float
FROM analysis.quality
GROUP BY GROUPING SETS ((), (ministry), (ministry, language))
"""
_TABLES = """
SELECT n.nspname || '.' || coalesce(parent.relname, c.relname), sum(pg_total_relation_size(c.oid))::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
LEFT JOIN pg_class parent ON parent.oid = i.inhparent
WHERE n.nspname IN ('archive', 'corpus', 'pipeline') AND c.relkind = 'r'
GROUP BY 1 HAVING sum(pg_total_relation_size(c.oid)) >= %s
"""
_KEEP = """
INSERT INTO pipeline.measurement (day, name, ministry, language, value, unit, at)
VALUES ((%(at)s::timestamptz AT TIME ZONE 'UTC')::date, %(name)s, %(ministry)s, %(language)s, %(value)s, %(unit)s, %(at)s)
ON CONFLICT (name, ministry, language, day) DO UPDATE SET value = excluded.value, unit = excluded.unit, at = excluded.at
"""


def of_content(connection: Connection) -> list[Figure]:
    """Documents, turns, what is in quarantine and to review, and the share of turns whose speaker nobody knows (0 to 1).

    For all, for each ministry, and for each of its languages.
    """
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_CONTENT)
        for ministry, language, documents, turns, quarantined, to_review, unknown in cursor.fetchall():
            counts = {"documents": documents, "turns": turns}
            found += [Figure(name, value, name, ministry, language) for name, value in counts.items()]
            found.append(Figure("quarantined", quarantined, "documents", ministry, language))
            found.append(Figure("to_review", to_review, "documents", ministry, language))
            if unknown is not None:
                found.append(Figure("unknown_share", unknown, "share", ministry, language))
    return found


def of_database(connection: Connection) -> list[Figure]:
    """The database's size, and that of each table of note (``table_bytes:corpus.turn``), in bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone() or (0,)
        cursor.execute(_TABLES, (OF_NOTE,))
        tables = [Figure(f"table_bytes:{table}", bytes_, "bytes") for table, bytes_ in cursor.fetchall()]
    return [Figure("database_bytes", size, "bytes"), *tables]


def keep(connection: Connection, figures: Iterable[Figure], at: datetime) -> None:
    """Writes them as the day's (UTC); a later look of the same day replaces an earlier one. ``at`` has a zone."""
    with connection, connection.cursor() as cursor:
        for one in figures:
            cursor.execute(
                _KEEP,
                {
                    "at": at,
                    "name": one.name,
                    "ministry": one.ministry,
                    "language": one.language,
                    "value": one.value,
                    "unit": one.unit,
                },
            )

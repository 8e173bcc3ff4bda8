"""What stands in the database: rows by table before and after a run, what landed by language, one query to begin with."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2 import sql

from launcher import databases

SCHEMAS = ("corpus", "archive", "pipeline")
#: What is measured of the whole as time goes by, by DAGs of their own that run beside this one: told apart from what a run wrote.
MEASUREMENTS = frozenset(("pipeline", table) for table in ("check_result", "measurement", "verification", "incident"))
MEASURED = "measured meanwhile, by the DAGs that watch"

#: The first query that a new analyst sees, with its answer.
FIRST_QUERY = """\
SELECT person, count(DISTINCT document_id) AS documents, count(*) AS turns, sum(words) AS words
FROM analysis.turns
WHERE role = 'official' AND language = 'en'
GROUP BY person
ORDER BY words DESC
LIMIT 5"""

_TABLES = """
SELECT n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY array_position(%s::name[], n.nspname), c.relname"""

#: A partition's changes are its table's.
_CHANGED = """
SELECT schemaname, coalesce(parent.relname, s.relname), sum(n_tup_upd + n_tup_del)
FROM pg_stat_user_tables s
LEFT JOIN pg_inherits i ON i.inhrelid = s.relid
LEFT JOIN pg_class parent ON parent.oid = i.inhparent
WHERE schemaname = ANY(%s)
GROUP BY 1, 2"""


@dataclass(frozen=True)
class Count:
    """A table's rows, and how many updates and deletions it has seen since the server counts."""

    rows: int
    changes: int


def count(url: str) -> dict[tuple[str, str], Count]:
    """The rows of every table of our schemas, by schema and table."""
    with closing(databases.connect(url)) as link, link.cursor() as cursor:
        cursor.execute(_CHANGED, (list(SCHEMAS),))
        changes = {(schema, table): int(number) for schema, table, number in cursor.fetchall()}
        cursor.execute(_TABLES, (list(SCHEMAS), list(SCHEMAS)))
        found = {}
        for schema, table in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table)))
            row = cursor.fetchone()
            found[schema, table] = Count(row[0] if row else 0, changes.get((schema, table), 0))
    return found


def written(before: dict[tuple[str, str], Count], after: dict[tuple[str, str], Count]) -> dict[str, list[str]]:
    """What a run wrote, by schema: ``turn +7``, ``document ~2`` (rows changed or deleted). Pure.

    Measurements stand under a heading of their own, and only where there are any: nobody collected or read anything for them.
    """
    said: dict[str, list[str]] = {schema: [] for schema in SCHEMAS}
    for (schema, table), now in after.items():
        then = before.get((schema, table), Count(0, 0))
        more = [f"{now.rows - then.rows:+d}"] if now.rows != then.rows else []
        more += [f"~{now.changes - then.changes}"] if now.changes > then.changes else []
        if more:
            heading = MEASURED if (schema, table) in MEASUREMENTS else schema
            said.setdefault(heading, []).append(f"{table} {' '.join(more)}")
    return said


def ask(url: str, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """A query's column names and rows."""
    with closing(psycopg2.connect(url, connect_timeout=10)) as link, link.cursor() as cursor:
        cursor.execute(query)
        return [column.name for column in cursor.description or ()], cursor.fetchall()


def landed(analyst_url: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Documents, turns and exchanges that stand, by language, as the analyst sees them."""
    return ask(analyst_url, "SELECT language, documents, turns, exchanges FROM analysis.landed ORDER BY language")

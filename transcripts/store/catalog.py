"""What the database's catalogue says of our schemas: tables, views, columns, functions, with their comments, keys and references."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

#: Ours, in the order in which a reader wants them.
SCHEMAS = ("analysis", "corpus", "archive", "pipeline")

_SCHEMAS = """
SELECT nspname AS name, coalesce(obj_description(oid, 'pg_namespace'), '') AS comment
FROM pg_namespace WHERE nspname = ANY(%(schemas)s)
"""
#: Partitions are parts of their table, and have nothing of their own to say.
_RELATIONS = """
SELECT n.nspname AS schema, c.relname AS name, CASE WHEN c.relkind IN ('v', 'm') THEN 'view' WHEN c.relkind = 'c' THEN 'type' ELSE 'table' END AS kind,
    coalesce(obj_description(c.oid, 'pg_class'), obj_description(c.reltype, 'pg_type'), '') AS comment,
    coalesce((
        SELECT array_agg(a.attname::text ORDER BY k.place)
        FROM pg_constraint p, unnest(p.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attnum = k.number
        WHERE p.conrelid = c.oid AND p.contype = 'p' AND a.attrelid = c.oid
    ), '{}') AS key
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND NOT c.relispartition
ORDER BY n.nspname, c.relname
"""
_COLUMNS = """
SELECT n.nspname AS schema, c.relname AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    NOT a.attnotnull AS nullable, coalesce(col_description(c.oid, a.attnum), '') AS comment
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND NOT c.relispartition
AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY n.nspname, c.relname, a.attnum
"""
_REFERENCES = """
SELECT n.nspname AS schema, c.relname AS relation, m.nspname AS to_schema, t.relname AS to_relation,
    array(SELECT a.attname::text FROM unnest(f.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number ORDER BY k.place) AS columns
FROM pg_constraint f
JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = f.confrelid JOIN pg_namespace m ON m.oid = t.relnamespace
WHERE f.contype = 'f' AND f.conparentid = 0 AND n.nspname = ANY(%(schemas)s) AND NOT t.relispartition
ORDER BY 1, 2, 5, 3, 4
"""
_FUNCTIONS = """
SELECT n.nspname AS schema, p.proname AS name, pg_get_function_arguments(p.oid) AS arguments,
    pg_get_function_result(p.oid) AS result, coalesce(obj_description(p.oid, 'pg_proc'), '') AS comment
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ANY(%(schemas)s)
ORDER BY n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table or view."""

    name: str
    type: str
    nullable: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: these columns lead to that table (schema and name)."""

    columns: tuple[str, ...]
    to: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, a view, or the type of a function's rows (``kind``); ``key`` is its primary key."""

    schema: str
    name: str
    kind: str
    comment: str
    key: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A function with its arguments and result as the database prints them."""

    schema: str
    name: str
    arguments: str
    result: str
    comment: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """All of it. ``schemas``: their comments by name."""

    schemas: dict[str, str]
    relations: tuple[Relation, ...]
    functions: tuple[Function, ...] = field(default=())

    def of(self, schema: str, kind: str = "") -> list[Relation]:
        """A schema's tables and views by name, or only those of one kind."""
        return [one for one in self.relations if one.schema == schema and kind in ("", one.kind)]


def read(connection: Connection) -> Catalog:
    """The catalogue of our schemas. It can be read by every role."""

    def ask(query: str) -> list[dict[str, Any]]:
        return rows_of(connection, query, schemas=list(SCHEMAS))

    columns: dict[tuple[str, str], list[Column]] = {}
    for row in ask(_COLUMNS):
        place = row["schema"], row["relation"]
        columns.setdefault(place, []).append(Column(row["name"], row["type"], row["nullable"], row["comment"]))
    references: dict[tuple[str, str], list[Reference]] = {}
    for row in ask(_REFERENCES):
        place = row["schema"], row["relation"]
        leads_to = row["to_schema"], row["to_relation"]
        references.setdefault(place, []).append(Reference(tuple(row["columns"]), leads_to))
    relations = tuple(
        Relation(
            row["schema"], row["name"], row["kind"], row["comment"], tuple(row["key"]),
            tuple(columns.get((row["schema"], row["name"]), ())), tuple(references.get((row["schema"], row["name"]), ())),
        )
        for row in ask(_RELATIONS)
    )  # fmt: skip
    functions = tuple(Function(**row) for row in ask(_FUNCTIONS))
    return Catalog({row["name"]: row["comment"] for row in ask(_SCHEMAS)}, relations, functions)

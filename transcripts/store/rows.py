"""Many rows at once: COPY into the table, or into a temporary one and then one statement that merges them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

Row = Sequence[Any]
#: Bytes that the driver takes from us at a time.
AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True)
class Json:
    """A value for a jsonb column."""

    value: Any


def merge(
    cursor: Cursor,
    table: tuple[str, str],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    conflict: str | None = "DO NOTHING",
    returning: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Inserts the rows in one statement and returns what it returned.

    ``conflict`` is what follows ON CONFLICT (None: a conflict is an error). Rows that conflict return nothing.
    """
    lines = ["\t".join(map(field, row)) + "\n" for row in rows]
    if not lines:
        return []
    content = io.BytesIO("".join(lines).encode())
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    target, fresh = sql.Identifier(*table), sql.Identifier(f"new_{table[1]}")
    copy = sql.SQL("COPY {} ({}) FROM STDIN")
    if conflict is None and not returning:
        cursor.copy_expert(copy.format(target, names), content, AT_ONCE)
        return []
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(fresh, names, target))
    cursor.copy_expert(copy.format(fresh, names), content, AT_ONCE)
    insert = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, fresh)
    if conflict is not None:
        insert += sql.SQL(" ON CONFLICT " + conflict)
    if returning:
        insert += sql.SQL(" RETURNING ") + sql.SQL(", ").join(map(sql.Identifier, returning))
    cursor.execute(insert)
    found = cursor.fetchall() if returning else []
    cursor.execute(sql.SQL("DROP TABLE {}").format(fresh))
    return found


def rows_of(connection: Connection, query: str, **values: object) -> list[dict[str, Any]]:
    """A query's rows by the columns' names."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def field(value: Any) -> str:  # noqa: ANN401 (whatever a column takes)
    r"""A value in COPY's text format (https://www.postgresql.org/docs/18/sql-copy.html), ``\N`` for None.

    Raises ValueError for text with a NUL character, which PostgreSQL cannot hold.
    """
    if value is None:
        return "\\N"
    if type(value) is int:
        return str(value)
    text = _text(value)
    if "\0" in text:
        raise ValueError(f"a NUL character at offset {text.index(chr(0))} of {text[:40]!r}")
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, Json):
        return json.dumps(value.value, ensure_ascii=False)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(_element, value)) + "}"
    return str(value)


def _element(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

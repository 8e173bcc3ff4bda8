"""Two ways of writing rows: COPY and merge, and execute_values."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values

from bench.rows import KEYED, TABLES, Rows

#: What execute_values sends in one statement, as people set it who have read of it.
PAGE = 1000
SEARCHED = ("language", "segmentation_id", "ordinal", "document_id", "day", "text", "role")
#: PostgreSQL's text format of COPY.
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Load = Callable[[Cursor, Rows], None]


def prepare_copy(cursor: Cursor) -> None:
    """The temporary tables, once for a connection."""
    for table, columns in TABLES.items():
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DELETE ROWS AS SELECT {} FROM {} WITH NO DATA").format(
                sql.Identifier(f"new_{table}"), _names(columns), sql.Identifier("corpus", table)
            )
        )
    cursor.execute(
        "CREATE TEMPORARY TABLE new_search (language text, segmentation_id bigint, ordinal integer, document_id text,"
        " day date, text text, role text) ON COMMIT DELETE ROWS"
    )


def copy_and_merge(cursor: Cursor, rows: Rows) -> None:
    """COPY into temporary tables, then one statement a table."""
    for table, columns in TABLES.items():
        _copy(cursor, f"new_{table}", columns, rows.tables[table])
        cursor.execute(
            sql.SQL("INSERT INTO {} ({names}) {own} SELECT {names} FROM {} ON CONFLICT DO NOTHING").format(
                sql.Identifier("corpus", table),
                sql.Identifier(f"new_{table}"),
                names=_names(columns),
                own=_own_keys(table),
            )
        )
    _copy(cursor, "new_search", SEARCHED, rows.searched)
    cursor.execute(
        "INSERT INTO corpus.turn_search (language, segmentation_id, ordinal, document_id, day, vector, ministry, role)"
        " SELECT language, segmentation_id, ordinal, document_id, day, corpus.search_vector(language, text), 'sample', role"
        " FROM new_search ON CONFLICT DO NOTHING"
    )


def values(cursor: Cursor, rows: Rows) -> None:
    """execute_values, table by table."""
    for table, columns in TABLES.items():
        statement = sql.SQL("INSERT INTO {} ({}) {} VALUES %s ON CONFLICT DO NOTHING").format(
            sql.Identifier("corpus", table), _names(columns), _own_keys(table)
        )
        execute_values(cursor, statement, rows.tables[table], page_size=PAGE)
    execute_values(
        cursor,
        "INSERT INTO corpus.turn_search (language, segmentation_id, ordinal, document_id, day, vector, ministry, role) VALUES %s"
        " ON CONFLICT DO NOTHING",
        [(*row[:5], row[0], row[5], row[6]) for row in rows.searched],
        template="(%s, %s, %s, %s, %s::date, corpus.search_vector(%s, %s), 'sample', %s)",
        page_size=PAGE,
    )


def _names(columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _own_keys(table: str) -> sql.SQL:
    return sql.SQL("OVERRIDING SYSTEM VALUE" if table in KEYED else "")


def _copy(cursor: Cursor, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    text = "".join(["\t".join(map(_field, row)) + "\n" for row in rows])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _names(columns))
    cursor.copy_expert(statement, io.StringIO(text))


def _field(value: Any) -> str:  # noqa: ANN401 (whatever a column takes)
    """A value in COPY's text format, with no more work than the bare side needs: the product's own checks each value, and
    would make the side that it is measured against slower."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES) if "\\" in value or "\n" in value or "\t" in value else value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return "{" + ",".join(value) + "}"
    return str(value)

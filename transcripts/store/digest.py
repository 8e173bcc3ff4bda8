"""A digest over all of ``corpus`` by natural keys and public ids: equal where two databases hold the same content.

Computed in the database, in one pass over each table: each row's text is digested by itself and the digests are summed, so
that no order of rows matters and a row that stands twice shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.store.digested import SHOWN, STANDING_KEYS, STANDING_ROWS, Column, columns
from transcripts.store.work import Versions

#: How values are printed, whatever the server's own settings are.
_PRINTED = "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL extra_float_digits = 1"
_SUMS = """
SELECT count(*), sum(('x' || left(digest, 16))::bit(64)::bigint), sum(('x' || right(digest, 16))::bit(64)::bigint)
FROM (SELECT md5(words) AS digest FROM ({}) AS printed) AS digested
"""


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One table: how many rows it has, and the digest over them."""

    table: str
    rows: int
    digest: str


def digests(
    connection: Connection, versions: Versions | None, *, times: bool = True, snapshot: str = ""
) -> list[TableDigest]:
    """The digest of each table of corpus, in order of name, as of one moment: now, or that of an exported ``snapshot``.

    With ``versions`` only what these (and the corrections of now) made counts, as a replay makes nothing else; None: the
    rows of older versions count too. Without ``times`` fetch times and record ids are left out, so that two collections of
    one site can be compared.
    """
    with _snapshot(connection, snapshot) as cursor:
        found = []
        for table, own in columns(connection).items():
            cursor.execute(sql.SQL(_SUMS).format(_printed(table, own, versions, times)), _values(versions))
            count, first, second = cursor.fetchone() or (0, None, None)
            digest = hashlib.sha256(f"{count} {first} {second}".encode()).hexdigest()[:32]
            found.append(TableDigest(table, count, digest))
        return found


def total(found: Sequence[TableDigest]) -> str:
    """One digest over the digests of all tables."""
    return hashlib.sha256("\n".join(f"{one.table} {one.rows} {one.digest}" for one in found).encode()).hexdigest()


def rows(connection: Connection, table: str, versions: Versions | None, *, times: bool = True) -> Iterator[str]:
    """A table's rows as they are digested, sorted, so that two databases can be compared line by line.

    Raises ValueError where corpus has no such table.
    """
    with _snapshot(connection):
        known = columns(connection)
        if table not in known:
            raise ValueError(f"corpus has no table {table!r}: there are {', '.join(known)}")
        query = sql.SQL('SELECT words FROM ({}) AS printed ORDER BY words COLLATE "C"').format(
            _printed(table, known[table], versions, times)
        )
        with connection.cursor("digested_rows") as stream:
            stream.execute(query, _values(versions))
            for (words,) in stream:
                yield str(words).replace("\n", "\\n")


def _snapshot(connection: Connection, exported: str = "") -> Cursor:
    """A cursor in a transaction that sees one moment of all tables."""
    connection.rollback()
    cursor = connection.cursor()
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    if exported:
        cursor.execute("SET TRANSACTION SNAPSHOT %s", (exported,))
    cursor.execute(_PRINTED)
    return cursor


def _values(versions: Versions | None) -> dict[str, str]:
    if versions is None:
        return {}
    return {"clean": versions.clean, "segment": versions.segment, "align": versions.align}


def _printed(table: str, own: Sequence[Column], versions: Versions | None, times: bool) -> sql.Composed:
    """The query of a table's rows as text: natural keys for surrogate ones, columns in order of name."""
    values = [_value(column) for column in own if column.counts(times)]
    keyed = [column for column in own if column.key_of and column.counts(times)]
    only: list[sql.Composable] = []
    if versions is not None and table in STANDING_ROWS:
        only.append(sql.SQL(STANDING_ROWS[table]))
    if versions is not None and table not in SHOWN:
        for column in keyed:
            if column.key_of in STANDING_KEYS:
                only.append(sql.SQL(STANDING_KEYS[column.key_of]).format(_key_view(column)))
    return sql.SQL("SELECT ROW({})::text AS words FROM {} AS t{}{}").format(
        sql.SQL(", ").join(values),
        sql.Identifier("corpus", table),
        sql.Composed(map(_join, keyed)),
        sql.SQL(" WHERE ") + sql.SQL(" AND ").join(only) if only else sql.SQL(""),
    )


def _value(column: Column) -> sql.Composable:
    return sql.Identifier("t", column.name) if column.key_of is None else _key_view(column) + sql.SQL(".key")


def _key_view(column: Column) -> sql.Composable:
    return sql.Identifier(f"key_of_{column.name}")


def _join(column: Column) -> sql.Composed:
    return sql.SQL(" LEFT JOIN {} AS {} ON {}.{} = {}").format(
        sql.Identifier("pipeline", f"{column.key_of}_key"),
        _key_view(column),
        _key_view(column),
        sql.Identifier(column.key_name or ""),
        sql.Identifier("t", column.name),
    )

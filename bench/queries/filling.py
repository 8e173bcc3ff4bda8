"""A database filled by COPY: secondary indexes are made after the rows, and triggers rest meanwhile where we may say so."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from bench.queries.events import USUAL, Frame, events_for, versions
from bench.queries.rows import TABLES, Rows

#: Sequences that rows with keys of ours must not be overtaken by.
SEQUENCES = (
    ("pipeline.attempt", "attempt_id"), ("corpus.revision", "revision_id"), ("corpus.reading", "reading_id"),
    ("corpus.segmentation", "segmentation_id"),
)  # fmt: skip
#: What the step `align` would write: language versions of one event tied, turn by turn and exchange by exchange.
PAIRS = """
    INSERT INTO corpus.version_pair (segmentation_id, other_id, aligner, rule, score, evidence, notices, attempt_id)
    SELECT segmentation_id, other_id, 'bench', 'id', 1, '{}', '{}', 1 FROM corpus.version_candidate;
    INSERT INTO corpus.turn_pair (pair_id, turn, other_turn, score)
    SELECT v.pair_id, n, n, 0.9 FROM corpus.version_pair v
    JOIN corpus.segmentation a ON a.segmentation_id = v.segmentation_id
    JOIN corpus.segmentation b ON b.segmentation_id = v.other_id
    CROSS JOIN LATERAL generate_series(1, least(a.turns, b.turns)) n;
    INSERT INTO corpus.exchange_pair (pair_id, exchange, other_exchange, score)
    SELECT v.pair_id, n, n, 0.9 FROM corpus.version_pair v
    JOIN corpus.segmentation a ON a.segmentation_id = v.segmentation_id
    JOIN corpus.segmentation b ON b.segmentation_id = v.other_id
    CROSS JOIN LATERAL generate_series(1, least(a.exchanges, b.exchanges)) n;
    INSERT INTO corpus.event_document (document_id, event_id)
    SELECT document_id, min(document_id) OVER (PARTITION BY ministry, site_id) FROM corpus.document;
"""


@dataclass(frozen=True, slots=True)
class Filled:
    """How much there is."""

    documents: int
    turns: int


def fill(url: str, turns: int, say: Callable[[str], None], seed: int = 5, frame: Frame = USUAL) -> Filled:
    """Fills a migrated, empty database with about so many turns.

    A superuser's address makes it faster: foreign keys are not asked for each row then (the tests fill one with them).
    """
    rows = Rows(frame=frame)
    with closing(psycopg2.connect(url, options="-c timezone=UTC")) as connection, connection.cursor() as cursor:
        _hurry(cursor)
        indexes = _without_indexes(cursor)
        rows.of_the_whole()
        for documents in versions(events_for(turns), seed, frame):
            for one in documents:
                rows.add(one)
            copy(cursor, rows)
            connection.commit()
            _hurry(cursor)
        say(f"{rows.documents:,} documents and {rows.turns:,} turns are copied")
        _derive(cursor)
        say("search vectors and pairs are made")
        connection.commit()
        for index in indexes:
            cursor.execute(index)
        connection.commit()
        say("indexes are made")
        _settle(connection)
    return Filled(rows.documents, rows.turns)


def _hurry(cursor: Cursor) -> None:
    """Until the end of the transaction."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone() == (True,):
        cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cursor.execute("SELECT set_config('corpus.publishing', 'yes', true)")


def _without_indexes(cursor: Cursor) -> list[str]:
    """Drops the indexes of turns' search vectors. Returns the statements that make them again."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') FROM pg_index i"
        " WHERE i.indrelid = 'corpus.turn_search'::regclass AND NOT i.indisunique"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(*name.split("."))))
    return [definition for _, definition in found]


def copy(cursor: Cursor, rows: Rows) -> None:
    """Sends the rows to the server, table by table, and forgets them."""
    for table, lines in rows.take():
        if not lines:
            continue
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(*table.split(".")), sql.SQL(TABLES[table]))
        cursor.copy_expert(statement, io.StringIO("".join(lines)))


def _derive(cursor: Cursor) -> None:
    for table, column in SEQUENCES:
        cursor.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT max({}) FROM {}))").format(
                sql.Identifier(column), sql.Identifier(*table.split("."))
            ),
            (table, column),
        )
    cursor.execute("SELECT corpus.make_searchable(array(SELECT segmentation_id FROM corpus.publication))")
    cursor.execute("ANALYZE corpus.document, corpus.publication, corpus.segmentation, corpus.reading")
    cursor.execute("SELECT to_regclass('corpus.version_pair') IS NOT NULL")
    if cursor.fetchone() == (True,):
        cursor.execute(PAIRS)


def _settle(connection: Connection) -> None:
    """What autovacuum does within minutes."""
    connection.commit()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")

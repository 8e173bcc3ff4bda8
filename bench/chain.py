"""The whole chain from snapshots to published turns: ours, the bare one, and the usual one, each in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing import get_context

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from bench import loading, recipe
from bench.loading import Load
from bench.recipe import Reader
from bench.rows import KEYED, Found, Rows
from scraper.archive import Archive
from scraper.ministries import get
from transcripts.process import process, run_batch, versions, work
from transcripts.store.connection import connect
from transcripts.store.snapshots import Snapshot, to_clean
from transcripts.store.work import LANDING

#: Documents that share a transaction: ours and the others'.
BATCH = 100


Work = Callable[[], object]


@contextmanager
def product(url: str, archive: str) -> Iterator[Work]:
    """Our three steps, in this process."""
    versions()  # imports the cleaner and the segmenter: starting is no document's cost
    yield lambda: process(url, archive, BATCH)


@contextmanager
def product_by_two(url: str, archive: str) -> Iterator[Work]:
    """Our three steps, each step's batches dealt out to two processes as Airflow does."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_ready, range(8)))
        yield lambda: _deal_out(pool, url, archive)


def _ready(_: int) -> str:
    time.sleep(0.2)  # so that the other process takes its share of these
    return versions().clean


def _deal_out(pool: ProcessPoolExecutor, url: str, archive: str) -> None:
    for step in LANDING:
        while batches := work(url, step, BATCH, 50):
            list(pool.map(partial(run_batch, url, archive), batches))


@contextmanager
def bare(url: str, archive: str) -> Iterator[Work]:
    """The fragment recipe, the compiled markers, COPY and merge."""
    yield lambda: _chain(url, archive, recipe.fragment, loading.copy_and_merge, prepare=True)


@contextmanager
def usual(url: str, archive: str) -> Iterator[Work]:
    """BeautifulSoup over the whole page, the compiled markers, execute_values."""
    yield lambda: _chain(url, archive, recipe.whole_page, loading.values, prepare=False)


def _chain(url: str, archive: str, read: Reader, load: Load, *, prepare: bool) -> None:
    store = Archive(archive)
    with closing(connect(url)) as connection:
        snapshots = _snapshots(connection)
        with connection.cursor() as cursor:
            if prepare:
                loading.prepare_copy(cursor)
        connection.commit()
        for start in range(0, len(snapshots), BATCH):
            found = [_found(store, read, one) for one in snapshots[start : start + BATCH]]
            with connection.cursor() as cursor:
                rows = _rows(cursor, found)
                load(cursor, rows)
            connection.commit()


def _snapshots(connection: Connection) -> Sequence[Snapshot]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT site_id FROM archive.snapshot WHERE site_id IS NOT NULL")
        site_ids = [row[0] for row in cursor.fetchall()]
    return to_clean(connection, "sample", site_ids, "bare")


def _found(store: Archive, read: Reader, snapshot: Snapshot) -> Found:
    text = read(store.record(snapshot.file, snapshot.offset, snapshot.length).body)
    language = snapshot.language or "und"
    key = (snapshot.record_id, snapshot.site_id, language, snapshot.address, snapshot.fetched_at)
    return Found(*key, text, recipe.turns(text.paragraphs))


def _rows(cursor: Cursor, found: Sequence[Found]) -> Rows:
    cursor.execute(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome)"
        " VALUES ('clean', %s, '', 'bare', 'done') RETURNING attempt_id",
        (found[0].record_id,),
    )
    attempt = cursor.fetchone()
    ministry = get("sample")
    values = (ministry.code, ministry.name, ministry.country, ministry.address, ministry.timezone, ministry.terms)
    cursor.execute(
        "INSERT INTO corpus.ministry (code, name, country, address, timezone, terms, attempt_id)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (*values, attempt),
    )
    cursor.execute("SELECT set_config('corpus.publishing', 'yes', true)")
    rows = Rows(attempt[0] if attempt else 0)
    keys = (_keys(cursor, table, column, len(found)) for table, column in KEYED.items())
    for one, *own in zip(found, *keys, strict=True):
        rows.add(one, *own)
    return rows


def _keys(cursor: Cursor, table: str, column: str, count: int) -> Iterator[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", (f"corpus.{table}", column, count)
    )
    return iter([int(row[0]) for row in cursor.fetchall()])

"""How long statements take: warm, again and again in turns, and cold, right after the server has started."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from bench.queries.question import Values

FILE_CACHE = Path("/proc/sys/vm/drop_caches")


def connect(url: str) -> Connection:
    """A connection without a time-out, as the naive ways would run into it."""
    connection = psycopg2.connect(url, options="-c timezone=UTC")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    return connection


def ask(connection: Connection, statement: str, values: Values) -> tuple[float, list[dict[str, Any]]]:
    """Seconds until all rows are here, and the rows."""
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(statement, values)
        rows = cursor.fetchall()
        taken = time.perf_counter() - start
        names = [column.name for column in cursor.description or ()]
    return taken, [dict(zip(names, row, strict=True)) for row in rows]


def in_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Each side's seconds, all sides once a round; a first round, which warms, is not counted."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, side in sides.items():
            taken = side()
            if number:
                found[name].append(taken)
    return found


def cold(restart: Callable[[], object], url: str, statement: str, values: Values) -> float:
    """Seconds of one asking after a restart, on a connection that has asked nothing yet."""
    restart()
    empty_file_cache()
    with closing(connect(url)) as connection:
        return ask(connection, statement, values)[0]


def empty_file_cache() -> bool:
    """Empties the system's cache of files, where we may. Returns whether it did."""
    if not FILE_CACHE.exists() or not os.access(FILE_CACHE, os.W_OK):
        return False
    os.sync()
    try:
        FILE_CACHE.write_text("3\n", "ascii")
    except OSError:
        return False
    return True


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

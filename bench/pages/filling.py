"""A database to be watched: a million turns of twelve ministries up to yesterday, and what five years of daily runs leave behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psycopg2

from bench.queries.events import DAYS, Frame
from bench.queries.filling import fill as fill_documents

BOOKS = Path(__file__).parent / "books.sql"
NAMES = ("north", "south", "west", "east", "upper", "lower", "inner", "outer", "coast", "hills", "river", "plain")
#: Half of all is of the first.
MINISTRIES = ("north",) * (len(NAMES) - 1) + NAMES[1:]


def fill(url: str, turns: int, today: date, say: Callable[[str], None]) -> None:
    """Fills a migrated, empty database by a superuser's address."""
    fill_documents(url, turns, say, frame=Frame(today - timedelta(days=DAYS), MINISTRIES))
    keep_books(url)
    say("five years of runs are written")


def keep_books(url: str) -> None:
    """The rows of crawls, steps, checks, upkeep and alarms, of documents that are there."""
    with closing(psycopg2.connect(url, options="-c timezone=UTC")) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '256MB'")
            cursor.execute(BOOKS.read_text("utf-8"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")

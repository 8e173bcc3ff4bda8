"""``python -m bench.pages``: fills a database, asks for the operators' pages, and prints what each takes."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from bench import report as documents
from bench.pages import modules, report
from bench.pages.filling import NAMES, fill
from bench.pages.measure import Timed, Watched, measure, operator
from bench.pages.views import views
from bench.queries.__main__ import SETTINGS
from bench.queries.vocabulary import settings
from bench.server import Server, server
from launcher import databases

TURNS, ROUNDS = 1_000_000, 5
DATABASE = "watched"


def main(arguments: list[str] | None = None) -> int:
    """Runs the bench and returns 0, or 1 where a page takes longer than it may."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder).resolve() if options.folder else None
    with server((*SETTINGS, "autovacuum=off"), folder) as own:
        found, how = run(own, options.turns, options.rounds, lambda line: print(line, file=sys.stderr, flush=True))
    print(report.text(found, how))
    if options.write:
        report.write(found, how)
    return int(bool(report.missed(found)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS, help="about how many turns there are")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is asked for")
    parser.add_argument("--folder", help="keep the filled server there, and use it again on the same day")
    parser.add_argument("--write", action="store_true", help="write the part of docs/performance.md")
    return parser


def run(own: Server, turns: int, rounds: int, say: Callable[[str], None]) -> tuple[list[Timed], str]:
    """What each page took, and how that was measured. ``say`` hears what is being done."""
    superuser, owner = own.url(DATABASE, "postgres"), own.url(DATABASE, databases.OWNER)
    _filled(own, superuser, turns, say)
    counts = _counts(owner)
    watched = Watched(own.url("postgres", "postgres"), DATABASE, own.processor_seconds, own.works)
    with tempfile.TemporaryDirectory(prefix="transcripts-bench-") as folder:
        modules.write(Path(folder), NAMES)
        with operator(owner) as client:
            found = measure(client, watched, views(owner, settings()["en"]["common"][0]), rounds, say)
    how = (
        f"{datetime.now(UTC):%Y-%m-%d}; {documents.machine()}; {', '.join(SETTINGS)}, fsync off; load {os.getloadavg()[0]:.1f} on the machine."
        f" {counts}; medians of {rounds} rounds, warm."
    )
    return found, how


def _filled(own: Server, superuser: str, turns: int, say: Callable[[str], None]) -> None:
    """Fills the database, unless the folder holds one; one that is there gets the migrations that it lacks."""
    with closing(databases.connect(own.url("postgres", "postgres"))) as link, link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,))
        there = cursor.rowcount == 1
    if there:
        own.migrate(DATABASE)
        return
    own.migrated(DATABASE)
    databases.bound_analyst(superuser)
    fill(superuser, turns, datetime.now(UTC).date(), say)


def _counts(owner: str) -> str:
    with closing(psycopg2.connect(owner)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM corpus.publication), (SELECT count(*) FROM corpus.turn), (SELECT count(*) FROM corpus.ministry),"
            " (SELECT count(*) FROM archive.crawl), (SELECT count(*) FROM archive.fate), (SELECT count(*) FROM pipeline.attempt),"
            " (SELECT count(*) FROM pipeline.check_result)"
        )
        numbers = [f"{number:,}" for number in cursor.fetchone() or ()]
    return (
        "{} documents with {} turns of {} ministries over sixteen years, {} crawls, {} fates, {} attempts of steps,"
        " {} results of checks".format(*numbers)
    )


if __name__ == "__main__":
    sys.exit(main())

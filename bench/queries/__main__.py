"""``python -m bench.queries``: fills a database, asks what analysts ask, loads more, and prints times, ratios and sizes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from bench import report as documents
from bench.queries import figures, report, sizes, timing
from bench.queries.filling import fill
from bench.queries.loading import BATCH, Loads
from bench.queries.measure import Addresses, measure
from bench.queries.questions import QUESTIONS
from bench.queries.report import Found
from bench.rounds import in_turns
from bench.server import Server, server
from launcher import databases

TURNS, ROUNDS, COLD, LOADS = 1_000_000, 7, 1, 5
DATABASE = "asked"
#: A small server of production; the rest is PostgreSQL's own.
SETTINGS = ("shared_buffers=1GB", "effective_cache_size=4GB", "random_page_cost=1.1", "max_wal_size=4GB")
#: Events that have about as many documents as a batch of loading.
EVENTS_OF_A_BATCH = 30


def main(arguments: list[str] | None = None) -> int:
    """Runs the bench and returns 0, or 1 where a goal is missed."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder).resolve() if options.folder else None
    with server(SETTINGS, folder) as own:
        found, said = run(own, options, lambda line: print(line, file=sys.stderr, flush=True))
    print(report.text(found, {**said, "day": "today"}))
    if options.write:
        report.write(found, said, datetime.now(UTC).date())
    return int(any(figure.verdict == "MISSED" for figure in found.figures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS, help="about how many turns there are")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each way of asking has its turn")
    parser.add_argument(
        "--cold", type=int, default=COLD, help="how often each question is asked of a server just started"
    )
    parser.add_argument("--loads", type=int, default=LOADS, help="how many batches each side loads")
    parser.add_argument("--folder", help="keep the filled server there, and use it again")
    parser.add_argument("--write", action="store_true", help="write the part of docs/performance.md")
    return parser


def run(own: Server, options: argparse.Namespace, say: Callable[[str], None]) -> tuple[Found, dict[str, str]]:
    """All that is measured, and how. ``say`` hears what is being done."""
    superuser, owner = own.url(DATABASE, "postgres"), own.url(DATABASE, databases.OWNER)
    count = _filled(own, options.turns, say)
    sizes.forget_scans(superuser)
    at = Addresses(own.url(DATABASE, databases.ANALYST), owner, superuser, own.restart)
    asked = measure(at, QUESTIONS, options.rounds, options.cold, say)
    room, shelves = sizes.tables(owner), sizes.indexes(owner)
    say(f"loading, {options.loads} rounds")
    loads = Loads(superuser, owner, EVENTS_OF_A_BATCH * (2 * options.loads + 1), own.processor_seconds)
    speeds = in_turns({"ours": loads.product, "bare": loads.bare}, options.loads)
    after = {one.name: one.scans for one in sizes.indexes(owner)}
    shelves = [one.after(after[one.name]) for one in shelves]
    goals = [
        *figures.of_questions(asked),
        *figures.of_loading(speeds, loads.by_processor),
        *figures.of_indexes(shelves),
    ]
    emptied = "emptied" if timing.empty_file_cache() else "not emptied (only root may)"
    said = {
        "machine": documents.machine(), "how": f"{', '.join(SETTINGS)}, fsync off; load {os.getloadavg()[0]:.1f} on the machine.", "turns": f"{count[1]:,}",
        "documents": f"{count[0]:,}", "cache": emptied if options.cold else "not asked for", "rounds": str(options.rounds),
        "batch": str(BATCH),
    }  # fmt: skip
    return Found(asked, goals, shelves, room), said


def _filled(own: Server, turns: int, say: Callable[[str], None]) -> tuple[int, int]:
    """Fills the database, unless the folder holds one that is. Returns documents and turns."""
    with closing(databases.connect(own.url("postgres", "postgres"))) as link, link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,))
        there = cursor.rowcount == 1
    if not there:
        own.migrated(DATABASE)
        databases.bound_analyst(own.url(DATABASE, "postgres"))
        fill(own.url(DATABASE, "postgres"), turns, say)
    with closing(psycopg2.connect(own.url(DATABASE, databases.OWNER))) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(sum(turns), 0) FROM analysis.transcripts")
        documents_there, turns_there = cursor.fetchone() or (0, 0)
    return int(documents_there), int(turns_there)


if __name__ == "__main__":
    sys.exit(main())

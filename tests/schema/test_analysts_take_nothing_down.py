"""Analysts ask for more than a server has, all at once and with every default lifted; others read on, and the collector writes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors

from launcher.postgres import Postgres
from tests.schema.sessions import nobody_asks
from tests.transcripts.reviewing import LINES, Reviewing, reviewing

pytestmark = pytest.mark.database

MINUTES = "SET statement_timeout = 0; SET work_mem = '100GB'; SET hash_mem_multiplier = 1000"
#: Each ends by a bound, whichever is reached first; what a session may lift is lifted where the bound that holds comes soon.
GREEDY = {
    "a cross join": ("", "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"),
    "a cross join of views": (
        "",
        "SELECT count(*) FROM analysis.turns a, analysis.turns b, generate_series(1, 1000000) c, generate_series(1, 1000000) d",
    ),
    "a huge sort": ("", "SELECT n FROM generate_series(1, 1000000000) n ORDER BY md5(n::text) OFFSET 1000000000"),
    "a huge sort in memory": (
        MINUTES,
        "SELECT n FROM generate_series(1, 1000000000) n ORDER BY md5(n::text) OFFSET 1000000000",
    ),
    "a huge hash": (
        MINUTES,
        "SELECT count(*) FROM (SELECT repeat(n::text, 100) FROM generate_series(1, 1000000000) n GROUP BY 1) s",
    ),
    "one huge value": (MINUTES, "SELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 100000)"),
    "a query without end": (
        "",
        "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    ),
    "a regular expression": ("", r"SELECT 'x' || repeat('a', 10000) ~ '^(.+)(.+)(.+)\1\2\3$'"),
}
ENDS = (
    errors.QueryCanceled,
    errors.OutOfMemory,
    errors.ConfigurationLimitExceeded,
    errors.ProgramLimitExceeded,
    errors.InvalidRegularExpression,
)


@pytest.fixture(scope="module")
def collector(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("collecting"), (1,)) as it:
        yield it


def greed(url: str, what: str) -> str:
    """Asks, and says how it ended."""
    before, query = GREEDY[what]
    with closing(psycopg2.connect(url, options="-c statement_timeout=6s")) as session, session.cursor() as cursor:
        if before:
            cursor.execute(before)
        try:
            cursor.execute(query)
        except ENDS as error:
            return type(error).__name__
        return f"{what} was answered: {cursor.fetchone()}"


def test_others_read_on_and_the_collector_writes_on(postgres: Postgres, collector: Reviewing, analyst_url: str) -> None:
    begun = collector.rows("SELECT pg_postmaster_start_time()")
    nobody_asks(postgres.url())
    slowest = 0.0
    with ThreadPoolExecutor(len(GREEDY)) as pool:
        greedy = [pool.submit(greed, analyst_url, what) for what in GREEDY]
        number = 1
        while not all(one.done() for one in greedy) or number < 3:
            number += 1
            since = time.monotonic()
            collector.publish({number: [line.format(n=number) for line in LINES]})
            assert collector.rows("SELECT count(*) FROM analysis.transcripts") == [(number,)]
            slowest = max(slowest, time.monotonic() - since)
    ended = dict(zip(GREEDY, (one.result() for one in greedy), strict=True))
    assert set(ended.values()) <= {error.__name__ for error in ENDS}, ended
    assert {ended["a huge hash"], ended["a huge sort in memory"]} == {"OutOfMemory"}, ended
    assert ended["a cross join"] == ended["a cross join of views"] == "QueryCanceled", ended
    assert slowest < 30, "seconds for a crawl and all steps while eight sessions ask"
    assert collector.rows("SELECT pg_postmaster_start_time()") == begun
    said = Path(postgres.log).read_text("utf-8", "replace")
    assert "terminated by signal" not in said and "terminating any other active server processes" not in said


def test_a_process_of_the_server_may_take_so_much_memory(postgres: Postgres, analyst_url: str) -> None:
    with closing(psycopg2.connect(analyst_url)) as session:
        limits = Path(f"/proc/{session.info.backend_pid}/limits").read_text()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max data size")]
    assert line.split()[3:5] == [str(postgres.process_bytes)] * 2

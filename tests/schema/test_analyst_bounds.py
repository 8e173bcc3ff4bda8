"""What the role analyst may take of the server: rights, and bounds that a session cannot lift."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from launcher import databases
from launcher.postgres import Postgres
from tests.schema.sessions import nobody_asks

pytestmark = pytest.mark.database


@contextmanager
def connected(url: str, options: str = "") -> Iterator[Connection]:
    with closing(psycopg2.connect(url, options=options)) as connection:
        connection.autocommit = True
        yield connection


def ask(connection: Connection, sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.fixture
def analyst(analyst_url: str) -> Iterator[Connection]:
    with connected(analyst_url) as connection:
        yield connection


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("statement_timeout", "5min"),
        ("idle_in_transaction_session_timeout", "10min"),
        ("idle_session_timeout", "12h"),
        ("work_mem", "16MB"),
        ("max_parallel_workers_per_gather", "1"),
        ("jit", "off"),
        ("join_collapse_limit", "20"),
        ("from_collapse_limit", "20"),
        ("temp_file_limit", "1GB"),
    ],
)
def test_a_session_begins_with_these(analyst: Connection, setting: str, value: str) -> None:
    assert ask(analyst, f"SHOW {setting}") == value


@pytest.mark.parametrize(
    "statement",
    [
        "SET temp_file_limit = -1",
        "ALTER ROLE analyst CONNECTION LIMIT -1",
        "ALTER ROLE analyst SET temp_file_limit = -1",
        "CREATE TEMPORARY TABLE mine (n int)",
        "CREATE TABLE mine (n int)",
        "CREATE TABLE public.mine (n int)",
        "CREATE SCHEMA mine",
        "CREATE VIEW analysis.mine AS SELECT 1",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'a')",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock(1)",
        "SELECT count(pg_advisory_lock_shared(n)) FROM generate_series(1, 1000000) n",
        "SELECT pg_logical_emit_message(false, 'a', 'b')",
        "SELECT pg_current_xact_id()",
        "DO $$ BEGIN LOOP COMMIT; END LOOP; END $$",
        "DELETE FROM analysis.turns",
        "INSERT INTO analysis.landed VALUES ('en', 1, 1, 1)",
        "UPDATE analysis.transcripts SET title = ''",
        "TRUNCATE corpus.turn",
        "SELECT * FROM corpus.turn FOR UPDATE",
        "BEGIN; LOCK TABLE analysis.turns IN ACCESS EXCLUSIVE MODE",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
        "ALTER SYSTEM SET work_mem = '1GB'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> 'analyst'",
    ],
)
def test_what_is_refused(analyst: Connection, statement: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
        ask(analyst, statement)


def test_the_owner_may_do_what_the_collector_needs(database_url: str) -> None:
    with connected(database_url) as owner:
        for statement in ("SELECT pg_try_advisory_lock(1)", "CREATE TEMPORARY TABLE own (n int)", "DO $$ BEGIN END $$"):
            ask(owner, statement)
        assert ask(owner, "SHOW temp_file_limit") == "-1"


def test_a_query_that_fills_the_disk_ends(postgres: Postgres, analyst_url: str) -> None:
    with connected(postgres.url()) as superuser:
        ask(superuser, "ALTER ROLE analyst SET temp_file_limit = '20MB'")
        try:
            with connected(analyst_url) as analyst, pytest.raises(errors.ConfigurationLimitExceeded):
                ask(
                    analyst,
                    "SELECT count(*) FROM (SELECT n FROM generate_series(1, 10000000) n ORDER BY -n OFFSET 1) s",
                )
        finally:
            ask(superuser, "ALTER ROLE analyst SET temp_file_limit = '1GB'")


def test_a_ninth_session_is_refused_and_others_are_not(analyst_url: str, database_url: str) -> None:
    nobody_asks(database_url)
    sessions = [psycopg2.connect(analyst_url) for _ in range(8)]
    try:
        with pytest.raises(psycopg2.OperationalError, match='too many connections for role "analyst"'):
            psycopg2.connect(analyst_url)
        with connected(database_url) as owner:
            assert ask(owner, "SELECT 1") == 1
    finally:
        for session in sessions:
            session.close()


def test_what_an_analyst_made_the_default_is_taken_back(
    postgres: Postgres, database_url: str, analyst_url: str
) -> None:
    database = database_url.rsplit("/", 1)[1]
    with connected(analyst_url) as analyst:
        ask(analyst, "ALTER ROLE analyst SET statement_timeout = 0")
        ask(analyst, f"ALTER ROLE analyst IN DATABASE {database} SET work_mem = '1GB'")
    with connected(analyst_url) as analyst:
        assert (ask(analyst, "SHOW statement_timeout"), ask(analyst, "SHOW work_mem")) == ("0", "1GB")
    assert databases.bound_analyst(postgres.url(database)) == []
    with connected(analyst_url) as analyst:
        assert (ask(analyst, "SHOW statement_timeout"), ask(analyst, "SHOW work_mem")) == ("5min", "16MB")


def test_no_way_into_other_databases(postgres: Postgres) -> None:
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, "elsewhere", databases.OWNER)
        databases.close_to_others(link, "elsewhere")
        try:
            with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
                psycopg2.connect(postgres.url("elsewhere", databases.ANALYST))
            with connected(postgres.url("elsewhere", databases.OWNER)) as owner:
                assert ask(owner, "SELECT 1") == 1
        finally:
            databases.drop_database(link, "elsewhere")


# Reading corpus as well, where it is granted


def test_corpus_can_be_granted_and_taken_back(database_url: str, analyst: Connection) -> None:
    with connected(database_url) as owner:
        ask(owner, granting("GRANT"))
        ask(owner, "CREATE TABLE corpus.later (n int)")
        assert ask(analyst, "SELECT count(*) FROM corpus.turn") == 0
        assert ask(analyst, "SELECT count(*) FROM corpus.later") == 0
        for statement in ("DELETE FROM corpus.turn", "SELECT corpus.publish(ARRAY[1]::bigint[], '1')"):
            with pytest.raises(errors.InsufficientPrivilege):
                ask(analyst, statement)
        ask(owner, granting("REVOKE"))
        with pytest.raises(errors.InsufficientPrivilege):
            ask(analyst, "SELECT count(*) FROM corpus.turn")


def granting(word: str) -> str:
    """The statements of schema/README.md that begin so (or alter the defaults so)."""
    page = (databases.BOUNDS.parents[1] / "README.md").read_text("utf-8")
    lines = [line.strip() for line in page.splitlines() if line.startswith("    ") and line.rstrip().endswith(";")]
    found = [line for line in lines if line.startswith(word) or f" {word} SELECT" in line]
    assert len(found) == 3
    return "\n".join(found)

"""Migrations: forward only, each in a transaction, one process at a time, and an error that names what failed."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.conftest import PASSWORD
from transcripts.store.connection import DatabaseDown
from transcripts.store.migrations import SCHEMA, MigrationFailed, migrate

pytestmark = pytest.mark.database


@pytest.fixture
def empty_url(postgres: Postgres) -> str:
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, "empty")
        databases.ensure_database(link, "empty", databases.OWNER)
    return postgres.url("empty", databases.OWNER)


def with_more(folder: Path, name: str, sql: str) -> Path:
    shutil.copytree(SCHEMA, folder / "schema")
    (folder / "schema" / "migrations" / name).write_text(sql)
    return folder / "schema"


def applied(url: str) -> list[int]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT version FROM pipeline.schema_version ORDER BY version")
        return [row[0] for row in cursor.fetchall()]


def test_all_are_applied_once(empty_url: str) -> None:
    names = migrate(empty_url)
    numbers = [int(re.match(r"V(\d+)__", path.name)[1]) for path in sorted((SCHEMA / "migrations").iterdir())]
    assert applied(empty_url) == numbers == list(range(1, len(names) + 1))
    assert migrate(empty_url) == []


def test_the_analyst_may_connect_and_make_nothing_of_its_own(empty_url: str) -> None:
    migrate(empty_url)
    with closing(psycopg2.connect(empty_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege, has_database_privilege('analyst', current_database(), privilege)"
            " FROM unnest(ARRAY['CONNECT', 'TEMPORARY', 'CREATE']) AS privilege"
        )
        assert dict(cursor.fetchall()) == {"CONNECT": True, "TEMPORARY": False, "CREATE": False}
        cursor.execute("SELECT nspname FROM pg_namespace WHERE has_schema_privilege('analyst', oid, 'CREATE')")
        assert cursor.fetchall() == []


def test_two_at_a_time_wait_for_one_another(empty_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = [future.result() for future in [pool.submit(migrate, empty_url) for _ in range(2)]]
    assert sorted(map(bool, done)) == [False, True]


def test_a_migration_that_fails_is_named_and_leaves_nothing_of_itself(empty_url: str, tmp_path: Path) -> None:
    last = len(list((SCHEMA / "migrations").iterdir()))
    schema = with_more(
        tmp_path, f"V{last + 1:04}__broken.sql", "CREATE TABLE corpus.half (n int); SELECT * FROM corpus.nowhere;"
    )
    with pytest.raises(MigrationFailed, match=r"broken\.sql.*corpus\.nowhere"):
        migrate(empty_url, schema)
    assert applied(empty_url) == list(range(1, last + 1))
    with closing(psycopg2.connect(empty_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('corpus.half')")
        assert cursor.fetchone() == (None,)


def test_a_marked_migration_runs_outside_of_a_transaction(empty_url: str, tmp_path: Path) -> None:
    last = len(list((SCHEMA / "migrations").iterdir()))
    migrate(empty_url)
    schema = with_more(
        tmp_path,
        f"V{last + 1:04}__NONTRANSACTIONAL_index.sql",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS by_title ON corpus.reading (title);",
    )
    assert migrate(empty_url, schema) == [f"{last + 1} NONTRANSACTIONAL index"]


def test_a_missing_role_is_told_with_the_way_out(postgres: Postgres, empty_url: str) -> None:
    with closing(databases.connect(postgres.url())) as link, link.cursor() as cursor:
        cursor.execute("ALTER ROLE analyst RENAME TO elsewhere")
        try:
            with pytest.raises(MigrationFailed, match="the role analyst is not there"):
                migrate(empty_url)
        finally:
            cursor.execute("ALTER ROLE elsewhere RENAME TO analyst")
            databases.ensure_role(link, "analyst", PASSWORD)


def test_a_database_that_is_down_is_told_without_its_password() -> None:
    with pytest.raises(DatabaseDown) as error:
        migrate("postgresql://somebody:secret-word@127.0.0.1:1/nothing")
    assert "somebody@127.0.0.1:1/nothing" in str(error.value)
    assert "secret-word" not in str(error.value)

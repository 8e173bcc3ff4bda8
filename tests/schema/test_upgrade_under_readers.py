"""The schema is brought up while analysts read: nobody fails, nobody waits behind a migration that waits, and it is all or nothing."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

from launcher import databases
from launcher.postgres import Postgres
from tests.conftest import ROOT
from tests.schema.test_migrations import applied, with_more
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.process import process, work
from transcripts.store import crawls
from transcripts.store.guard import SCHEMA, SchemaMismatch, newest
from transcripts.store.migrations import MigrationFailed, migrate

pytestmark = pytest.mark.database
#: The state that was landed before analysts got search, languages and citations.
OLD = 19
#: What analysts ask, short and long.
QUESTIONS = (
    "SELECT count(*), sum(words) FROM analysis.turns",
    "SELECT count(*) FROM analysis.exchanges JOIN analysis.transcripts USING (document_id)",
    "SELECT document_id, title FROM analysis.transcripts ORDER BY published_at DESC LIMIT 5",
    "SELECT * FROM analysis.landed",
    "SELECT count(*) FROM analysis.revisions",
    "SELECT person_id, analysis.office_on(person_id, date '2026-03-02') FROM analysis.turns WHERE person_id IS NOT NULL LIMIT 9",
    "SELECT count(*), pg_sleep(0.4) FROM analysis.turns",
)


def schema_until(number: int, folder: Path) -> Path:
    """The schema as it was at a migration."""
    shutil.copytree(SCHEMA, folder / "old")
    for path in (folder / "old" / "migrations").iterdir():
        if int(re.match(r"V(\d+)__", path.name)[1]) > number:
            path.unlink()
    return folder / "old"


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """The name of a database that is there for one test."""
    name = "upgraded"
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        yield name
        databases.drop_database(link, name)


@pytest.fixture
def current(postgres: Postgres, migrated: str, database: str) -> str:
    """The owner's address of an empty database as of now."""
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, database, databases.OWNER, template=migrated)
    return postgres.url(database, databases.OWNER)


@pytest.fixture
def old(postgres: Postgres, database: str, tmp_path: Path) -> str:
    """The owner's address of an empty database as of the old state."""
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, database, databases.OWNER)
    url = postgres.url(database, databases.OWNER)
    migrate(url, schema_until(OLD, tmp_path))
    return url


def with_next(folder: Path, statements: str) -> Path:
    """The schema with one more migration."""
    return with_more(folder, f"V{newest() + 1:04}__next.sql", statements)


class Reader(threading.Thread):
    """An analyst who asks one question again and again, on new connections and on one."""

    def __init__(self, url: str, question: str) -> None:
        super().__init__(daemon=True)
        self.url, self.question = url, question
        self.asked, self.slowest, self.error = 0, 0.0, ""
        self.over = threading.Event()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                with closing(psycopg2.connect(self.url)) as link:
                    link.autocommit = True
                    for _ in range(20):
                        began = time.monotonic()
                        link.cursor().execute(self.question)
                        self.asked, self.slowest = self.asked + 1, max(self.slowest, time.monotonic() - began)
                        if self.over.wait(0.3):
                            break
        except psycopg2.Error as error:
            self.error = f"{self.question}: {error}"


def test_a_long_reader_is_named_and_nobody_queues_behind_the_migration(
    current: str, postgres: Postgres, database: str, tmp_path: Path
) -> None:
    said: list[str] = []
    schema = with_next(tmp_path, "COMMENT ON TABLE corpus.turn IS 'More';")
    reader = Reader(postgres.url(database, databases.ANALYST), QUESTIONS[0])
    reader.start()
    with closing(psycopg2.connect(postgres.url(database, databases.ANALYST), application_name="psql")) as long:
        long.cursor().execute("SELECT count(*) FROM analysis.landed")
        who = rf"{long.info.backend_pid} \(analyst, psql"
        with pytest.raises(MigrationFailed, match=rf"in use for 4 s: .*{who}.*Nothing was changed"):
            migrate(current, schema, patience=4, on_wait=said.append)
        assert any(re.search(rf"{who}.*tries again", line) for line in said)
        assert max(applied(current)) == newest()
    reader.over.set()
    reader.join()
    assert reader.error == "" and reader.asked > 5
    assert migrate(current, schema, patience=60) == [f"{newest() + 1} next"]


def test_code_refuses_an_older_and_a_newer_schema(current: str, tmp_path: Path) -> None:
    assert work(current, "clean", 10, 10) == []
    with closing(psycopg2.connect(current)) as link, link:
        link.cursor().execute("DELETE FROM pipeline.schema_version WHERE version = %s", (newest(),))
    with pytest.raises(
        SchemaMismatch, match=rf"is {newest() - 1}, older than this code's {newest()}: `transcripts migrate`"
    ):
        work(current, "clean", 10, 10)
    with closing(psycopg2.connect(current)) as link, link:
        link.cursor().execute(
            "INSERT INTO pipeline.schema_version (version, description, installed_by) VALUES (%s, 'next', 'somebody')",
            (newest() + 1,),
        )
    with pytest.raises(SchemaMismatch, match=rf"newer than this code's {newest()}: .* Start this process anew"):
        process(current, f"file://{tmp_path}", 10)
    with (
        closing(psycopg2.connect(current)) as link,
        pytest.raises(SchemaMismatch, match="nothing was written"),
        crawls.alone(link, "tiny"),
    ):
        pass


@pytest.mark.full
def test_a_migrate_that_is_killed_leaves_the_old_state(
    current: str, postgres: Postgres, database: str, tmp_path: Path
) -> None:
    slow = with_next(tmp_path, "CREATE TABLE corpus.half (n int); SELECT pg_sleep(600);")
    script = (
        "import sys; from pathlib import Path; from transcripts.store.migrations import migrate;"
        "migrate(sys.argv[1], Path(sys.argv[2]))"
    )
    child = subprocess.Popen([sys.executable, "-c", script, current, str(slow)], cwd=ROOT)
    sleeps = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND query LIKE '%%pg_sleep(600)%%' AND pid <> pg_backend_pid()"
    try:
        with closing(databases.connect(postgres.url())) as link, link.cursor() as cursor:
            deadline = time.monotonic() + 90
            while True:
                cursor.execute(sleeps, (database,))
                if cursor.rowcount:
                    break
                assert child.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
            child.send_signal(signal.SIGKILL)
            child.wait()
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database,))
    finally:
        child.kill()
    assert max(applied(current)) == newest()
    with closing(psycopg2.connect(current)) as link, link.cursor() as cursor:
        cursor.execute("SELECT to_regclass('corpus.half')")
        assert cursor.fetchone() == (None,)
    assert migrate(current, with_next(tmp_path / "quick", "CREATE TABLE corpus.half (n int);")) == [
        f"{newest() + 1} next"
    ]


# An old state with rows, under readers


@pytest.fixture(scope="module")
def filled(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("upgrade"), range(1, 12)) as it:
        yield it


def copy_rows(source: str, target: str) -> int:
    """Fills a database of an older schema with the rows of a newer one: the columns that both have; how many rows."""
    columns = (
        "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE n.nspname IN ('archive', 'corpus', 'pipeline') AND c.relkind IN ('r', 'p') AND NOT"
        " c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> 'schema_version'"
    )
    count = 0
    with closing(psycopg2.connect(source)) as here, closing(psycopg2.connect(target)) as there:
        both = []
        for link in (here, there):
            with link.cursor() as cursor:
                cursor.execute(columns)
                both.append(set(cursor.fetchall()))
        tables: dict[tuple[str, str], list[str]] = {}
        for schema, table, column in sorted(both[0] & both[1]):
            tables.setdefault((schema, table), []).append(column)
        with here.cursor() as reading, there.cursor() as writing:
            writing.execute("SET session_replication_role = replica")
            for table, names in tables.items():
                listed = sql.SQL(", ").join(map(sql.Identifier, names))
                with tempfile.TemporaryFile() as rows:
                    reading.copy_expert(
                        sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(listed, sql.Identifier(*table)), rows
                    )
                    rows.seek(0)
                    writing.copy_expert(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(*table), listed), rows)
                    count += writing.rowcount
        there.commit()
    return count


@pytest.mark.full
@pytest.mark.timeout(400)
def test_readers_go_on_while_the_old_state_with_its_rows_is_brought_up(
    filled: Reviewing, old: str, postgres: Postgres, database: str
) -> None:
    assert copy_rows(filled.url, postgres.url(database)) > 300
    analyst = postgres.url(database, databases.ANALYST)
    with closing(psycopg2.connect(analyst)) as link, link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM analysis.turns")
        assert cursor.fetchone() == filled.rows("SELECT count(*) FROM analysis.turns")[0]
    readers = [Reader(analyst, question) for question in QUESTIONS]
    for reader in readers:
        reader.start()
    try:
        time.sleep(1)
        before = {reader: reader.asked for reader in readers}
        said: list[str] = []
        assert len(migrate(old, patience=120, on_wait=said.append)) == newest() - OLD
        time.sleep(2)
    finally:
        for reader in readers:
            reader.over.set()
        for reader in readers:
            reader.join(60)
    assert [reader.error for reader in readers if reader.error] == []
    assert all(reader.asked > before[reader] > 0 for reader in readers), "each asked before and after"
    with closing(psycopg2.connect(analyst)) as link, link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM analysis.search('harbour')")
        assert cursor.fetchone()[0] > 0, "what was written before is found by what came since"

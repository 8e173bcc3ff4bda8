"""Backup and restore: what comes back is what was there, digest by digest."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from launcher.postgres import Postgres
from tests.transcripts.backup.places import blank, contents, rows
from tests.transcripts.collecting import Here
from tests.transcripts.reviewing import Reviewing
from transcripts.backup.place import Place
from transcripts.backup.restore import NotEmpty, restore
from transcripts.backup.take import backup
from transcripts.digest import digests, total

pytestmark = pytest.mark.database


def test_what_comes_back_is_what_was_there(
    house: Reviewing, kept: Path, empty: Callable[[str], str], tmp_path: Path, postgres: Postgres
) -> None:
    there = Here(empty("whole"), tmp_path)
    said = there.run("restore", str(kept), TRANSCRIPTS_ADMIN_DATABASE_URL=postgres.url(there.url.rsplit("/", 1)[1]))
    assert said.returncode == 0, said.stderr
    assert "digest      the same as when it was backed up" in said.stdout
    assert digests(there.url, history=True) == digests(house.url, history=True)
    assert contents(there.archive) == contents(house.archive)
    with closing(psycopg2.connect(postgres.url(there.url.rsplit("/", 1)[1], "analyst"))) as link, link.cursor() as c:
        c.execute("SELECT count(*) FROM analysis.turns")
        assert c.fetchone() == house.rows("SELECT count(*) FROM analysis.turns")[0]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            c.execute("CREATE TEMPORARY TABLE mine (n int)")
        link.rollback()
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            c.execute("SELECT pg_advisory_lock(1)")
        link.rollback()
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            c.execute("SELECT FROM corpus.turn")


def test_the_manifest_says_what_digest_says_and_holds_no_secret(house: Reviewing, kept: Path) -> None:
    (name,) = Place(str(kept)).whole()
    manifest = json.loads((kept / name / "manifest.json").read_text())
    assert manifest["digest_total"] == total(digests(house.url))
    assert manifest["database"]["tables"]["corpus.document"] == house.rows("SELECT count(*) FROM corpus.document")[0][0]
    assert manifest["archive_files"] == len(contents(house.archive))
    everything = b"".join(path.read_bytes() for path in kept.rglob("*") if path.is_file())
    assert b"for-tests" not in everything and b"@127.0.0.1" not in everything
    assert {path.stat().st_mode & 0o077 for path in kept.rglob("*")} == {0}, "for its owner alone"


@pytest.mark.full
def test_the_next_backup_copies_only_what_is_new(house: Reviewing, tmp_path: Path) -> None:
    backup(house.url, house.archive, str(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "archive").rglob("*.gz")}
    house.say(2, "split", "A voice from the hall asked about bread.")
    _, second = backup(house.url, house.archive, str(tmp_path))
    assert second.copied_files == 1
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_airflows_own_database_comes_back_too_and_one_that_holds_something_is_refused(
    house: Reviewing, empty: Callable[[str], str], postgres: Postgres, tmp_path: Path
) -> None:
    with blank(postgres, "airflow_before") as before, blank(postgres, "airflow_after") as after:
        rows(before, "CREATE TABLE dag_run (run_id text)", "INSERT INTO dag_run VALUES ('one')")
        backup(house.url, house.archive, str(tmp_path / "backups"), airflow_url=before)
        there = Here(empty("airflow"), tmp_path)
        assert restore(str(tmp_path / "backups"), there.url, there.archive, airflow_url=after).same_digest
        assert rows(after, "SELECT run_id FROM dag_run") == [("one",)]
        rows(after, "UPDATE dag_run SET run_id = 'another'")
        again = {"replace": False, "airflow_url": after}
        with pytest.raises(NotEmpty, match="holds Airflow's tables already"):
            restore(str(tmp_path / "backups"), empty("airflow"), there.archive, **again)
        restore(str(tmp_path / "backups"), empty("airflow"), there.archive, **again | {"replace": True})
        assert rows(after, "SELECT run_id FROM dag_run") == [("one",)]

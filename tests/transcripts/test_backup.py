"""Backup and restore: what comes back is what was there, digest by digest; what is damaged, killed or in the way is named."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.collecting import Here
from tests.transcripts.replaying import databases_of
from tests.transcripts.reviewing import Reviewing
from transcripts.backup import take
from transcripts.backup.check import chosen, damaged_files
from transcripts.backup.manifest import BadBackup, Manifest
from transcripts.backup.place import Place
from transcripts.backup.restore import Differs, NotEmpty, bring_file, restore
from transcripts.backup.take import backup
from transcripts.digest import digests, total
from transcripts.store import entirety

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def empty(postgres: Postgres, migrated: str) -> Iterator[Callable[[str], str]]:
    """Makes empty migrated databases."""
    with databases_of(postgres, migrated, "restored") as make:
        yield make


@pytest.fixture(scope="module")
def kept(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with one backup of the house."""
    place = tmp_path_factory.mktemp("backups")
    _, manifest = backup(house.url, house.archive, str(place))
    assert manifest.agrees and manifest.problems == []
    return place


def contents(archive: str) -> dict[str, bytes]:
    root = Path(archive.removeprefix("file://"))
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


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


@pytest.mark.full
def test_only_so_many_are_kept_and_never_at_the_cost_of_a_whole_one(
    house: Reviewing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(f"2026-11-{day:02}T01-40-00Z" for day in range(1, 9))
    monkeypatch.setattr(take, "_name", lambda _: next(names))
    for _ in range(3):
        backup(house.url, house.archive, str(tmp_path), keep=2)
    assert Place(str(tmp_path)).whole() == ["2026-11-02T01-40-00Z", "2026-11-03T01-40-00Z"]
    monkeypatch.setattr(entirety, "files", lambda _: {"tiny/lost/00001.warc.gz": 9})
    name, bad = backup(house.url, house.archive, str(tmp_path), keep=1)
    assert not bad.agrees and "tiny/lost/00001.warc.gz, which the database speaks of, is missing" in bad.problems[0]
    assert Place(str(tmp_path)).whole() == ["2026-11-02T01-40-00Z", "2026-11-03T01-40-00Z", name]


@pytest.mark.full
def test_a_file_that_the_archive_lost_or_that_changed_there_stays_in_the_backup(
    house: Reviewing, tmp_path: Path
) -> None:
    backup(house.url, house.archive, str(tmp_path))
    root = Path(house.archive.removeprefix("file://"))
    lost, cut = sorted(root.rglob("*.json*"))[:2]
    whole = {path: path.read_bytes() for path in (lost, cut)}
    try:
        lost.unlink()
        cut.write_bytes(whole[cut][:-1])
        _, manifest = backup(house.url, house.archive, str(tmp_path))
        assert sorted(manifest.problems) == sorted(
            [
                f"{lost.relative_to(root)} is missing in the archive; the backup has it",
                f"{cut.relative_to(root)} of the archive was changed since the last backup, which keeps it as it was then",
            ]
        )
        for path in (lost, cut):
            assert bring_file(str(tmp_path), house.archive, str(path.relative_to(root))) == len(whole[path])
            assert path.read_bytes() == whole[path]
    finally:
        for path, content in whole.items():
            path.write_bytes(content)


# What is in the way


def test_a_place_that_holds_something_is_refused_unless_told(
    house: Reviewing, kept: Path, empty: Callable[[str], str], tmp_path: Path
) -> None:
    there = Here(empty("full"), tmp_path)
    with pytest.raises(NotEmpty, match=r"holds something \(archive.crawl 1.*say --replace, which deletes all of it"):
        restore(str(kept), house.url, there.archive)
    odd = tmp_path / "archive" / "tiny" / "diary"
    odd.parent.mkdir(parents=True)
    odd.write_text("mine")
    with pytest.raises(NotEmpty, match=r"holds something that the backup has not, or otherwise \(tiny/diary\)"):
        restore(str(kept), there.url, there.archive)
    assert restore(str(kept), there.url, there.archive, replace=True).same_digest
    assert odd.read_text() == "mine", "nothing of an archive is deleted"
    there.execute("DELETE FROM corpus.words_spoken")
    again = restore(str(kept), there.url, there.archive, replace=True)
    assert again.same_digest and again.files == 0


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


@contextmanager
def blank(postgres: Postgres, name: str) -> Iterator[str]:
    """An empty database of the owner's, as Airflow's is before its first migration."""
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER)
    try:
        yield postgres.url(name, databases.OWNER)
    finally:
        with closing(databases.connect(postgres.url())) as link:
            databases.drop_database(link, name)


def rows(url: str, *statements: str) -> list[tuple[object, ...]]:
    """What the last of these statements gives, committed."""
    with closing(psycopg2.connect(url)) as link, link, link.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.full
def test_somebody_at_work_is_named(house: Reviewing, kept: Path, empty: Callable[[str], str], tmp_path: Path) -> None:
    there = Here(empty("busy"), tmp_path)
    with (
        closing(psycopg2.connect(there.url, application_name="process")) as link,
        pytest.raises(
            entirety.Busy, match=rf"somebody is at work in .*: {link.info.backend_pid} \(transcripts, process\)"
        ),
    ):
        restore(str(kept), there.url, there.archive)


def test_two_backups_at_once(house: Reviewing, tmp_path: Path) -> None:
    with (
        closing(psycopg2.connect(house.url)) as link,
        entirety.alone(link),
        pytest.raises(entirety.Busy, match="another backup of this database is under way"),
    ):
        backup(house.url, house.archive, str(tmp_path))


def test_one_right_after_another(house: Reviewing, tmp_path: Path) -> None:
    """The server notices the end of a session a moment later: the second waits for that."""
    with closing(psycopg2.connect(house.url)) as link, ThreadPoolExecutor(1) as pool, entirety.alone(link):
        second = pool.submit(backup, house.url, house.archive, str(tmp_path))
        time.sleep(0.5)
        link.close()
        second.result()


def test_a_place_without_a_whole_backup(tmp_path: Path, house: Reviewing) -> None:
    (tmp_path / "2026-11-29T01-40-00Z").mkdir()
    (tmp_path / "2026-11-29T01-40-00Z" / "database.dump").touch()
    with pytest.raises(BadBackup, match=r"holds no whole backup \(killed ones: 2026-11-29T01-40-00Z\)"):
        chosen(Place(str(tmp_path)))
    name, _ = backup(house.url, house.archive, str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "archive"]), "what was left is removed"


@pytest.mark.full
def test_a_newer_schema_is_refused_and_an_older_one_is_migrated_up(
    kept: Path, empty: Callable[[str], str], tmp_path: Path
) -> None:
    from tests.schema.test_migrations import with_more
    from transcripts.store.guard import newest

    there = Here(empty("older"), tmp_path)
    following = newest() + 1
    schema = with_more(tmp_path, f"V{following:04}__more.sql", "COMMENT ON TABLE corpus.turn IS 'More';")
    done = restore(str(kept), there.url, there.archive, schema=schema)
    assert done.same_digest and done.migrated == [f"{following} more"]
    (newer := tmp_path / "newer").mkdir()
    backup(there.url, there.archive, str(newer))
    with pytest.raises(BadBackup, match=f"has the schema {following}, this code has {following - 1}"):
        restore(str(newer), there.url, there.archive, replace=True)


# What is damaged


def damaged_copy(kept: Path, folder: Path) -> Path:
    """The same place elsewhere, its archive's files and dumps copied."""
    return Path(shutil.copytree(kept, folder))


@pytest.mark.parametrize("file", ["database.dump", "archive.jsonl.gz", "manifest.json"])
def test_a_damaged_part_is_named_before_anything_is_touched(
    kept: Path, empty: Callable[[str], str], tmp_path: Path, file: str
) -> None:
    there, place = Here(empty("never"), tmp_path), damaged_copy(kept, tmp_path / "copy")
    (part,) = place.glob(f"2*/{file}")
    content = part.read_bytes()
    half = len(content) // 2
    part.write_bytes(content[:half] if file == "manifest.json" else content[:half] + b"\x55\xaa" + content[half + 2 :])
    with pytest.raises(BadBackup, match=file):
        restore(str(place), there.url, there.archive)
    assert not (tmp_path / "archive").exists()
    assert there.rows("SELECT count(*) FROM corpus.document") == [(0,)]


@pytest.mark.full
def test_a_damaged_file_of_the_archives_copy_is_named_and_all_else_comes_back(
    house: Reviewing, kept: Path, empty: Callable[[str], str], tmp_path: Path
) -> None:
    there, place = Here(empty("lacking"), tmp_path), damaged_copy(kept, tmp_path / "copy")
    warc, lost = sorted((place / "archive").rglob("*.warc.gz"))[0], sorted((place / "archive").rglob("*.json"))[0]
    warc.write_bytes(warc.read_bytes()[:-3] + b"abc")
    lost.unlink()
    names = {str(path.relative_to(place / "archive")) for path in (warc, lost)}
    (backup_name,) = Place(str(place)).whole()
    assert {one.split(" ")[0] for one in damaged_files(Place(str(place)), backup_name)} == names
    said = there.run("backup", str(place), "--verify")
    assert said.returncode == 1 and all(f"damaged     {name}" in said.stdout for name in names)
    done = restore(str(place), there.url, there.archive)
    assert len(done.problems) == 2 and all(any(name in problem for problem in done.problems) for name in names)
    assert contents(there.archive).keys() == contents(str(kept / "archive")).keys() - names
    assert done.same_digest
    with pytest.raises(BadBackup, match="is missing or damaged itself"):
        bring_file(str(place), there.archive, next(iter(names)))


@pytest.mark.full
def test_a_database_that_is_not_what_the_manifest_says_is_told(
    kept: Path, empty: Callable[[str], str], tmp_path: Path
) -> None:
    there, place = Here(empty("differs"), tmp_path), damaged_copy(kept, tmp_path / "copy")
    (file,) = place.glob("2*/manifest.json")
    manifest = Manifest.parse(file.read_bytes(), "")
    tables = {**manifest.database.tables, "corpus.turn": 7}
    file.write_bytes(replace(manifest, database=replace(manifest.database, tables=tables)).render())
    with pytest.raises(Differs, match=r"corpus.turn has \d+ rows, not 7"):
        restore(str(place), there.url, there.archive)


@pytest.mark.full
def test_a_folder_that_cannot_be_written_to_is_named(house: Reviewing, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = house.run("backup", str(tmp_path / "file" / "below"))
    assert said.returncode == 1 and said.stderr.count("\n") == 1 and str(tmp_path / "file") in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

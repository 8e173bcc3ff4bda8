"""What is in the way of a backup or of bringing one back is named, with the way out."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.transcripts.collecting import Here
from tests.transcripts.reviewing import Reviewing
from transcripts.backup.check import chosen
from transcripts.backup.manifest import BadBackup
from transcripts.backup.place import Place
from transcripts.backup.restore import NotEmpty, restore
from transcripts.backup.take import backup
from transcripts.store import entirety

pytestmark = pytest.mark.database


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
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "archive", "installation.json"]), (
        "what was left is removed"
    )


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


@pytest.mark.full
def test_a_folder_that_cannot_be_written_to_is_named(house: Reviewing, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = house.run("backup", str(tmp_path / "file" / "below"))
    assert said.returncode == 1 and said.stderr.count("\n") == 1 and str(tmp_path / "file") in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

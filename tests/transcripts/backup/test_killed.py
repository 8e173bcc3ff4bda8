"""A backup that does not come to its end is never taken for a whole one, and the next goes on; it agrees while all is at work."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.postgres import Postgres
from tests.scraper.tiny_site import Site
from tests.transcripts.collecting import Here, collecting
from tests.transcripts.killing import in_the_middle, on_small_disk, small_disks, started, wait_for
from tests.transcripts.replaying import databases_of
from tests.transcripts.reviewing import Reviewing
from transcripts.backup.place import Place
from transcripts.backup.restore import restore
from transcripts.backup.take import backup
from transcripts.digest import digests
from transcripts.process import process
from transcripts.replay import replay

pytestmark = [pytest.mark.database, pytest.mark.full]


@pytest.fixture
def there(postgres: Postgres, migrated: str, tmp_path: Path) -> Iterator[Here]:
    with databases_of(postgres, migrated, "after_a_kill") as make:
        yield Here(make("one"), tmp_path / "there")


def test_killed_while_the_database_is_dumped(house: Reviewing, there: Here, tmp_path: Path) -> None:
    place = Place(str(tmp_path / "backups"))
    with in_the_middle(house, "backup", place.address) as (child, _):
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert place.whole() == [] and len(place.halves()) == 1
    said = house.run("restore", place.address)
    assert said.returncode == 1 and "holds no whole backup (killed ones: " in said.stderr
    name, _ = backup(house.url, house.archive, place.address)
    assert (place.whole(), place.halves()) == ([name], [])
    assert restore(place.address, there.url, there.archive).same_digest
    assert digests(there.url) == digests(house.url)


def test_killed_while_the_archive_is_copied_the_next_goes_on(house: Reviewing, tmp_path: Path) -> None:
    source = tmp_path / "large"
    shutil.copytree(house.archive.removeprefix("file://"), source)
    (source / "other" / "c1").mkdir(parents=True)
    for number in range(600):
        (source / "other" / "c1" / f"{number:05}.warc.gz").write_bytes(bytes(200))
    here, place = Here(house.url, tmp_path), Place(str(tmp_path / "backups"))
    here.archive = f"file://{source}"
    child = started(here, "backup", place.address)
    wait_for(lambda: sum(1 for _ in (tmp_path / "backups" / "archive").rglob("*.gz")) > 20, child)
    child.send_signal(signal.SIGKILL)
    child.wait()
    copied = {path: path.stat().st_ino for path in (tmp_path / "backups" / "archive").rglob("[!.]*.gz")}
    assert place.whole() == [] and 20 < len(copied) < 600
    _, manifest = backup(here.url, here.archive, place.address)
    assert manifest.agrees and manifest.copied_files == manifest.archive_files - len(copied)
    assert {path: path.stat().st_ino for path in copied} == copied, "what was copied is not copied again"


def test_a_killed_restore_can_be_run_again(house: Reviewing, there: Here, tmp_path: Path) -> None:
    place = str(tmp_path / "backups")
    backup(house.url, house.archive, place)
    child = started(there, "restore", place)
    wait_for(lambda: Path(there.archive.removeprefix("file://")).exists(), child)
    child.send_signal(signal.SIGKILL)
    child.wait()
    deadline = time.monotonic() + 30
    while there.rows("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")[0][0] > 1:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    said = there.run("restore", place)
    assert said.returncode == 0 and "digest      the same" in said.stdout, said
    assert digests(there.url) == digests(house.url)


def test_taken_while_a_crawl_runs_it_agrees_and_a_replay_finds_the_rest(
    here: Here, site: Site, postgres: Postgres, migrated: str, tmp_path: Path
) -> None:
    with collecting(here, site) as crawl:
        _, manifest = backup(here.url, here.archive, str(tmp_path / "backups"))
        assert crawl.poll() is None, "the crawl is still at work"
        assert manifest.agrees and manifest.problems == []
        assert crawl.wait(60) == 0
    process(here.url, here.archive, 50)
    backup(here.url, here.archive, str(tmp_path / "later"))
    with databases_of(postgres, migrated, "while_it_runs") as make:
        early, late = Here(make("early"), tmp_path / "early"), Here(make("late"), tmp_path / "late")
        assert restore(str(tmp_path / "backups"), early.url, early.archive).same_digest
        assert restore(str(tmp_path / "later"), late.url, late.archive).same_digest
        assert digests(late.url) == digests(here.url)
        # the archive goes on beside the old database
        shutil.rmtree(early.archive.removeprefix("file://"), ignore_errors=True)
        shutil.copytree(here.archive.removeprefix("file://"), early.archive.removeprefix("file://"))
        replay(early.url, early.archive, again=True)
        process(early.url, early.archive, 50)
        assert digests(early.url) == digests(here.url)


@small_disks
@pytest.mark.parametrize("size", ["40k", "300k"])
def test_a_full_disk(house: Reviewing, tmp_path: Path, size: str) -> None:
    (tmp_path / "disk").mkdir()
    status, said, left = on_small_disk(house, size, tmp_path / "disk", "backup", f"{tmp_path}/disk")
    assert status == 1 and said.count("\n") == 1 and "no room left for the backup in" in said, said
    assert left <= {"archive", "installation.json"}, "nothing that looks whole is left"

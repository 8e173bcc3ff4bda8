"""An export that does not come to its end leaves nothing that looks complete, and what a killed one left is swept by the next.

The moment is chosen by a lock: all documents are written, and the export waits for the people who speak in them.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcripts.exporting import export, exported, published
from tests.transcripts.killing import in_the_middle, on_small_disk, small_disks
from tests.transcripts.reviewing import Reviewing
from transcripts.export.draft import draft, sweep

pytestmark = [pytest.mark.database, pytest.mark.full]
FORMATS = ("csv", "jsonl", "parquet", "tei")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with published(database_url, tmp_path_factory.mktemp("house")) as it:
        yield it


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("what", FORMATS)
def test_killed_in_the_middle_and_swept_by_the_next(house: Reviewing, tmp_path: Path, what: str) -> None:
    with in_the_middle(house, "export", "--to", str(tmp_path / "out"), "--format", what) as (child, _):
        assert (tmp_path / ".out.new").is_dir() and not (tmp_path / "out").exists()
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert names(tmp_path) == [".out.new", ".out.new.lock"]
    assert not (tmp_path / ".out.new" / "manifest.json").exists()
    exported(house, tmp_path / "elsewhere", "--format", what)
    assert names(tmp_path) == ["elsewhere"]
    exported(house, tmp_path / "out", "--format", what)
    assert names(tmp_path) == ["elsewhere", "out"]


def test_stopped_by_ctrl_c_nothing_is_left(house: Reviewing, tmp_path: Path) -> None:
    with in_the_middle(house, "export", "--to", str(tmp_path / "out"), "--format", "tei") as (child, holder):
        child.send_signal(signal.SIGINT)
        holder.rollback()
        said = child.communicate(timeout=60)[1]
        assert (child.returncode, said) == (130, ""), said
    assert names(tmp_path) == []


@pytest.mark.parametrize("what", ["csv", "parquet"])
def test_the_database_goes_away(house: Reviewing, tmp_path: Path, what: str) -> None:
    with in_the_middle(house, "export", "--to", str(tmp_path / "out"), "--format", what) as (child, _):
        house.rows("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted")
        said = child.communicate(timeout=60)[1]
        assert child.returncode == 1 and "went away" in said and said.count("\n") == 1, said
    assert names(tmp_path) == []


def test_the_row_that_comes_meanwhile_is_not_in_it(house: Reviewing, tmp_path: Path) -> None:
    with in_the_middle(house, "export", "--to", str(tmp_path / "out"), "--format", "csv") as (child, holder):
        holder.cursor().execute("UPDATE corpus.person SET name = 'Somebody Else' WHERE person_id = 'sergey-lavrov'")
        holder.commit()
        child.communicate(timeout=60)
        assert child.returncode == 0
    house.execute("UPDATE corpus.person SET name = 'Sergey Lavrov' WHERE person_id = 'sergey-lavrov'")
    assert "Somebody Else" not in (tmp_path / "out" / "people.csv").read_text()


def test_two_at_once_into_one_folder(house: Reviewing, tmp_path: Path) -> None:
    with in_the_middle(house, "export", "--to", str(tmp_path / "out"), "--format", "csv") as (child, holder):
        done = export(house, "--format", "csv", "--to", str(tmp_path / "out"))
        assert done.exit_code == 1 and f"another export is writing {tmp_path / 'out'}" in done.stderr
        holder.rollback()
        child.communicate(timeout=60)
        assert child.returncode == 0
    assert names(tmp_path) == ["out"] and (tmp_path / "out" / "manifest.json").exists()


@small_disks
@pytest.mark.parametrize("what", FORMATS)
def test_a_full_disk(house: Reviewing, tmp_path: Path, what: str) -> None:
    words = ("export", "--format", what, "--to", f"{tmp_path}/out")
    status, said, left = on_small_disk(house, "24k", tmp_path, *words)
    assert (status, left) == (1, set())
    assert said.count("\n") == 1 and f"no room left for {tmp_path}/out" in said, said


def test_a_folder_that_is_not_empty_or_not_ours(house: Reviewing, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / ".mine.new").mkdir()
    (tmp_path / ".mine.new" / "diary").touch()
    for name, said in (("full", "is not empty: name another folder"), ("mine", ".mine.new is in the way")):
        done = export(house, "--format", "csv", "--to", str(tmp_path / name))
        assert done.exit_code == 1 and said in done.stderr and done.stderr.count("\n") == 1
    exported(house, tmp_path / "empty", "--format", "csv")
    assert names(tmp_path) == [".mine.new", "empty", "full"] and (tmp_path / ".mine.new" / "diary").exists()


def test_a_draft_that_is_being_written_is_not_swept(tmp_path: Path) -> None:
    with draft(tmp_path / "one") as place:
        (place / "file").touch()
        assert sweep(tmp_path) == [] and (place / "file").exists()
        with pytest.raises(FileExistsError, match="another export"), draft(tmp_path / "one"):
            pass
    assert names(tmp_path) == ["one"]

"""What of a backup or of the archive is damaged or missing is named, and all else comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcripts.backup.places import contents, damaged_copy
from tests.transcripts.collecting import Here
from tests.transcripts.reviewing import Reviewing
from transcripts.backup.check import damaged_files
from transcripts.backup.manifest import BadBackup, Manifest
from transcripts.backup.place import Place
from transcripts.backup.restore import Differs, bring_file, restore
from transcripts.backup.take import backup

pytestmark = pytest.mark.database


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

"""A place for backups is one installation's alone: none clears another's, none goes on from another's."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcripts.collecting import Here
from tests.transcripts.reviewing import Reviewing
from transcripts.backup import take
from transcripts.backup.manifest import BadBackup
from transcripts.backup.owner import Another
from transcripts.backup.place import Place
from transcripts.backup.take import backup, manifest_of
from transcripts.store import entirety

pytestmark = pytest.mark.database


def listed(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*"))


def test_another_installations_folder_is_refused_and_left_as_it_is(
    house: Reviewing, empty: Callable[[str], str], tmp_path: Path
) -> None:
    name, manifest = backup(house.url, house.archive, str(tmp_path))
    at_work = tmp_path / "2026-11-29T01-40-00Z" / "database.dump"  # the other one is in the middle of a backup
    at_work.parent.mkdir()
    at_work.touch()
    before, other = listed(tmp_path), Here(empty("other"), tmp_path / "other")
    said = other.run("backup", str(tmp_path), "--keep", "1")
    assert said.returncode == 1 and said.stderr.count("\n") == 1
    assert "holds the backups of another installation (database restored_house of " in said.stderr
    assert "name another folder" in said.stderr and "--take-over" in said.stderr
    assert listed(tmp_path) == before
    assert manifest.installation and manifest_of(Place(str(tmp_path)), name).installation == manifest.installation


def test_what_is_taken_over_stays_and_only_ones_own_are_cleared(
    house: Reviewing, empty: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(f"2026-11-{day:02}T01-40-00Z" for day in range(1, 9))
    monkeypatch.setattr(take, "_name", lambda _: next(names))
    for _ in range(2):
        backup(house.url, house.archive, str(tmp_path))
    other = Here(empty("heir"), tmp_path / "heir")
    backup(other.url, other.archive, str(tmp_path), keep=1, take_over=True)
    backup(other.url, other.archive, str(tmp_path), keep=1)
    assert Place(str(tmp_path)).whole() == [f"2026-11-{day:02}T01-40-00Z" for day in (1, 2, 4)]
    with pytest.raises(Another, match=r"database restored_heir of .*; this one is database restored_house of "):
        backup(house.url, house.archive, str(tmp_path), keep=1)


def test_a_folder_from_before_installations_were_told_apart_is_the_first_ones_who_comes(
    house: Reviewing, empty: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(f"2026-11-{day:02}T01-40-00Z" for day in range(1, 9))
    monkeypatch.setattr(take, "_name", lambda _: next(names))
    name, manifest = backup(house.url, house.archive, str(tmp_path))
    (tmp_path / "installation.json").unlink()
    old = {key: value for key, value in json.loads(replace(manifest).render()).items() if key != "installation"}
    (tmp_path / name / "manifest.json").write_text(json.dumps(old | {"format": 1}))
    backup(house.url, house.archive, str(tmp_path), keep=1)
    assert Place(str(tmp_path)).whole() == ["2026-11-02T01-40-00Z"]
    with pytest.raises(Another):
        backup(empty("late"), house.archive, str(tmp_path))


def test_a_mark_that_cannot_be_read_is_named(house: Reviewing, tmp_path: Path) -> None:
    (tmp_path / "installation.json").write_text("{")
    with pytest.raises(BadBackup, match=r"installation.json cannot be read .*: remove it where"):
        backup(house.url, house.archive, str(tmp_path))


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

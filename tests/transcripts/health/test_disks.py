"""A disk that fills up is known a quarter of an hour later: by what `watch` measures, disk by disk, with the places on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.transcripts.health.history import NOW, History
from transcripts.store.connection import connected
from transcripts.store.health import upkeep
from transcripts.upkeep import disks

pytestmark = pytest.mark.database


def measured(history: History, at: datetime = NOW, **places: float) -> None:
    for place, free in places.items():
        name = f"disk_free_bytes:{place}" if place != "least" else "disk_free_bytes"
        history.run(
            "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (%s, %s, %s, 'bytes', %s)"
            " ON CONFLICT (name, ministry, language, day) DO UPDATE SET value = excluded.value, at = excluded.at",
            *(at.date(), name, free, at),
        )


@pytest.mark.parametrize(("free", "severity"), [(10.8e9, None), (10.7e9, "warn"), (2.1e9, "bad")])
def test_a_disk_with_little_room_is_told_with_the_places_on_it(
    history: History, free: float, severity: str | None
) -> None:
    measured(history, archive=free, spool=free, database=500e9)
    found = [(one.severity, one.about, one.says) for one in history.found()]
    says = f"disk of archive, spool 2026-11-28: {free / 1e9:.1f} GB are left"
    assert found == ([(severity, "disk archive", says)] if severity else [])


def test_each_disk_is_a_finding_of_its_own_and_over_when_there_is_room_again(history: History) -> None:
    measured(history, archive=1e9, logs=3e9, spool=80e9)
    assert [(one.severity, one.about) for one in history.found()] == [("bad", "disk archive"), ("warn", "disk logs")]
    measured(history, NOW + timedelta(minutes=15), archive=90e9, logs=1e9, spool=80e9)
    assert [(one.severity, one.about) for one in history.found()] == [("bad", "disk logs")]


def test_what_watch_measures_goes_before_what_upkeep_measured_in_the_night(history: History) -> None:
    measured(history, NOW - timedelta(hours=8), least=1e9)
    assert [one.about for one in history.found()] == ["disk"]
    measured(history, archive=60e9)
    assert history.found() == []


def test_a_place_that_is_not_measured_any_more_is_none_after_a_day_and_silence_hides_no_full_disk(
    history: History,
) -> None:
    then = NOW - timedelta(days=2)
    measured(history, then, backups=1e9, archive=60e9)
    assert [one.about for one in history.found()] == ["disk backups"], "nothing was measured since: it is still full"
    measured(history, NOW, archive=60e9)
    assert history.found() == []


def test_that_watch_measures_does_not_hide_that_upkeep_has_stopped(history: History) -> None:
    then = NOW - timedelta(days=5)
    history.run(
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (%s, 'turns', 5, 'turns', %s)",
        then.date(),
        then,
    )
    measured(history, archive=60e9)
    assert [one.about for one in history.found()] == ["measurement"]


# What is measured


def test_places_on_one_disk_have_one_figure_and_a_store_has_none(tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    places = {"archive": f"file://{tmp_path}/not/made/yet", "spool": str(tmp_path / "spool"), "backups": "s3://b/x"}
    room = disks.free(places)
    assert [one.name for one in room.figures] == ["disk_free_bytes:archive", "disk_free_bytes:spool"]
    assert room.figures[0].value == room.figures[1].value > 0 and room.unseen == []
    assert disks.free({"logs": str(tmp_path / ("n" * 300))}).unseen[0].startswith("logs: "), "told, and no error"


def test_another_disk_has_a_figure_of_its_own() -> None:
    free = {one.name.partition(":")[2]: one.value for one in disks.free({"root": "/", "memory": "/dev/shm"}).figures}
    assert free["root"] != free["memory"]


def test_a_later_look_of_the_day_takes_the_earlier_ones_place(database_url: str, tmp_path: Path) -> None:
    for minutes in (0, 15):
        disks.note(database_url, {"spool": str(tmp_path)}, NOW + timedelta(minutes=minutes))
    with connected(database_url) as connection:
        (row,) = upkeep.free(connection)
        connection.cursor().execute("TRUNCATE pipeline.measurement")
        connection.commit()
    assert (row["place"], row["at"]) == ("spool", NOW + timedelta(minutes=15))

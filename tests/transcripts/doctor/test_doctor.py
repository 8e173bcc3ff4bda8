"""The doctor names what is not well and the way out, also when nothing is there; it asks a site only when it is told to."""

from __future__ import annotations

import base64
import json
import os
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from tests.scraper.tiny_site import Site
from tests.transcripts.collecting import Here
from transcripts.doctor import database, places, programs, settings
from transcripts.doctor.model import STATUS, Said

pytestmark = pytest.mark.database


def by_thing(found) -> dict[str, Said]:
    return {one.thing: one for one in found}


@pytest.fixture
def installed(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of an installation that is sound."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "spool").mkdir()
    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", database_url)
    monkeypatch.setenv("TRANSCRIPTS_ARCHIVE", f"file://{tmp_path}/archive")
    monkeypatch.setenv("TRANSCRIPTS_SPOOL", str(tmp_path / "spool"))
    monkeypatch.setenv("TRANSCRIPTS_VAR", str(tmp_path))
    monkeypatch.delenv("TRANSCRIPTS_CONTACT", raising=False)
    monkeypatch.delenv("TRANSCRIPTS_CA_FILE", raising=False)
    return tmp_path


def test_a_sound_installation_is_well(installed: Path) -> None:
    found = [*database.look(), *places.look()]
    assert [one for one in found if one.level != "ok"] == []
    assert list((installed / "archive").iterdir()) == [], "the probe is removed again"
    things = by_thing(found)
    assert things["encoding"].says == "UTF8" and "bounded: 8 sessions" in things["analyst"].says


def test_the_versions_are_those_of_the_lock(tmp_path: Path) -> None:
    assert [one.level for one in programs.look()] == ["ok", "ok"]
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "psycopg2-binary==0.0.1 \\\n    --hash=sha256:00\nno-such-package==1.0\nonly-there==2 ; sys_platform == 'win32'\n"
    )
    said = programs.packages(lock)
    assert (
        said.level == "bad" and "no-such-package is missing, pinned 1.0" in said.says and "only-there" not in said.says
    )
    assert "psycopg2-binary is 2." in said.says and "`make install`" in said.todo
    assert programs.packages(tmp_path / "gone").level == "warn"
    assert next(programs.look(version=(3, 10, 1))).level == "bad"


def test_nothing_set_and_nothing_there_is_told_thing_by_thing(tmp_path: Path, here: Here) -> None:
    bare = dict.fromkeys(("TRANSCRIPTS_DATABASE_URL", "TRANSCRIPTS_ARCHIVE", "TRANSCRIPTS_SPOOL"), "")
    done = here.run("doctor", "--json", **bare)
    said = json.loads(done.stdout)
    levels = {one["thing"]: one["level"] for one in said["checks"]}
    assert (done.returncode, said["status"]) == (2, 2)
    assert {levels[thing] for thing in ("database", "archive", "spool")} == {"bad"} and levels["python"] == "ok"
    assert all(one["todo"] for one in said["checks"] if one["level"] != "ok")


def test_a_database_that_is_down_hides_nothing_else(here: Here, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://transcripts:secret-word@127.0.0.1:{taken.getsockname()[1]}/transcripts"
        done = here.run("doctor", TRANSCRIPTS_DATABASE_URL=url)
    assert done.returncode == 2 and "secret-word" not in done.stdout
    assert "bad   database" in done.stdout and "what to do: `make run` starts the one here" in done.stdout
    assert "a probe was written, read and removed" in done.stdout


def test_an_archive_that_is_not_mounted_or_not_ours_is_named(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSCRIPTS_ARCHIVE", f"file://{installed}/other")
    (said,) = places.archive()
    assert said.level == "bad" and "there is no such folder" in said.says and "mount its disk" in said.todo
    assert not (installed / "other").exists()
    (installed / "archive" / f".doctor-{os.getpid()}").mkdir()
    monkeypatch.setenv("TRANSCRIPTS_ARCHIVE", f"file://{installed}/archive")
    assert by_thing(places.archive())["archive"].level == "bad"


def test_what_killed_crawls_left_in_the_spool_is_told(installed: Path) -> None:
    left = installed / "spool" / "tiny-1"
    left.mkdir()
    (left / "plan.json").write_text("{}")
    found = [one for one in places.spool() if one.level == "warn"]
    assert [one.says for one in found] == ["left by killed crawls: tiny-1"]


def test_secrets_that_others_can_read_are_named_with_the_way_out(installed: Path) -> None:
    file = installed / "secrets.json"
    file.write_text("{}")
    file.chmod(0o644)
    (said,) = (one for one in places.secrets(installed) if one.level == "bad")
    assert said.says == f"{file} can be read by others (mode 644)" and said.todo == f"chmod 600 {file}"
    file.chmod(0o600)
    assert [one.level for one in places.secrets(installed)] == ["ok"]


def test_a_file_of_certificates_must_hold_some(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = installed / "ca.pem"
    monkeypatch.setenv("TRANSCRIPTS_CA_FILE", str(file))
    assert places.certificates().level == "bad"
    file.write_text("no certificate")
    assert places.certificates().level == "bad"


def test_migrations_that_are_missing_or_newer_than_the_code(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "schema" / "migrations"
    folder.mkdir(parents=True)
    for number in (1, 2, 3):
        (folder / f"V000{number}__x.sql").write_text("")
    said = [database.migrations(numbers, tmp_path / "schema") for numbers in ({1, 2, 3}, {1}, {1, 2, 3, 4}, None)]
    assert [one.level for one in said] == ["ok", "bad", "bad", "bad"]
    assert said[1].says == "2 not applied: 2, 3" and "`transcripts migrate`" in said[1].todo
    assert said[2].says == "migration 4 was applied, and this code knows none after 3"


def test_somebody_elses_address_and_an_unbounded_analyst_are_named(
    installed: Path, postgres, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = database_url.rsplit("/", 1)[1]
    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", postgres.url(name))
    roles = by_thing(database.look())["roles"]
    assert roles.level == "bad" and "must be the address of transcripts" in roles.todo


def test_a_live_site_that_is_asked_without_a_contact_wants_one(installed: Path, database_url: str) -> None:
    with closing(psycopg2.connect(database_url)) as link, link, link.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive.crawl (crawl, ministry, since, until, started_at, archive)"
            " VALUES ('c', 'mid_ru', '2026-03-01', '2026-03-01', now(), 'a')"
        )
    said = by_thing(database.look())["contact"]
    assert said.level == "warn" and "mid_ru is asked" in said.says and "TRANSCRIPTS_CONTACT=" in said.todo


@pytest.mark.parametrize(("apart", "level"), [(0.5, "ok"), (10, "warn"), (-100, "bad")])
def test_clocks_that_differ_are_told(apart: float, level: str) -> None:
    now = datetime.now(UTC)
    assert database.clocks("clock", now + timedelta(seconds=apart), now, now, "the database's").level == level


def test_airflows_settings_are_looked_at_where_they_are() -> None:
    assert [one.thing for one in settings.look({})] == ["ministries"]
    key = base64.urlsafe_b64encode(b"x" * 32).decode()
    found = by_thing(settings.look({"AIRFLOW__CORE__FERNET_KEY": key}))
    assert (found["fernet key"].level, found["airflow"].level) == ("ok", "warn")
    assert settings.fernet("").level == "warn" and settings.fernet("short").level == "bad"


def test_a_site_is_asked_once_and_only_when_told_to(here: Here, site: Site) -> None:
    words = ("--sites", "--ministry", "tiny", "--address", site.address)
    here.run("doctor")
    assert site.asked == []
    done = here.run("doctor", *words)
    assert f"ok    site tiny      {site.address} answers (" in done.stdout
    assert len(site.asked) == 1 and "robots.txt" in str(site.asked[0])


def test_a_site_that_is_down_or_wants_to_be_left_alone_is_told(here: Here, site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        done = here.run("doctor", "--sites", "--ministry", "tiny", "--address", address)
    assert done.returncode == 2 and "bad   site tiny" in done.stdout
    here.execute(
        "INSERT INTO archive.crawl (crawl, ministry, since, until, outcome, started_at, finished_at, archive, not_before)"
        " VALUES ('c', 'tiny', '2026-03-01', '2026-03-01', 'BLOCKED', now(), now(), 'a', now() + interval '1 day')"
    )
    done = here.run("doctor", "--sites", "--ministry", "tiny", "--address", site.address)
    assert "was not asked: the site wants to be left alone until" in done.stdout and site.asked == []


def test_words_that_do_not_go_together_are_refused(here: Here) -> None:
    done = here.run("doctor", "--ministry", "tiny")
    assert done.returncode == 2 and "--ministry goes with --sites" in done.stderr


def test_the_levels_are_the_exit_statuses() -> None:
    assert STATUS == {"ok": 0, "warn": 1, "bad": 2}

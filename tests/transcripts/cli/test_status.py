"""`transcripts status`: the same health in one screen, and one line with an exit status for monitoring from outside."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from tests.transcripts.collecting import Here

pytestmark = pytest.mark.database


def blocked(here: Here) -> None:
    here.execute(
        "INSERT INTO archive.crawl (crawl, ministry, since, until, outcome, reason, started_at, finished_at, archive, run_id)"
        " VALUES ('c1', 'tiny', current_date - 1, current_date, 'BLOCKED', 'http_403 | three times', now(), now(), 'file:///a', 'manual')"
    )


def test_all_is_well_ends_0(here: Here) -> None:
    done = here.run("status", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "TRANSCRIPTS OK: all is well | bad=0 warn=0\n"
    assert here.run("status").stdout.startswith("health      all is well\n")


def test_a_finding_is_told_with_its_next_step_and_ends_1_or_2(here: Here) -> None:
    blocked(here)
    done = here.run("status", "--check")
    first, second, third = done.stdout.splitlines()
    assert done.returncode == 1, "tiny is asked by hand alone"
    assert first.startswith("TRANSCRIPTS WARNING: 1 finding, 0 of them for today: tiny ") and first.endswith(
        "| bad=0 warn=1"
    )
    assert first.count("|") == 1, "what follows a bar is figures to monitoring"
    assert second.startswith("warn block: tiny ") and third.startswith("     next: pause collect_tiny")
    here.execute("INSERT INTO pipeline.schedule_state VALUES ('tiny', false, now())")
    try:
        assert here.run("status", "--check").returncode == 2
    finally:
        here.execute("DELETE FROM pipeline.schedule_state")


def test_programs_get_the_same(here: Here) -> None:
    blocked(here)
    said = json.loads(here.run("status", "--check", "--json").stdout)
    assert (
        said["status"] == 1
        and said["findings"][0]["kind"] == "block"
        and said["says"].startswith("TRANSCRIPTS WARNING")
    )
    whole = json.loads(here.run("status", "--json").stdout)
    assert whole["findings"] == said["findings"] and whole["status"] == 1 and whole["documents"] == 0
    (tiny,) = [one for one in whole["ministries"] if one["ministry"] == "tiny"]
    assert (tiny["state"], tiny["outcomes"]) == ("paused", "B")


def test_the_screen_has_findings_first_then_ministries_sizes_and_work(here: Here) -> None:
    blocked(here)
    lines = here.run("status").stdout.splitlines()
    assert lines[0].startswith("warn block: tiny")
    words = [line.split()[0] for line in lines]
    assert (
        words.index("warn")
        < words.index("mid_ru")
        < words.index("sizes")
        < words.index("published")
        < words.index("crawl")
    )
    assert any(line.startswith("tiny        not collected by the clock") for line in lines)


def test_what_cannot_be_asked_is_critical(here: Here) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://transcripts:secret-word@127.0.0.1:{taken.getsockname()[1]}/transcripts"
        done = here.run("status", "--check", TRANSCRIPTS_DATABASE_URL=url)
    assert done.returncode == 2 and done.stdout.startswith("TRANSCRIPTS CRITICAL: the database transcripts@127.0.0.1")
    assert "secret-word" not in done.stdout and done.stdout.count("\n") == 1
    done = here.run("status", "--check", "--json", TRANSCRIPTS_DATABASE_URL="")
    assert done.returncode == 2 and json.loads(done.stdout)["says"].startswith(
        "TRANSCRIPTS CRITICAL: TRANSCRIPTS_DATABASE_URL is not set"
    )


def test_old_tables_are_critical(here: Here, postgres) -> None:
    done = here.run("status", "--check", TRANSCRIPTS_DATABASE_URL=postgres.url("postgres"))
    assert done.returncode == 2 and "`transcripts doctor` says what to do" in done.stdout


def test_late_is_told_in_the_terminal_too(here: Here) -> None:
    then = datetime.now(UTC) - timedelta(days=5)
    here.execute(
        "INSERT INTO archive.crawl (crawl, ministry, since, until, outcome, started_at, finished_at, archive, run_id, lists_complete)"
        f" VALUES ('c1', 'tiny', '{then:%Y-%m-%d}', '{then:%Y-%m-%d}', 'OK', '{then.isoformat()}', '{then.isoformat()}', 'a',"
        " 'scheduled__1', true)"
    )
    done = here.run("status", "--check")
    assert done.returncode == 2 and "bad  freshness: tiny" in done.stdout

"""stop, clean, status, psql and airflow, also when nothing was ever started."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from launcher.processes import Processes, is_alive
from launcher.server import find
from launcher.state import ROOT


def test_stop_and_clean_have_nothing_to_do_where_nothing_was(command, tmp_path):
    for word in ("stop", "clean"):
        done = command(tmp_path / "var", word)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"nothing to {word}: there is no {tmp_path / 'var'}\n"
    assert not (tmp_path / "var").exists()


def test_status_with_nothing_running(command, var):
    state = json.loads(command(var, "status", "--json").stdout)
    assert state["running"] is False
    assert state["var"] == str(var.root)
    assert state["analyst_url"].startswith("postgresql://analyst:")
    assert [(one["name"], one["alive"]) for one in state["processes"]] == [("postgres", False)]
    done = command(var, "status")
    assert "nothing runs: `make run` starts it" in done.stdout and done.returncode == 1


def test_status_names_what_runs_and_what_died(command, var):
    processes = Processes(var)
    up, down = (
        processes.start("up", ["sleep", "60"], os.environ, port=4711),
        processes.start("down", ["true"], os.environ),
    )
    while is_alive(down):
        pass
    state = json.loads(command(var, "status", "--json").stdout)
    assert {one["name"]: one["alive"] for one in state["processes"]} == {"postgres": False, "up": True, "down": False}
    assert state["running"] is True
    assert is_alive(up)
    done = command(var, "status")
    assert done.returncode == 1
    assert "down: postgres, down. `make run` starts what is missing" in done.stdout


def test_stop_says_what_it_ended(command, var):
    record = Processes(var).start("up", ["sleep", "60"], os.environ)
    assert command(var, "stop").stdout == "stopped: up\n"
    assert not is_alive(record)
    assert command(var, "stop").stdout == "stopped: nothing was running\n"


def test_psql_without_a_server_says_how_to_start_it(command, var):
    done = command(var, "psql", "--", "-c", "SELECT 1")
    assert done.returncode == 1
    assert "the database does not run" in done.stderr and "`make run`" in done.stderr


def test_our_command_line_without_a_server_says_how_to_start_it(command, var):
    done = command(var, "transcripts", "--", "review")
    assert done.returncode == 1
    assert "the database does not run" in done.stderr and "`make run`" in done.stderr


def test_our_command_line_has_the_settings_of_this_installation(command, var, monkeypatch):
    """With another server that does not answer: the message names the address that was taken."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret-word@127.0.0.1:1/postgres")
    done = command(var, "transcripts", "--", "review", "--json")
    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr and "secret-word" not in done.stderr


def test_clean_waits_for_stop(command, var):
    Processes(var).start("up", ["sleep", "60"], os.environ)
    done = command(var, "clean", "--yes")
    assert done.returncode == 1
    assert "still running: up" in done.stderr and "`make stop` first" in done.stderr
    assert var.archive.exists()


def test_clean_deletes_nothing_where_nobody_can_be_asked(command, var):
    done = command(var, "clean")
    assert done.returncode == 2
    assert "nobody here to ask" in done.stderr and "YES=1" in done.stderr
    assert var.archive.exists()


@pytest.mark.parametrize(("answer", "deleted"), [("n\n", False), ("\n", False), ("y\n", True)])
def test_clean_asks_first(var, answer, deleted):
    ours, theirs = pty.openpty()
    try:
        asking = subprocess.Popen(
            [sys.executable, "-m", "launcher", "clean"],
            cwd=ROOT,
            env={**os.environ, "TRANSCRIPTS_VAR": str(var.root)},
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        os.write(ours, answer.encode())
        said, _ = asking.communicate(timeout=30)
    finally:
        os.close(ours)
        os.close(theirs)
    assert f"Delete the database, the archive and the logs in {var.root}? [y/N]" in said
    assert var.archive.exists() is not deleted
    assert (asking.returncode == 0) is deleted


def test_clean_deletes_what_the_launcher_made_and_nothing_else(command, var):
    find(var)
    var.remember(ports={"ui": 1})
    (var.root / "memory.jsonhalf").write_text("{")
    (var.archive / "page.warc.gz").write_text("x")
    (var.root / "my notes.txt").write_text("mine")
    assert command(var, "clean", "--yes").returncode == 0
    assert [path.name for path in var.root.iterdir()] == ["my notes.txt"]


def test_clean_takes_the_folder_with_it_when_nothing_else_is_there(command, var):
    find(var)
    assert command(var, "clean", "--yes").returncode == 0
    assert not var.root.exists()


def test_airflow_before_the_first_run_says_how_to_make_one(command, var):
    done = command(var, "airflow", "--", "dags", "list")
    assert done.returncode == 1
    assert "no Airflow here yet" in done.stderr and "`make run`" in done.stderr


def test_airflow_has_the_settings_of_this_installation(command, var):
    var.remember(ports={"ui": 4711, "sample": 4712, "texts": 4713})
    done = command(var, "airflow", "--", "config", "get-value", "api", "base_url")
    assert done.stdout.strip().splitlines()[-1] == "http://127.0.0.1:4711", done.stderr

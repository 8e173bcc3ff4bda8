"""Processes that outlive a command: recorded, found again, stopped with all that they started, and nobody else touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from launcher.processes import ID_MARK, NAME_MARK, Processes, birth, is_alive
from launcher.state import ROOT, Var
from tests.launcher.conftest import wait_for

SLEEP = ["sleep", "60"]
#: Starts a child in a session of its own, says its number, and waits.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen(["sleep", "60"], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def processes(var):
    return Processes(var)


@pytest.fixture
def bystander():
    """A process that is not ours."""
    bystander = subprocess.Popen(SLEEP, start_new_session=True)
    yield bystander
    bystander.kill()
    bystander.wait()


def gone(pid: int) -> bool:
    return birth(pid) is None


def said(var: Var, name: str) -> str:
    wait_for(lambda: var.log(name).read_text().endswith("\n"))
    return var.log(name).read_text().strip()


def start_parent(var: Var, processes: Processes) -> tuple[int, int]:
    parent = processes.start("parent", [sys.executable, "-c", PARENT], os.environ)
    return parent.pid, int(said(var, "parent"))


def test_a_start_is_recorded_with_the_time_of_birth(var, processes):
    record = processes.start("one", SLEEP, os.environ, settings="s", port=8080)
    assert processes.records() == [record]
    assert (record.birth, record.command, record.port) == (birth(record.pid), SLEEP, 8080)
    assert processes.alive("one") == record
    assert os.getsid(record.pid) == record.pid, "a session of its own"


def test_a_stop_ends_it_and_what_it_started_also_in_other_sessions(var, processes, bystander):
    parent, child = start_parent(var, processes)
    assert os.getsid(child) == child
    assert processes.stop() == ["parent"]
    assert gone(parent) and gone(child)
    assert processes.records() == []
    assert bystander.poll() is None


def test_a_child_whose_parent_was_killed_is_ended_all_the_same(var, processes):
    parent, child = start_parent(var, processes)
    os.kill(parent, signal.SIGKILL)
    wait_for(lambda: gone(parent))
    assert processes.alive("parent") is None
    assert processes.stop() == []
    assert gone(child)


def test_a_process_that_does_not_listen_is_killed(var, processes, monkeypatch):
    monkeypatch.setattr("launcher.processes.PATIENCE", (0.2, 0.2, 0.2, 5.0))
    record = processes.start("deaf", [sys.executable, "-c", DEAF], os.environ)
    assert said(var, "deaf") == "deaf"
    assert processes.stop() == ["deaf"]
    assert gone(record.pid)


def test_a_recycled_number_is_never_signalled(var, processes, bystander):
    record = {"name": "old", "pid": bystander.pid, "birth": "another boot 1", "started_at": "2026-01-01T00:00:00+00:00"}
    (var.records / "old.json").write_text(json.dumps({**record, "command": [], "settings": "", "port": None}))
    assert processes.alive("old") is None
    assert processes.stop() == []
    assert bystander.poll() is None

    boot = birth(bystander.pid).split(" ")[0]
    same_boot = {**record, "birth": f"{boot} 1", "command": [], "settings": "", "port": None}
    (var.records / "old.json").write_text(json.dumps(same_boot))
    assert processes.stop() == []
    assert bystander.poll() is None


def test_another_folders_processes_are_left_alone(var, processes, tmp_path):
    other = Var(tmp_path / "other")
    other.make()
    theirs = Processes(other).start("one", SLEEP, os.environ)
    try:
        processes.start("one", SLEEP, os.environ)
        assert processes.stop() == ["one"]
        assert is_alive(theirs)
    finally:
        Processes(other).stop()


def test_only_those_that_are_named_are_stopped(processes):
    kept, other = processes.start("kept", SLEEP, os.environ), processes.start("other", SLEEP, os.environ)
    assert processes.stop(["other"]) == ["other"]
    assert is_alive(kept) and not is_alive(other)


def test_what_a_command_started_and_could_not_record_before_it_was_killed_is_found_by_its_mark(var, processes):
    marks = {**os.environ, ID_MARK: var.id, NAME_MARK: "lost"}
    lost = subprocess.Popen(SLEEP, env=marks, start_new_session=True)
    processes.stop(["another"])
    assert lost.poll() is None
    processes.stop(["lost"])
    assert lost.wait(5) == -signal.SIGTERM


def test_a_half_written_record_is_none(var, processes):
    (var.records / "half.json").write_text('{"name": "half", "pid"')
    (var.records / "odd.json").write_text('{"name": "odd"}')
    assert processes.records() == []


@pytest.mark.parametrize(("code", "status"), [("print('done')", 0), ("import sys; print('no'); sys.exit(7)", 7)])
def test_a_step_runs_to_its_end_and_leaves_its_status_and_its_log_and_no_record(var, processes, code, status):
    assert processes.run("step", [sys.executable, "-c", code], os.environ) == status
    assert var.log("step").read_text() in ("done\n", "no\n")
    assert processes.records() == []


STEP = """
import os, sys
from pathlib import Path
from launcher.processes import Processes
from launcher.state import Var
Processes(Var(Path(sys.argv[1]))).run("step", ["sleep", "60"], os.environ)
"""


def test_a_step_whose_command_was_killed_is_found_and_ended(var, processes):
    command = subprocess.Popen([sys.executable, "-c", STEP, str(var.root)], cwd=ROOT)
    wait_for(lambda: processes.alive("step") is not None)
    step = processes.alive("step")
    command.kill()
    command.wait()
    assert is_alive(step)
    assert processes.stop() == ["step"]
    assert not is_alive(step)

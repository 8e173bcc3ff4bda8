"""Killed in the middle, the next `make run` recovers; `make stop` ends all that was started, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from launcher.processes import ID_MARK
from launcher.state import Var
from tests.end_to_end.house import ROOT, House

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(400)]


@pytest.mark.full
def test_kill_9_of_anything_and_the_next_run_recovers_and_a_command_beside_it_says_who_is_at_work(
    main_job: House,
) -> None:
    killed = ("postgres", "scheduler", "sample")
    if not all(one["alive"] for one in main_job.state()["processes"] if one["name"] in killed):
        main_job.make("run")  # long tests before this one switch the machine off, and need no sample site afterwards
    documents = main_job.value("SELECT count(*) FROM analysis.transcripts WHERE ministry = 'sample'")
    for pid in [
        main_job.process(name)["pid"] for name in killed
    ]:  # asked for first: without Postgres others end by themselves
        os.kill(pid, signal.SIGKILL)
    first = subprocess.Popen(
        ["make", "run"], cwd=ROOT, env=main_job.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout is not None
        first.stdout.readline()
        second = main_job.make("run", check=2)
        assert "is in use by `make run`" in second.stderr
    finally:
        said, _ = first.communicate(timeout=200)
    assert first.returncode == 0
    assert "corpus: nothing written" in said
    assert main_job.value("SELECT count(*) FROM analysis.transcripts WHERE ministry = 'sample'") == documents
    assert all(one["alive"] for one in main_job.state()["processes"] if one["name"] in killed)


def test_clean_asks_and_does_not_delete_what_runs(main_job: House) -> None:
    done = main_job.make("clean", check=2)
    assert "`make stop` first" in done.stderr
    assert main_job.value("SELECT 1 AS one") == 1


def test_stop_ends_every_process_that_was_started_and_no_other(main_job: House) -> None:
    mark = Var(main_job.var).id
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    try:
        assert marked(mark)
        main_job.make("stop")
        deadline = time.monotonic() + 10
        while marked(mark) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert marked(mark) == []
        assert not any(one["alive"] for one in main_job.state()["processes"])
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()
    assert "nothing was running" in main_job.make("stop").stdout


def marked(mark: str) -> list[str]:
    """The living processes that bear the installation's mark."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(ID_MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(f"{process.pid} {process.name()}")
        except (psutil.Error, OSError):
            continue
    return found

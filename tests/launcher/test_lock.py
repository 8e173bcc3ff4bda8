"""One command at a time: the second says who holds the folder, and a dead holder holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from launcher.lock import locked
from launcher.state import ROOT
from launcher.trouble import Trouble

HOLD = """
import sys, time
from pathlib import Path
from launcher.lock import locked
from launcher.state import Var
with locked(Var(Path(sys.argv[1])), "make run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(var):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(var.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    yield holder
    holder.kill()
    holder.wait()
    holder.stdout.close()


def test_a_second_command_says_who_holds_the_folder(var, holder):
    with pytest.raises(Trouble) as told, locked(var, "make stop"):
        pass
    assert f"in use by `make run` (process {holder.pid}, since " in told.value.what
    assert told.value.todo


def test_every_command_that_starts_or_stops_asks_for_it(var, holder, command):
    for words in (("run",), ("stop",), ("clean", "--yes")):
        done = command(var, *words)
        assert done.returncode == 1
        assert f"in use by `make run` (process {holder.pid}" in done.stderr
    assert (var.root / "lock").exists()


def test_a_killed_holder_holds_nothing(var, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with locked(var, "make stop"):
        pass


def test_it_is_free_again_after_an_error(var):
    with pytest.raises(Trouble, match="in the middle"), locked(var, "make run"):
        raise Trouble("in the middle")
    with locked(var, "make run"):
        pass

"""A state folder of its own for each test, and nothing of the caller's settings."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher.processes import Processes
from launcher.state import ROOT, Var


@pytest.fixture(autouse=True)
def _no_settings_of_the_caller(monkeypatch):
    for name in ("DATABASE_URL", "TRANSCRIPTS_VAR", "TRANSCRIPTS_MINISTRIES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def var(tmp_path):
    """A state folder whose name has a blank, as users' folders have."""
    var = Var(tmp_path / "a var")
    var.make()
    yield var
    if var.root.exists():
        Processes(var).stop()


@pytest.fixture
def command(tmp_path):
    """Runs `python -m launcher` on a state folder, as make does."""

    def command(var: Path | Var, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        root = var.root if isinstance(var, Var) else var
        return subprocess.run(
            [sys.executable, "-m", "launcher", *words],
            cwd=ROOT,
            env={**os.environ, "TRANSCRIPTS_VAR": str(root), **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return command


def wait_for(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)

"""A command of ours that is killed or stopped in the middle, or runs out of disk; the middle is chosen by a lock on a table."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.transcripts.collecting import ROOT, Here

_ALLOWED = shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode
small_disks = pytest.mark.skipif(not _ALLOWED, reason="this machine allows no user namespaces to mount a small disk in")


def started(here: Here, *words: str) -> subprocess.Popen[str]:
    """The command at work."""
    return subprocess.Popen(
        here.command(*words),
        cwd=ROOT,
        env=here.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], object], child: subprocess.Popen[str], seconds: float = 90) -> None:
    """Until it holds, while the command is at work."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert child.poll() is None, child.communicate()
        assert time.monotonic() < deadline, "the command does not get there"
        time.sleep(0.01)


@contextmanager
def in_the_middle(here: Here, *words: str) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """The command as it waits for the table of people's names, and the connection that it waits for."""
    with closing(psycopg2.connect(here.url)) as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE corpus.person_name IN ACCESS EXCLUSIVE MODE")
        child = started(here, *words)
        try:
            wait_for(lambda: here.rows("SELECT count(*) FROM pg_locks WHERE NOT granted")[0][0], child)
            yield child, holder
        finally:
            child.kill()
            child.communicate()


def on_small_disk(here: Here, size: str, mount: Path, *words: str) -> tuple[int, str, set[str]]:
    """The command in a place where a disk of this size is mounted: its status, what it said, and what lies there then."""
    script = (
        f"mount -i -n -t tmpfs -o size={size} tmpfs {mount} && {sys.executable} -m transcripts {' '.join(words)};"
        f" echo $?; ls -A {mount}"
    )
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script],
        cwd=ROOT,
        env=here.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    status, *there = done.stdout.splitlines()
    return int(status), done.stderr, set(there)

"""The command line as a whole: it starts at once, and what cannot be used on it is one line and status 2."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcripts.clean.pages import page

ROOT = Path(__file__).parents[3]
COMMANDS = (
    "clean",
    "segment",
    "evaluate",
    "alignment",
    "countries",
    "review",
    "collect",
    "canary",
    "check",
    "import",
    "recheck",
    "process",
    "replay",
    "export",
    "cite",
    "digest",
    "dictionary",
    "suppress",
    "status",
    "doctor",
    "backup",
    "restore",
    "migrate",
    "correct",
    "gaps",
    "quarantine",
    "same",
    "upkeep",
)
#: Seconds of the processor's time, from nothing to the end.
AT_ONCE = 0.5
#: A setting of build machines by which Python compiles every module anew at each start; users' have it not.
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "transcripts", *map(str, arguments)],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if k != UNCOMPILED}, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def spent(*arguments: object, **environment: str) -> float:
    """The processor's time that a call takes, the best of ten at most: what else runs here makes it only longer."""
    found = [AT_ONCE]
    while len(found) <= 10 and min(found) >= AT_ONCE:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(*arguments, **environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert (done.returncode, done.stderr) == (0, "")
        found.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(found)


def test_every_command_is_tried_here() -> None:
    listed = run("--help").stdout.partition("Commands:")[2].splitlines()
    assert tuple(line.split()[0] for line in listed if line.strip()) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_comes_at_once(command: str) -> None:
    assert spent(command, "--help") < AT_ONCE


def test_a_page_is_read_at_once(tmp_path: Path) -> None:
    source = (ROOT / "tests/transcripts/clean/pages.py").read_text(encoding="utf-8")
    (tmp_path / "harbour.py").write_text(source, encoding="utf-8")
    file = tmp_path / "page.html"
    file.write_text(page("<p>Question: When?</p><p>Orla Venn: Soon.</p>"), encoding="utf-8")
    assert spent("clean", file, "--ministry", "harbour", TRANSCRIPTS_MINISTRIES=str(tmp_path)) < AT_ONCE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["clean", "--nope"], "transcripts clean: No such option: --nope"),
        (["clean", "a.html", "b.html"], "transcripts clean: Got unexpected extra argument(s) (b.html)"),
        (["segment", "--nope"], "transcripts segment: No such option: --nope"),
        (["evaluate", "--nope"], "transcripts evaluate: No such option: --nope"),
        (["collect"], "transcripts collect: Missing option '--ministry'"),
        (["process", "--batch-size", "0"], "transcripts process: Invalid value for '--batch-size'"),
        (["status", "--nope"], "transcripts status: No such option: --nope"),
        (["migrate", "--nope"], "transcripts migrate: No such option: --nope"),
        (["bake"], "transcripts: No such command 'bake'"),
        (["--nope"], "transcripts: No such option: --nope"),
        ([], "transcripts: Missing command"),
    ],
)
def test_a_bad_command_line_is_one_line_and_status_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.endswith("--help says what there is)\n")
    assert done.stderr.count("\n") == 1

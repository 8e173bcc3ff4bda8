"""The command `transcripts evaluate`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcripts.evaluate.written import write

ROOT = Path(__file__).parents[3]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "transcripts", "evaluate", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_figures_are_printed_by_ministry_and_language_and_over_all(folder: Path) -> None:
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nmid_ru en: 1 documents, 7 turns, 38 words\n  boundary F1         0.8333\n" in done.stdout
    assert "\nall: 1 documents, 7 turns, 38 words\n" in done.stdout
    assert "  boundary recall     0.7143 [0.400, 0.889] 5 of 7\n" in done.stdout
    assert (
        "hard case   turns   found   label    role  person\naddressee       1       1       1       1       1\n"
        in done.stdout
    )
    assert "trap            traps   taken\nreported fact       1       0\n" in done.stdout


def test_verbose_lists_what_is_wrong_with_document_paragraph_wanted_and_found(folder: Path) -> None:
    assert run(folder, "--verbose").stdout.endswith(
        "ferry:8+26: missed: wanted Question:, found nothing\n"
        "ferry:8+26: exchange missed: wanted questions at 8, answers at 8, found nothing\n"
        "ferry:8+44: missed: wanted Sergey Lavrov:, found nothing\n"
    )


def test_json_holds_the_same(folder: Path) -> None:
    said = json.loads(run(folder, "--json", "--verbose").stdout)[str(folder)]
    assert said["groups"]["all"]["figures"]["boundary_recall"] == {
        "share": 0.714286, "right": 5, "total": 7, "limits": [0.400311, 0.888887],
    }  # fmt: skip
    assert said["hard"]["inline"] == {"gold": 2}
    assert [one["paragraph"] for one in said["mistakes"]] == [8, 8, 8]


def test_pin_then_gate_then_a_changed_text(folder: Path) -> None:
    gate = folder / "gate.json"
    assert run(folder, "--pin", gate).returncode == 0
    held = run(folder, "--gate", gate)
    assert (held.returncode, held.stderr) == (0, f"{gate}: held, 1 documents\n")
    write(folder, "boat")
    shut = run(folder, "--gate", gate)
    assert (shut.returncode, shut.stderr) == (1, f"transcripts evaluate: {gate}: boat: is not pinned; --pin adds it\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "DIR is missing: transcripts evaluate DIR"),
        (["nowhere"], "nowhere: has no folder gold/ (gold/*.json and texts/*.txt are expected in it)"),
        (["a", "b", "--gate", "g"], "--gate and --pin hold one DIR"),
        (["a", "--lower", "why"], "--lower goes with --pin FILE"),
        (["a", "--note", "why"], "--note goes with --publish DOCS"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_status_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"transcripts evaluate: {said}")


def test_a_gate_that_is_not_there(folder: Path) -> None:
    done = run(folder, "--gate", folder / "none.json")
    assert done.returncode == 2
    assert "none.json: No such file or directory; --pin " in done.stderr

"""The command `transcripts segment`."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.transcripts.cli.test_app import UNCOMPILED
from transcripts.cli.segment import command
from transcripts.segment.tables import BadData

COMMAND = [sys.executable, "-m", "transcripts", "segment"]
ROOT = Path(__file__).parents[3]
TEXT = "We met.\r\n\nQuestion (for Emmanuel Macron): Why?\n  Sergey Lavrov: So.\u0085And so.\nThe end.\n"
#: What a light command has no need of.
HEAVY = (
    "airflow",
    "bs4",
    "fsspec",
    "lxml",
    "psycopg2",
    "scrapy",
    "selectolax",
    "twisted",
    "warcio",
    "requests",
    "asyncio",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if key != UNCOMPILED}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")


def said(*arguments: object) -> Any:
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return json.loads(done.stdout)


def test_turns_and_exchanges_as_json(file: Path) -> None:
    found = said(file, "--ministry", "mid_ru", "--language", "en", "--title", "Remarks by Sergey Lavrov")
    assert [(turn["start"], turn["end"], turn["kind"]) for turn in found["turns"]] == [
        (1, 1, "statement"),
        (2, 2, "question"),
        (3, 4, "answer"),
    ]
    assert found["exchanges"] == [[[1], [2]]]
    assert found["turns"][1] == {
        "start": 2,
        "end": 2,
        "start_char": 0,
        "label": "Question (for Emmanuel Macron):",
        "speaker": None,
        "person": None,
        "person_id": None,
        "outlet": None,
        "role": "journalist",
        "kind": "question",
        "note": "for Emmanuel Macron",
        "addressed_to": "Emmanuel Macron",
        "translated_from": None,
        "adding_after": None,
        "rule": "marker_word",
        "confidence": 0.99,
    }


def test_a_ministrys_code_stands_for_its_style_and_the_date_picks_the_office(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Foreign Minister Ivanov: So.\n", encoding="utf-8")
    for ministry in ("sample", "mid_ru"):
        found = said(file, "--ministry", ministry, "--language", "en-GB", "--date", "2003-01-23")
        assert found["turns"][0]["person"] == "Igor Ivanov"


def test_a_table_for_the_eye(file: Path) -> None:
    done = run(file, "--ministry", "mid_ru", "--language", "en", "--table")
    assert done.returncode == 0
    assert "Sergey Lav" in done.stdout
    assert "3 turns, 1 exchanges" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{missing}", "--ministry", "mid_ru", "--language", "en"], "nowhere.txt: No such file or directory"),
        (["{folder}", "--ministry", "mid_ru", "--language", "en"], "Is a directory"),
        (["{latin}", "--ministry", "mid_ru", "--language", "en"], "is not UTF-8 (byte 4)"),
        (["{empty}", "--ministry", "mid_ru", "--language", "en"], "holds no text"),
        (["{file}", "--ministry", "atlantis", "--language", "en"], "--ministry atlantis: neither a ministry nor a marker style; known are"),
        (["{file}", "--ministry", "mid_ru", "--language", "tlh"], "--language tlh: there are no markers for it; known are ar, de, en, es, fr, pt, ru, zh"),
        (["{file}", "--ministry", "mid_ru", "--language", "en", "--date", "31.2.2020"], "--date 31.2.2020: must be a day such as 2020-02-28"),
        (["{file}", "--ministry", "mid_ru", "--language", "en", "--kind", "opera"], "--kind opera: must be one of"),
        (["{file}", "--language", "en"], "--ministry missing"),
        ([], "FILE and --ministry and --language missing"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_status_2(file: Path, arguments: list[str], message: str) -> None:
    (file.parent / "latin.txt").write_bytes("Caf\u00e9\n".encode("latin-1").replace(b"Caf", b"Cafe"))
    (file.parent / "empty.txt").write_text(" \n\n")
    names = {
        "missing": file.parent / "nowhere.txt",
        "folder": file.parent,
        "latin": file.parent / "latin.txt",
        "empty": file.parent / "empty.txt",
        "file": file,
    }
    done = run(*(argument.format(**names) for argument in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("transcripts segment: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_it_starts_at_once(file: Path) -> None:
    arguments = [str(file), "--ministry", "mid_ru", "--language", "en"]
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run(*arguments).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    assert min(spent) < 0.5, "seconds of the processor's time"


def test_it_imports_nothing_heavy(file: Path) -> None:
    command = [sys.executable, "-X", "importtime", *COMMAND[1:], str(file), "--ministry", "mid_ru", "--language", "en"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    imported = {row.rsplit("|", 1)[-1].strip().split(".")[0] for row in done.stderr.splitlines()}
    assert "transcripts" in imported
    assert imported.isdisjoint(HEAVY)


def test_a_mistake_in_the_data_files_is_one_line(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise BadData("people/others.toml: [[person]] 44 (x-y): role: 'boss' must be one of ...")

    monkeypatch.setattr("transcripts.segment.segment", broken)
    with pytest.raises(typer.Exit) as end:
        command(file, ministry="mid_ru", language="en")
    assert end.value.exit_code == 2
    assert capsys.readouterr().err.startswith("transcripts segment: people/others.toml: [[person]] 44 (x-y): role")

"""`transcripts clean`: JSON on standard output, status 3 for quarantine, status 2 and one line for other bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .pages import page

ROOT = Path(__file__).parents[3]
KEYS = (
    "layout title published_at event_date event_place number language languages kind tags paragraphs".split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def ministries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the hand-written ministry as a module of its own."""
    folder = tmp_path_factory.mktemp("ministries")
    source = (Path(__file__).parent / "pages.py").read_text(encoding="utf-8")
    (folder / "harbour.py").write_text(source, encoding="utf-8")
    return folder


def run(ministries: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from transcripts.cli.app import main; main()", "clean", *arguments],
        cwd=ROOT,
        env={**os.environ, "TRANSCRIPTS_MINISTRIES": str(ministries)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_page_is_printed_as_one_json_object(ministries: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(when="28 June 2022 11:44"), encoding="utf-8")
    done = run(ministries, str(file), "--ministry", "harbour", "--url", "https://harbour.example/1?lang=en")
    assert (done.returncode, done.stderr) == (0, "")
    printed = json.loads(done.stdout)
    assert set(KEYS) <= set(printed)
    assert printed["published_at"] == "2022-06-28T11:44:00+01:00"
    assert (printed["event_date"], printed["number"], printed["tags"]) == (None, None, [])
    assert [set(paragraph) for paragraph in printed["paragraphs"]] == [{"role", "text"}]


def test_quarantine_has_status_3_and_its_reason_on_standard_output(ministries: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(b"%PDF-1.7")
    done = run(ministries, str(file), "--ministry", "harbour", "--content-type", "application/pdf")
    assert done.returncode == 3
    printed = json.loads(done.stdout)
    assert (set(printed), printed["quarantine"]) == ({"quarantine", "detail"}, "not_html")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "ministry", "said"),
    [
        ("none.html", "harbour", "none.html"),
        ("page.html", "nowhere", "unknown ministry 'nowhere'"),
        (".", "harbour", "directory"),
    ],
)
def test_other_bad_input_has_status_2_and_one_line(
    ministries: Path, tmp_path: Path, name: str, ministry: str, said: str
) -> None:
    (tmp_path / "page.html").write_text(page(), encoding="utf-8")
    done = run(ministries, str(tmp_path / name), "--ministry", ministry)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("arguments", "said"), [((), "FILE"), (("page.html",), "--ministry")])
def test_what_is_missing_on_the_command_line_is_said_in_one_line(
    ministries: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(ministries, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{said} is missing" in done.stderr
    assert len(done.stderr.splitlines()) == 1

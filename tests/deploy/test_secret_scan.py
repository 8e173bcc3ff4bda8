"""The scan finds a secret that somebody left in a file, and says nothing of what is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy import secret_scan

ROOT = Path(__file__).resolve().parents[2]
#: Made here of parts, so that this file holds none: keys of known forms, and a password by its name.
KEY = "AKIA" + "QWERTYUIOPASDFGH"
TOKEN = "ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8"
PRIVATE = "-----BEGIN RSA " + "PRIVATE KEY-----"


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the project's."""
    monkeypatch.setattr(secret_scan, "ROOT", tmp_path)
    return tmp_path


def found(folder: Path, name: str, text: str, by_form: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return [(one.line, one.kind) for one in secret_scan.scan([name], by_form)]


@pytest.mark.parametrize(
    ("secret", "kind"), [(KEY, "AWS Access Key"), (TOKEN, "GitHub Token"), (PRIVATE, "Private Key")]
)
def test_a_key_is_found_anywhere(planted: Path, secret: str, kind: str) -> None:
    assert (2, kind) in found(planted, "tests/a.py", f"x = 1\ny = '{secret}'\n", ("tests/",))


def test_a_password_is_found_by_its_name(planted: Path) -> None:
    assert found(planted, "a.py", 'PASSWORD = "' + "hunter" + '22"\n') == [(1, "Secret Keyword")]
    assert found(planted, "b.env", "URL=postgresql://owner:" + "hunter22@db/x\n") == [(1, "Basic Auth Credentials")]


def test_what_is_no_secret_is_not_found(planted: Path) -> None:
    assert found(planted, "a.py", 'PASSWORD = os.environ["PASSWORD"]\nURL = "postgresql://db/x"\n') == []
    assert found(planted, "tests/a.py", 'URL = "postgresql://owner:secret@db/x"\n', ("tests/",)) == []


def test_the_command_names_the_place_and_the_way_out(tmp_path: Path) -> None:
    file = tmp_path / "left.py"
    file.write_text(f"KEY = '{KEY}'\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "deploy.secret_scan", str(file)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "left.py:1: AWS Access Key, digest" in done.stdout and "deploy/secret_scan.toml" in done.stdout


@pytest.mark.full
def test_no_file_of_the_project_holds_one() -> None:
    assert secret_scan.main([]) == 0

"""The environment is made anew when the locks, the Python or its place have changed, and else in no time."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from launcher import install
from launcher.state import ROOT


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder of its own with locks and an environment that claims to be up to date."""
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    for names in install.LOCKS.values():
        for name in names:
            (tmp_path / name).write_text(name)
    for name in install.LOCKS:
        install._stamp(name).write_text(install._wanted(name))
    return tmp_path


def test_nothing_is_done_when_nothing_has_changed(project, monkeypatch):
    monkeypatch.setattr(install, "_run", lambda *words: pytest.fail(f"ran {words}"))
    assert install.main([]) == 0
    assert install.main(["--dev"]) == 0


@pytest.mark.parametrize(
    ("file", "changed"),
    [("requirements.lock", {"main"}), ("pyproject.toml", {"main"}), ("requirements-dev.lock", {"dev"})],
)
def test_a_lock_that_changed_is_installed_anew(project, file, changed):
    (project / file).write_text("something else")
    assert {name for name in install.LOCKS if not install._is_stamped(name)} == changed


def test_an_environment_that_was_moved_is_installed_anew(project, monkeypatch):
    monkeypatch.setattr(install, "ROOT", project / "..")
    for names in install.LOCKS.values():
        for name in names:
            (project.parent / name).write_text(name)
    assert not install._is_stamped("main")


def test_a_python_that_is_too_old_is_told_with_the_way_out(project, monkeypatch, capsys):
    monkeypatch.setattr(install, "LOWEST", (4, 0))
    assert install.main([]) == 1
    said = capsys.readouterr().err
    assert "4.0 is the lowest" in said and "make install PYTHON=" in said


def test_a_step_that_fails_is_told(project, monkeypatch):
    with pytest.raises(install.Stop, match="is there a network"):
        install._run([sys.executable, "-c", "import sys; sys.exit(1)"], install.FETCH)


def test_a_second_install_takes_no_time():
    words = [sys.executable, "launcher/install.py", "--dev"]
    subprocess.run(words, cwd=ROOT, check=True)
    began = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert time.monotonic() - began < 2


def test_without_any_python_make_says_what_to_install():
    done = subprocess.run(
        ["make", "install", "PYTHON=/no/such/python"], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.returncode != 0
    assert "Install Python 3.11 or newer" in done.stderr

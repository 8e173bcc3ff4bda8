"""Makes the environment `.venv` from the locks. Runs before anything is installed: the standard library only.

`python3 launcher/install.py [--dev]`. Nothing happens when the locks have not changed since the last time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
#: Where uv is put when the system's Python cannot make an environment with pip in it (Debian without python3-venv).
ASIDE = ROOT / ".uv"
LOWEST = (3, 11)
#: What the environment depends on, by the name of its stamp.
LOCKS = {"main": ("requirements.lock", "pyproject.toml"), "dev": ("requirements-dev.lock",)}


class Stop(Exception):
    """What failed and what to do, for the user."""


def main(arguments: Sequence[str]) -> int:
    """Brings the environment up to date. Returns the exit status."""
    began = time.monotonic()
    try:
        _check_python()
        changed = [name for name in ("main", *(["dev"] if "--dev" in arguments else [])) if not _is_stamped(name)]
        if changed:
            uv = _uv(fresh="main" in changed)
            for name in changed:
                _install(uv, name)
            print(f"installed in {time.monotonic() - began:.0f} s")
    except Stop as stop:
        print(f"install: {stop}", file=sys.stderr)
        return 1
    return 0


def _check_python() -> None:
    if sys.version_info[:2] < LOWEST:
        raise Stop(
            f"{sys.executable} is Python {sys.version.split()[0]}; {LOWEST[0]}.{LOWEST[1]} is the lowest. {ANOTHER}"
        )


ANOTHER = (
    "Install another (Debian: apt-get install python3 python3-venv) or name it: make install PYTHON=/path/to/python3"
)


def _uv(fresh: bool) -> list[str]:
    """How uv is called. Makes the environment where it is not there, or not whole, or has moved."""
    if fresh and not _works([str(PYTHON), "-c", "import sys"]):
        shutil.rmtree(VENV, ignore_errors=True)
    if _works([str(PYTHON), "-m", "uv", "--version"]):
        return [str(PYTHON), "-m", "uv"]
    if not PYTHON.exists() and not _can_make_venv():
        return _uv_aside()
    print("making the environment in .venv", flush=True)
    if not PYTHON.exists():
        _run([sys.executable, "-m", "venv", str(VENV)], "the environment could not be made")
    _run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"], FETCH)
    return [str(PYTHON), "-m", "uv"]


FETCH = "a package could not be fetched: is there a network, and do pip's settings name an index that answers?"


def _can_make_venv() -> bool:
    return _works([sys.executable, "-c", "import ensurepip, venv"])


def _uv_aside() -> list[str]:
    """uv in a folder of its own, put there by the system's pip; it makes the environment without ensurepip."""
    if not _works([sys.executable, "-m", "pip", "--version"]):
        raise Stop(f"this Python has neither ensurepip nor pip. {ANOTHER}")
    print("making the environment in .venv (by way of .uv, as ensurepip is missing)", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(ASIDE), "uv"]
    _run(pip, FETCH)
    uv = [str(ASIDE / "bin" / "uv")]
    _run([*uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], "the environment could not be made")
    return uv


def _install(uv: Sequence[str], name: str) -> None:
    lock = LOCKS[name][0]
    print(f"installing what {lock} names", flush=True)
    install = [*uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    _run([*install, "--no-deps", "--require-hashes", "-r", str(ROOT / lock)], FETCH)
    if name == "main":
        own = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        _run([*install, *own], "the project itself could not be installed")
    _stamp(name).write_text(_wanted(name), "utf-8")


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _is_stamped(name: str) -> bool:
    return _stamp(name).exists() and _stamp(name).read_text("utf-8") == _wanted(name)


def _wanted(name: str) -> str:
    """What the environment's stamp says when it is up to date: the locks, the Python, and where it stands."""
    digest = hashlib.sha256()
    for file in LOCKS[name]:
        digest.update((ROOT / file).read_bytes())
    return f"{digest.hexdigest()} {sysconfig.get_platform()} {ROOT}\n"


def _works(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _run(command: Sequence[str], failure: str) -> None:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, cwd=ROOT).returncode != 0:
        raise Stop(failure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The sites that we serve ourselves: the sample ministry's, or one made of given texts."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import airflow, settings
from launcher.processes import Processes, digest
from launcher.server import choose_port, on_free_port
from launcher.state import ROOT, Var
from launcher.trouble import Trouble

READY_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A served site, as its ready file describes it."""

    address: str
    ministry: str
    since: str
    until: str
    days: tuple[str, ...]
    refused: tuple[tuple[str, str], ...] = ()


def name_of(texts: Path | None) -> str:
    """The name of the site's process, which is also its port's name."""
    return "texts" if texts else "sample"


def start(var: Var, processes: Processes, texts: Path | None, say: Callable[[str], None]) -> Site:
    """The site is served and answers. One that runs with other texts is started anew, on its port."""
    name = name_of(texts)
    record = processes.alive(name)
    if record and record.port:
        if record.settings == digest(_command(var, name, record.port, texts), _files(texts)):
            return _wait(var, processes, name)
        processes.stop([name])
    return on_free_port(
        var,
        name,
        settings.PREFERRED_SITE_PORTS[name],
        say,
        lambda port: _start(var, processes, name, port, texts),
        lambda: processes.alive(name) is not None,
    )


def ports_of_both(var: Var, say: Callable[[str], None]) -> dict[str, int]:
    """The ports of both sites, also of one that is not served now, so that Airflow's settings stay the same."""
    kept = var.memory().get("ports", {})
    return {
        name: int(kept[name]) if name in kept else choose_port(var, name, preferred, say)
        for name, preferred in settings.PREFERRED_SITE_PORTS.items()
    }


def _start(var: Var, processes: Processes, name: str, port: int, texts: Path | None) -> Site:
    command = _command(var, name, port, texts)
    processes.stop([name])  # what is left of one that was killed
    _ready(var, name).unlink(missing_ok=True)
    (var.root / name).mkdir(exist_ok=True)
    wanted = digest(command, _files(texts))
    processes.start(name, command, settings.environment({}), settings=wanted, port=port, cwd=ROOT)
    return _wait(var, processes, name)


def _command(var: Var, name: str, port: int, texts: Path | None) -> list[str]:
    words = [sys.executable, "-m", "sample", "serve", "--port", str(port), "--state", str(var.root / name)]
    return [*words, "--ready-file", str(_ready(var, name)), *(["--texts", str(texts)] if texts else [])]


def _ready(var: Var, name: str) -> Path:
    return var.root / f"{name}-ready.json"


def _files(texts: Path | None) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_mtime_ns) for path in texts.glob("*.txt")) if texts else []


def check_texts(folder: str) -> Path:
    """The folder with texts. Raises Trouble when there are none."""
    path = Path(os.path.expanduser(folder)).resolve()  # noqa: PTH111
    if not path.is_dir() or not any(path.glob("*.txt")):
        raise Trouble(
            f"TEXTS={folder}: no folder with *.txt files", todo="give the folder that holds the texts", status=2
        )
    return path


def _wait(var: Var, processes: Processes, name: str) -> Site:
    ready = _ready(var, name)
    deadline = time.monotonic() + READY_SECONDS
    while not ready.exists():
        if processes.alive(name) is None or time.monotonic() > deadline:
            raise Trouble(
                f"the site of {name} does not start: {airflow.last_line(var, name)}",
                log=var.log(name),
                todo="read the log, then `make run` again",
            )
        time.sleep(0.1)
    about = json.loads(ready.read_text("utf-8"))
    refused = tuple((str(one.get("file", "")), str(one.get("reason", ""))) for one in about.get("refused", ()))
    return Site(about["address"], about["ministry"], about["since"], about["until"], tuple(about["days"]), refused)

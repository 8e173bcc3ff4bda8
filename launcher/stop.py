"""`make stop` and `make clean`: end what was started, and delete what was kept."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress

from launcher import server
from launcher.airflow import client
from launcher.job import give_back
from launcher.processes import Processes
from launcher.rest import RestError
from launcher.state import Var
from launcher.trouble import Trouble

#: All that the launcher ever puts into the state folder; nothing else is deleted.
OURS = ("postgres", "postgres.new", "archive", "spool", "airflow", "logs", "run", "sample", "texts")
OUR_FILES = ("secrets.json", "memory.json", "sample-ready.json", "texts-ready.json")


def stop(var: Var) -> list[str]:
    """Ends every process of this state folder, the database last. Returns the names of those that ran."""
    processes = Processes(var)
    ui = processes.alive("api-server")
    if ui and ui.port:
        with suppress(RestError):  # then the next `make run` does it
            give_back(var, client(var, ui.port))
    stopped = processes.stop()
    embedded = server.find(var).embedded
    if embedded and embedded.running():
        embedded.stop()
        stopped.append("postgres")
    return stopped


def running(var: Var) -> list[str]:
    """The names of what runs now."""
    processes = Processes(var)
    names = [record.name for record in processes.records() if processes.alive(record.name)]
    embedded = server.find(var).embedded
    return [*names, *(["postgres"] if embedded and embedded.running() else [])]


def clean(var: Var, sure: bool) -> None:
    """Deletes the state: database, archive, logs, passwords. Asks first unless told that the user is sure."""
    if names := running(var):
        raise Trouble(f"still running: {', '.join(names)}", todo="`make stop` first")
    if not sure:
        if not sys.stdin.isatty():
            raise Trouble(f"nobody here to ask whether {var.root} may be deleted", todo="`make clean YES=1`", status=2)
        answer = input(f"Delete the database, the archive and the logs in {var.root}? [y/N] ")
        if answer.strip().lower() not in ("y", "yes"):
            raise Trouble("nothing deleted")
    other = var.memory().get("database_url")
    for name in OURS:
        shutil.rmtree(var.root / name, ignore_errors=False) if (var.root / name).exists() else None
    for name in OUR_FILES:
        for path in var.root.glob(f"{name}*"):  # and what a killed command had half written
            path.unlink()
    (var.root / "lock").unlink(missing_ok=True)
    if not any(var.root.iterdir()):
        var.root.rmdir()
    print(f"deleted what was kept in {var.root}")
    if other:
        print(f"the databases on {server.shown(other)} were left alone: transcripts, airflow")

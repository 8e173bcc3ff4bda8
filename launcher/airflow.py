"""Airflow's processes: its database made ready, four processes started side by side, and watched until they are well."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psycopg2

from launcher import databases, settings
from launcher.console import Step
from launcher.processes import Processes, Record, digest
from launcher.rest import Airflow, RestError
from launcher.server import Server
from launcher.state import ROOT, UI_USER, Var, write_private
from launcher.trouble import Trouble

COMMANDS: dict[str, tuple[str, ...]] = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),  # its log server would listen on every interface
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
#: The names that the health page has for them.
HEALTH = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}
START_SECONDS = 150


def client(var: Var, port: int) -> Airflow:
    """Airflow's REST API with the generated login."""
    return Airflow(f"http://127.0.0.1:{port}", UI_USER, var.secrets()["ui"])


def prepare(var: Var, server: Server, own: Mapping[str, str]) -> None:
    """Airflow's database is migrated and holds the pools. Both are left out when nothing has changed since."""
    write_private(var.airflow / "passwords.json", json.dumps({UI_USER: var.secrets()["ui"]}) + "\n")
    stamps = dict(var.memory().get("stamps", {}))
    lock = (ROOT / "requirements.lock").read_bytes() if (ROOT / "requirements.lock").exists() else b""
    wanted = {"airflow": digest(server.airflow, lock.hex()), "pools": digest(server.airflow, _ministry_files(own))}
    if stamps.get("airflow") != wanted["airflow"] or not _migrated(server):
        run_step(var, "airflow-migrate", ["-m", "airflow", "db", "migrate"], own)
        stamps.pop("pools", None)
    if stamps.get("pools") != wanted["pools"]:
        run_step(var, "airflow-pools", ["-m", "dags.bootstrap"], own)
    var.remember(stamps=wanted)


def _ministry_files(own: Mapping[str, str]) -> list[tuple[str, float]]:
    """The files that say which pools there are, with their times of change."""
    places = [ROOT / "scraper" / "ministries", ROOT / "dags"]
    if own.get("TRANSCRIPTS_MINISTRIES"):
        places.append(Path(own["TRANSCRIPTS_MINISTRIES"]))
    return sorted((str(path), path.stat().st_mtime) for place in places for path in place.glob("*.py"))


def _migrated(server: Server) -> bool:
    """Whether Airflow's tables are there at all; somebody may have dropped the database since."""
    with closing(databases.connect(server.airflow)) as link, link.cursor() as cursor:
        try:
            cursor.execute("SELECT FROM alembic_version")
        except psycopg2.errors.UndefinedTable:
            return False
        return cursor.rowcount > 0


def run_step(var: Var, name: str, arguments: Sequence[str], own: Mapping[str, str]) -> None:
    """Runs one Python command to its end, its output in its log. Raises Trouble with the output's last line."""
    status = Processes(var).run(name, [sys.executable, *arguments], settings.environment(own), cwd=ROOT)
    if status != 0:
        raise Trouble(
            f"{name} ended with status {status}: {last_line(var, name)}",
            log=var.log(name),
            todo="read the log; when the cause is gone, `make run` goes on from here",
        )


def start(processes: Processes, own: Mapping[str, str], port: int) -> list[Record]:
    """Starts what does not run, and starts anew what runs with other settings. Returns what was started."""
    wanted = {name: digest(command, own) for name, command in COMMANDS.items()}
    running = {name: processes.alive(name) for name in COMMANDS}
    stale = [name for name, record in running.items() if record is None or record.settings != wanted[name]]
    if stale:
        processes.stop(stale)
    environment = settings.environment(own)
    return [
        processes.start(
            name,
            [sys.executable, "-m", "airflow", *COMMANDS[name]],
            environment,
            settings=wanted[name],
            port=port if name == "api-server" else None,
            cwd=ROOT,
        )
        for name in stale
    ]


def bring_up(var: Var, processes: Processes, airflow: Airflow, own: Mapping[str, str], port: int, step: Step) -> bool:
    """Starts what does not run and waits until every part is well, by a heartbeat younger than its process.

    A part that ran before and ends now (its database was away for a while) is started anew; one that was started here
    and ends is Trouble. Returns whether anything had to be started.
    """
    fresh = {record.name for record in start(processes, own, port)}
    deadline = time.monotonic() + START_SECONDS
    while True:
        waiting = _unwell(processes, airflow)
        dead = [name for name in COMMANDS if processes.alive(name) is None]
        for name in fresh.intersection(dead):
            raise Trouble(
                f"Airflow's {name} ended right after its start: {last_line(var, name)}",
                log=var.log(name),
                todo="read the log; `make run` tries again",
            )
        if dead:
            fresh |= {record.name for record in start(processes, own, port)}
        elif not waiting:
            return bool(fresh)
        elif time.monotonic() > deadline:
            raise Trouble(
                f"Airflow is not well after {START_SECONDS} s: waiting for {', '.join(waiting)}",
                log=var.log(waiting[0]),
                todo="read the log; on a slow or busy machine try `make run` again, it goes on from here",
            )
        step.at(f"waiting for {', '.join(waiting or dead)}")
        time.sleep(0.3)


def _unwell(processes: Processes, airflow: Airflow) -> list[str]:
    try:
        health = airflow.health()
        airflow.call("GET", "/version")  # logged in: another Airflow on our port would not let us
    except RestError:
        return list(COMMANDS)
    waiting = []
    for name, key in HEALTH.items():
        part, record = health.get(key) or {}, processes.alive(name)
        beat = part.get(f"latest_{key}_heartbeat")
        fresh = record and beat and datetime.fromisoformat(beat) >= datetime.fromisoformat(record.started_at)
        if part.get("status") != "healthy" or not fresh:
            waiting.append(name)
    return waiting


def last_line(var: Var, name: str) -> str:
    """The last line of a process's log."""
    lines = var.log(name).read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"

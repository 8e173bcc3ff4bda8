"""`make status`: what runs, where it listens, and how far the work is."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from rich.console import Console as Rich

from launcher import server, settings, tell
from launcher.processes import Processes
from launcher.state import ROOT, UI_USER, Var


def describe(var: Var) -> dict[str, Any]:
    """The state as one object, also when nothing runs."""
    found = server.find(var)
    processes = Processes(var)
    listed = [
        {
            "name": record.name,
            "pid": record.pid,
            "started_at": record.started_at,
            "alive": processes.alive(record.name) is not None,
            "port": record.port,
        }
        for record in processes.records()
    ]
    if found.embedded:
        pid = found.embedded.running()
        up = pid is not None
        listed.insert(0, {"name": "postgres", "pid": pid, "started_at": None, "alive": up, "port": found.port})
    ports = var.memory().get("ports", {})
    site = next((one for one in listed if one["name"] in settings.SITES.values() and one["alive"]), None)
    return {
        "var": str(var.root),
        "running": any(one["alive"] for one in listed),
        "database_url": found.owner,
        "analyst_url": found.analyst,
        "ui": f"http://127.0.0.1:{ports.get('ui', settings.PREFERRED_UI_PORT)}",
        "ui_user": UI_USER,
        "ui_password": var.secrets()["ui"],
        "site": f"http://127.0.0.1:{site['port']}" if site else None,
        "ministry": next((code for code, name in settings.SITES.items() if site and name == site["name"]), None),
        "processes": listed,
    }


def show(var: Var, as_json: bool) -> int:
    """Prints the state, for a program or for a person. Returns the exit status: 0; 1 where something is down or does not answer."""
    state = describe(var)
    down = int(not all(one["alive"] for one in state["processes"]))
    if as_json:
        print(json.dumps(state, indent=1))
        return down
    rich = Rich(highlight=False, soft_wrap=True)
    rows = [
        (one["name"], "up" if one["alive"] else "down", one["pid"] or "", one["port"] or "", one["started_at"] or "")
        for one in state["processes"]
    ]
    tell.table(rich, ("process", "", "pid", "port", "since (UTC)"), rows)
    for word, value in (
        ("Airflow", f"{state['ui']}   user {UI_USER}, password {state['ui_password']}"),
        ("Analysts", state["analyst_url"]),
        ("Owner", state["database_url"]),
        ("State", state["var"]),
    ):
        print(f"{word:<9} {value}")
    if not state["running"]:
        print("nothing runs: `make run` starts it")
        return 1
    if down:
        names = ", ".join(one["name"] for one in state["processes"] if not one["alive"])
        print(f"down: {names}. `make run` starts what is missing; its log is in {var.root / 'logs'}")
    print(flush=True)
    own = settings.ours(var, server.find(var))
    done = subprocess.run([sys.executable, "-m", "transcripts", "status"], env=settings.environment(own), cwd=ROOT)
    return down or int(done.returncode != 0)

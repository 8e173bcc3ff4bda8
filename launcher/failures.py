"""What to tell of a failed task: DAG, task, the first line of its error, its log file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from launcher.rest import Airflow
from launcher.state import Var
from launcher.trouble import Trouble

RED = frozenset({"failed", "up_for_retry"})


def of_run(var: Var, airflow: Airflow, dag: str, run: str) -> Trouble:
    """The trouble that a failed run is in: that of its first failed task."""
    failed = [task for task in airflow.tasks(dag, run) if task["state"] in RED]
    if not failed:
        state = airflow.run(dag, run)["state"]
        return Trouble(
            f"{dag}: the run {run} is {state}", todo=f"look at it in Airflow: {airflow.address}/dags/{dag}/runs/{run}"
        )
    task = min(failed, key=lambda one: one["end_date"] or "~")
    return Trouble(
        f"{dag}: the task {task['task_id']} failed: {first_error(log_of(var, task))}",
        log=log_of(var, task),
        todo=f"mend the cause, then `make run` again; the run in Airflow: {airflow.address}/dags/{dag}/runs/{run}",
    )


def log_of(var: Var, task: dict[str, Any]) -> Path:
    """The log file of a task instance's last attempt."""
    folder = var.airflow / "logs" / f"dag_id={task['dag_id']}" / f"run_id={task['dag_run_id']}"
    folder = folder / f"task_id={task['task_id']}"
    if task["map_index"] >= 0:
        folder = folder / f"map_index={task['map_index']}"
    return folder / f"attempt={max(task['try_number'], 1)}.log"


def first_error(log: Path) -> str:
    """The first line of the exception that ended a task, else of the first error in its log."""
    try:
        lines = log.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return "it left no log (was it killed?)"
    entries = [entry for entry in map(_entry, lines) if entry.get("level") in ("error", "critical")]
    raised = [entry["error_detail"] for entry in entries if entry.get("error_detail")]
    if raised:
        return _exception(raised[-1])
    return str(entries[0].get("event", "")).split("\n")[0] if entries else "its log holds no error (was it killed?)"


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _exception(detail: Sequence[dict[str, Any]]) -> str:
    """The exception that was not caught: the last of the chain as Airflow's log writes it comes first."""
    value = str(detail[0].get("exc_value", "")).strip().split("\n")[0]
    kind = str(detail[0].get("exc_type", ""))
    return value if kind.startswith("Airflow") and value else f"{kind}: {value}"

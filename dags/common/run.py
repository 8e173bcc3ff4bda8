"""What Airflow's context says about the run and the task that are at work."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Context

from dags.common.window import Run


def run_of(context: Context) -> Run:
    """What decides the window of this run."""
    dag_run = context["dag_run"]
    start, end = dag_run.data_interval_start, dag_run.data_interval_end
    kind = str(getattr(dag_run.run_type, "value", dag_run.run_type))
    return Run(
        run_after=dag_run.run_after,
        interval=(start, end) if start is not None and end is not None else None,
        backfill=kind == "backfill",
        scheduled=kind == "scheduled",
    )


def provenance(context: Context) -> dict[str, Any]:
    """Who is at work, for the rows that the work leaves behind."""
    ti = context["ti"]
    return {
        "dag_id": ti.dag_id,
        "run_id": ti.run_id,
        "task_id": ti.task_id,
        "map_index": -1 if ti.map_index is None else ti.map_index,
        "try_number": ti.try_number,
    }

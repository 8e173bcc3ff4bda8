"""The DAG `checks`: is what landed still right? One task a check, red where a figure is out of its bounds."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, AssetAll, AssetOrTimeSchedule, CronTriggerTimetable

from dags.common import check_docs, names
from dags.operators.check import CheckOperator
from transcripts.checks.policy import policy

#: In case that there was no news: time alone makes figures worse too.
SCHEDULE = "40 5 * * *"

with DAG(
    dag_id=names.CHECKS,
    dag_display_name="Checks: is what landed right?",
    description="Measures what landed (balances, nothing lost, speakers, turns, dates, languages, orphans) and holds it to bounds",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(SCHEDULE, timezone="UTC", run_immediately=timedelta(0)),
        assets=AssetAll(names.CORPUS),
    ),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=2,
    is_paused_upon_creation=False,
    tags=["checks"],
    default_args={"owner": names.OWNER, "retries": 2, "retry_delay": timedelta(minutes=1)},
    doc_md=check_docs.CHECKS,
) as dag:
    for check in policy().checks.values():
        CheckOperator(
            task_id=check.name,
            task_display_name=check.title,
            check=check.name,
            execution_timeout=timedelta(minutes=5),
            doc_md=check_docs.check(check),
        )

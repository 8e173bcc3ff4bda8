"""The DAG `upkeep`: once a day, in a quiet hour, what keeps the installation well. Each part by itself: one that fails stops no other."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, task

from dags.common import failing, names, notes, upkeep
from dags.common import upkeep_docs as docs

#: Before the ministries' collections begin.
SCHEDULE = "40 1 * * *"


@task(execution_timeout=timedelta(minutes=30), doc_md=docs.MEASURE)
@notes.noted
@failing.told("upkeep, measure")
def measure() -> str:
    """Sizes and rates, as the day's figures."""
    return upkeep.measure()


@task(execution_timeout=timedelta(hours=6), doc_md=docs.VERIFY)
@notes.noted
@failing.told("upkeep, verify")
def verify() -> str:
    """A part of the archive is read again."""
    return upkeep.verify()


@task(execution_timeout=timedelta(hours=3), doc_md=docs.DATABASE)
@notes.noted
@failing.told("upkeep, database")
def database() -> str:
    """Statistics and indexes."""
    return upkeep.database()


@task(execution_timeout=timedelta(hours=1), doc_md=docs.RETENTION)
@notes.noted
@failing.told("upkeep, retention")
def retention() -> str:
    """Rows that nothing needs any more."""
    return upkeep.retention()


@task(execution_timeout=timedelta(hours=1), doc_md=docs.AIRFLOW_METADATA)
@notes.noted
@failing.told("upkeep, airflow_metadata")
def airflow_metadata() -> str:
    """Airflow's own old runs."""
    return upkeep.airflow_metadata()


@task(execution_timeout=timedelta(hours=1), doc_md=docs.LOGS)
@notes.noted
@failing.told("upkeep, logs")
def logs() -> str:
    """Old and large logs."""
    return upkeep.logs()


@task(execution_timeout=timedelta(minutes=30), doc_md=docs.LEFTOVERS)
@notes.noted
@failing.told("upkeep, leftovers")
def leftovers() -> str:
    """Drafts of killed processes."""
    return upkeep.leftovers()


@task(execution_timeout=timedelta(hours=6), doc_md=docs.BACKUP)
@notes.noted
@failing.told("upkeep, backup")
def backup() -> str:
    """Database and archive to another place, if one is set."""
    return upkeep.backup()


with DAG(
    dag_id=names.UPKEEP,
    dag_display_name="Upkeep: measure, verify, tidy",
    description="Measures archive and database, reads a part of the archive again, looks after statistics, indexes and logs",
    schedule=CronTriggerTimetable(SCHEDULE, timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1,  # one part after the other: none of them is in a hurry
    is_paused_upon_creation=False,
    tags=["upkeep"],
    default_args={"owner": names.OWNER, "retries": 1, "retry_delay": timedelta(minutes=5)},
    doc_md=docs.UPKEEP,
) as dag:
    for part in (measure, verify, database, retention, airflow_metadata, logs, leftovers, backup):
        part()

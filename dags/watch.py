"""The DAG `watch`: looks every quarter of an hour whether all is well, and tells a person once what is not."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, get_current_context, task

from dags.common import alarms, disks, docs, names, notes, pauses


@task(retries=0, execution_timeout=timedelta(minutes=10), doc_md=docs.LOOK)
@notes.noted
def look() -> str:
    """Asks what is wrong, keeps the incidents, tells what nobody was told yet."""
    return alarms.watch(before=_before)


def _before() -> None:
    """What only Airflow knows, and what only this machine sees."""
    pauses.note(get_current_context()["ti"])
    disks.note()


with DAG(
    dag_id=names.WATCH,
    dag_display_name="Watch: is all well?",
    description="Looks whether collection, processing and storage are well, and tells a person what is not, once, and that it is over",
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC", run_immediately=timedelta(0)),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["watch"],
    default_args={"owner": names.OWNER},
    doc_md=docs.WATCH,
) as dag:
    look()

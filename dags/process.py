"""The DAG `process`: from pages in the archive to published transcripts, in batches, until nothing is left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import (
    DAG,
    AssetAny,
    AssetOrTimeSchedule,
    CronTriggerTimetable,
    Param,
    TriggerRule,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

from dags.common import batches, docs, drift, names, notes
from scraper.ministries import load_all

#: What a batch is called in the grid: the ministry, the days, and how much it is.
BATCH_NAME = "{{ task.op_kwargs['batch'] | batch_name }}"


@task(execution_timeout=timedelta(minutes=10), doc_md=docs.CORRECTIONS)
def corrections() -> int:
    """Takes the corrections that only the archive has, and says how many."""
    return batches.take_corrections()


@task(execution_timeout=timedelta(minutes=10), doc_md=docs.PLAN, trigger_rule=TriggerRule.ALL_DONE)
def plan(step: str) -> list[dict[str, Any]]:
    """The batches of a step that are to be done: keys only."""
    return batches.plan(step, get_current_context())


@task(
    execution_timeout=timedelta(hours=1),
    doc_md=docs.STEP,
    map_index_template=BATCH_NAME,
    max_active_tis_per_dagrun=batches.AT_ONCE,
)
def step(batch: dict[str, Any]) -> dict[str, Any]:
    """Does what is still missing of a batch, and counts."""
    return batches.run(batch, get_current_context())


@task.short_circuit(
    execution_timeout=timedelta(minutes=10),
    doc_md=docs.COUNT,
    inlets=[names.archive_asset(code) for code in sorted(load_all())],
    outlets=[names.CORPUS],
    trigger_rule=TriggerRule.NONE_FAILED,
    ignore_downstream_trigger_rules=False,
)
def count(done: list[Iterable[dict[str, Any]]]) -> bool:
    """Says what the run made; true when work is left and this run got on with it."""
    return batches.count(done, get_current_context())


@task(
    retries=0, execution_timeout=timedelta(minutes=5), doc_md=docs.JUDGE_PROCESS, trigger_rule=TriggerRule.NONE_FAILED
)
@notes.noted
def judge(done: list[Iterable[dict[str, Any]]]) -> str:
    """Fails, and says why in its first line.

    Single documents failed or were refused, too many pages could not be read, or recent days do not balance.
    """
    wrong = batches.verdict(done) or drift.told(done) or batches.balance(done, get_current_context())
    if wrong:
        raise AirflowFailException(wrong)
    return batches.good(done)


with DAG(
    dag_id=names.PROCESS,
    dag_display_name="Process: clean, segment, publish, align, countries",
    description="Reads what crawls have stored, cuts it into turns and exchanges, publishes it, ties its language versions and finds the countries in it",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("17 * * * *", timezone="UTC", run_immediately=timedelta(0)),
        assets=AssetAny(*(names.archive_asset(code) for code in sorted(load_all()))),
    ),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    user_defined_filters={"batch_name": batches.name},
    params={
        "batch_size": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            maximum=batches.LARGEST,
            title="Batch size",
            description=f"Documents in a batch, 1 to {batches.LARGEST}. Empty: the Variable transcripts_batch_size, or {batches.SIZE}. A batch is"
            " one transaction: larger ones are a little quicker and cost more to repeat.",
        )
    },
    tags=["process"],
    default_args={"owner": names.OWNER, "retries": 2, "retry_delay": timedelta(seconds=30)},
    doc_md=docs.PROCESS,
) as dag:
    done = []
    taken = corrections()
    before: Any = taken
    for name in batches.STEPS:
        planned = plan.override(task_id=f"plan_{name}")(name)
        worked = step.override(task_id=name).expand(batch=planned)
        before >> planned
        done.append(worked)
        before = worked if name in batches.LANDING else before
    made = cast("list[Iterable[dict[str, Any]]]", done)
    taken >> judge(made)
    count(made) >> TriggerDagRunOperator(
        task_id="again",
        trigger_dag_id=names.PROCESS,
        retries=0,
        execution_timeout=timedelta(minutes=5),
        doc_md=docs.AGAIN,
    )

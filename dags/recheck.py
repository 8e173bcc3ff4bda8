"""One DAG for each ministry: documents that we have are asked for again, by the schedule of the ministry's module."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from airflow.sdk import DAG, CronTriggerTimetable, Param, task

from dags.common import docs, names, notes, weights
from dags.common.judging import judged
from dags.operators.recheck import RecheckOperator
from scraper.ministries import load_all
from scraper.ministries.model import Ministry


def recheck_dag(ministry: Ministry) -> DAG:
    """The DAG that asks this ministry again."""
    with DAG(
        dag_id=names.recheck_dag(ministry.code),
        dag_display_name=f"Recheck: {ministry.name}",
        description=f"Asks {ministry.name} again for documents that we have, those that waited longest first",
        schedule=CronTriggerTimetable(ministry.recheck_schedule, timezone=ministry.timezone)
        if ministry.by_clock
        else None,
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=ministry.paused,
        params=PARAMS,
        tags=["recheck", f"ministry:{ministry.code}"],
        default_args={"owner": names.OWNER, "retries": 2, "retry_delay": timedelta(minutes=1)},
        doc_md=docs.recheck(ministry),
    ) as dag:
        crawl = RecheckOperator(
            task_id="crawl",
            ministry=ministry.code,
            timezone=ministry.timezone,
            archive_asset=names.archive_asset(ministry.code),
            pool=names.pool(ministry.code),
            priority_weight=weights.RECHECK,
            weight_rule=weights.ByRun(),
            execution_timeout=timedelta(hours=6),
            doc_md=docs.RECHECK,
        )
        judge(cast("dict[str, Any]", crawl.output))
    return dag


@task(retries=0, execution_timeout=timedelta(minutes=5), doc_md=docs.JUDGE)
@notes.noted
def judge(summary: dict[str, Any]) -> str:
    """Fails, with the reason in its first line, when the crawl's outcome is none of a good day."""
    return judged(summary)


#: More than a day of requests at ten seconds each would hold the ministry's pool.
MOST = 5000
PARAMS = {
    "budget": Param(
        None,
        type=["null", "integer"],
        minimum=1,
        maximum=MOST,
        title="Budget",
        description=f"At most so many documents, 1 to {MOST}, those first that waited longest for their age. Empty: as the ministry's"
        " module says. Each costs the site a request and the ministry's pool the pause between two.",
    ),
}

for _ministry in load_all().values():
    recheck_dag(_ministry)

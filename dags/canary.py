"""One DAG for each ministry: once a week, does its site still stand as it did, and do we still read it right?"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, cast

from airflow.sdk import DAG, CronTriggerTimetable, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from dags.common import canaries, docs, names, notes
from scraper.ministries import load_all
from scraper.ministries.model import Ministry

LOGGER = logging.getLogger("dags.canary")
#: Mondays, before the day's collection.
SCHEDULE = "30 4 * * 1"


def canary_dag(ministry: Ministry) -> DAG:
    """The DAG that looks after this ministry."""
    with DAG(
        dag_id=names.canary_dag(ministry.code),
        dag_display_name=f"Canary: {ministry.name}",
        description=f"Looks whether the site of {ministry.name} still stands as it did, and whether we still read it right",
        schedule=CronTriggerTimetable(SCHEDULE, timezone=ministry.timezone) if ministry.by_clock else None,
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=ministry.paused,
        tags=["canary", f"ministry:{ministry.code}"],
        default_args={"owner": names.OWNER, "retries": 2, "retry_delay": timedelta(minutes=10)},
        doc_md=docs.canary(ministry),
    ) as dag:
        found = canary.override(pool=names.pool(ministry.code), outlets=[names.archive_asset(ministry.code)])(
            ministry.code
        )
        judge(cast("dict[str, Any]", found))
    return dag


@task(execution_timeout=timedelta(hours=2), doc_md=docs.CANARY)
def canary(ministry: str) -> dict[str, Any]:
    """Asks for what is pinned and returns what became of it."""
    return canaries.run(ministry, get_current_context())


@task(retries=0, execution_timeout=timedelta(minutes=5), doc_md=docs.JUDGE_CANARY)
@notes.noted
def judge(found: dict[str, Any]) -> str:
    """Fails where a pin does not hold, with what changed in its first lines."""
    wrong = canaries.wrong(found)
    if wrong:
        LOGGER.error(wrong)
        raise AirflowFailException(wrong)
    return canaries.good(found)


for _ministry in load_all().values():
    canary_dag(_ministry)

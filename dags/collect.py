"""One DAG for each ministry: crawl its site day by day, then say whether that went well."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from airflow.sdk import DAG, Param, task
from airflow.sdk.exceptions import AirflowFailException

from dags.common import docs, names, settings, verdict
from dags.common.days import DayTimetable
from dags.operators.crawl import CrawlOperator
from scraper.ministries import load_all
from scraper.ministries.model import Ministry

if TYPE_CHECKING:
    from transcripts.accepted import Missing

LOGGER = logging.getLogger("dags.collect")  # Airflow gives DAG files names of its own


def collect_dag(ministry: Ministry) -> DAG:
    """The DAG that collects from this ministry."""
    with DAG(
        dag_id=names.collect_dag(ministry.code),
        dag_display_name=f"Collect: {ministry.name}",
        description=f"Crawls {ministry.name} ({ministry.country}), a day at a time, into the archive",
        schedule=DayTimetable(ministry.schedule, timezone=ministry.timezone),
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=ministry.paused,
        params=PARAMS,
        tags=["collect", f"ministry:{ministry.code}"],
        default_args={"owner": names.OWNER, "retries": 2, "retry_delay": timedelta(minutes=1)},
        doc_md=docs.collect(ministry),
    ) as dag:
        crawl = CrawlOperator(
            task_id="crawl",
            ministry=ministry.code,
            timezone=ministry.timezone,
            archive_asset=names.archive_asset(ministry.code),
            pool=names.pool(ministry.code),
            execution_timeout=timedelta(hours=12),
            doc_md=docs.CRAWL,
        )
        judge(cast("dict[str, Any]", crawl.output))
    return dag


@task(retries=0, execution_timeout=timedelta(minutes=5), doc_md=docs.JUDGE)
def judge(summary: dict[str, Any]) -> str:
    """Fails, with the reason in its first line, when the crawl's outcome is none of a good day.

    What a person accepted is no reason; the log says what that is.
    """
    line = verdict.first_line(summary)
    for notice in summary.get("notices", ()):
        LOGGER.info("odd, and nothing lost: %s", notice)
    if verdict.is_green(summary):
        LOGGER.info(line)
        return line
    missing = look_up(settings.database_url(), summary)
    if missing.accepted and not missing.open:
        line = verdict.all_accepted(summary, missing.accepted)
        LOGGER.info(line)
        return line
    LOGGER.error(line)  # the log opens with it; the exception's own line stands below its traceback
    if missing.open:
        LOGGER.error(verdict.named(missing.open))
    raise AirflowFailException(line)


def look_up(database_url: str, summary: dict[str, Any]) -> Missing:
    """What the crawl did not get, and what of it was accepted."""
    from transcripts.accepted import missing

    return missing(database_url, summary)


PARAMS = {
    "since": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="First day to collect, in the ministry's time zone. Empty: the run's data interval, else yesterday.",
    ),
    "until": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Last day",
        description="Last day to collect, inclusive. Empty: today; without a first day the end of the run's data interval.",
    ),
}

for _ministry in load_all().values():
    collect_dag(_ministry)

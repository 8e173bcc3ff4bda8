"""One DAG for each ministry: crawl its site day by day, then say whether that went well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from airflow.sdk import DAG, Param, task

from dags.common import deadline, docs, names, notes, weights
from dags.common.days import DayTimetable
from dags.common.judging import judged
from dags.operators.crawl import CrawlOperator
from scraper.ministries import load_all
from scraper.ministries.model import Ministry


def collect_dag(ministry: Ministry) -> DAG:
    """The DAG that collects from this ministry."""
    with DAG(
        dag_id=names.collect_dag(ministry.code),
        dag_display_name=f"Collect: {ministry.name}",
        description=f"Crawls {ministry.name} ({ministry.country}), a day at a time, into the archive",
        schedule=DayTimetable(ministry.schedule, timezone=ministry.timezone) if ministry.by_clock else None,
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=ministry.paused,
        deadline=deadline.alert(ministry),
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
            bounded=not ministry.private,
            pool=names.pool(ministry.code),
            priority_weight=weights.COLLECT,
            weight_rule=weights.ByRun(),
            execution_timeout=timedelta(hours=12),
            doc_md=docs.CRAWL,
        )
        judge(cast("dict[str, Any]", crawl.output))
    return dag


@task(retries=0, execution_timeout=timedelta(minutes=5), doc_md=docs.JUDGE)
@notes.noted
def judge(summary: dict[str, Any]) -> str:
    """Fails, with the reason in its first line, when the crawl's outcome is none of a good day.

    What a person accepted is no reason; the log says what that is.
    """
    return judged(summary)


PARAMS = {
    "since": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="First day to collect, in the ministry's time zone, e.g. 2026-03-01. Empty: the run's data interval, else"
        " yesterday. The last day may not be before it, nor a year after it (the Variable transcripts_longest_window_days):"
        " the task `crawl` refuses that before it asks the site for anything.",
    ),
    "until": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Last day",
        description="Last day to collect, inclusive. Empty: today; alone it stands for itself.",
    ),
    "force": Param(
        False,
        type="boolean",
        title="Ask in full",
        description="Documents that we hold are asked for without conditions (no If-None-Match, no If-Modified-Since): for a site"
        ' that says "not modified" and has other words. It costs the site each page again; the same bytes are not stored twice.',
    ),
}

for _ministry in load_all().values():
    collect_dag(_ministry)

"""The DAG that asks again: with a pool, a schedule and a place in the queue of its own; the crawl itself is a stand-in here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.common import docs, names
from dags.operators.recheck import RecheckOperator
from scraper.ministries import get, load_all
from tests.dags.test_crawl_operator import report

MINISTRIES = sorted(load_all().values(), key=lambda ministry: ministry.code)
EACH = pytest.mark.parametrize("ministry", MINISTRIES, ids=lambda ministry: ministry.code)


@EACH
def test_a_ministry_is_asked_again_in_its_pool_by_its_own_schedule(bag, ministry):
    dag = bag.dags[f"recheck_{ministry.code}"]
    crawl = dag.get_task("crawl")
    assert crawl.pool == f"ministry_{ministry.code}"
    assert crawl.outlets == [names.archive_asset(ministry.code)], "its news start the DAG process"
    assert dag.get_task("judge").upstream_task_ids == {"crawl"}
    assert dag.is_paused_upon_creation is ministry.paused
    if not ministry.by_clock:
        assert dag.schedule is None
        return
    assert dag.timetable.expression == ministry.recheck_schedule
    assert str(dag.timetable.timezone) == ministry.timezone
    assert dag.timetable.expression != ministry.schedule


def test_the_day_goes_before_what_is_asked_again_and_that_before_a_backfill(bag):
    from airflow.models.taskinstance import TaskInstance
    from airflow.serialization.serialized_objects import DagSerialization

    def weight(dag_id: str, run_id: str) -> int:
        """As the scheduler has it: of the DAG that it reads back from its database, by the run that it makes."""
        dag = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(bag.dags[dag_id]))
        return TaskInstance(task=dag.get_task("crawl"), run_id=run_id, dag_version_id=uuid4()).priority_weight

    day = weight("collect_sample", "scheduled__2026-03-02T04:30:00+00:00")
    by_hand = weight("collect_sample", "manual__2026-03-02T12:00:00+00:00")
    again = weight("recheck_sample", "scheduled__2026-03-02T06:45:00+00:00")
    backfill = weight("collect_sample", "backfill__2026-01-01T22:00:00+00:00")
    assert day == by_hand > again > backfill > 0


def test_its_page_says_how_long_the_pool_is_held_at_most():
    ministry = get("mid_ru")
    assert (ministry.recheck_budget, ministry.manners.delay) == (300, 10.0)
    assert "300 x 10 s = 50 minutes at most" in docs.recheck(ministry)
    assert "100 x 10 s = 17 minutes" in docs.recheck(replace(ministry, recheck_budget=100))


@pytest.fixture
def run(settings):
    """Runs the operator on a stand-in of the recheck; returns what it asked for, its result and the asset's event."""

    def run(ends, **params):
        asked = {}

        def recheck(database_url, ministry, **more):
            asked.update(more, ministry=ministry)
            return ends

        settings.setattr("transcripts.recheck.recheck", recheck)
        asset = names.archive_asset("toy")
        operator = RecheckOperator(task_id="crawl", ministry="toy", timezone="UTC", archive_asset=asset)
        events = defaultdict(lambda: SimpleNamespace(extra=None))
        context = {
            "dag_run": SimpleNamespace(conf=params),
            "ti": SimpleNamespace(dag_id="recheck_toy", run_id="r", task_id="crawl", map_index=None, try_number=1),
            "params": {"budget": None, **params},
            "outlet_events": events,
        }
        return asked, operator.execute(context), events[asset].extra

    return run


def test_a_run_asks_by_the_modules_budget_or_by_its_own(run):
    asked, summary, event = run(report("PARTIAL"))
    assert (asked["budget"], summary["outcome"], event["outcome"]) == (None, "PARTIAL", "PARTIAL")
    assert asked["asked_by"]["dag_id"] == "recheck_toy"
    assert run(report("OK"), budget=7)[0]["budget"] == 7


def test_where_nothing_is_due_it_is_skipped(run):
    with pytest.raises(AirflowSkipException, match="no document is due"):
        run(None)


def test_a_parameter_that_it_does_not_know_is_red_at_once(run):
    with pytest.raises(AirflowFailException, match="no parameter since: budget is wanted"):
        run(report("OK"), since="2026-03-01")

"""The DAG files: they are read without an error, and everything in them says what it is, whose it is and how long it may take."""

from __future__ import annotations

import pytest

from dags.common import names
from dags.common.days import DayTimetable
from scraper.ministries import load_all

MINISTRIES = sorted(load_all().values(), key=lambda ministry: ministry.code)
#: The DAGs that each ministry has.
KINDS = ("collect", "canary", "recheck")
#: Those that there is one of.
ALONE = ("process", "checks", "watch", "upkeep")
COLLECT = pytest.mark.parametrize("ministry", MINISTRIES, ids=lambda ministry: ministry.code)


def test_airflow_reads_every_file(bag):
    assert bag.import_errors == {}
    assert set(bag.dags) == {*ALONE, *(f"{kind}_{ministry.code}" for kind in KINDS for ministry in MINISTRIES)}


def test_airflow_writes_them_down_and_reads_them_back(bag):
    from airflow.serialization.serialized_objects import DagSerialization

    for dag in bag.dags.values():
        again = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
        assert set(again.task_dict) == set(dag.task_dict)


def test_dags_and_tasks_are_documented_owned_and_bounded_in_time(bag):
    assert len(bag.dags) == len(KINDS) * len(MINISTRIES) + len(ALONE)
    for dag in bag.dags.values():
        assert dag.doc_md and dag.description and dag.tags
        assert "**Red" in dag.doc_md and "**To do:**" in dag.doc_md, dag.dag_id
        assert dag.max_active_runs == 1
        assert not dag.catchup
        for task in dag.tasks:
            about = f"{dag.dag_id}.{task.task_id}"
            assert task.doc_md and "**Red:**" in task.doc_md and "**To do:**" in task.doc_md, about
            assert task.owner == names.OWNER, about
            assert task.execution_timeout is not None, about


@COLLECT
def test_a_ministry_is_collected_by_one_dag_with_a_pool_of_its_own(bag, ministry):
    dag = bag.dags[f"collect_{ministry.code}"]
    crawl, judge = dag.get_task("crawl"), dag.get_task("judge")
    assert crawl.pool == f"ministry_{ministry.code}"
    assert crawl.pool_slots == 1
    assert crawl.outlets == [names.archive_asset(ministry.code)]
    assert crawl.retries > 0
    assert judge.upstream_task_ids == {"crawl"}
    assert judge.retries == 0, "a verdict does not change by asking twice"
    assert {"collect", f"ministry:{ministry.code}"} <= dag.tags
    assert ministry.terms in dag.doc_md


@COLLECT
def test_a_ministry_of_the_live_world_is_born_paused(bag, ministry):
    assert ministry.paused or ministry.private
    assert bag.dags[f"collect_{ministry.code}"].is_paused_upon_creation is ministry.paused


@COLLECT
def test_a_ministry_is_collected_daily_in_its_own_zone(bag, ministry):
    timetable = bag.dags[f"collect_{ministry.code}"].timetable
    if not ministry.by_clock:
        assert {bag.dags[f"{kind}_{ministry.code}"].schedule for kind in KINDS} == {None}, "given once: no news"
        return
    assert isinstance(timetable, DayTimetable)
    assert timetable.serialize() == {"expression": ministry.schedule, "timezone": ministry.timezone}


def test_process_starts_on_any_archive_and_by_the_hour(bag):
    schedule = bag.dags["process"].timetable
    waits_for = {asset.name for asset in schedule.asset_condition.objects}
    assert waits_for == {f"archive/{ministry.code}" for ministry in MINISTRIES}
    assert schedule.timetable.expression == "17 * * * *"
    assert not bag.dags["process"].is_paused_upon_creation


def test_process_cleans_then_segments_then_publishes_in_named_batches(bag):
    dag = bag.dags["process"]
    order = [
        "corrections",
        "plan_clean",
        "clean",
        "plan_segment",
        "segment",
        "plan_publish",
        "publish",
        "plan_align",
        "align",
        "plan_countries",
        "countries",
        "count",
        "again",
    ]
    assert [task.task_id for task in dag.topological_sort() if task.task_id in order[:7]] == order[:7]
    for step in ("align", "countries"):
        assert dag.get_task(f"plan_{step}").upstream_task_ids == {"publish"}, "side by side"
        assert step in dag.get_task("count").upstream_task_ids
    for step in ("clean", "segment", "publish", "align", "countries"):
        task = dag.get_task(step)
        assert task.is_mapped, "one task instance a batch"
        assert "batch_name" in task.partial_kwargs["map_index_template"]
        assert task.retries > 0
    assert dag.get_task("count").outlets == [names.CORPUS]


def test_checks_start_on_news_of_the_corpus_and_once_a_day_with_a_task_for_each(bag):
    from transcripts.checks.policy import policy

    dag = bag.dags["checks"]
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["corpus"]
    assert dag.timetable.timetable.expression == "40 5 * * *"
    assert [task.task_id for task in dag.tasks] == list(policy().checks)
    for task in dag.tasks:
        assert task.task_display_name == policy().checks[task.task_id].title
        assert all(f"`{figure}`" in task.doc_md for figure in policy().checks[task.task_id].figures)


def test_a_correction_that_cannot_be_read_holds_no_step_up_and_makes_the_run_red(bag):
    dag = bag.dags["process"]
    assert dag.get_task("plan_clean").trigger_rule == "all_done"
    assert dag.get_task("judge").trigger_rule == "none_failed"
    assert dag.get_task("corrections").downstream_task_ids == {"plan_clean", "judge"}


def test_each_ministry_gets_a_pool_of_one_slot():
    from dags import bootstrap

    made = []

    class Pool:
        @staticmethod
        def create_or_update_pool(**pool):
            made.append(pool)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "Pool", Pool)
        assert bootstrap.make_pools() == [f"ministry_{ministry.code}" for ministry in MINISTRIES]
    assert {pool["slots"] for pool in made} <= {1}
    assert len(made) == len(MINISTRIES)


def test_parameters_are_forms_with_titles_descriptions_and_bounds(bag):
    for dag in bag.dags.values():
        for name in dag.params:
            about = f"{dag.dag_id}.{name}"
            param = dag.params.get_param(name)
            schema = param.schema
            assert schema["title"] and len(param.description) > 40, about
            if "integer" in schema["type"]:
                assert schema["minimum"] == 1 and schema["maximum"] > 1, about
    assert set(bag.dags["collect_sample"].params) == {"since", "until", "force"}
    assert set(bag.dags["recheck_sample"].params) == {"budget"}
    assert set(bag.dags["process"].params) == {"batch_size"}


@pytest.mark.parametrize(("dag", "name", "value"), [("process", "batch_size", 5001), ("recheck_sample", "budget", 0)])
def test_a_form_refuses_what_is_out_of_bounds(bag, dag, name, value):
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises(ParamValidationError):
        bag.dags[dag].params.get_param(name).resolve(value)


@COLLECT
def test_a_day_is_to_be_published_by_its_ministrys_time(bag, ministry):
    from airflow.sdk import SyncCallback
    from airflow.serialization.serialized_objects import DagSerialization

    from dags.common.deadline import ClockRun, passed

    dag = bag.dags[f"collect_{ministry.code}"]
    alert = dag.deadline[0] if isinstance(dag.deadline, list) else dag.deadline
    assert isinstance(alert.reference, ClockRun), "counted from the run by the clock; none for other runs"
    assert alert.interval == ministry.publish_within
    assert alert.callback == SyncCallback(passed, kwargs={"ministry": ministry.code}), (
        "where tasks run, as there the database and the channels are known"
    )
    assert DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag)).deadline
    assert "hours after its run by the clock was due" in dag.doc_md

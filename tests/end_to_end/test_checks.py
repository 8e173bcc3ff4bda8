"""The DAG `checks` in the running house: started by the news of what landed, green, kept; and runs that say what they did in their notes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.end_to_end.house import House
from transcripts.checks.policy import policy

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def checked(main_job: House) -> Iterator[House]:
    """The installation. Its checks are paused afterwards: tests of other files make news of the corpus again and again,
    and thirteen tasks each time would slow them."""
    yield main_job
    main_job.api("/dags/checks", {"is_paused": True}, "PATCH")


def test_news_of_the_corpus_started_the_checks_and_all_is_well(checked: House) -> None:
    main_job = checked
    deadline = time.monotonic() + 120
    while not (main_job.runs("checks") and main_job.ended("checks")):
        assert time.monotonic() < deadline, "the checks do not end"
        time.sleep(1)
    run = next(run for run in reversed(main_job.runs("checks")) if run["run_type"] == "asset_triggered")
    assert run["state"] == "success"
    tasks = main_job.api(f"/dags/checks/dagRuns/{run['dag_run_id']}/taskInstances")["task_instances"]
    assert {task["task_id"] for task in tasks} == set(policy().checks)
    kept = main_job.rows(
        "SELECT name, bool_and(ok) AS ok FROM pipeline.check_result WHERE run_id = %s GROUP BY name", run["dag_run_id"]
    )
    assert {row["name"] for row in kept} == {name for check in policy().checks.values() for name in check.figures}
    assert all(row["ok"] for row in kept)
    assert "turn_counts: all well (" in run["note"]


def test_each_run_says_what_it_did_in_its_note(main_job: House) -> None:
    collected = main_job.runs("collect_sample")[-1]
    assert collected["note"].startswith("sample 2026-03-01..2026-03-31 OK: ")
    assert collected["note"].endswith("asked for by `make run`")
    assert " documents listed: " in collected["note"]
    processed = [run["note"] or "" for run in main_job.runs("process")]
    assert any("no document failed, none was refused; clean read " in note for note in processed), processed


def test_a_run_of_process_that_made_nothing_is_no_news(main_job: House) -> None:
    made = [
        event["extra"]["made"]
        for event in main_job.api("/assets/events?source_dag_id=process&limit=100")["asset_events"]
    ]
    assert made and all(
        any(count for step in one.values() for word, count in step.items() if word != "failed") for one in made
    )

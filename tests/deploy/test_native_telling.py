"""What the services tell: metrics by OpenTelemetry, lineage by OpenLineage, both switched on by `.env`."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.deploy.native_work import DAGS

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def events(landed):
    """All events of the month."""
    folder = Path(landed.stack.map.text("/var/lib/transcripts/logs")) / "lineage"
    return [json.loads(line) for file in sorted(folder.glob("????-??-??.jsonl")) for line in file.open()]


def datasets(events, job, kind):
    """The inputs and the outputs of the last event of a job."""
    found = [one for one in events if one["job"]["name"] == job and one["eventType"] == kind][-1]
    return [{f"{one['namespace']}:{one['name']}" for one in found[side]} for side in ("inputs", "outputs")]


@pytest.mark.parametrize("kind", ["START", "COMPLETE"])
def test_the_chain_of_assets_is_told(events, kind):
    crawl = datasets(events, "collect_sample.crawl", kind)
    assert crawl == [{"ministries:sample"}, {"transcripts:archive/sample"}]
    inputs, outputs = datasets(events, "process.count", kind)
    assert "transcripts:archive/sample" in inputs
    assert outputs == {"transcripts:corpus"}


def test_every_event_is_one_of_openlineage(events):
    """The required fields of RunEvent (https://openlineage.io/spec/2-0-2/OpenLineage.json)."""
    for event in events:
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", event["eventTime"])
        assert event["eventType"] in {"START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"}
        assert event["producer"].startswith("https://")
        assert event["schemaURL"].startswith("https://openlineage.io/spec/")
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", event["run"]["runId"])
        assert event["job"]["namespace"] == "transcripts" and event["job"]["name"]
        assert all(one["namespace"] and one["name"] for one in (*event["inputs"], *event["outputs"]))


def test_what_starts_and_was_not_killed_completes(events, landed):
    """Of the runs that are through; those that other DAGs have begun by now are at work."""
    ours = [one for one in events if one["job"]["name"].partition(".")[0] in DAGS]

    def runs(kind):
        return {one["run"]["runId"] for one in ours if one["eventType"] == kind}

    assert runs("COMPLETE")
    lost = runs("START") - runs("COMPLETE") - runs("FAIL")
    jobs = {one["job"]["name"] for one in ours if one["run"]["runId"] in lost}
    assert jobs <= {f"{task.dag}.{task.name}" for task in landed.month.died}


def test_no_secret_is_told(events, landed):
    told = json.dumps(events)
    secrets = [value for name, value in landed.stack.env.items() if re.search("PASSWORD|SECRET|KEY", name)]
    assert len(secrets) == 11
    assert not [value for value in secrets if value in told]


def test_the_scheduler_s_metrics_arrive(landed, received):
    deadline = time.monotonic() + 90  # they are sent each minute
    while not any("scheduler" in name for name in received.names):
        assert time.monotonic() < deadline, sorted(received.names)
        time.sleep(1)
    assert {"airflow.scheduler_heartbeat", "airflow.executor.open_slots"} <= received.names

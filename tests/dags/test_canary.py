"""The weekly canary: what its task hands to the crawl, and that red names exactly what does not hold."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowFailException

from dags.common import canaries, names
from scraper.evidence import Report
from scraper.ministries import load_all
from transcripts.canary.compare import Finding
from transcripts.canary.run import Canary

MINISTRIES = sorted(load_all().values(), key=lambda ministry: ministry.code)
REPORT = Report("c-1", "sample", "2026-03-09", "2026-03-09", "OK", "because", "", "", {"requests": 4})
GOOD = Finding("/doc/1 (en)", "holds", (), ("address",))
BAD = Finding("/doc/2 (en)", "layout", ("body_missing: no body", "selector 'div' hit then and hits nothing now"))
GONE = Finding("/doc/3 (en)", "address", ("failed: http_404",))


@pytest.mark.parametrize("ministry", MINISTRIES, ids=lambda ministry: ministry.code)
def test_each_ministry_has_a_weekly_canary_in_its_own_pool_and_born_paused_like_the_rest(bag, ministry):
    dag = bag.dags[f"canary_{ministry.code}"]
    task = dag.get_task("canary")
    assert dag.is_paused_upon_creation is ministry.paused
    assert (task.pool, task.outlets) == (f"ministry_{ministry.code}", [names.archive_asset(ministry.code)])
    assert dag.get_task("judge").upstream_task_ids == {"canary"} and dag.get_task("judge").retries == 0
    if not ministry.by_clock:
        assert dag.schedule is None
        return
    assert (dag.timetable.expression, dag.timetable.timezone) == ("30 4 * * 1", ministry.timezone)


def context():
    ti = SimpleNamespace(dag_id="canary_sample", run_id="r", task_id="canary", map_index=None, try_number=1)
    return {"ti": ti, "outlet_events": defaultdict(lambda: SimpleNamespace(extra=None))}


def test_the_task_asks_with_the_installations_settings_and_says_what_became_of_each_pin(settings):
    asked = {}

    def run(url, ministry, pins, **more):
        asked.update(more, ministry=ministry, pins=pins)
        return Canary(REPORT, (GOOD, BAD))

    settings.setattr("transcripts.canary.run.run", run)
    settings.setenv("AIRFLOW_VAR_MINISTRY_SAMPLE_ADDRESS", "http://127.0.0.1:8099")
    its = context()
    found = canaries.run("sample", its)
    assert (asked["ministry"], asked["address"], asked["archive"]) == (
        "sample",
        "http://127.0.0.1:8099",
        "s3://bucket/archive",
    )
    assert asked["pins"].documents, "the sample's own"
    assert asked["asked_by"]["dag_id"] == "canary_sample"
    assert [one["verdict"] for one in found["findings"]] == ["holds", "layout"]
    assert its["outlet_events"][names.archive_asset("sample")].extra["crawl"] == "c-1"


def test_a_ministry_without_pins_is_red_with_the_way_to_make_them(settings):
    with pytest.raises(AirflowFailException, match="mid_ru has no pins"):
        canaries.run("mid_ru", context())


def found(*findings: Finding) -> dict:
    from dataclasses import asdict

    return {"ministry": "sample", "crawl": "c-1", "outcome": "OK", "findings": [asdict(one) for one in findings]}


def test_red_names_exactly_what_does_not_hold():
    assert canaries.wrong(found(GOOD)) is None and canaries.good(found(GOOD)) == "sample: all 1 pins hold"
    assert canaries.wrong(found(GOOD, BAD, GONE)) == (
        "sample: 2 of 3 pins do not hold (crawl c-1 OK): /doc/2 (en): the site's layout changed: body_missing: no body; selector"
        " 'div' hit then and hits nothing now\n/doc/3 (en): the address does not answer as it did: failed: http_404"
    )

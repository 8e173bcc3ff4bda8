"""The operator: what it hands to a crawl, what it says of it, and how it is stopped. The crawl itself is a stand-in here."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from dags.common import names
from dags.operators.crawl import CrawlOperator
from scraper.evidence import Report

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = (datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC))


def report(outcome: str) -> Report:
    return Report(
        crawl="toy-1",
        ministry="toy",
        since="2026-03-09",
        until="2026-03-10",
        outcome=outcome,
        reason="because",
        started_at="2026-03-10T12:00:00+00:00",
        finished_at="2026-03-10T12:01:00+00:00",
        counts={"listed": 3, "fetched": 2, "failed": 1},
    )


class Crawl:
    """Stands in for a crawl: remembers what it was asked, says a line, offers to be stopped, and ends as told."""

    def __init__(self, ends: Report | Exception) -> None:
        self.ends = ends
        self.asked: dict[str, object] = {}
        self.stopped = 0

    def collect(self, database_url, ministry, since, until, **settings):
        self.asked = {"database_url": database_url, "ministry": ministry, "since": since, "until": until, **settings}
        settings["on_line"](logging.WARNING, "scrapy.core", "a line of the crawl")
        settings["on_start"](self.stop)
        if isinstance(self.ends, Exception):
            raise self.ends
        return self.ends

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture
def run(settings):
    """Runs the operator on a stand-in and returns its result, the asset's event and the operator."""

    def run(crawl: Crawl, *, kind: str = "manual", params=None, interval=(None, None)):
        settings.setattr("transcripts.collect.collect", crawl.collect)
        asset = names.archive_asset("toy")
        operator = CrawlOperator(task_id="crawl", ministry="toy", timezone="UTC", archive_asset=asset)
        events = defaultdict(lambda: SimpleNamespace(extra=None))
        start, end = interval
        context = {
            "dag_run": SimpleNamespace(
                run_type=kind,
                run_after=NOON,
                data_interval_start=start,
                data_interval_end=end,
                run_id="r",
                conf=params or {},
            ),
            "ti": SimpleNamespace(dag_id="collect_toy", run_id="r", task_id="crawl", map_index=None, try_number=2),
            "params": params or {},
            "outlet_events": events,
        }
        return operator.execute(context), events[asset].extra, operator

    return run


@pytest.mark.parametrize("outcome", ["OK", "EMPTY", "PARTIAL", "DRIFT", "BLOCKED", "FAILED"])
def test_whatever_the_outcome_a_report_ends_the_task_well_and_goes_with_the_assets_event(run, outcome):
    summary, event, _ = run(Crawl(report(outcome)))
    assert summary["outcome"] == outcome
    assert event == {
        "crawl": "toy-1",
        "ministry": "toy",
        "since": "2026-03-09",
        "until": "2026-03-10",
        "outcome": outcome,
        "reason": "because",
        "counts": {"listed": 3, "fetched": 2, "failed": 1},
    }


def test_without_a_report_the_task_fails(run):
    with pytest.raises(AirflowException, match=r"^toy 2026-03-\d\d\.\.2026-03-10 FAILED: .* left no report\. Next: "):
        run(Crawl(RuntimeError("the crawl left no report")))


def test_the_crawl_gets_its_settings_by_airflows_own_means(run, settings):
    settings.setenv("AIRFLOW_VAR_MINISTRY_TOY_ADDRESS", "http://127.0.0.1:8099")
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_CONTACT", "web@example.org")
    crawl = Crawl(report("OK"))
    run(crawl)
    assert crawl.asked["database_url"] == "postgresql://owner:a%2Fb@db.example:5433/transcripts"
    assert crawl.asked["archive"] == "s3://bucket/archive"
    assert crawl.asked["spool"] == "/srv/spool"
    assert crawl.asked["address"] == "http://127.0.0.1:8099"
    assert crawl.asked["contact"] == "web@example.org"
    assert crawl.asked["ca_file"] is None
    assert crawl.asked["asked_by"] == {
        "dag_id": "collect_toy",
        "run_id": "r",
        "task_id": "crawl",
        "map_index": "-1",
        "try_number": "2",
    }


@pytest.mark.parametrize(
    "missing", ["AIRFLOW_CONN_TRANSCRIPTS_DB", "AIRFLOW_VAR_TRANSCRIPTS_ARCHIVE", "AIRFLOW_VAR_TRANSCRIPTS_SPOOL"]
)
def test_a_setting_that_is_missing_is_named_with_the_way_out_and_not_tried_again(run, settings, missing):
    settings.delenv(missing)
    with pytest.raises(AirflowFailException, match=missing):
        run(Crawl(report("OK")))


def test_a_window_that_makes_no_sense_is_told_and_not_tried_again(run):
    with pytest.raises(AirflowFailException, match="toy: the window ends on 2026-03-01, before its start"):
        run(Crawl(report("OK")), params={"since": "2026-03-05", "until": "2026-03-01"})


@pytest.mark.parametrize(
    ("crawl", "params", "says"),
    [
        (Crawl(report("OK")), {"since": "2026-03-05", "until": "2026-03-01"}, "swap since and until"),
        (Crawl(OSError(28, "No space left on device")), None, "No space left on device"),
    ],
)
def test_why_a_crawl_left_no_report_stands_in_the_runs_note_as_nothing_is_judged_after_it(
    run, settings, crawl, params, says
):
    said: list[str] = []
    settings.setattr("dags.common.notes.say", said.append)
    with pytest.raises(AirflowException):
        run(crawl, params=params)
    (line,) = said
    assert says in line and "Next: " in line


def test_a_parameter_that_is_not_known_is_told_and_nothing_else_is_collected_instead(run):
    with pytest.raises(AirflowFailException, match="toy: no parameter from: since, until, force are wanted"):
        run(Crawl(report("OK")), params={"from": "2026-03-20"})


def test_its_lines_stand_in_the_tasks_log_with_their_levels(run, caplog):
    run(Crawl(report("OK")))
    assert ("scraper.scrapy.core", logging.WARNING, "a line of the crawl") in caplog.record_tuples


def test_a_task_that_is_stopped_stops_the_crawl(run):
    crawl = Crawl(report("PARTIAL"))
    _, _, operator = run(crawl)
    operator.on_kill()
    assert crawl.stopped == 1


def test_a_task_that_is_stopped_before_the_crawl_has_started_has_nothing_to_stop():
    CrawlOperator(task_id="crawl", ministry="toy", timezone="UTC", archive_asset=names.archive_asset("toy")).on_kill()


def window(crawl: Crawl) -> tuple[object, object]:
    return crawl.asked["since"], crawl.asked["until"]


def test_a_run_by_the_clock_asks_for_missed_days_too_as_many_as_the_setting_says(run, settings):
    crawl = Crawl(report("OK"))
    run(crawl, kind="scheduled", interval=DAY)
    assert (window(crawl), crawl.asked["missed_days"]) == (("2026-03-09", "2026-03-10"), 31)
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_REACH_BACK_DAYS", "3")
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_OVERLAP_DAYS", "2")
    run(crawl, kind="scheduled", interval=DAY)
    assert (window(crawl), crawl.asked["missed_days"]) == (("2026-03-08", "2026-03-10"), 3)


@pytest.mark.parametrize("kind", ["manual", "backfill"])
def test_only_the_clock_reaches_back(run, kind):
    crawl = Crawl(report("OK"))
    run(crawl, kind=kind, interval=DAY)
    assert (crawl.asked["since"], crawl.asked["missed_days"]) == ("2026-03-09", 0)


def test_a_backfill_collects_its_day_alone(run):
    crawl = Crawl(report("OK"))
    run(crawl, kind="backfill", interval=DAY)
    assert window(crawl) == ("2026-03-09", "2026-03-09")


def test_a_window_that_is_too_long_is_refused_before_anything_is_asked(run, settings):
    crawl = Crawl(report("OK"))
    window = {"since": "2020-01-01", "until": "2021-12-31"}
    with pytest.raises(
        AirflowFailException, match=r"^toy: 2020-01-01\.\.2021-12-31 is 731 days, more than 366: ask for less .* Next: "
    ):
        run(crawl, params=window)
    assert crawl.asked == {}
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_LONGEST_WINDOW_DAYS", "1000")
    run(crawl, params=window)
    assert (crawl.asked["since"], crawl.asked["in_full"]) == ("2020-01-01", False)


def test_a_site_can_be_asked_in_full(run):
    crawl = Crawl(report("OK"))
    run(crawl, params={"since": "2026-03-05", "force": True})
    assert crawl.asked["in_full"] is True

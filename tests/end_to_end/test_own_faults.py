"""Tasks, the scheduler and the whole machine are killed while a crawl runs: what was stored is kept, and the month lands whole."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from launcher.processes import ID_MARK
from launcher.state import Var
from tests.end_to_end.house import House
from tests.landed import differences, documents, expected
from tests.sample.serving import known, served

pytestmark = [pytest.mark.end_to_end, pytest.mark.full, pytest.mark.timeout(600)]

#: The sample's site, asked so slowly that there is time to kill, and at no time of its own.
MODULE = """
from dataclasses import replace
from scraper.ministries.sample import MINISTRY as SAMPLE
MINISTRY = replace(
    SAMPLE, code="slow", address="{}", manners=replace(SAMPLE.manners, delay=0.1), schedule="0 0 29 2 *", paused=False
)
"""
DAG = "collect_slow"


@pytest.fixture(scope="module")
def slow(main_job: House, modules: Path) -> Iterator[House]:
    """The first two days of March by `make run`."""
    with served() as address:
        (modules / "slow.py").write_text(MODULE.format(address), "utf-8")
        main_job.make("run", "MINISTRY=slow", "SINCE=2026-03-01", "UNTIL=2026-03-02")
        yield main_job


def crawling(house: House, since: str, until: str) -> tuple[str, psutil.Process]:
    """A run of the DAG whose crawl has fetched some documents and has work left: the run's id, the crawl's process."""
    before = {path.name for path in (house.var / "spool").iterdir()}
    run = house.api(f"/dags/{DAG}/dagRuns", {"logical_date": None, "conf": {"since": since, "until": until}})
    journal = until_true(
        lambda: next(
            (p for p in (house.var / "spool").glob("*-slow-*/journal.jsonl") if p.parent.name not in before), None
        )
    )
    until_true(lambda: journal.read_text().count('"event": "fate"') >= 5)
    plan = str(journal.with_name("plan.json"))
    (process,) = [one for one in psutil.process_iter() if plan in _command(one)]
    return run["dag_run_id"], process


def until_true(condition: Callable[[], Any], seconds: float = 180) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it does not come to that"
        time.sleep(0.1)
    return found


def crawls(house: House, since: str) -> list[tuple[str, str]]:
    rows = house.rows(
        "SELECT outcome, reason FROM archive.crawl WHERE ministry = 'slow' AND since = %s ORDER BY started_at", since
    )
    return [(row["outcome"], row["reason"]) for row in rows]


def ended(house: House, run: str) -> str:
    """How a run ended."""
    state = until_true(lambda: (s := house.api(f"/dags/{DAG}/dagRuns/{run}")["state"]) in ("success", "failed") and s)
    return str(state)


def kept(house: House, since: str) -> None:
    """The first crawl of the window was cut off, what it stored is registered, and the last one asked for the rest."""
    first, *_, last = house.rows(
        "SELECT outcome, fetched, unchanged, (SELECT count(*) FROM archive.snapshot s WHERE s.crawl = c.crawl) AS stored"
        " FROM archive.crawl c WHERE ministry = 'slow' AND since = %s ORDER BY started_at",
        since,
    )
    assert first["outcome"] in ("PARTIAL", "FAILED")
    assert first["stored"] >= 5
    assert last["outcome"] == "OK"
    assert last["unchanged"] >= 5, "what the first one stored is not fetched again"


def test_a_task_whose_process_is_killed_is_tried_again(slow: House) -> None:
    run, process = crawling(slow, "2026-03-03", "2026-03-10")
    task = process.parent()
    assert task is not None
    task.kill()
    process.wait(30)
    assert ended(slow, run) == "success"
    assert [outcome for outcome, _ in crawls(slow, "2026-03-03")] == ["PARTIAL", "OK"]
    assert "the process that started the crawl is gone" in crawls(slow, "2026-03-03")[0][1]
    kept(slow, "2026-03-03")


def test_a_task_that_airflow_stops_closes_its_files_and_can_be_cleared(slow: House) -> None:
    run, process = crawling(slow, "2026-03-11", "2026-03-18")
    slow.api(f"/dags/{DAG}/dagRuns/{run}/taskInstances/crawl", {"new_state": "failed"}, "PATCH")
    process.wait(60)
    until_true(lambda: crawls(slow, "2026-03-11")[0][0])
    assert "stopped before its end" in crawls(slow, "2026-03-11")[0][1]
    slow.api(f"/dags/{DAG}/dagRuns/{run}/clear", {"dry_run": False, "only_failed": False})
    assert ended(slow, run) == "success"
    kept(slow, "2026-03-11")


def test_a_scheduler_that_is_killed_is_started_by_the_next_run(slow: House) -> None:
    _, process = crawling(slow, "2026-03-19", "2026-03-24")
    scheduler = psutil.Process(slow.process("scheduler")["pid"])
    for one in (scheduler, *scheduler.children(recursive=True)):
        if one.pid != process.pid:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    process.wait(30)
    slow.make("run", "MINISTRY=slow", "SINCE=2026-03-19", "UNTIL=2026-03-24", timeout=400)
    kept(slow, "2026-03-19")


def test_a_machine_that_is_switched_off_goes_on_where_it_stopped(slow: House) -> None:
    crawling(slow, "2026-03-25", "2026-03-31")
    ours = everything(slow)
    assert {"postgres", "airflow", "crawl"} <= {kind for one in ours for kind in _kinds(one)}
    for one in ours:  # at once: nobody is asked, and nobody can tidy up
        with suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGSTOP)
    for one in ours:
        with suppress(psutil.NoSuchProcess):
            os.kill(one.pid, signal.SIGKILL)
    assert (slow.var / "postgres" / "postmaster.pid").exists()
    assert list((slow.var / "spool").glob("*-slow-*/journal.jsonl"))
    slow.make("run", "MINISTRY=slow", "SINCE=2026-03-25", "UNTIL=2026-03-31", timeout=400)
    kept(slow, "2026-03-25")


def test_the_month_has_landed_whole_and_nothing_is_left_over(slow: House) -> None:
    until_true(lambda: slow.ended(DAG, "process"))
    answers = known()
    assert differences(documents(slow.database_url, "slow", answers["timezone"]), expected(answers)) == []
    assert list((slow.var / "spool").iterdir()) == []
    assert slow.value("SELECT count(*) FROM archive.crawl WHERE outcome IS NULL") == 0
    assert slow.value("SELECT count(*) FROM pipeline.attempt WHERE outcome IN ('failed', 'refused')") == 0


def everything(house: House) -> list[psutil.Process]:
    """Every process of an installation; the database's bear no mark, but stand in its folder."""
    mark, data = Var(house.var).id, str((house.var / "postgres").resolve())
    return [one for one in psutil.process_iter() if _mark(one) == mark or _cwd(one) == data]


def _kinds(process: psutil.Process) -> Iterator[str]:
    words = " ".join([process.name(), *_command(process)])
    yield from (
        kind
        for kind, word in (("postgres", "postgres"), ("airflow", "airflow"), ("crawl", "scraper.crawl"))
        if word in words
    )


def _cwd(process: psutil.Process) -> str | None:
    with suppress(psutil.Error, OSError):
        return process.cwd()
    return None


def _command(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error, OSError):
        return process.cmdline()
    return []


def _mark(process: psutil.Process) -> str | None:
    with suppress(psutil.Error, OSError):
        return process.environ().get(ID_MARK)
    return None

"""`make run`: a ministry's site goes by HTTP, WARC, Airflow and Postgres to rows that equal the known answers."""

from __future__ import annotations

import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from cookbook.questions import chapters
from tests.end_to_end.house import ROOT, House
from tests.landed import differences, documents, expected
from tests.sample.serving import known, sample

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(500)]

CORPUS = "SELECT xmin::text, t::text FROM corpus.{} t ORDER BY 2"
TABLES = ("document", "revision", "reading", "segmentation", "turn", "span", "exchange", "publication", "turn_search")


def test_it_says_what_landed_and_where_to_look(main_job: House) -> None:
    said = main_job.printed
    count = len(known()["documents"])
    assert re.search(rf"^all +{count} +\d+ +\d+ *$", said, re.M), said
    assert "A first query" in said
    assert re.search(r"Anton Velin +\d+ +\d+ +\d+", said), said
    assert re.search(r"Airflow +http://127\.0\.0\.1:\d+ +user admin, password \w{12,}", said), said
    assert "`make stop`" in said
    assert main_job.seconds < 180


def test_the_readme_shows_what_it_prints(main_job: House) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    said = main_job.printed
    landed = said[said.index("Landed\n") : said.index("\nAirflow     http")]
    for line in filter(None, map(str.strip, landed.split("\n"))):
        assert line in readme


def test_the_rows_equal_the_known_answers_to_the_letter(main_job: House) -> None:
    answers = known()
    found = documents(main_job.database_url, "sample", answers["timezone"])
    assert len(found) > 200
    assert differences(found, expected(answers)) == []


def test_it_was_airflow_that_did_it(main_job: House) -> None:
    (collected,) = [run for run in main_job.runs("collect_sample") if run["dag_run_id"].startswith("make_run")][-1:]
    processed = main_job.runs("process")
    assert collected["state"] == "success"
    assert {run["state"] for run in processed} == {"success"}
    assert "asset_triggered" in {run["run_type"] for run in processed}
    ids = {run["dag_run_id"] for run in processed}
    rows = main_job.as_analyst(
        "SELECT DISTINCT collected_by, cleaned_in, segmented_in, published_in FROM analysis.sources WHERE ministry = 'sample'"
    )
    assert {row["collected_by"] for row in rows} == {"collect_sample"}
    assert {row[name] for row in rows for name in ("cleaned_in", "segmented_in", "published_in")} <= ids
    (crawl,) = main_job.rows("SELECT run_id FROM archive.crawl ORDER BY started_at LIMIT 1")
    assert crawl["run_id"] == collected["dag_run_id"]


def test_the_crawls_asset_carries_its_counts(main_job: House) -> None:
    events = main_job.api("/assets/events?source_dag_id=collect_sample&order_by=timestamp")["asset_events"]
    assert events[0]["extra"]["outcome"] == "OK"
    assert events[0]["extra"]["counts"]["fetched"] == len(known()["documents"])
    assert [run["dag_id"] for run in events[0]["created_dagruns"]] == ["process"]


def test_a_task_shows_the_crawls_log_lines_with_their_levels(main_job: House) -> None:
    run = main_job.runs("collect_sample")[-1]["dag_run_id"]
    lines = main_job.api(f"/dags/collect_sample/dagRuns/{run}/taskInstances/crawl/logs/1?full_content=true")["content"]
    levels = {line.get("level") for line in lines if str(line.get("logger", "")).startswith("scraper")}
    assert {"info", "warning"} <= levels, levels


def test_a_second_time_it_writes_nothing_in_corpus_and_says_so(main_job: House) -> None:
    before = [main_job.rows(CORPUS.format(table)) for table in TABLES]
    said = main_job.make("run").stdout
    assert "corpus: nothing written" in said
    assert re.search(r"archive: crawl \+1.*snapshot \+\d+", said), said
    assert [main_job.rows(CORPUS.format(table)) for table in TABLES] == before
    newest = "(SELECT crawl FROM archive.crawl ORDER BY started_at DESC LIMIT 1)"
    types = main_job.rows(
        f"SELECT DISTINCT record_type FROM archive.snapshot WHERE crawl = {newest} AND purpose <> 'hop'"
    )
    assert types == [{"record_type": "revisit"}]


def test_psql_opens_as_the_analyst(main_job: House) -> None:
    said = main_job.make("psql", "ARGS=-Atc 'SELECT current_user, count(*) FROM transcripts'").stdout
    assert said.strip().startswith("analyst|")
    refused = main_job.make("psql", "ARGS=-c 'DELETE FROM turns'", check=None)
    assert refused.returncode != 0


def test_psql_answers_questions_of_the_cookbook_and_refuses_a_write(main_job: House, tmp_path: Path) -> None:
    asked = [one for chapter in chapters(ROOT / "docs" / "cookbook") for one in chapter.questions][:5]
    for question in asked:
        (file := tmp_path / f"{question.id}.sql").write_text(question.sql, "utf-8")
        said = main_job.make("psql", f"ARGS=--csv --set=ON_ERROR_STOP=1 --file={file}")
        assert len(said.stdout.splitlines()) > 1, question.id
        assert "ERROR" not in said.stderr
    for write in ("DELETE FROM turns", "UPDATE corpus.turn SET person = NULL", "CREATE TEMPORARY TABLE mine (n int)"):
        refused = main_job.make("psql", f"ARGS=-c '{write}'", check=None)
        assert refused.returncode != 0
        assert re.search("permission denied|cannot delete from view", refused.stderr), write


def test_what_the_readme_asks_is_answered(main_job: House, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    statements = [
        one for block in re.findall(r"^```sql\n(.*?)^```", readme, re.M | re.S) for one in block.split("\n\n")
    ]
    assert len(statements) > 4
    for n, statement in enumerate(statements):
        (file := tmp_path / f"{n}.sql").write_text(statement, "utf-8")
        said = main_job.make("psql", f"ARGS=--csv --set=ON_ERROR_STOP=1 --file={file}", check=None)
        assert said.returncode == 0, f"{statement}\n{said.stderr}"


def test_analysts_sessions_are_bounded(main_job: House) -> None:
    settings = "SELECT current_setting('statement_timeout'), current_setting('temp_file_limit')"
    assert main_job.make("psql", f'ARGS=-Atc "{settings}"').stdout.strip() == "5min|1GB"


def test_status_says_what_runs_and_where(main_job: House) -> None:
    said = main_job.make("status").stdout
    for word in ("postgres", "api-server", "scheduler", "dag-processor", "triggerer", "sample", "published"):
        assert word in said
    assert main_job.state()["analyst_url"] in said


def test_it_stays_under_two_gigabytes(main_job: House) -> None:
    roots = [one["pid"] for one in main_job.state()["processes"] if one["alive"]]
    tree = {pid for root in roots for pid in (root, *(c.pid for c in psutil.Process(root).children(recursive=True)))}
    memory = 0
    for pid in tree:
        try:
            memory += int(re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            continue
        except PermissionError:  # Airflow hides its tasks' memory from other processes of an ordinary user
            memory += psutil.Process(pid).memory_info().rss
    assert memory < 2 * 1024**3, f"{memory / 1024**2:.0f} MB"


def test_the_ui_shows_it_after_login(main_job: House, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    state = main_job.state()
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_page(viewport={"width": 1360, "height": 850})
        page.goto(state["ui"])
        page.fill("input[name=username]", state["ui_user"])
        page.fill("input[name=password]", state["ui_password"])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(f"{state['ui']}/dags")
        page.get_by_text("Collect: Ministry of Foreign Affairs of Talvia").wait_for()
        page.goto(f"{state['ui']}/dags/process/runs")
        page.get_by_text("plan_clean").first.wait_for()
        page.get_by_text("Success").first.wait_for()
        page.screenshot(path=str(tmp_path / "process.png"))
        browser.close()
    assert (tmp_path / "process.png").stat().st_size > 20_000


def test_a_backfill_over_past_days_works_by_rest(main_job: House) -> None:
    before = main_job.value("SELECT count(*) FROM archive.crawl")
    wanted = {
        "dag_id": "collect_sample",
        "from_date": "2026-03-03T00:00:00Z",
        "to_date": "2026-03-04T00:00:00Z",
        "max_active_runs": 1,
        "run_backwards": False,
        "dag_run_conf": {},
        "reprocess_behavior": "none",
    }
    backfill = main_job.api("/backfills", wanted)
    deadline = time.monotonic() + 150
    while not main_job.api(f"/backfills/{backfill['id']}")["completed_at"]:
        assert time.monotonic() < deadline, "the backfill is not through"
        time.sleep(2)
    runs = [run for run in main_job.runs("collect_sample") if run["run_type"] == "backfill"]
    assert {run["state"] for run in runs} == {"success"}
    crawls = main_job.rows("SELECT since::text, until::text, run_id FROM archive.crawl ORDER BY started_at")[before:]
    by_run = {run["dag_run_id"] for run in runs}
    days = [(one["since"], one["until"]) for one in crawls if one["run_id"] in by_run]
    assert days == [(day, day) for day in ("2026-03-03", "2026-03-04")]


def test_with_the_scheduler_stopped_no_row_lands(main_job: House) -> None:
    assert sample("advance", "--address", main_job.state()["site"]).returncode == 0
    scheduler = psutil.Process(main_job.process("scheduler")["pid"])
    family = [scheduler, *scheduler.children(recursive=True)]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGSTOP)
    try:
        before = (
            main_job.value("SELECT count(*) FROM archive.snapshot"),
            main_job.value("SELECT count(*) FROM corpus.revision"),
        )
        conf = {"since": "2026-03-01", "until": "2026-03-31"}
        run = main_job.api("/dags/collect_sample/dagRuns", {"logical_date": None, "conf": conf})
        time.sleep(8)
        after = (
            main_job.value("SELECT count(*) FROM archive.snapshot"),
            main_job.value("SELECT count(*) FROM corpus.revision"),
        )
        assert after == before
    finally:
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGCONT)
    grown = "SELECT count(*) > 0 FROM analysis.transcripts WHERE ministry = 'sample' AND revisions = 2"
    deadline = time.monotonic() + 150
    while not (main_job.ended("collect_sample", "process") and main_job.value(grown)):
        assert time.monotonic() < deadline, "what waited for the scheduler does not land"
        time.sleep(1)
    assert main_job.api(f"/dags/collect_sample/dagRuns/{run['dag_run_id']}")["state"] == "success"

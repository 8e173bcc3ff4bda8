"""The production shape at work, as far as it goes without containers: every service's command, every health check, a run
through Celery, and the sample ministry's pages from its site to rows in Postgres and files in the store."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import psycopg2
import pytest

from launcher.rest import RestError
from tests.deploy import compose_file
from tests.deploy.native_stack import AIRFLOW, Stack

pytestmark = [pytest.mark.full, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """All services up and well, in the order in which Compose starts them."""
    folder = tmp_path_factory.mktemp("stack")
    words = [str(compose_file.ROOT / "deploy" / "make_env.py"), "--contact", "somebody@example.org"]
    subprocess.run([sys.executable, *words, "--output", str(folder / ".env")], check=True, capture_output=True)
    stack = Stack(folder, compose_file.read_env((folder / ".env").read_text()))
    try:
        stack.start("postgres", "redis", "store", "sample")
        done = stack.run("init")
        assert done.returncode == 0, done.stdout + done.stderr
        stack.start(*AIRFLOW)
        yield stack
    finally:
        stack.stop()


def ran(stack, dag, **conf):
    """A run asked for by REST, once it has ended."""
    run = f"test__{time.time():.0f}"
    stack.ui.pause(dag, False)
    stack.ui.trigger(dag, run, conf, "asked for by a test")
    deadline = time.monotonic() + 240
    while (state := stack.ui.run(dag, run)["state"]) not in ("success", "failed"):
        assert time.monotonic() < deadline, f"{dag} is still {state}\n{stack.log('worker')[-4000:]}"
        time.sleep(0.5)
    return run, state


def rows(stack, query, service="worker"):
    """The rows of a query, with the address that a service has."""
    address = stack.environment(service)["TRANSCRIPTS_DATABASE_URL"]
    link = psycopg2.connect(address)
    try:
        with link.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    finally:
        link.close()


@pytest.mark.parametrize("name", ["postgres", "redis", "store", "sample", *AIRFLOW])
def test_a_service_is_well_by_its_own_health_check(stack, name):
    done = stack.check(name)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_api_server_says_that_every_part_is_well(stack):
    health = stack.ui.health()
    parts = ("metadatabase", "scheduler", "dag_processor", "triggerer")
    assert {part: health[part]["status"] for part in parts} == dict.fromkeys(parts, "healthy")


def test_init_may_run_again(stack):
    done = stack.run("init")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "already exists" in done.stdout


def test_only_the_generated_password_opens_the_ui(stack):
    assert stack.ui.call("GET", "/dags")["total_entries"] > 0
    stranger = stack.ui
    stranger._login["password"] = "admin"
    with pytest.raises(RestError) as refused:
        stranger.call("GET", "/dags")
    assert refused.value.status == 401


def test_no_dag_fails_to_be_read(stack):
    assert [one["stack_trace"].splitlines()[-3:] for one in stack.ui.import_errors()] == []


def test_the_store_refuses_whoever_has_no_key(stack):
    endpoint = {"endpoint_url": stack.environment("worker")["TRANSCRIPTS_S3_ENDPOINT"]}
    with pytest.raises(PermissionError):
        fsspec.filesystem("s3", anon=True, client_kwargs=endpoint, skip_instance_cache=True).ls("transcripts")


def test_the_analyst_s_password_opens_the_database_for_reading(stack):
    owner = stack.environment("worker")["TRANSCRIPTS_DATABASE_URL"]
    password = stack.env["ANALYST_DB_PASSWORD"]
    link = psycopg2.connect(owner.replace(f"transcripts:{stack.env['TRANSCRIPTS_DB_PASSWORD']}", f"analyst:{password}"))
    try:
        with link.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM analysis.turns")
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("DELETE FROM corpus.document")
    finally:
        link.close()


def test_a_run_goes_through_celery(stack):
    run, state = ran(stack, "process")
    assert state == "success"
    tasks = [task for task in stack.ui.tasks("process", run) if task["state"] == "success"]
    assert tasks and all("Celery" in task["executor"] for task in tasks if task["executor"])
    assert stack.log("worker").count("execute_workload") >= len(tasks)


def test_the_sample_s_pages_go_all_the_way_to_rows_and_to_the_store(stack):
    known = answers()
    run, state = ran(stack, "collect_sample", since=known["since"], until=known["until"])
    assert state == "success", {task["task_id"]: task["state"] for task in stack.ui.tasks("collect_sample", run)}
    wait_for_rows(stack, len(known["documents"]))

    worker = stack.environment("worker")
    store = fsspec.filesystem(
        "s3",
        key=worker["AWS_ACCESS_KEY_ID"],
        secret=worker["AWS_SECRET_ACCESS_KEY"],
        client_kwargs={"endpoint_url": worker["TRANSCRIPTS_S3_ENDPOINT"]},
        skip_instance_cache=True,
    )
    kept = {f"s3://{path}" for path in store.find(worker["TRANSCRIPTS_ARCHIVE"])}
    files = {f"{worker['TRANSCRIPTS_ARCHIVE']}/{file}" for (file,) in rows(stack, "SELECT file FROM archive.snapshot")}
    assert files and files <= kept
    assert list(Path(worker["TRANSCRIPTS_SPOOL"]).iterdir()) == [], "what is in the store has left the spool"


def test_a_correction_is_kept_in_the_store_and_applied(stack):
    document = rows(stack, "SELECT min(document_id) FROM analysis.transcripts WHERE kind = 'remarks'")[0][0]
    done = stack.run("worker", "transcripts", "correct", "kind", document, "statement", "--reason", "x", "--by", "ada")
    assert done.returncode == 0, done.stderr
    key = done.stdout.split()[2]
    assert ran(stack, "process")[1] == "success"
    query = f"SELECT kind, corrected FROM analysis.transcripts WHERE document_id = '{document}'"
    assert rows(stack, query) == [("statement", True)]
    code = """import os
from scraper.archive import Archive
from transcripts.corrections.kept import KEPT
archive = Archive(os.environ["TRANSCRIPTS_ARCHIVE"])
print([one.id for one in KEPT.read(archive, KEPT.ids(archive))[0]], archive.names("nothing"))"""
    done = stack.run("worker", "python", "-c", code)
    assert done.stdout == f"['{key}'] []\n", done.stderr


def test_the_store_s_crawls_can_be_replayed(stack):
    done = stack.run("worker", "transcripts", "replay", "--again", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    crawls = {f"{ministry}/{crawl}" for ministry, crawl in rows(stack, "SELECT ministry, crawl FROM archive.crawl")}
    assert set(found["registered"]) == crawls
    assert (found["damage"], found["foreign"], found["unfinished"], found["said"]) == ([], [], [], 0)


def answers():
    """The known answers of the sample."""
    done = subprocess.run([sys.executable, "-m", "sample", "answers"], capture_output=True, check=True)
    return json.loads(done.stdout)


def wait_for_rows(stack, documents):
    """Waits until `process`, which the crawl's news have started, has published so many documents."""
    deadline = time.monotonic() + 240
    while (found := rows(stack, "SELECT coalesce(sum(documents), 0) FROM analysis.landed")[0][0]) != documents:
        assert time.monotonic() < deadline, f"{found} of {documents} documents\n{stack.log('worker')[-4000:]}"
        time.sleep(1)

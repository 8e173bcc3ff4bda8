"""Two workers share a month; one is killed in the middle of a crawl and of a batch; nothing is lost and nothing doubled."""

from __future__ import annotations

import json
from pathlib import Path

import fsspec
import pytest

from tests.deploy.native_stack import WORKERS
from tests.deploy.native_work import all_tasks, alone, answers, command, digest, elsewhere, ran, rows, shares

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]


def test_what_died_was_tried_again_and_ended_well(landed):
    ended = {task.key: task for task in all_tasks(landed.stack)}
    assert {task.name for task in landed.month.died} >= {"crawl"} and len(landed.month.died) >= 2
    for task in landed.month.died:
        assert ended[task.key].state == "success", task
        assert ended[task.key].tries > task.tries, task


def test_both_workers_did_batches(landed, capsys):
    done = shares(all_tasks(landed.stack))
    received = {name: landed.stack.log(name).count("execute_workload") for name in WORKERS}
    assert all(received.values())
    assert set(done) == set(WORKERS), done
    killed, died = ", ".join(landed.month.killed), ", ".join(f"{one.name}[{one.index}]" for one in landed.month.died)
    with capsys.disabled():
        print(f"\n{len(answers()['documents'])} documents landed in {landed.seconds:.0f} s; batches: {dict(done)}")  # noqa: T201
        print(f"killed: {killed}, and with it {died}; digest {landed.alone[:16]}")  # noqa: T201


def test_tasks_went_through_celery(landed):
    tasks = [task for task in landed.stack.ui.tasks("collect_sample", landed.month.run) if task["executor"]]
    assert all("Celery" in task["executor"] for task in tasks)


def test_the_corpus_is_what_one_process_makes_of_the_same_site(landed):
    assert digest(landed.stack).splitlines() == landed.alone.splitlines()
    assert f"{len(answers()['documents'])}  document\n" in landed.alone


def test_every_answer_is_stored_once_and_stands_in_the_store(landed):
    stack, worker = landed.stack, landed.stack.environment("worker")
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
    assert rows(stack, 'SELECT file, "offset" FROM archive.snapshot GROUP BY 1, 2 HAVING count(*) > 1') == []
    assert list(Path(worker["TRANSCRIPTS_SPOOL"]).iterdir()) == [], "what is in the store has left the spool"


def test_a_correction_is_kept_in_the_store_and_applied(landed):
    stack = landed.stack
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


def test_the_store_s_crawls_can_be_replayed(landed):
    stack = landed.stack
    done = stack.run("worker", "transcripts", "replay", "--again", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    crawls = {f"{ministry}/{crawl}" for ministry, crawl in rows(stack, "SELECT ministry, crawl FROM archive.crawl")}
    assert set(found["registered"]) == crawls
    assert (found["damage"], found["foreign"], found["unfinished"], found["said"]) == ([], [], [], 0)


def test_what_was_collected_in_a_folder_moves_into_the_store(landed):
    """As docs/operations.md says it of moving from `make run`: a backup there, brought back here."""
    stack, backup = landed.stack, str(landed.stack.map.folder / "move")
    command(stack, "backup", backup, **alone(stack))
    here = elsewhere(stack, "moved", "s3://transcripts/moved")
    command(stack, "migrate", **here)  # as init has done
    assert "digest      the same" in command(stack, "restore", backup, **here)
    assert digest(stack, **here) == landed.alone

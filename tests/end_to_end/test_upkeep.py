"""The DAG `upkeep` by the real scheduler, with something to do for each of its tasks; and a damaged file, which makes it red until
it is brought back from the backup that the same run took."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from launcher.server import find
from launcher.state import Var
from tests.end_to_end.house import House
from transcripts.backup.place import Place
from transcripts.backup.take import manifest_of

pytestmark = [pytest.mark.end_to_end, pytest.mark.full, pytest.mark.timeout(600)]
PARTS = {"measure", "verify", "database", "retention", "airflow_metadata", "logs", "leftovers", "backup"}
LONG_AGO = "2020-03-01T00:00:00Z"


@dataclass
class Upkeep:
    """An installation, a run of the DAG in it, and where its backups go."""

    house: House
    backups: Path
    run: str = ""
    state: str = ""
    left: list[Path] = field(default_factory=list)
    old_log: Path = Path()
    #: A run of `watch` that is made one of years ago.
    old_run: str = ""

    @property
    def path(self) -> str:
        return f"/dags/upkeep/dagRuns/{self.run}"

    def ends(self, seconds: float = 300) -> str:
        """The state of the run once it has one."""
        deadline = time.monotonic() + seconds
        while (state := str(self.house.api(self.path)["state"])) not in ("success", "failed"):
            assert time.monotonic() < deadline, self.tasks()
            time.sleep(1)
        return state

    def tasks(self) -> dict[str, str]:
        found = self.house.api(f"{self.path}/taskInstances")["task_instances"]
        return {task["task_id"]: task["state"] for task in found}

    def again(self, task: str) -> str:
        """How the run ends once this task was cleared, as the runbook says."""
        self.house.api(
            "/dags/upkeep/clearTaskInstances",
            {"dag_run_id": self.run, "task_ids": [task], "dry_run": False, "only_failed": False},
        )
        return self.ends()

    def note(self) -> list[str]:
        return str(self.house.api(self.path)["note"]).splitlines()

    def airflow(self, *statements: str) -> list[tuple[Any, ...]]:
        """What the last of these gives, asked of Airflow's own database."""
        with closing(psycopg2.connect(find(Var(self.house.var)).airflow)) as link, link, link.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def execute(self, statement: str) -> None:
        with closing(psycopg2.connect(self.house.database_url)) as link, link, link.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture(scope="module")
def upkeep(main_job: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upkeep]:
    """A run with something to do for each task, through."""
    it = Upkeep(main_job, tmp_path_factory.mktemp("backups"))
    variables = {"transcripts_verify_days": "1", "transcripts_backup_to": str(it.backups)}
    for key, value in variables.items():
        main_job.api("/variables", {"key": key, "value": value})
    _something_to_do(it)
    main_job.api("/dags/upkeep", {"is_paused": False}, "PATCH")
    it.run = main_job.api("/dags/upkeep/dagRuns", {"logical_date": None, "conf": {}})["dag_run_id"]
    it.state = it.ends()
    yield it
    for key in variables:
        it.airflow(f"DELETE FROM variable WHERE key = '{key}'")


def _something_to_do(it: Upkeep) -> None:
    _old_rows_of_airflow(it)
    it.execute(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, at) VALUES"
        " ('clean', 'upkeep-test', '', '1', 'failed', 'x', now() - interval '800 days');"
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at) VALUES"
        " ('clean', 'upkeep-test', '', '1', 'done', now() - interval '799 days');"
        "ALTER TABLE pipeline.attempt RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor,"
        " autovacuum_analyze_scale_factor)"
    )
    var = it.house.var
    it.left = [var / "spool" / ".killed.new", var / "archive" / "issued" / ".killed.jsonl.gz.new"]
    it.left[0].mkdir(parents=True)
    it.left[1].parent.mkdir(exist_ok=True)
    it.left[1].touch()
    it.old_log = var / "airflow" / "logs" / f"dag_id=watch/run_id={it.old_run}/task_id=before/attempt=1.log"
    it.old_log.parent.mkdir(parents=True)
    it.old_log.write_text("a line\n")
    for path in (*it.left, it.old_log):
        os.utime(path, (0, time.time() - 100 * 86400))
    (var / "logs" / "grown.log").write_bytes(b"x" * 10_000_001)


def _old_rows_of_airflow(it: Upkeep) -> None:
    """A run of `watch` that is over becomes one of years ago, with its task and what it left for others; and lines of a log."""
    run = it.house.api("/dags/watch/dagRuns", {"logical_date": None, "conf": {}})["dag_run_id"]
    deadline = time.monotonic() + 120
    while it.house.api(f"/dags/watch/dagRuns/{run}")["state"] not in ("success", "failed"):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    it.old_run = run
    of_run = f"WHERE dag_id = 'watch' AND run_id = '{run}'"
    it.airflow(
        f"UPDATE dag_run SET run_after = '{LONG_AGO}', queued_at = '{LONG_AGO}', start_date = '{LONG_AGO}', end_date = '{LONG_AGO}' {of_run}",
        f"UPDATE task_instance SET start_date = '{LONG_AGO}', end_date = '{LONG_AGO}' {of_run}",
        f"UPDATE xcom SET timestamp = '{LONG_AGO}' {of_run}",
        f"INSERT INTO log (dttm, dag_id, event) VALUES ('{LONG_AGO}', 'watch', 'of years ago')",
        f"INSERT INTO job (state, job_type, latest_heartbeat) VALUES ('success', 'OfYearsAgo', '{LONG_AGO}')",
    )


def test_the_whole_run_is_green_and_its_note_says_what_each_task_did(upkeep: Upkeep) -> None:
    assert (upkeep.state, upkeep.tasks()) == ("success", dict.fromkeys(PARTS, "success")), upkeep.note()
    said = "\n".join(upkeep.note())
    for words in (
        "database_bytes ",
        " files, ",
        "new settings: pipeline.attempt",
        "attempt 1, ",
        "are gone",
        "1 logs of tasks deleted (7 bytes), logs of processes begun anew: grown.log",
        "2 drafts of killed processes removed",
        f"{upkeep.backups}/2",
    ):
        assert words in said, said


def test_the_figures_of_the_day_are_kept_and_the_whole_archive_was_read(upkeep: Upkeep) -> None:
    assert (
        upkeep.house.value("SELECT value FROM pipeline.measurement WHERE name = 'archive_files' AND ministry = ''") >= 4
    )
    unread = (
        "SELECT DISTINCT file FROM archive.snapshot EXCEPT SELECT file FROM pipeline.verification WHERE problem IS NULL"
    )
    assert upkeep.house.rows(unread) == []


def test_what_nothing_needs_is_gone(upkeep: Upkeep) -> None:
    asked = "SELECT outcome FROM pipeline.attempt WHERE input = 'upkeep-test'"
    assert [row["outcome"] for row in upkeep.house.rows(asked)] == ["done"]
    assert not any(path.exists() for path in (*upkeep.left, upkeep.old_log))
    logs = upkeep.house.var / "logs"
    assert (logs / "grown.log").stat().st_size == 0 and (logs / "grown.log.1.gz").exists()


def test_airflows_own_rows_of_years_ago_are_gone_and_nothing_is_left_in_their_place(upkeep: Upkeep) -> None:
    for table in ("dag_run", "task_instance", "xcom"):
        assert upkeep.airflow(f"SELECT count(*) FROM {table} WHERE run_id = '{upkeep.old_run}'") == [(0,)], table
    assert upkeep.airflow("SELECT count(*) FROM log WHERE event = 'of years ago'") == [(0,)]
    assert upkeep.airflow("SELECT count(*) FROM job WHERE job_type = 'OfYearsAgo'") == [(0,)]
    assert upkeep.airflow("SELECT relname FROM pg_class WHERE relname LIKE '%airflow_deleted%'") == []
    assert upkeep.airflow("SELECT count(*) > 0 FROM dag_run WHERE dag_id = 'upkeep'") == [(True,)]


def test_the_backup_holds_both_databases_and_agrees(upkeep: Upkeep) -> None:
    place = Place(str(upkeep.backups))
    (name,) = place.whole()
    manifest = manifest_of(place, name)
    assert manifest.agrees and manifest.problems == [] and manifest.airflow and manifest.airflow.bytes > 10_000


def test_a_damaged_file_makes_it_red_with_a_clear_first_line_until_it_is_brought_back(upkeep: Upkeep) -> None:
    archive = upkeep.house.var / "archive"
    warc = max(archive.rglob("*.warc.gz"), key=lambda path: path.stat().st_size)
    name, whole = str(warc.relative_to(archive)), warc.read_bytes()
    try:
        warc.write_bytes(whole[:5000] + b"\0\0\0\0" + whole[5004:])
        assert upkeep.again("verify") == "failed"
        first = upkeep.note()[0]
        assert first.startswith("1 files of the archive are missing or damaged: " + name + " at byte "), first
        assert "Next: bring them back from the backup (`transcripts restore FOLDER --file NAME`" in first
        assert {task for task, state in upkeep.tasks().items() if state != "success"} == {"verify"}
        upkeep.house.make("transcripts", f"ARGS=restore {upkeep.backups} --file {name}")
        assert warc.read_bytes() == whole
        assert upkeep.again("verify") == "success"
    finally:
        warc.write_bytes(whole)

"""The DAG `upkeep`: daily in a quiet hour, each part by itself, and what each part says."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from dags.common import upkeep
from transcripts.store.verifications import Verified
from transcripts.upkeep import verify
from transcripts.upkeep.verify import Reread

PARTS = {"measure", "verify", "database", "retention", "airflow_metadata", "logs", "leftovers", "backup"}


def test_it_runs_once_a_day_and_not_when_it_is_installed(bag):
    dag = bag.dags["upkeep"]
    assert dag.timetable.expression == "40 1 * * *"
    assert dag.timetable.run_immediately is False
    assert not dag.is_paused_upon_creation


def test_no_part_stops_another(bag):
    dag = bag.dags["upkeep"]
    assert set(dag.task_dict) >= PARTS
    assert not any(task.upstream_task_ids for task in dag.tasks)
    assert dag.max_active_tasks == 1, "one after the other, none in a hurry"


def test_the_first_line_of_a_part_that_fails_says_which_why_and_what_next(bag, settings, monkeypatch):
    def unmounted(*_, **__):
        raise OSError("archive file:///srv: its disk is not mounted")

    monkeypatch.setattr(verify, "verify", unmounted)
    with pytest.raises(AirflowException) as error:
        bag.dags["upkeep"].task_dict["verify"].python_callable()
    said = str(error.value)
    assert said.startswith("upkeep, verify FAILED: archive file:///srv: its disk is not mounted. Next: free some room")


def test_a_damaged_file_is_named_with_the_way_out(settings, monkeypatch):
    found = Reread(3, 70, 9, (Verified("tiny/c1/00001.warc.gz", 4, 60, "at byte 7: no WARC record"),))
    monkeypatch.setattr(verify, "verify", lambda *_, **__: found)
    with pytest.raises(AirflowFailException) as error:
        upkeep.verify()
    said = str(error.value)
    assert "1 files of the archive are missing or damaged: tiny/c1/00001.warc.gz at byte 7: no WARC record" in said
    assert "transcripts restore FOLDER --file NAME" in said


def test_the_budget_of_a_day_is_a_variable(settings, monkeypatch):
    asked = {}
    monkeypatch.setattr(verify, "verify", lambda *_, **more: asked.update(more) or Reread(1, 2, 0, ()))
    assert upkeep.verify() == "1 files, 2 bytes"
    assert asked == {"days": 30, "budget": None}
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_VERIFY_DAYS", "7")
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_VERIFY_BYTES", "5000")
    upkeep.verify()
    assert asked == {"days": 7, "budget": 5000}
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_VERIFY_DAYS", "some")
    with pytest.raises(AirflowFailException, match="transcripts_verify_days is 'some': a whole number above zero"):
        upkeep.verify()


def test_airflows_own_database_is_left_alone_where_nobody_says_where_it_is(settings, monkeypatch):
    monkeypatch.delenv(upkeep.AIRFLOW_DATABASE, raising=False)
    with pytest.raises(AirflowSkipException, match="is not set"):
        upkeep.airflow_metadata()


def test_logs_of_tasks_go_by_age_and_those_of_processes_by_size(settings, tmp_path: Path, monkeypatch):
    tasks, processes = tmp_path / "tasks", tmp_path / "processes"
    old, young = tasks / "dag_id=a/run_id=1/attempt=1.log", tasks / "dag_id=a/run_id=2/attempt=1.log"
    for log in (old, young):
        log.parent.mkdir(parents=True)
        log.write_text("a line\n")
    os.utime(old, (0, time.time() - 91 * 86400))
    processes.mkdir()
    (processes / "scheduler.log").write_bytes(b"x" * 10_000_001)
    monkeypatch.setattr(upkeep, "task_logs", lambda: tasks)
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_LOGS", str(processes))
    assert upkeep.logs() == "1 logs of tasks deleted (7 bytes), logs of processes begun anew: scheduler.log"
    assert not old.parent.exists() and young.exists()
    assert (processes / "scheduler.log").stat().st_size == 0


def test_a_backup_is_taken_where_a_place_is_named(settings, monkeypatch):
    from transcripts.backup import take

    with pytest.raises(AirflowSkipException, match="transcripts_backup_to is not set"):
        upkeep.backup()
    asked = []
    monkeypatch.setattr(take, "backup", lambda *words, **more: asked.append((words, more)) or 1 / 0)
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_BACKUP_TO", "/srv/backups")
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_BACKUP_KEEP", "3")
    monkeypatch.setenv(upkeep.AIRFLOW_DATABASE, "postgresql://airflow@db/airflow")
    with pytest.raises(ZeroDivisionError):
        upkeep.backup()
    ((words, more),) = asked
    assert words == ("postgresql://owner:a%2Fb@db.example:5433/transcripts", "s3://bucket/archive", "/srv/backups")
    assert more == {"airflow_url": "postgresql://airflow@db/airflow", "keep": 3}

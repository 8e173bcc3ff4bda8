"""What a user is told of a failed task: the first line of what went wrong, found in the task's log as Airflow writes it."""

from __future__ import annotations

import json

import pytest

from launcher.failures import first_error, log_of


def line(level: str, event: str, *errors: tuple[str, str]) -> str:
    detail = [{"exc_type": kind, "exc_value": value, "frames": []} for kind, value in errors]
    return json.dumps(
        {"timestamp": "t", "level": level, "event": event, **({"error_detail": detail} if detail else {})}
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [line("info", "begins"), line("error", "Task failed", ("AirflowFailException", "toy FAILED: down\nmore"))],
            "toy FAILED: down",
        ),
        ([line("error", "Task failed", ("ValueError", "no such day"))], "ValueError: no such day"),
        (
            [line("error", "retrying", ("OSError", "first")), line("error", "Task failed", ("OSError", "last"))],
            "OSError: last",
        ),
        ([line("error", "Task failed", ("RuntimeError", "outer"), ("OSError", "its cause"))], "RuntimeError: outer"),
        ([line("warning", "hm"), line("critical", "killed by the system\nat night")], "killed by the system"),
        ([line("info", "all is well"), "no JSON at all", "[1]"], "its log holds no error (was it killed?)"),
        ([], "its log holds no error (was it killed?)"),
    ],
    ids=["our own word", "any exception", "the last attempt", "a chain", "no exception", "no error", "empty"],
)
def test_the_first_line_of_what_went_wrong(tmp_path, lines, said):
    log = tmp_path / "attempt=1.log"
    log.write_text("\n".join(lines))
    assert first_error(log) == said


def test_a_log_that_is_not_there_is_told(tmp_path):
    assert first_error(tmp_path / "none.log") == "it left no log (was it killed?)"


def test_a_tasks_log_is_the_one_of_its_last_attempt(var):
    task = {"dag_id": "process", "dag_run_id": "r", "task_id": "clean", "map_index": 3, "try_number": 2}
    folder = var.airflow / "logs" / "dag_id=process" / "run_id=r" / "task_id=clean"
    assert log_of(var, task) == folder / "map_index=3" / "attempt=2.log"
    assert log_of(var, {**task, "map_index": -1, "try_number": 0}) == folder / "attempt=1.log"

"""What a run says of itself as the note of the run, in the list of runs: days and counts, or why it is red.

A task has no way to write its run's note: the Task Execution API, the only thing that it speaks to, has none, and the REST API
wants a login. So a task leaves its line as an XCom, and Airflow's scheduler, which ends the run, puts the lines into
the note by the listener below (a plugin's, in the process that writes the run's state anyway, in the same transaction).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec

from airflow.listeners import hookimpl
from airflow.sdk import get_current_context
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from sqlalchemy.orm import object_session

from scraper.printable import one_line

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

P = ParamSpec("P")
#: The XCom that holds a task's line.
KEY = "run_note"
#: What stands between our lines and a note that was there before (who asked for the run). Airflow shows a note's first line
#: until it is opened, and that is to be ours.
OURS = "\n\nWritten by the run."
#: Characters that Airflow keeps of a note.
MOST = 1000


def say(line: str) -> None:
    """Leaves this task's line for the note of its run. Outside of a task there is no run, and nothing is left."""
    try:
        context = get_current_context()
    except RuntimeError:
        return
    context["ti"].xcom_push(key=KEY, value=one_line(line))


def noted(verdict: Callable[P, str]) -> Callable[P, str]:
    """What the task returns, or why it fails or has nothing to do, is its line of the run's note."""

    @functools.wraps(verdict)
    def told(*args: P.args, **kwargs: P.kwargs) -> str:
        try:
            line = verdict(*args, **kwargs)
        except (AirflowFailException, AirflowSkipException) as error:
            say(str(error))
            raise
        say(line)
        return line

    return told


@contextmanager
def why_red() -> Iterator[None]:
    """Why a task fails in here is its line of the run's note, as no verdict comes after it. The next try's takes its place."""
    try:
        yield
    except AirflowSkipException:
        raise
    except AirflowException as error:
        say(str(error))
        raise


def note_of(before: str | None, lines: list[str]) -> str | None:
    """The note with our lines above what stood there, those with a next step first; an earlier try's are replaced. Pure."""
    stood = before or ""
    kept = (stood.partition(OURS)[2] if OURS in stood else stood).strip()
    if not lines:
        return kept or None
    said = "\n".join(sorted(lines, key=lambda line: ". Next: " not in line))
    end = f"{OURS}\n\n{kept[: MOST // 2]}" if kept else OURS
    room = MOST - len(end)
    return (said if len(said) <= room else said[: room - 3] + "...") + end


class RunNotes:
    """Airflow's listener that writes the note when a run ends."""

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun) -> None:
        """A run ended well."""
        _write(dag_run)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun) -> None:
        """A run ended red."""
        _write(dag_run)


def _write(dag_run: DagRun) -> None:
    from airflow.models.xcom import XComModel

    session = object_session(dag_run)
    if session is None:
        return
    query = XComModel.get_many(run_id=dag_run.run_id, dag_ids=dag_run.dag_id, key=KEY)
    found: list[Any] = list(session.scalars(query))  # the library types each as a tuple of one
    lines = [str(XComModel.deserialize_value(one)) for one in sorted(found, key=lambda one: one.timestamp)]
    note = note_of(dag_run.note, lines)
    if note != dag_run.note:
        dag_run.note = note

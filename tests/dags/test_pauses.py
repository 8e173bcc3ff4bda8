"""What `watch` notes of paused ministries. Airflow's answers stand here as its task runner gives them; tests/end_to_end asks the real one."""

from __future__ import annotations

from contextlib import closing
from types import SimpleNamespace

import psycopg2
import pytest
from airflow.sdk.exceptions import AirflowRuntimeError, ErrorType
from airflow.sdk.execution_time.comms import ErrorResponse

from dags.common import names, pauses
from scraper.ministries import load_all

pytestmark = pytest.mark.database
CODES = sorted(load_all())


class Airflow:
    """A task's instance that knows these DAGs, by whether they are paused."""

    def __init__(self, **paused: bool) -> None:
        self.known = {names.collect_dag(code): held for code, held in paused.items()}

    def get_dag(self, dag_id: str) -> SimpleNamespace:
        if dag_id not in self.known:
            raise AirflowRuntimeError(ErrorResponse(error=ErrorType.GENERIC_ERROR, detail={"dag_id": dag_id}))
        return SimpleNamespace(is_paused=self.known[dag_id])


@pytest.fixture
def rows(database_url, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_TRANSCRIPTS_DB", database_url.replace("postgresql://", "postgres://", 1))
    with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
        cursor.execute("TRUNCATE pipeline.schedule_state")
        link.commit()

        def found() -> list[tuple[object, ...]]:
            cursor.execute("SELECT ministry, paused, since FROM pipeline.schedule_state ORDER BY 1")
            return cursor.fetchall()

        link.autocommit = True
        yield found


def usual() -> dict[str, bool]:
    return {code: one.paused for code, one in load_all().items()}


def test_what_is_as_the_modules_have_it_is_not_written(rows):
    assert pauses.note(Airflow(**usual())) == 0
    assert rows() == []


def test_what_is_otherwise_is_noted_once_and_that_it_is_as_usual_again_too(rows):
    code = CODES[0]
    turned = {**usual(), code: not usual()[code]}
    assert pauses.note(Airflow(**turned)) == 1
    first = rows()
    assert [(one[0], one[1]) for one in first] == [(code, turned[code])]
    assert pauses.note(Airflow(**turned)) == 0
    assert rows() == first, "nothing changed, nothing written"
    assert pauses.note(Airflow(**usual())) == 1
    assert [(one[0], one[1]) for one in rows()] == [(code, usual()[code])]


def test_a_dag_that_airflow_does_not_know_yet_is_left_out_and_keeps_no_other_from_being_noted(rows):
    code, other = CODES[:2]
    assert pauses.note(Airflow(**{other: not usual()[other]})) == 1
    assert [one[0] for one in rows()] == [other], code

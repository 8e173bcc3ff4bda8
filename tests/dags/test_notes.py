"""What a run says of itself stands in its note, written without a login by the scheduler's listener."""

from __future__ import annotations

import pytest
from airflow.sdk.exceptions import AirflowFailException

from dags.common import notes


def test_lines_of_a_run_stand_above_who_asked_for_it_and_replace_those_of_an_earlier_try():
    first = notes.note_of("asked for by `make run`", ["toy 2026-03-01 BLOCKED"])
    assert first == "toy 2026-03-01 BLOCKED\n\nWritten by the run.\n\nasked for by `make run`"
    assert notes.note_of(first, ["toy 2026-03-01 OK", "2 figures"]) == (
        "toy 2026-03-01 OK\n2 figures\n\nWritten by the run.\n\nasked for by `make run`"
    )
    alone = notes.note_of(None, ["toy 2026-03-01 BLOCKED"])
    assert notes.note_of(alone, ["toy 2026-03-01 OK"]) == "toy 2026-03-01 OK\n\nWritten by the run."


def test_a_run_that_says_nothing_keeps_its_note():
    assert notes.note_of(None, []) is None
    assert notes.note_of("mine", []) == "mine"


def test_a_note_is_no_longer_than_airflow_keeps():
    long = notes.note_of("mine", ["x" * 3000])
    assert long is not None and len(long) == 1000 and long.endswith("xxx...\n\nWritten by the run.\n\nmine")
    assert len(notes.note_of("m" * 2000, ["x" * 3000]) or "") == 1000


def test_a_verdict_is_the_runs_line_whether_it_is_good_or_red(monkeypatch):
    said = []
    monkeypatch.setattr(notes, "say", said.append)

    @notes.noted
    def judge(good: bool) -> str:
        if not good:
            raise AirflowFailException("toy BLOCKED: 403")
        return "toy OK"

    assert judge(True) == "toy OK"
    with pytest.raises(AirflowFailException):
        judge(False)
    assert said == ["toy OK", "toy BLOCKED: 403"]


def test_what_wants_a_person_stands_first_where_a_note_has_an_end():
    assert notes.note_of(None, ["dates: all well (4)", "orphans: 1 rows. Next: restore"]) == (
        "orphans: 1 rows. Next: restore\ndates: all well (4)\n\nWritten by the run."
    )

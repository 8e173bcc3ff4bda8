"""What a crawl's outcome means: green for a good day, else red with ministry, days, reason and next step in one line."""

from __future__ import annotations

import pytest
from airflow.sdk.exceptions import AirflowFailException

from dags.common import verdict
from scraper.evidence import GREEN, OUTCOMES

RED = [outcome for outcome in OUTCOMES if outcome not in GREEN]


def summary(outcome: str) -> dict[str, str]:
    return {
        "ministry": "toy",
        "since": "2026-03-01",
        "until": "2026-03-02",
        "outcome": outcome,
        "reason": "3 of 20 listed were not fetched",
    }


def judge(outcome: str):
    from dags import collect

    return collect.judge.function(summary(outcome))


def test_there_are_good_and_bad_outcomes():
    assert sorted(GREEN) == ["EMPTY", "OK"]
    assert RED == ["PARTIAL", "DRIFT", "BLOCKED", "FAILED"]


@pytest.mark.parametrize("outcome", sorted(GREEN))
def test_a_good_day_is_green(outcome):
    assert judge(outcome) == f"toy 2026-03-01..2026-03-02 {outcome}: 3 of 20 listed were not fetched"


@pytest.mark.parametrize("outcome", RED)
def test_a_bad_day_is_red_with_its_reason_and_the_next_step_in_the_first_line(outcome, caplog):
    with pytest.raises(AirflowFailException) as told:
        judge(outcome)
    line = str(told.value)
    assert line.startswith(f"toy 2026-03-01..2026-03-02 {outcome}: 3 of 20 listed were not fetched. Next: ")
    assert "\n" not in line
    assert caplog.messages[0] == line


def test_every_bad_outcome_has_a_next_step():
    assert sorted(verdict.NEXT_STEP) == sorted(RED)

"""What a crawl's outcome means: green for a good day, else red with ministry, days, reason and next step in one line."""

from __future__ import annotations

import pytest
from airflow.sdk.exceptions import AirflowFailException

from dags.common import verdict
from scraper.evidence import GREEN, OUTCOMES
from transcripts.accepted import Missing

NOTHING = Missing((), ())
RED = [outcome for outcome in OUTCOMES if outcome not in GREEN]


def summary(outcome: str) -> dict[str, str]:
    return {
        "ministry": "toy",
        "since": "2026-03-01",
        "until": "2026-03-02",
        "outcome": outcome,
        "reason": "3 of 20 listed were not fetched",
    }


@pytest.fixture
def judge(settings, monkeypatch):
    """The task, on a store that says so of what is missing."""

    def judge(outcome: str, missing: Missing = NOTHING, **more: object) -> str:
        from dags import collect

        monkeypatch.setattr("transcripts.accepted.missing", lambda url, report: missing)
        return collect.judge.function({**summary(outcome), **more})

    return judge


def test_there_are_good_and_bad_outcomes():
    assert sorted(GREEN) == ["EMPTY", "OK"]
    assert RED == ["PARTIAL", "DRIFT", "BLOCKED", "FAILED"]


@pytest.mark.parametrize("outcome", sorted(GREEN))
def test_a_good_day_is_green(judge, outcome):
    assert judge(outcome) == f"toy 2026-03-01..2026-03-02 {outcome}: 3 of 20 listed were not fetched"


@pytest.mark.parametrize("outcome", RED)
def test_a_bad_day_is_red_with_its_reason_and_the_next_step_in_the_first_line(judge, outcome, caplog):
    with pytest.raises(AirflowFailException) as told:
        judge(outcome)
    line = str(told.value)
    assert line.startswith(f"toy 2026-03-01..2026-03-02 {outcome}: 3 of 20 listed were not fetched. Next: ")
    assert "\n" not in line
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("dags")]
    assert ours[0] == line


def test_every_bad_outcome_has_a_next_step():
    assert sorted(verdict.NEXT_STEP) == sorted(RED)


def test_what_is_missing_is_named_below_the_first_line(judge, caplog):
    lost = Missing(
        tuple(f"http://toy/doc/{n} en: failed, http_404" for n in range(30)), ("list news: 2 missing, accepted",)
    )
    with pytest.raises(AirflowFailException):
        judge("PARTIAL", lost)
    assert "http://toy/doc/19 en: failed, http_404 and 10 more" in "\n".join(caplog.messages)


def test_a_day_that_lacks_nothing_but_what_a_person_accepted_is_green_and_says_so(judge):
    line = judge("PARTIAL", Missing((), ("http://toy/doc/1 en: failed, http_404, accepted by ada (the site lost it)",)))
    assert line.startswith(
        "toy 2026-03-01..2026-03-02 PARTIAL: 3 of 20 listed were not fetched. All of it was accepted: "
    )
    assert line.endswith("http://toy/doc/1 en: failed, http_404, accepted by ada (the site lost it)")


def test_what_is_odd_and_lost_nothing_stands_in_the_log(judge, caplog):
    caplog.set_level("INFO")
    judge("OK", notices=["1 documents (en 1: toy/3) in the feed and in no list"])
    assert "odd, and nothing lost: 1 documents (en 1: toy/3) in the feed and in no list" in caplog.messages

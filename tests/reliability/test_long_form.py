"""The kill matrix in its medium form: every kind of victim in every step. The long form, `make reliability`, has 60 kills."""

from __future__ import annotations

import pytest

from reliability.__main__ import DAYS, problems
from reliability.run import run


@pytest.mark.full
@pytest.mark.database
@pytest.mark.timeout(900)
def test_twenty_kills_lose_nothing() -> None:
    said: list[str] = []
    outcome = run(seed=20, kills=20, days=DAYS, seconds=300, say=said.append)
    assert problems(outcome, kills=15) == [], said
    assert {one.hit.kill.victim for _, one in outcome.fallen} >= {"crawl", "collect", "process", "postgres"}

"""All findings together: the bad first, each with what, where and what next; and the file of bounds."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from tests.transcripts.health.history import NOW, History, ago, check
from transcripts.health.bounds import BadBounds, bounds
from transcripts.health.findings import status
from transcripts.health.model import Finding

pytestmark = pytest.mark.database


def test_the_bad_come_first_and_decide_the_exit_status(history: History) -> None:
    history.days(10)
    assert status(history.found()) == 0
    check(history, False, NOW)
    assert status(history.found()) == 1
    history.crawl(ago(0), "BLOCKED", began=NOW - timedelta(minutes=5))
    found = history.found()
    assert ([one.severity for one in found], status(found)) == (["bad", "warn"], 2)


def test_each_finding_says_what_where_and_what_next(history: History) -> None:
    history.days(10, 4)
    history.crawl(ago(0), "BLOCKED", kind="recheck")
    check(history, False, NOW)
    found = history.found()
    assert len(found) == 3
    for one in found:
        assert isinstance(one, Finding) and one.says.startswith("tiny") and "\n" not in one.says + one.next_step
        assert one.next_step and one.since and one.since.tzinfo == UTC


def test_bounds_that_are_no_numbers_are_refused_by_name(tmp_path) -> None:
    file = tmp_path / "health.toml"
    with pytest.raises(BadBounds, match="cannot be read"):
        bounds(file)
    file.write_text("[freshness]\nwarn_hours = 'six'\n")
    with pytest.raises(BadBounds, match=r"warn_hours of \[freshness\] must be a whole number from 1, not 'six'"):
        bounds(file)
    assert bounds().freshness_warn_hours < bounds().freshness_bad_hours

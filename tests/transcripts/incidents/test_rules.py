"""The rules, pure: what is told when something begins, gets worse, comes and goes, and is over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.transcripts.incidents.looks import (
    BLOCKED,
    MORNING,
    NOON,
    QUARTER,
    SLOW,
    after,
    untold,
)
from transcripts.incidents.model import News
from transcripts.incidents.rules import compared, news


def test_what_is_found_first_is_told() -> None:
    assert untold([], [BLOCKED, SLOW], NOON) == (["2026-11-28", "clean"], [], [])


def test_what_was_told_is_not_told_again_while_it_is_so() -> None:
    assert untold(after([BLOCKED]), [BLOCKED], NOON) == ([], [], [])


def test_other_words_of_the_same_thing_are_no_news() -> None:
    said = replace(BLOCKED, says="toy 2026-11-28: the site turned us away twice")
    (one,) = compared(after([BLOCKED]), [said], NOON, 2)
    assert (one.says, one.seen_at, one.opened_at) == (said.says, NOON, MORNING)
    assert news([one]) == News()


@pytest.mark.parametrize(
    "change", [{"kind": "drift"}, {"ministry": "tiny"}, {"ministry": None}, {"about": "2026-11-27"}]
)
def test_kind_ministry_and_what_of_it_tell_incidents_apart(change: dict[str, Any]) -> None:
    another = replace(BLOCKED, **change)
    assert untold(after([BLOCKED]), [BLOCKED, another], NOON)[0] == [another.about]


def test_what_gets_worse_is_told_once_more() -> None:
    worse = replace(SLOW, severity="bad")
    assert untold(after([SLOW]), [worse], NOON) == ([], ["clean"], [])
    assert untold(after([SLOW], [worse]), [worse], NOON) == ([], [], [])


def test_what_gets_better_and_worse_again_was_told() -> None:
    bad = replace(SLOW, severity="bad")
    assert untold(after([bad], [SLOW]), [bad], NOON) == ([], [], [])


def test_it_is_over_when_two_looks_in_a_row_did_not_see_it() -> None:
    once = after([BLOCKED], [])
    assert once[0].closed_at is None
    assert untold(once, [], NOON) == ([], [], ["2026-11-28"])


def test_what_comes_and_goes_is_told_once() -> None:
    flapping = after([BLOCKED], [], [BLOCKED], [], [BLOCKED], [])
    assert len(flapping) == 1
    assert flapping[0].told_at == MORNING
    assert untold(flapping, [BLOCKED], NOON) == ([], [], [])


def test_what_comes_back_after_it_was_over_is_a_new_incident() -> None:
    assert untold(after([BLOCKED], [], []), [BLOCKED], NOON) == (["2026-11-28"], [], [])


def test_that_it_is_over_is_told_once() -> None:
    assert after([BLOCKED], [], []) == []


def test_what_nobody_was_told_of_ends_in_silence() -> None:
    seen = compared([], [BLOCKED], MORNING, 2)
    gone = compared(compared(seen, [], MORNING + QUARTER, 2), [], NOON, 2)
    assert gone[0].closed_at == NOON
    assert news(gone) == News()


def test_what_the_look_did_not_see_is_not_told_as_new() -> None:
    assert news(compared(compared([], [BLOCKED], MORNING, 2), [], NOON, 2)) == News()


def test_two_findings_of_one_thing_are_one_incident_and_the_worse_of_them() -> None:
    (one,) = compared([], [replace(BLOCKED, severity="warn"), BLOCKED], NOON, 2)
    assert one.severity == "bad"


def test_bad_news_comes_first() -> None:
    assert [one.severity for one in news(compared([], [SLOW, BLOCKED], NOON, 2)).all] == ["bad", "warn"]

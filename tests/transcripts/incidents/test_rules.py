"""The rules, pure: what is told when something begins, gets worse, comes and goes, and is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
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
from transcripts.health.model import Finding
from transcripts.incidents.model import Incident, News
from transcripts.incidents.rules import Reminders, compared, news, of_severity, told


def test_what_is_found_first_is_told() -> None:
    assert untold([], [BLOCKED, SLOW], NOON) == (["2026-11-28", "clean"], [], [])


def test_what_was_told_is_not_told_again_while_it_is_so() -> None:
    assert untold(after([BLOCKED]), [BLOCKED], NOON) == ([], [], [])


def test_other_words_of_the_same_thing_are_no_news() -> None:
    said = replace(BLOCKED, says="toy 2026-11-28: the site turned us away twice")
    (one,) = compared(after([BLOCKED]), [said], NOON, 2)
    assert (one.says, one.seen_at, one.opened_at) == (said.says, NOON, MORNING)
    assert news([one], NOON) == News()


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
    assert news(gone, NOON) == News()


def test_what_the_look_did_not_see_is_not_told_as_new() -> None:
    assert news(compared(compared([], [BLOCKED], MORNING, 2), [], NOON, 2), NOON) == News()


def test_two_findings_of_one_thing_are_one_incident_and_the_worse_of_them() -> None:
    (one,) = compared([], [replace(BLOCKED, severity="warn"), BLOCKED], NOON, 2)
    assert one.severity == "bad"


def test_bad_news_comes_first() -> None:
    assert [one.severity for one in news(compared([], [SLOW, BLOCKED], NOON, 2), NOON).all] == ["bad", "warn"]


# Reminders, and what somebody has taken

DAY = timedelta(days=1)
REMINDERS: Reminders = {"bad": DAY}


def again(standing: list[Incident], found: list[Finding], now: datetime) -> list[str]:
    return [one.about for one in news(compared(standing, found, now, 2), now, REMINDERS).again]


def test_a_person_is_reminded_after_the_settable_time_of_what_is_still_so_and_then_after_that_time_again() -> None:
    standing = after([BLOCKED])
    assert again(standing, [BLOCKED], MORNING + DAY - QUARTER) == []
    assert again(standing, [BLOCKED], MORNING + DAY) == ["2026-11-28"]
    reminded = told(news(compared(standing, [BLOCKED], MORNING + DAY, 2), MORNING + DAY, REMINDERS), MORNING + DAY)
    assert again(reminded, [BLOCKED], MORNING + DAY + QUARTER) == []
    assert again(reminded, [BLOCKED], MORNING + 2 * DAY) == ["2026-11-28"]


def test_reminders_of_a_severity_are_one_message_and_not_one_for_each() -> None:
    later = replace(BLOCKED, about="2026-11-29")
    standing = after([BLOCKED], [BLOCKED, later])
    assert again(standing, [BLOCKED, later], MORNING + DAY) == ["2026-11-28", "2026-11-29"]


def test_nobody_is_reminded_of_a_severity_for_which_no_time_is_set() -> None:
    assert again(after([SLOW]), [SLOW], MORNING + 300 * DAY) == []


def test_what_the_look_did_not_see_is_no_reminder() -> None:
    assert again(after([BLOCKED]), [], MORNING + DAY) == []


def taken(one: Incident, until: datetime) -> Incident:
    return replace(one, taken_by="ada", taken_at=MORNING, taken_until=until)


def test_what_somebody_took_is_not_told_again_until_the_time_that_he_named() -> None:
    (one,) = after([BLOCKED])
    standing = [taken(one, MORNING + 3 * DAY)]
    assert again(standing, [BLOCKED], MORNING + 2 * DAY) == []
    assert again(standing, [BLOCKED], MORNING + 3 * DAY) == ["2026-11-28"]


def test_what_was_taken_before_anybody_was_told_is_told_when_that_time_is_over() -> None:
    (one,) = compared([], [BLOCKED], MORNING, 2)
    standing = [taken(one, NOON)]
    assert untold(standing, [BLOCKED], NOON - QUARTER) == ([], [], [])
    assert untold(standing, [BLOCKED], NOON) == (["2026-11-28"], [], [])


def test_that_it_gets_worse_and_that_it_is_over_is_told_also_to_who_took_it() -> None:
    (one,) = after([SLOW])
    standing = [taken(one, NOON + DAY)]
    assert untold(standing, [replace(SLOW, severity="bad")], NOON) == ([], ["clean"], [])
    assert untold([replace(standing[0], missed=1)], [], NOON) == ([], [], ["clean"])


def test_what_was_taken_before_anybody_was_told_and_gets_worse_is_told_until_a_channel_took_it() -> None:
    (one,) = compared([], [SLOW], MORNING, 2)
    standing, bad = [taken(one, NOON + DAY)], replace(SLOW, severity="bad")
    assert untold(standing, [SLOW], NOON) == ([], [], []), "who took it knows of it as it was"
    worse = compared(standing, [bad], NOON, 2)
    (got,) = news(worse, NOON).worse
    assert (got.told_severity, got.severity) == ("warn", "bad")
    assert untold(worse, [bad], NOON + QUARTER) == ([], ["clean"], []), "no channel took it"
    assert untold(told(news(worse, NOON), NOON), [bad], NOON + QUARTER) == ([], [], [])


def test_a_channel_hears_the_part_that_is_bad_enough() -> None:
    what = news(compared([], [SLOW, BLOCKED], NOON, 2), NOON)
    assert [one.kind for one in of_severity(what, "bad").all] == ["block"]
    assert of_severity(what, "warn") == what

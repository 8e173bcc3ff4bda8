"""A site that turns us away, or looks different: told until a later crawl of the same kind says otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.health.history import NOW, History, ago

pytestmark = pytest.mark.database


def test_a_block_is_told_with_the_time_before_which_nothing_is_asked(history: History) -> None:
    history.days(10, 1)
    until = NOW + timedelta(days=1)
    history.crawl(ago(0), "BLOCKED", reason="http_429 three times", not_before=until)
    one = history.one()
    assert (one.kind, one.severity, one.about) == ("block", "bad", "site")
    assert "the site turned us away: http_429 three times; nothing is asked before 2026-11-29 10:00 UTC" in one.says
    assert "write to the ministry" in one.next_step


def test_a_block_is_over_when_a_later_crawl_is_answered(history: History) -> None:
    history.days(10, 1)
    history.crawl(ago(0), "BLOCKED")
    assert [one.kind for one in history.found()] == ["block"]
    history.crawl(ago(0), "OK", began=NOW - timedelta(minutes=30))
    assert history.found() == []


def test_a_paused_ministry_that_was_asked_by_hand_is_told_for_some_days(history: History) -> None:
    history.crawl(ago(3), "BLOCKED", by_clock=False)
    blocks = [one for one in history.found() if one.kind == "block"]
    assert [one.severity for one in blocks] == ["warn"]
    assert [one for one in history.found(NOW + timedelta(days=8)) if one.kind == "block"] == []


def test_drift_is_told_until_a_later_crawl_of_its_kind_finds_the_site_as_it_was(history: History) -> None:
    history.days(10)
    history.crawl(ago(0), "DRIFT", kind="recheck", reason="no element for main h1")
    one = history.one()
    assert (one.kind, one.severity, one.about) == ("drift", "bad", "recheck")
    assert "the site looks different (recheck): no element for main h1" in one.says
    history.crawl(ago(0), "OK", kind="recheck", began=NOW - timedelta(minutes=5))
    assert history.found() == []


def test_a_pin_that_does_not_hold_is_told_until_a_canary_finds_it_again(history: History) -> None:
    history.days(10)
    first = history.crawl(ago(1), kind="canary")
    for pin, verdict in (("/doc/1 (en)", "holds"), ("/doc/2 (en)", "layout"), ("/doc/3 (en)", "source")):
        history.run("INSERT INTO pipeline.pin_verdict VALUES (%s, %s, %s, 'the title')", first, pin, verdict)
    assert [(one.about, one.severity) for one in history.found()] == [
        ("pin /doc/2 (en)", "bad"),
        ("pin /doc/3 (en)", "warn"),
    ]
    again = history.crawl(ago(0), kind="canary")
    history.run("INSERT INTO pipeline.pin_verdict VALUES (%s, '/doc/2 (en)', 'holds', '')", again)
    assert history.found() == []

"""A site that turns us away, or looks different: told until a later crawl of the same kind says otherwise."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.ministries import registry
from tests.transcripts.collecting import MODULES
from tests.transcripts.health.history import NOW, History, ago
from transcripts.canary import pins

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


def test_a_block_and_the_failure_after_it_are_both_told_until_each_is_over(history: History) -> None:
    history.days(10, 2)
    history.crawl(ago(1), "BLOCKED", reason="http_403 three times")
    assert "block" in [one.kind for one in history.found()]
    history.crawl(ago(0), "FAILED", reason="the site could not be reached")
    found = {one.kind: one for one in history.found()}
    assert set(found) == {"block", "freshness"}
    assert "http_403 three times" in found["block"].says, "nobody was let in since"
    assert "FAILED: the site could not be reached" in found["freshness"].says
    history.crawl(ago(0), "PARTIAL", began=NOW - timedelta(hours=1), reason="one page is missing")
    assert "block" not in [one.kind for one in history.found()], "who is given pages is let in"


def test_a_block_is_not_over_by_age_while_nobody_was_let_in(history: History) -> None:
    history.days(10, 2)
    history.crawl(ago(1), "BLOCKED")
    for ahead in range(90):
        history.crawl(ago(-ahead), "FAILED")
    assert "block" in [one.kind for one in history.found(NOW + timedelta(days=89))]


def test_what_the_site_named_as_the_time_to_come_back_holds_though_a_later_crawl_failed(history: History) -> None:
    history.days(10, 2)
    history.crawl(ago(1), "BLOCKED", not_before=NOW + timedelta(days=1))
    history.crawl(ago(0), "FAILED")
    (block,) = [one for one in history.found() if one.kind == "block"]
    assert "nothing is asked before 2026-11-29 10:00 UTC" in block.says


def test_whoever_pauses_a_blocked_ministry_as_told_is_not_told_that_it_is_over(history: History) -> None:
    history.days(10, 1)
    history.crawl(ago(0), "BLOCKED")
    history.run("INSERT INTO pipeline.schedule_state (ministry, paused, since) VALUES ('tiny', true, %s)", NOW)
    blocks = [one for one in history.found(NOW + timedelta(days=100)) if one.kind == "block"]
    assert [one.severity for one in blocks] == ["warn"], "paused: there is time"


def test_a_crawl_that_got_no_page_does_not_end_drift(history: History) -> None:
    history.days(10)
    history.crawl(ago(0), "DRIFT", kind="recheck", reason="no element for main h1")
    for outcome in ("FAILED", "BLOCKED"):
        history.crawl(ago(0), outcome, kind="recheck", began=NOW - timedelta(minutes=5))
        assert "drift" in [one.kind for one in history.found()], outcome


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


def test_what_a_ministry_met_whose_module_is_gone_is_told_no_more(history: History) -> None:
    """Nobody collects it any more: no later crawl would take it back, and no DAG of it can be paused."""
    for outcome, kind in (("BLOCKED", "window"), ("DRIFT", "recheck")):
        history.crawl(ago(0), outcome, ministry="formerly", kind=kind, not_before=NOW + timedelta(days=1))
    lost = history.crawl(ago(1), ministry="formerly", kind="canary")
    history.run("INSERT INTO pipeline.pin_verdict VALUES (%s, '/doc/1 (en)', 'layout', 'the title')", lost)
    assert [one for one in history.found() if one.kind in ("block", "drift")] == []


def test_a_canary_s_drift_is_told_while_there_are_pins_which_a_later_canary_could_find_again(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.days(10)
    history.crawl(ago(0), "DRIFT", kind="canary", reason="no element for main h1")
    assert history.found() == [], "without pins no canary runs"
    shutil.copy(MODULES / "tiny.py", tmp_path)
    monkeypatch.setenv(registry.FOLDER_SETTING, str(tmp_path))
    pins.file_of("tiny").parent.mkdir()
    pins.write(pins.file_of("tiny"), pins.Pins(lists=(pins.ListPin("news", "en", "2026-03-02", ("tiny/1",)),)))
    assert [(one.kind, one.about) for one in history.found()] == [("drift", "canary")]
    pins.file_of("tiny").write_text("nonsense")
    assert [(one.kind, one.about) for one in history.found()] == [("drift", "canary")], "they cannot be read just now"

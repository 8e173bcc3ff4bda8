"""What was found stays found until it is mended or accepted: neither two weeks nor two months make it over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.health.history import NOW, TODAY, History, ago, fate, listed
from transcripts.health import remembered

pytestmark = pytest.mark.database
LATER = timedelta(days=90)


def keys(history: History, now=NOW) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in history.look(now)]


def all_went_on(history: History) -> None:
    """Every day until then was collected, and nothing of it is missing."""
    for ahead in range(1, LATER.days + 1):
        history.crawl(ago(-ahead))


def test_what_is_lost_stays_told_beyond_the_days_that_are_looked_at_one_by_one(history: History) -> None:
    history.days(10)
    crawl = history.crawl(ago(1))
    listed(history, crawl, 1, ago(2))
    assert keys(history) == [("completeness", "lost")]
    all_went_on(history)
    (one,) = history.look(NOW + LATER)
    assert (one.about, one.opened_at) == ("lost", NOW), "the same incident"
    assert one.says == f"tiny {ago(2)}: 1 listed and no crawl says what became of it; http://tiny/doc/1"
    fate(history, crawl, "tiny/1", "gone", "http_404")
    assert keys(history, NOW + LATER) == [], "now a crawl has a word of it"


def test_what_waits_stays_told_and_what_waits_since_joins_it(history: History) -> None:
    history.days(10)
    listed(history, history.crawl(ago(1)), 1, ago(1), came=True)
    assert keys(history) == [("process", "waiting")]
    all_went_on(history)
    day = (NOW + LATER).date()
    crawl = history.crawl(day, began=NOW + LATER - timedelta(hours=4))
    listed(history, crawl, 2, day - timedelta(days=1), came=True)
    (one,) = history.look(NOW + LATER)
    assert one.says.startswith(f"tiny {ago(1)}: 2 fetched more than 3 hours ago and not published")
    assert one.days == (ago(1), day - timedelta(days=1))
    history.run("INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, at)"
        " SELECT 'clean', record_id::text, 'd', '1', 'quarantined', 'why', %s FROM archive.snapshot WHERE site_id = 'tiny/1'", NOW)  # fmt: skip
    (one,) = history.look(NOW + LATER)
    assert one.days == (day - timedelta(days=1),), "what is mended is not asked for again"


def accept(history: History, day: str) -> None:
    history.run(
        "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, day, language, by, reason, at, said_at)"
        " VALUES ('00000000000000ab', 'accept', 'tiny', 'day', '', %s, '', 'ada', 'nothing comes', now(), 'now')",
        day,
    )


def test_a_day_that_was_asked_for_by_hand_in_vain_stays_told_though_nobody_asks_again(history: History) -> None:
    history.days(10)
    history.crawl(ago(40), "FAILED", by_clock=False, began=NOW - timedelta(hours=3), reason="no route")
    assert keys(history) == [("completeness", "older")]
    all_went_on(history)
    (one,) = history.look(NOW + LATER)
    assert (one.about, one.severity, one.opened_at) == ("older", "bad", NOW)
    assert one.days == (ago(41), ago(40))
    accept(history, str(ago(41)))
    (one,) = history.look(NOW + LATER)
    assert one.days == (ago(40),)
    history.crawl(ago(40), began=NOW + LATER - timedelta(minutes=30), by_clock=False)
    assert keys(history, NOW + LATER) == []


def test_a_document_of_a_paused_ministry_stays_told_though_nobody_asks_again(history: History) -> None:
    history.days(10)
    crawl = history.crawl(ago(1))
    listed(history, crawl, 7, ago(1))
    fate(history, crawl, "tiny/7", "failed", "http_500")
    assert keys(history) == [("completeness", str(ago(1)))]
    history.run("INSERT INTO pipeline.schedule_state (ministry, paused, since) VALUES ('tiny', true, %s)", NOW)
    (one,) = history.look(NOW + LATER)
    assert (one.about, one.opened_at) == (str(ago(1)), NOW)
    assert "1 missing" in one.says
    history.run(
        "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
        " VALUES ('00000000000000aa', 'accept', 'tiny', 'document', 'tiny/7', '', 'ada', 'taken off', now(), 'now')"
    )
    assert keys(history, NOW + LATER) == []


def test_more_days_than_one_look_asks_for_stay_as_they_were(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.days(10)
    history.crawl(ago(40), "FAILED", by_clock=False, began=NOW - timedelta(hours=3))
    history.look()
    all_went_on(history)
    monkeypatch.setattr(remembered, "MOST", 1)
    (one,) = history.look(NOW + LATER)
    assert one.days == (ago(41), ago(40)) and remembered.UNASKED not in one.says
    history.crawl(ago(41), began=NOW + LATER - timedelta(minutes=30), by_clock=False)
    (one,) = history.look(NOW + LATER)
    assert one.days == (ago(40),), "its turn has not come: it is not over"
    (one,) = history.look(NOW + LATER)
    assert one.days == (ago(40),) and remembered.UNASKED not in one.says


def test_of_more_days_than_one_look_asks_for_each_has_its_turn_and_is_over_when_it_is_accepted(
    history: History,
) -> None:
    """Each day is an incident of its own, over when two looks in a row do not find it; the oldest ones stay as they are."""
    backs = range(120, 120 - remembered.MOST - 20, -1)
    for back in backs:
        crawl = history.crawl(ago(back))
        listed(history, crawl, back, ago(back))
        fate(history, crawl, f"tiny/{back}", "failed", "http_500")
        history.look(NOW - timedelta(days=back))
    history.run("INSERT INTO pipeline.schedule_state (ministry, paused, since) VALUES ('tiny', true, %s)", NOW)
    later = NOW + LATER
    assert len(history.look(later)) == len(backs)
    accepted = backs[remembered.MOST : remembered.MOST + 4]
    for back in accepted:
        history.run(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
            " VALUES (%s, 'accept', 'tiny', 'document', %s, '', 'ada', 'taken off', %s, 'now')",
            *(f"{back:016}", f"tiny/{back}", NOW),
        )
    for quarter in range(1, 5):
        open_ones = history.look(later + quarter * timedelta(minutes=15), gone_looks=2)
    assert {one.about for one in open_ones} == {str(ago(back)) for back in backs if back not in accepted}


@pytest.mark.parametrize(("heard", "others"), [(0, 41), (20, 80), (60, 60), (45, 0), (200, 1), (39, 400)])
def test_every_day_has_its_turn_within_hours_also_where_much_was_heard_lately(heard: int, others: int) -> None:
    rows = [{"day": number, "heard": number < heard} for number in range(heard + others)]
    came = {row["day"] for turn in range(77, 77 + 41) for row in remembered.in_turn(rows, turn)[: remembered.MOST]}
    assert came == set(range(heard + others))
    assert sorted(row["day"] for row in remembered.in_turn(rows, 77)) == sorted(came), "none is left out, none is twice"


def test_a_day_that_somebody_said_something_of_is_asked_for_before_its_turn(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.days(10)
    for back in (60, 50, 40):
        history.crawl(ago(back), "FAILED", by_clock=False, began=NOW - timedelta(hours=3))
    history.look()
    all_went_on(history)
    monkeypatch.setattr(remembered, "MOST", 1)
    for day in (ago(40), ago(51), ago(60)):
        history.run(
            "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, day, language, by, reason, at, said_at)"
            " VALUES (%s, 'accept', 'tiny', 'day', '', %s, '', 'ada', 'nothing comes', %s, 'now')",
            *(f"{day:%Y%m%d}00000000", day, NOW + LATER),
        )
    (one,) = [history.look(NOW + LATER) for _ in range(3)][-1]
    assert one.days == (ago(61), ago(50), ago(41)), "one in each look, of whatever age"


def test_a_ministry_that_is_late_for_months_is_the_same_incident_each_day(history: History) -> None:
    history.days(10)
    for ahead in range(1, LATER.days + 1):
        history.crawl(ago(-ahead), "FAILED")
    first, later, last = (history.look(NOW + timedelta(days=days)) for days in (30, 75, 90))
    assert {one.about for one in (*first, *later, *last)} == {str(TODAY)}
    assert [one.opened_at for one in last] == [NOW + timedelta(days=30)]


def test_days_of_two_months_ago_are_not_told_as_silent_while_a_ministry_is_late(history: History) -> None:
    history.days(100, 12)
    assert {one.kind for one in history.found()} == {"freshness"}

"""What was listed, or expected, and is missing: when it is a finding, of which day, and that it goes when it came or was accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.transcripts.health.history import NOW, History, ago, fate, listed

pytestmark = pytest.mark.database


def test_a_document_that_did_not_come_is_told_and_after_a_week_needs_a_person(history: History) -> None:
    history.days(10)
    crawl = history.crawl(ago(1), "PARTIAL", problems=[])
    history.run("UPDATE archive.crawl SET lists_complete = true WHERE crawl = %s", crawl)
    fate(history, crawl, "tiny/7", "failed", "http_500")
    one = history.one()
    assert (one.kind, one.severity, one.ministry) == ("completeness", "warn", "tiny")
    assert "1 document is missing; http://tiny/tiny/7: http_500" in one.says
    assert "`transcripts gaps list --ministry tiny`" in one.next_step
    history.days(0)
    for ahead in range(1, 10):
        history.crawl(ago(-ahead))
    later = history.one(NOW + timedelta(days=9))
    assert later.severity == "bad" and later.next_step.startswith("look why, as 1 try has not brought it")


def test_what_is_missing_does_not_become_another_thing_by_age(history: History) -> None:
    history.days(10)
    crawl = history.crawl(ago(1))
    listed(history, crawl, 7, ago(1))
    fate(history, crawl, "tiny/7", "failed", "http_404")
    (first,) = {one.about for one in history.found()}
    for ahead in range(1, 41):
        history.crawl(ago(-ahead))
    later = history.one(NOW + timedelta(days=40))
    assert (first, later.about, later.severity) == (str(ago(1)), str(ago(1)), "bad"), "nobody is told that it is over"


def test_a_document_that_came_later_is_no_gap(history: History) -> None:
    history.days(10)
    first, second = history.crawl(ago(2)), history.crawl(ago(1))
    fate(history, first, "tiny/7", "failed", "http_500")
    fate(history, second, "tiny/7", "fetched")
    assert history.found() == []


def test_a_dead_link_of_a_page_makes_no_finding(history: History) -> None:
    history.days(10)
    fate(history, history.crawl(ago(1)), "tiny/7", "failed", "reference: http_404")
    assert history.found() == []


def test_a_list_that_was_short_is_told_by_its_day_and_name(history: History) -> None:
    history.days(10)
    problem = {"outcome": "PARTIAL", "what": "2 of 5 are named", "list": "news", "language": "en", "day": str(ago(40))}
    history.crawl(ago(39), "PARTIAL", problems=[problem], by_clock=False, began=NOW - timedelta(days=5))
    one = history.one()
    assert one.about == "older" and "1 list is missing; news en: 2 of 5 are named" in one.says


def test_a_day_on_which_nothing_ran_is_missing_once_others_have_come(history: History) -> None:
    history.days(10, 5)
    history.days(3)
    one = history.one()
    assert (one.kind, one.about) == ("completeness", str(ago(5)))
    assert one.says == f"tiny {ago(5)}: 1 day is missing; {ago(5)}: nothing ran"


def test_documents_that_a_person_accepted_are_none(history: History) -> None:
    history.days(10)
    fate(history, history.crawl(ago(1)), "tiny/8", "failed", "http_404")
    assert history.one().kind == "completeness"
    history.run(
        "INSERT INTO pipeline.decision (decision_id, kind, ministry, subject, key, language, by, reason, at, said_at)"
        " VALUES ('00000000000000aa', 'accept', 'tiny', 'document', 'tiny/8', '', 'ada', 'taken off', now(), 'now')"
    )
    assert history.found() == []


def test_what_a_list_names_of_a_day_that_nobody_asked_for_is_not_lost(history: History) -> None:
    history.days(10)
    listed(history, history.crawl(ago(9)), 1, ago(13))
    assert history.found() == []


def test_what_a_list_names_of_a_day_whose_own_crawl_failed_is_that_days_gap_and_no_error_of_ours(
    history: History,
) -> None:
    history.crawl(ago(13), "FAILED", by_clock=False)
    history.days(10)
    listed(history, history.crawl(ago(9)), 1, ago(13))
    assert history.one().about == str(ago(14)), "the day that was over when its crawl failed"


def test_what_was_to_come_and_no_crawl_has_a_word_of_is_an_error_of_ours_also_while_the_next_crawl_runs(
    history: History,
) -> None:
    history.days(10)
    listed(history, history.crawl(ago(1)), 1, ago(2))
    one = history.one()
    assert (one.kind, one.about, one.severity) == ("completeness", "lost", "bad")
    assert one.says == f"tiny {ago(2)}: 1 listed and no crawl says what became of it; http://tiny/doc/1"
    history.crawl(ago(0), None, began=NOW - timedelta(hours=1))
    assert history.one() == one, "what a crawl that is at work may still bring does not end it"


def test_what_a_list_names_for_the_first_time_is_on_its_way_until_hours_after_its_end(history: History) -> None:
    history.days(10, 1)
    running = history.crawl(ago(0), None, began=NOW - timedelta(hours=4))
    listed(history, running, 1, ago(1))
    listed(history, running, 2, ago(1), came=True)
    assert [one.kind for one in history.found()] == [], "it runs"
    history.run(
        "UPDATE archive.crawl SET outcome = 'OK', finished_at = %s WHERE crawl = %s", NOW - timedelta(hours=1), running
    )
    assert history.found() == [], "it has ended a moment ago"
    assert {one.about for one in history.found(NOW + timedelta(hours=3))} == {"lost", "waiting"}

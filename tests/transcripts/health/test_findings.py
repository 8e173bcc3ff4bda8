"""Each kind of finding: when it is there, how grave it is, what it says, and that it goes when the cause does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.transcripts.health.history import NOW, History, ago
from transcripts.health.bounds import BadBounds, bounds
from transcripts.health.findings import status
from transcripts.health.model import Finding

pytestmark = pytest.mark.database


def fate(history: History, crawl: str, site_id: str, what: str, reason: str | None = None) -> None:
    history.run(
        "INSERT INTO archive.fate (crawl, address, language, site_id, fate, reason) VALUES (%s, %s, 'en', %s, %s, %s)",
        *(crawl, f"http://tiny/{site_id}", site_id, what, reason),
    )


def snapshot(history: History, crawl: str, number: int) -> str:
    history.run(
        'INSERT INTO archive.snapshot (record_id, crawl, file, "offset", length, record_type, purpose, address, status, headers,'
        " payload_digest, block_digest, payload_length, fetched_at, site_id, language) VALUES (md5(%s)::uuid, %s, %s, %s, 10,"
        " 'response', 'document', 'http://tiny/doc', 200, '{}', 'p', 'b', 10, %s, %s, 'en')",
        *(f"{crawl} {number}", crawl, crawl, number, NOW - timedelta(hours=5), f"tiny/{number}"),
    )
    with history.connection.cursor() as cursor:
        cursor.execute("SELECT md5(%s)::uuid::text", (f"{crawl} {number}",))
        return str((cursor.fetchone() or ("",))[0])


# completeness


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


def listed(history: History, crawl: str, number: int, day: date, came: bool = False) -> None:
    """A list of the crawl names a document of a day; ``came``: the crawl says that it fetched it."""
    record = snapshot(history, crawl, number)
    history.run(
        "INSERT INTO archive.listing (crawl, list, language, position, address, site_id, day, record_id)"
        " VALUES (%s, 'news', 'en', %s, %s, %s, %s, %s)",
        *(crawl, number, f"http://tiny/doc/{number}", f"tiny/{number}", day, record),
    )
    if came:
        fate(history, crawl, f"tiny/{number}", "fetched")
    else:
        history.run("UPDATE archive.snapshot SET purpose = 'list', site_id = NULL WHERE record_id = %s", record)


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


# block, drift


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


# process


def test_a_step_that_fails_is_told_by_ministry_and_after_a_day_of_tries_needs_a_person(history: History) -> None:
    history.days(10)
    record = snapshot(history, history.crawl(ago(0)), 1)
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, tries, at)"
        " VALUES ('clean', %s, 'd', '1', 'failed', 'FileNotFoundError: 00001.warc.gz', 2, %s)",
        *(record, NOW),
    )
    one = history.one()
    assert (one.kind, one.severity, one.ministry, one.about) == ("process", "warn", "tiny", "clean")
    assert (
        one.says
        == "tiny 2026-11-28: the step clean failed for 1 document (up to 2 times): FileNotFoundError: 00001.warc.gz"
    )
    history.run("UPDATE pipeline.attempt SET tries = 30")
    assert history.one().severity == "bad"
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at) VALUES ('clean', %s, 'd', '1', 'done', %s)",
        *(record, NOW + timedelta(hours=1)),
    )
    assert history.found() == []


def test_what_a_person_wants_to_be_read_again_has_not_failed(history: History) -> None:
    history.days(10)
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, detail, at)"
        " VALUES ('clean', %s, 'd', '1', 'failed', 'to be read again, says ada; was: unknown_layout', %s)",
        *(snapshot(history, history.crawl(ago(0)), 1), NOW - timedelta(hours=1)),
    )
    assert history.found() == []
    assert history.one(NOW + timedelta(hours=4)).about == "clean"


def test_what_was_fetched_hours_ago_and_is_not_published_waits_too_long(history: History) -> None:
    history.days(10)
    crawl = history.crawl(ago(0))
    record = snapshot(history, crawl, 1)
    history.run(
        "INSERT INTO archive.listing (crawl, list, language, position, address, site_id, day, record_id)"
        " VALUES (%s, 'news', 'en', 1, 'http://tiny/doc', 'tiny/1', %s, %s)",
        *(crawl, ago(0), record),
    )
    history.run(
        "INSERT INTO archive.fate (crawl, address, language, site_id, fate, record_id) VALUES (%s, 'http://tiny/doc', 'en', 'tiny/1', 'fetched', %s)",
        *(crawl, record),
    )
    one = history.one()
    assert (one.kind, one.about, one.severity) == ("process", "waiting", "bad")
    assert (
        "1 fetched more than 3 hours ago and not published (waiting): http://tiny/doc; no step ever did anything"
        in one.says
    )
    assert history.found(NOW - timedelta(hours=3)) == []
    again = history.crawl(ago(0), "OK", kind="recheck", began=NOW - timedelta(minutes=30))
    history.run(
        "UPDATE archive.snapshot SET record_type = 'revisit', refers_to = %s WHERE record_id = %s",
        record,
        snapshot(history, again, 1),
    )
    history.crawl(ago(0), None, began=NOW - timedelta(minutes=10))
    assert history.one().about == "waiting", "neither that the page is still the same nor a crawl at work ends it"


# quality, storage


def check(history: History, ok: bool, at: datetime, name: str = "unknown_share") -> None:
    history.run(
        "INSERT INTO pipeline.check_result (name, ministry, language, at, value, ok, says) VALUES (%s, 'tiny', 'en', %s, 1, %s, 'half of them')",
        *(name, at, ok),
    )


def test_a_check_that_fails_is_told_since_it_failed_first(history: History) -> None:
    history.days(10)
    for days, ok in ((4, False), (3, True), (2, False), (1, False)):
        check(history, ok, NOW - timedelta(days=days))
    one = history.one()
    assert (one.kind, one.severity, one.about, one.since) == (
        "quality",
        "warn",
        "unknown_share en",
        NOW - timedelta(days=2),
    )
    assert one.says == "tiny 2026-11-27: half of them", "a check names language and figure in its own words"
    check(history, True, NOW)
    assert history.found() == []


def test_checks_that_stopped_are_told_once_something_was_published_since(history: History) -> None:
    history.days(10)
    check(history, True, NOW - timedelta(days=5))
    assert history.found() == []
    history.run(
        "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome, at) VALUES ('publish', '1', 'd', '1', 'done', %s)",
        NOW - timedelta(days=1),
    )
    assert [(one.kind, one.about) for one in history.found()] == [("quality", "checks")]


def test_a_damaged_file_needs_a_person(history: History) -> None:
    history.run(
        "INSERT INTO pipeline.verification VALUES ('tiny/c/00001.warc.gz', %s, 3, 100, NULL), ('tiny/c/00002.warc.gz', %s, 0, 0, 'is gone')",
        *(NOW, NOW),
    )
    one = history.one()
    assert (one.kind, one.severity, one.about) == ("storage", "bad", "tiny/c/00002.warc.gz")
    assert (
        one.says == "archive 2026-11-28: tiny/c/00002.warc.gz: is gone"
        and "`transcripts replay --again`" in one.next_step
    )


@pytest.mark.parametrize(("free", "severity"), [(50e9, None), (9e9, "warn"), (1e9, "bad")])
def test_a_disk_that_fills_up_is_told(history: History, free: float, severity: str | None) -> None:
    history.run(
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (%s, 'disk_free_bytes', %s, 'bytes', %s)",
        *(NOW.date(), free, NOW),
    )
    assert [one.severity for one in history.found()] == ([severity] if severity else [])


def test_upkeep_that_stopped_is_told(history: History) -> None:
    then = NOW - timedelta(days=50)
    history.run(
        "INSERT INTO pipeline.measurement (day, name, value, unit, at) VALUES (%s, 'turns', 5, 'turns', %s)",
        then.date(),
        then,
    )
    history.run("INSERT INTO pipeline.verification VALUES ('tiny/c/00001.warc.gz', %s, 3, 100, NULL)", then)
    assert [one.about for one in history.found()] == ["measurement", "verification"]


# all together


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

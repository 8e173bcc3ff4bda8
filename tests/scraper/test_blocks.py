"""A site that turns us away: known by what it answers, kept as evidence, never taken for a document, and not asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, Answer, document, html, listing, redirect

from scraper.ministries.layouts.signs import LONGEST_NOTICE

LIST = f"/list?day={DAY}"
LOGIN = '<h1>Log in</h1><form action="/in"><input name="user"><input type="password" name="pass"></form>'


def crawl_tiny(site, tmp_path, **more):
    return crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, **more))


#: Each between good documents, so that no three come in a row. The bound for drift is not reached either.
CASES = {
    2: (html('<script>window["bobcmn"]="1"</script>'), ("failed", "blocked: challenge")),
    4: (html("<p>Please wait...</p>"), ("failed", "blocked: wait")),
    6: (html(LOGIN), ("failed", "blocked: login")),
    8: (redirect("/login?back=/doc/8"), ("failed", "blocked: login")),
    10: (
        html('<link rel="canonical" href="https://parked.example/"><p>Buy this name</p>'),
        ("failed", "blocked: another_site"),
    ),
    12: (html("<h1>Page not found</h1>"), ("failed", "gone: not_found")),
    14: (document(14, "<p>Please wait, said the moderator. Log in: <input type=password></p>"), ("fetched", None)),
    16: (html("<h1>A new design</h1><p>Words</p>"), ("fetched", None)),
    18: (redirect("https://sso.parked.example/signin"), ("failed", "blocked: login")),
    20: (document(20, '<link rel="canonical" href="https://mirror.example/">'), ("fetched", None)),
    22: (html("<h1>Seite nicht gefunden</h1><p>Please wait</p>"), ("failed", "blocked: wait")),
    24: (html(f"<h1>404</h1><p>{'Please wait. ' * LONGEST_NOTICE}</p>"), ("failed", "gone: not_found")),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    from tiny_site import served

    with served() as site:
        numbers = range(1, 26)
        site.publish(*numbers)
        site.pages[LIST] = listing([f"/doc/{n}" for n in numbers])
        site.pages["/login?back=/doc/8"] = html(LOGIN)
        site.pages |= {f"/doc/{number}": page for number, (page, _) in CASES.items()}
        yield crawl_tiny(site, tmp_path_factory.mktemp("blocks"))


@pytest.mark.parametrize("number", CASES)
def test_what_becomes_of_a_page_that_is_no_answer(done, number):
    fates = {address.rpartition("/")[2]: fate for address, fate in done.fates.items()}
    assert fates[str(number)] == CASES[number][1]


def test_the_others_are_fetched_and_the_crawl_goes_on(done):
    assert done.report.outcome == "PARTIAL", "single blocks are told, and no reason to end"
    assert done.report.counts["fetched"] == 25 - sum(fate == "failed" for _, (fate, _) in CASES.values())
    assert done.report.counts["blocked"] == sum((why or "").startswith("blocked") for _, (_, why) in CASES.values())


def test_what_turned_us_away_is_kept_as_evidence(done):
    kept = {line.address.rpartition("/")[2] for line in done.snapshots}
    assert {str(number) for number in CASES} - {"8"} <= kept
    assert b"Please wait..." in next(
        done.record(line).body for line in done.snapshots if line.address.endswith("/doc/4")
    )


def test_a_good_answer_in_between_begins_the_row_anew_but_too_many_in_all_end_the_crawl(site, tmp_path):
    numbers = range(1, 60)
    site.publish(*numbers)
    site.pages[LIST] = listing([f"/doc/{n}" for n in numbers])
    site.pages |= {f"/doc/{n}": Answer(403) for n in numbers if n % 2}
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "BLOCKED"
    assert done.report.reason.startswith("20 answers look like a block, the last one (http_403)")
    assert done.report.counts["blocked"] == 20


def test_connections_that_are_reset_again_and_again_are_a_block(site, tmp_path):
    site.publish(*range(1, 9))
    site.pages[LIST] = listing([f"/doc/{n}" for n in range(1, 9)])
    site.pages |= {f"/doc/{n}": Answer(broken="reset") for n in range(2, 9)}
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "BLOCKED"
    assert "the connections of 3 requests in a row were reset" in done.report.reason
    assert done.report.reasons == {"not_asked": 4, "connection_reset": 3}


def test_documents_of_which_each_was_blocked_make_the_crawl_blocked_however_few(site, tmp_path):
    site.publish(1)
    site.pages["/doc/1"] = Answer(403)
    report = crawl_tiny(site, tmp_path).report
    assert report.outcome == "BLOCKED" and report.reason == "no document came: blocked: http_403: 1"


def test_a_long_retry_after_ends_the_crawl_and_names_the_time_before_which_nothing_is_asked(site, tmp_path):
    site.publish(1, 2, 3)
    site.pages["/doc/2"] = Answer(429, b"slower", {"Retry-After": "7200"})
    first = crawl_tiny(site, tmp_path).report
    assert first.outcome == "BLOCKED" and first.counts["fetched"] == 1
    assert timedelta(hours=1.9) < datetime.fromisoformat(first.not_before) - datetime.now(UTC) < timedelta(hours=2)
    assert f"not to be asked again before {first.not_before}" in first.reason
    asked = len(site.asked)
    second = crawl_tiny(site, tmp_path, crawl="second", not_before=first.not_before).report
    assert second.outcome == "BLOCKED" and second.reason.startswith("nothing was asked")
    assert (len(site.asked), second.not_before, second.lists_complete) == (asked, first.not_before, False)
    third = crawl_tiny(site, tmp_path, crawl="third", not_before="2026-03-01T00:00:00+00:00").report
    assert third.counts["requests"] > 0, "its time has come"


def test_pages_that_look_different_are_drift_and_are_fetched_all_the_same(site, tmp_path):
    site.publish(*range(1, 7))
    site.pages[LIST] = listing([f"/doc/{n}" for n in range(1, 7)])
    site.pages |= {f"/doc/{n}": html(f"<article><h1>Document {n}</h1><p>New design</p></article>") for n in (2, 3, 5)}
    report = crawl_tiny(site, tmp_path).report
    assert (report.outcome, report.counts["fetched"], report.lists_complete) == ("DRIFT", 6, True)
    assert report.reason == (
        f"3 of 6 pages look different: 3 x unknown layout: page: nothing at 'main', e.g. {site.address}/doc/2"
    )


def test_few_pages_that_look_different_are_a_notice(site, tmp_path):
    site.publish(1, 2, 3)
    site.pages["/doc/2"] = html("<h1>Document 2</h1>")
    report = crawl_tiny(site, tmp_path).report
    assert report.outcome == "OK"
    assert report.notices == (
        f"1 of 3 pages look different: 1 x unknown layout: page: nothing at 'main', e.g. {site.address}/doc/2",
    )

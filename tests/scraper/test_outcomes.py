"""How a crawl ends as a whole: empty, partial, drifted, blocked or failed, and that a good one is none of these."""

import itertools
import time

import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, Answer, document, html, listing

LIST = f"/list?day={DAY}"


def crawl_tiny(site, tmp_path, until=None, ministry="tiny", **more):
    return crawl(plan_for(tmp_path, ministry, DAY, until, address=site.address, **more))


def test_a_list_of_several_pages_is_walked_to_its_end(site, tmp_path):
    links = [f"/doc/{n}" for n in range(1, 8)]
    site.pages[LIST] = listing(links[:3], total=7)
    site.pages |= {f"{LIST}&page={page}": listing(links[3 * page - 3 : 3 * page], total=7) for page in (2, 3)}
    site.pages |= {f"/doc/{n}": document(n) for n in range(1, 8)}
    done = crawl_tiny(site, tmp_path)
    assert (done.report.outcome, done.report.counts["fetched"]) == ("OK", 7)
    assert done.report.lists_complete
    read = [(page.page, page.entries, page.total) for page in done.pages]
    assert read == [(1, 3, 7), (2, 3, 7), (3, 1, 7), (1, 3, 7)], "the first once more: nothing has moved meanwhile"
    assert [line.position for line in done.listings] == [1, 2, 3, 4, 5, 6, 7]


def test_known_entries_are_no_reason_to_stop(site, tmp_path):
    links = [f"/doc/{n}" for n in range(1, 6)]
    site.pages[LIST] = listing(links[:3], total=5)
    site.pages[f"{LIST}&page=2"] = listing(links[3:], total=5)
    site.pages |= {f"/doc/{n}": document(n) for n in range(1, 6)}
    first = crawl_tiny(site, tmp_path)
    again = crawl_tiny(site, tmp_path, crawl="again", known=first.known())
    assert [page.page for page in again.pages] == [1, 2, 1] and again.report.counts["unchanged"] == 5


def test_fewer_entries_than_the_site_counts_is_partial(site, tmp_path):
    site.publish(1, 2)
    site.pages[LIST] = listing(["/doc/1", "/doc/2"], total=4)
    site.pages[f"{LIST}&page=2"] = listing(["/doc/1", "/doc/2"], total=4)
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "PARTIAL"
    assert "2 entries listed, the site counts 4" in done.report.reason
    assert not done.report.lists_complete
    assert done.report.counts["fetched"] == 2, "what was listed is fetched all the same"


def test_a_further_page_that_robots_txt_forbids_is_partial(site, tmp_path):
    site.publish(1, 2, 3)
    site.pages[LIST] = listing(["/doc/1", "/doc/2", "/doc/3"], total=5)
    site.pages["/robots.txt"] = Answer(200, b"User-agent: *\nDisallow: /*page=\n")
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "PARTIAL"
    assert "page 2: robots" in done.report.reason
    assert not done.report.lists_complete
    assert f"{LIST}&page=2" not in site.paths()


def test_a_list_that_does_not_answer_is_partial_and_the_other_days_are_collected(site, tmp_path):
    site.publish(1)
    site.pages["/list?day=2026-03-03"] = Answer(404, b"none")
    done = crawl_tiny(site, tmp_path, until="2026-03-03")
    assert (done.report.outcome, done.report.counts["fetched"]) == ("PARTIAL", 1)
    assert "2026-03-03, page 1: http_404" in done.report.reason
    assert not done.report.lists_complete


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (html('<p class="count">2 found</p><ol class="other"><li>News</li></ol>'), "the site counts 2 entries"),
        (html("<h1>A new design</h1>"), "no count of entries at 'p.count'"),
        (html('<p class="count">1 found</p><ol class="news"><li>no link</li></ol>'), "1 of 1 entries without a link"),
        (html('<p class="count">1</p><ol class="news"><li><a href="/doc/1">x</a></li></ol>'), "no entry's date"),
        (Answer(200, b"\x00\x01\x02", {"Content-Type": "application/octet-stream"}), "no count of entries"),
    ],
)
def test_a_list_that_looks_different_is_drift(site, tmp_path, page, why):
    site.pages[LIST] = page
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "DRIFT" and why in done.report.reason
    assert not done.report.lists_complete
    assert [line.purpose for line in done.snapshots][:2] == ["robots", "list"], "it is kept, to be looked at"


def test_nothing_listed_is_empty(site, tmp_path):
    site.pages[LIST] = listing([])
    report = crawl_tiny(site, tmp_path).report
    assert (report.outcome, report.lists_complete) == ("EMPTY", True)


def test_after_some_blocks_the_crawl_stops_asking(site, tmp_path):
    site.publish(*range(1, 9))
    for number in range(2, 9):
        site.pages[f"/doc/{number}"] = Answer(403, b"no")
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "BLOCKED"
    assert "3 answers in a row look like a block, the last one (http_403)" in done.report.reason
    assert done.report.lists_complete, "the lists had been read before"
    assert len([path for path in site.paths() if path.startswith("/doc/")]) == 4
    assert done.report.reasons == {"blocked: http_403": 3, "not_asked": 4}
    assert done.report.counts["listed"] == 8 == done.report.counts["fetched"] + done.report.counts["failed"]
    assert [line.status for line in done.snapshots].count(403) == 3, "kept as evidence"


def test_block_pages_with_status_200_are_no_lists_and_no_documents(site, tmp_path):
    site.pages[LIST] = html("Checking your browser")
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "BLOCKED" and "blocked: challenge" in done.report.reason
    assert done.report.counts["listed"] == 0


def test_a_robots_txt_that_is_forbidden_blocks_the_crawl(site, tmp_path):
    site.publish(1)
    site.pages["/robots.txt"] = Answer(403, b"no")
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "BLOCKED" and "robots.txt" in done.report.reason
    assert not done.report.lists_complete
    assert site.paths() == ["/robots.txt"]


def test_the_words_of_a_robots_txt_are_no_block_but_a_page_in_its_place_is(site, tmp_path):
    site.publish(1)
    site.pages["/robots.txt"] = Answer(
        200, b"# Please wait ten seconds between requests\nUser-agent: *\nDisallow: /x\n"
    )
    assert crawl_tiny(site, tmp_path).report.outcome == "OK"
    site.pages["/robots.txt"] = Answer(200, b"\n<html><body><p>Please wait...</p></body></html>")
    blocked = crawl_tiny(site, tmp_path, crawl="second").report
    assert blocked.outcome == "BLOCKED" and "robots.txt answers: blocked: wait" in blocked.reason


def test_a_site_without_robots_txt_may_be_asked(site, tmp_path):
    site.publish(1)
    assert crawl_tiny(site, tmp_path).report.outcome == "OK"
    assert site.paths()[0] == "/robots.txt"


def test_a_robots_txt_that_cannot_be_read_forbids_everything(site, tmp_path):
    site.publish(1)
    site.pages["/robots.txt"] = Answer(503, b"busy")
    done = crawl_tiny(site, tmp_path)
    assert done.report.outcome == "FAILED" and "robots.txt" in done.report.reason and "503" in done.report.reason
    assert set(site.paths()) == {"/robots.txt"}


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://no-such-host.invalid"])
def test_a_site_that_is_not_there_is_told_at_once(tmp_path, address):
    started = time.monotonic()
    done = crawl(plan_for(tmp_path, "tiny_live_private", DAY, address=address))
    assert time.monotonic() - started < 10
    assert done.report.outcome == "FAILED" and address in done.report.reason
    assert "connection_refused" in done.report.reason or "dns" in done.report.reason
    assert done.archive.exists("tiny_live_private/first/report.json")


@pytest.mark.parametrize("ministry", ["tiny", pytest.param("tiny_live_private", marks=pytest.mark.full)])
def test_a_silent_site_is_told_within_a_minute(site, tmp_path, ministry):
    site.pages["/robots.txt"] = Answer(seconds=100)
    started = time.monotonic()
    done = crawl_tiny(site, tmp_path, ministry=ministry)
    assert time.monotonic() - started < 60
    assert done.report.outcome == "FAILED" and "timeout" in done.report.reason


def test_one_request_at_a_time_with_the_ministrys_pause_between(site, tmp_path):
    site.publish(1, 2)
    crawl_tiny(site, tmp_path, ministry="tiny_slow")
    times = [one.at for one in site.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(times))


def test_a_longer_pause_that_robots_txt_asks_for_is_kept(site, tmp_path):
    site.publish(1)
    site.pages["/robots.txt"] = Answer(200, b"User-agent: *\nCrawl-delay: 0.5\n")
    crawl_tiny(site, tmp_path)
    times = [one.at for one in site.asked]
    assert all(later - earlier >= 0.4 for earlier, later in itertools.pairwise(times))


def test_a_public_ministry_leads_nowhere_private(site, tmp_path):
    port = site.address.rsplit(":", 1)[1]
    for name, address in (("literal", site.address), ("by-name", f"http://localhost:{port}")):
        done = crawl(plan_for(tmp_path, "tiny_public", DAY, address=address, crawl=name))
        assert done.report.outcome == "FAILED" and "private_address" in done.report.reason
    assert site.asked == []


def test_an_error_of_our_own_is_no_good_day(site, tmp_path):
    site.publish(1)
    done = crawl_tiny(site, tmp_path, ministry="tiny_broken")
    assert done.report.outcome == "FAILED" and "error in the crawl's code" in done.report.reason
    assert not done.report.lists_complete
    assert any("Traceback" in message for _, _, message in done.log), "the traceback comes in one piece"

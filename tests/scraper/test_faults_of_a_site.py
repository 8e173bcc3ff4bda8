"""A site that fails in many ways at once: each document gets its own fate, the others are fetched all the same."""

import gzip
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, FILLER, Answer, document, html, listing, redirect, served

from scraper.evidence import FateLine, Gap

BUSY = Answer(503, b"busy", {"Retry-After": "1"})


@pytest.fixture(scope="module")
def other():
    """A site of somebody else."""
    with served() as site:
        site.pages["/doc/70"] = document(70)
        yield site


@pytest.fixture(scope="module")
def crawled(other, tmp_path_factory):
    with served() as site:
        site.publish(*range(1, 20))
        site.pages |= {
            "/robots.txt": Answer(200, b"User-agent: *\nDisallow: /doc/2\n\nUser-agent: other\nDisallow: /\n"),
            "/doc/3": Answer(404, b"<h1>gone</h1>"),
            "/doc/4": [BUSY, document(4)],
            "/doc/5": Answer(500, b"broken"),
            "/doc/6": Answer(broken="reset"),
            "/doc/7": redirect(f"{other.address}/doc/70"),
            "/doc/8": redirect("/mirror/8"),
            "/mirror/8": document(8),
            "/doc/9": redirect("/"),
            "/": html("home"),
            "/doc/10": redirect("/doc/10"),
            "/doc/11": Answer(200, b"x" * 100_001, {"Content-Type": "text/html"}),
            "/doc/12": Answer(200, gzip.compress(b"y" * 100_001), {"Content-Encoding": "gzip"}),
            "/doc/13": [Answer(200, b"", {"Content-Type": "text/html"}), document(13)],
            "/doc/14": Answer(200, b"no gzip at all", {"Content-Encoding": "gzip"}),
            "/doc/15": [Answer(429, b"slower", {"Retry-After": "1"}), document(15)],
            "/doc/16": Answer(503, b"for long", {"Retry-After": "3600"}),
            "/doc/17": Answer(200, b"half of it", {"Content-Type": "text/html"}, broken="cut"),
            "/doc/18": [Answer(seconds=3.0), document(18)],
            "/doc/19": html("Checking your browser"),
        }
        done = crawl(plan_for(tmp_path_factory.mktemp("faults"), "tiny", DAY, address=site.address))
        done.site = site
        yield done


def fate(crawled, number: int) -> tuple:
    return crawled.fates[f"{crawled.site.address}/doc/{number}"]


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (1, ("fetched", None)),
        (2, ("refused", "robots")),
        (3, ("failed", "http_404")),
        (4, ("fetched", None)),
        (5, ("failed", "http_500")),
        (6, ("failed", "connection_reset")),
        (7, ("refused", "redirected_offsite")),
        (8, ("fetched", None)),
        (9, ("failed", "redirected_elsewhere")),
        (10, ("failed", "redirects")),
        (11, ("failed", "too_large")),
        (13, ("fetched", None)),
        (15, ("fetched", None)),
        (16, ("failed", "http_503")),
        (17, ("failed", "truncated")),
        (18, ("fetched", None)),
        (19, ("failed", "blocked: challenge")),
    ],
)
def test_each_document_has_the_fate_that_it_met(crawled, number, what):
    assert fate(crawled, number) == what


def test_what_cannot_be_decoded_is_kept_as_it_came(crawled):
    for number, why in ((12, "more than 100000 bytes"), (14, "broken compression")):
        what, reason = fate(crawled, number)
        assert what == "failed" and reason.startswith("undecodable") and why in reason
        (line,) = [line for line in crawled.snapshots if line.address.endswith(f"/doc/{number}")]
        assert crawled.record(line).headers["Content-Encoding"] == "gzip"
        assert crawled.record(line).body == crawled.site.pages[f"/doc/{number}"].body


def test_the_report_tells_what_is_missing_and_why(crawled):
    report = crawled.report
    assert report.outcome == "PARTIAL"
    assert report.reason.startswith("13 of 19 listed documents not fetched (")
    counts = report.counts
    assert counts["listed"] == 19 == counts["fetched"] + counts["unchanged"] + counts["failed"] + counts["refused"]
    assert (counts["fetched"], counts["refused"], counts["blocked"]) == (6, 2, 1)
    assert report.reasons["http_404"] == report.reasons["robots"] == report.reasons["blocked: challenge"] == 1


def test_what_is_worth_it_is_asked_again_and_the_rest_is_not(crawled):
    asked = Counter(crawled.site.paths())
    assert asked["/doc/5"] == asked["/doc/17"] == 3, "once and two retries"
    assert asked["/doc/6"] >= 3, "Twisted asks once more where a kept connection was closed"
    assert asked["/doc/4"] == asked["/doc/13"] == asked["/doc/15"] == asked["/doc/18"] == 2
    assert asked["/doc/3"] == asked["/doc/11"] == asked["/doc/19"] == 1
    assert asked["/doc/16"] == 1, "nobody waits for an hour"
    assert asked["/doc/2"] == 0, "robots.txt says so"


def test_pauses_grow_and_the_site_s_wish_counts(crawled):
    times = {number: [one.at for one in crawled.site.asked if one.path == f"/doc/{number}"] for number in (4, 5, 15)}
    first, second, third = times[5]
    assert third - second > second - first
    for number in (4, 15):
        assert times[number][1] - times[number][0] >= 1.0


def test_another_site_is_not_asked_for_anything(crawled, other):
    assert other.asked == []


def test_every_answer_is_in_the_archive_errors_and_hops_too(crawled):
    found = Counter((line.address.removeprefix(crawled.site.address), line.status) for line in crawled.snapshots)
    assert found["/doc/5", 500] == 3
    assert found["/doc/4", 503] == found["/doc/4", 200] == found["/doc/7", 302] == found["/mirror/8", 200] == 1
    assert found["/robots.txt", 200] == found["/doc/19", 200] == 1
    assert found["/doc/10", 302] == 6, "a redirect in a circle is followed five times"
    assert len(crawled.snapshots) == crawled.report.counts["responses"] < crawled.report.counts["requests"]


def test_a_page_that_is_not_the_document_is_not_taken_for_it(crawled):
    lines = {line.address.removeprefix(crawled.site.address): line for line in crawled.snapshots}
    assert (lines["/"].purpose, lines["/"].site_id) == ("hop", None)
    assert (lines["/mirror/8"].purpose, lines["/mirror/8"].site_id) == ("document", "tiny/8")


def test_we_say_who_we_are_and_send_no_cookie(crawled):
    for one in crawled.site.asked:
        assert one.headers["User-Agent"].startswith("ministry-transcripts/")
        assert "web@collector.example" in one.headers["User-Agent"]
        assert not {"Cookie", "Referer"} & set(one.headers)


def test_a_document_of_several_addresses_is_one(site, tmp_path):
    site.pages[f"/list?day={DAY}"] = listing(["/doc/1", "/mirror/1", "/doc/1?print=1", "/doc/2"])
    site.pages |= {"/doc/1": document(1), "/doc/2": document(2)}
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    assert (done.report.outcome, done.report.counts["listed"]) == ("OK", 2)
    assert len(done.listings) == 4
    assert [path for path in site.paths() if "1" in path.split("?")[0]] == ["/doc/1"]


def test_strangers_in_a_list_are_not_asked_for(site, other, tmp_path):
    site.pages[f"/list?day={DAY}"] = listing(["/doc/1", f"{other.address}/doc/5", "/gallery/3"])
    site.pages["/doc/1"] = document(1)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    assert done.report.outcome == "PARTIAL"
    assert "2 of 3 listed documents not fetched (offsite: 1, unknown_address_form: 1)" in done.report.reason
    assert done.report.reasons == {"offsite": 1, "unknown_address_form": 1}
    assert done.report.lists_complete
    assert site.paths() == ["/robots.txt", f"/list?day={DAY}", "/doc/1"]


def test_a_link_to_another_site_alone_does_not_make_a_day_partial(site, other, tmp_path):
    site.pages[f"/list?day={DAY}"] = listing(["/doc/1", f"{other.address}/doc/5", "mailto:press@ministry.example"])
    site.pages["/doc/1"] = document(1)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    assert done.report.outcome == "OK"
    assert done.report.reason == "3 documents listed: 1 fetched, 0 unchanged, 2 refused (offsite)"
    assert done.report.reasons == {"offsite": 2}


def test_gaps_of_earlier_crawls_are_asked_for_too(site, tmp_path):
    site.publish(1)
    site.pages["/doc/77"] = document(77)
    gaps = (Gap(f"{site.address}/doc/77", "en"), Gap(f"{site.address}/doc/1", "en", "tiny/1"))
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=gaps))
    assert (done.report.outcome, done.report.counts["listed"], done.report.counts["fetched"]) == ("OK", 2, 2)


def test_a_gap_is_closed_as_the_document_that_failed_whatever_its_address_says(site, tmp_path):
    site.publish(1)
    site.pages["/en/doc/7"] = document(7)
    gap = Gap(f"{site.address}/en/doc/7", "de", "tiny/7")
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=(gap,)))
    (line,) = [line for line in done.of(FateLine) if line.address == gap.address]
    assert (line.site_id, line.language, line.fate) == ("tiny/7", "de", "fetched")
    (stored,) = [line for line in done.snapshots if line.address == gap.address]
    assert (stored.purpose, stored.site_id, stored.language) == ("document", "tiny/7", "de")


def test_a_page_that_comes_again_unchanged_without_validators_is_a_revisit(site, tmp_path):
    site.publish(1, 2)
    first = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    site.pages["/doc/2"] = document(2, FILLER + "<p>One word more.</p>")
    again = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, crawl="again", known=first.known()))
    assert fate_of_both(again) == {"/doc/1": "unchanged", "/doc/2": "fetched"}
    (line,) = [line for line in again.snapshots if line.address.endswith("/doc/1")]
    assert (line.record_type, line.status, again.record(line).body) == ("revisit", 200, b"")


def test_an_answer_that_is_no_document_is_named_by_its_fate_and_never_asked_for_by_its_validators(site, tmp_path):
    site.publish(1, 2, 3, 4)
    bad = {
        1: (Answer(200, b""), "empty_body", 3),
        2: (Answer(200, b"no gzip", {"Content-Encoding": "gzip"}), "undecodable: broken compression", 1),
        3: (html("Checking your browser"), "blocked: challenge", 1),
        4: (Answer(200, b"x", {"Content-Encoding": "br"}), "undecodable: content encoding 'br'", 1),
    }
    for number, (answer, _, _) in bad.items():
        answer.headers["ETag"] = f'"{number}"'
        site.pages[f"/doc/{number}"] = answer
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    for line in done.of(FateLine):
        _, reason, tries = bad[int(line.address.rsplit("/", 1)[1])]
        stored = [one.record_id for one in done.snapshots if one.address == line.address]
        assert (line.fate, len(stored), line.record_id) == ("failed", tries, stored[-1])
        assert line.reason.startswith(reason)
    site.asked.clear()
    for number in bad:
        site.pages[f"/doc/{number}"] = document(number)
    again = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, crawl="again", known=done.known()))
    assert again.report.counts["fetched"] == 4
    assert not any("If-None-Match" in one.headers for one in site.asked)


def test_a_site_whose_clock_is_ahead_is_not_asked_by_it(site, tmp_path):
    """Once its clock is right, everything that changes meanwhile would be "not modified since" that day to come."""
    site.publish(1, 2)
    ahead = format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True)
    right = format_datetime(datetime.now(UTC) - timedelta(days=2), usegmt=True)
    site.pages["/doc/1"] = html("<main><h1>Document 1</h1></main>", Last_Modified=ahead)
    site.pages["/doc/2"] = html("<main><h1>Document 2</h1></main>", Last_Modified=right)
    first = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, crawl="again", known=first.known()))
    asked = {one.path: one.headers.get("If-Modified-Since") for one in site.asked}
    assert (asked["/doc/1"], asked["/doc/2"]) == (None, right)


def fate_of_both(done) -> dict:
    return {address.removeprefix(done.plan.address): fate for address, (fate, _) in done.fates.items()}

"""What a site prints is taken as it is, but not at any length: absurd addresses, titles, ids and counts stop at the door."""

import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, document, html, listing, redirect

from scraper.addresses import cut, identify
from scraper.evidence import FateLine
from scraper.ministries import get

LIST = f"/list?day={DAY}"


def test_an_address_that_is_too_long_is_refused_and_stands_cut_in_the_journal(site, tmp_path):
    site.pages[LIST] = listing(["/doc/1", "/doc/1?x=" + "9" * 9000, "/doc/1?x=" + "9" * 9001])
    site.pages["/doc/1"] = document(1)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    assert (done.report.outcome, done.report.reasons) == ("PARTIAL", {"address_too_long": 1})
    assert [len(line.address) for line in done.listings][1:] == [2000, 2000]
    ok, refused = sorted(done.of(FateLine), key=lambda line: line.fate)
    assert (ok.site_id, ok.fate) == ("tiny/1", "fetched"), "the document's own address is another matter"
    assert (refused.site_id, refused.fate, refused.reason) == (None, "refused", "address_too_long")
    assert refused.address == done.listings[1].address
    assert site.paths() == ["/robots.txt", LIST, "/doc/1"]


def test_nobody_is_led_to_an_address_that_is_too_long(site, tmp_path):
    site.publish(1)
    site.pages["/doc/1"] = redirect("/doc/1?x=" + "9" * 9000)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    assert done.report.reasons == {"address_too_long": 1}
    assert max(len(line.address) for line in done.snapshots) < 2000


def test_addresses_are_measured_and_cut_as_bytes_between_characters():
    assert cut("/" + "\u0434" * 1500) == "/" + "\u0434" * 999
    assert cut("/doc/1") == "/doc/1"


def test_a_title_and_a_printed_date_are_cut(site, tmp_path):
    row = f'<li><time datetime="{DAY}">{"d" * 5000}</time><a href="/doc/1">{"t" * 5000}</a></li>'
    site.pages[LIST] = html(f'<p class="count">1</p><ol class="news">{row}</ol>')
    site.pages["/doc/1"] = document(1)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    (line,) = done.listings
    assert (done.report.outcome, line.day, line.title, line.printed_date) == ("OK", DAY, "t" * 2000, "d" * 2000)


@pytest.mark.parametrize("count", ["99999999999", "10,000,001", "9" * 5000])
def test_an_absurd_count_of_entries_is_one_that_cannot_be_read(site, tmp_path, count):
    site.publish(1)
    rows = f'<ol class="news"><li><time>{DAY}</time><a href="/doc/1">x</a></li></ol>'
    site.pages[LIST] = html(f'<p class="count">{count} found</p>{rows}')
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    assert done.report.outcome == "DRIFT"
    assert f"no count of entries at 'p.count', but '{count[:80]}" in done.report.reason
    assert len(done.report.reason) < 300
    assert [page.total for page in done.pages] == [None]
    assert done.report.counts["fetched"] == 1


@pytest.mark.parametrize(("digits", "known"), [(200, True), (201, False)])
def test_a_site_id_of_more_than_200_characters_is_none(digits, known):
    tiny = get("tiny", "http://127.0.0.1:9")
    assert (identify(tiny, f"http://127.0.0.1:9/doc/{'1' * digits}") is not None) is known

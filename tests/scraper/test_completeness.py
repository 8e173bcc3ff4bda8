"""A crawl that proves that it has all: busy days split, sources checked against one another, days on which something is due."""

import gzip

import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, Answer, document, html, listing

LIST = f"/list?day={DAY}"
NO_PAGES = Answer(200, b"User-agent: *\nDisallow: /*page=\n")


def feed(*numbers, day="02"):
    items = "".join(
        f"<item><title>T</title><link>/doc/{n}</link><pubDate>Mon, {day} Mar 2026 09:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return Answer(200, f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())


def sitemap(*numbers, changed=DAY, host=""):
    rows = "".join(f"<url><loc>{host}/doc/{n}</loc><lastmod>{changed}</lastmod></url>" for n in numbers)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def busy(site, total=5):
    """A day with more entries than its first page holds, and a robots.txt that refuses the second."""
    site.publish(1, 2, 3)
    site.pages |= {f"/doc/{n}": document(n) for n in range(1, 9)} | {"/mirror/4": document(4)}
    site.pages[LIST] = listing(["/doc/1", "/doc/2", "/doc/3"], total=total)
    site.pages["/robots.txt"] = NO_PAGES
    site.pages["/rss"], site.pages["/sitemap.xml"] = feed(), Answer(200, sitemap())


def crawl_busy(site, tmp_path, until=None, ministry="tiny_busy", **more):
    return crawl(plan_for(tmp_path, ministry, DAY, until, address=site.address, **more))


def test_a_day_whose_second_page_is_refused_is_whole_by_its_sections(site, tmp_path):
    busy(site)
    site.pages[f"{LIST}&of=speeches"] = listing(["/en/doc/1", "/doc/4"])
    site.pages[f"{LIST}&of=answers"] = listing(["/doc/2", "/doc/3", "/mirror/4", "/doc/5"], total=4)
    done = crawl_busy(site, tmp_path)
    assert (done.report.outcome, done.report.counts["fetched"]) == ("OK", 5), done.report.reason
    assert done.report.lists_complete
    assert done.report.notices[0] == f"list news en {DAY}: its further pages are refused; 2 parts named all 5 entries"
    assert {(page.part, page.page) for page in done.pages if page.list == "news"} == {
        (None, 1), ("speeches", 1), ("answers", 1),
    }  # fmt: skip
    assert sorted(str(line.site_id) for line in done.listings) == [f"tiny/{n}" for n in range(1, 6)], (
        "each of them once"
    )
    assert not any("page=" in path for path in site.paths())


def test_what_the_sections_do_not_name_is_missing_by_number_of_its_list_language_and_day(site, tmp_path):
    busy(site, total=7)
    site.pages[f"{LIST}&of=speeches"] = listing(["/doc/1", "/doc/4"])
    site.pages[f"{LIST}&of=answers"] = Answer(500)
    done = crawl_busy(site, tmp_path)
    assert (done.report.outcome, done.report.counts["fetched"]) == ("PARTIAL", 4)
    (problem,) = done.report.problems
    assert problem == {
        "outcome": "PARTIAL",
        "what": f"list news en {DAY}: 3 of 7 entries are missing: robots.txt refuses further pages, and speeches,"
        " answers name no more",
        "list": "news",
        "language": "en",
        "day": DAY,
    }
    assert not done.report.lists_complete


def test_what_only_the_feed_names_of_a_split_day_is_set_against_the_sites_count(site, tmp_path):
    busy(site, total=6)
    site.pages[f"{LIST}&of=speeches"] = listing(["/doc/1", "/doc/4"])
    site.pages[f"{LIST}&of=answers"] = listing(["/doc/2", "/doc/3"])
    site.pages["/rss"] = feed(1, 4, 5, 6, 7)
    done = crawl_busy(site, tmp_path)
    assert (done.report.outcome, done.report.counts["fetched"]) == ("OK", 7), done.report.reason
    assert done.report.lists_complete
    assert (
        f"list news en {DAY}: its further pages are refused; 2 parts named 4 of 6 entries, the feed the other 2"
        in done.report.notices
    )


def test_neither_another_day_of_the_feed_nor_a_change_in_the_sitemap_makes_up_for_a_split_day(site, tmp_path):
    busy(site, total=6)
    site.pages[f"{LIST}&of=speeches"] = listing(["/doc/1", "/doc/4"])
    site.pages[f"{LIST}&of=answers"] = listing(["/doc/2", "/doc/3"])
    day_after = feed(6, day="03").body[len(b'<rss version="2.0"><channel>') :]
    elsewhere = (
        b"<item><link>http://elsewhere.example/doc/8</link><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item>"
    )
    both = feed(1, 2).body.replace(b"</channel></rss>", elsewhere + day_after)
    site.pages |= {"/rss": Answer(200, both), "/sitemap.xml": Answer(200, sitemap(5, 7))}
    done = crawl_busy(site, tmp_path)
    (problem,) = done.report.problems
    assert "2 of 6 entries are missing" in problem["what"] and problem["day"] == DAY


@pytest.mark.parametrize(
    ("speeches", "answers", "why"),
    [
        (["/doc/1", "/doc/4"], ["/doc/2", "/doc/3"], None),
        (["/doc/1", "/doc/4"], ["/doc/2"], "1 of the first page's 3 entries stand in none of speeches, answers"),
        (["/doc/1"], ["/doc/2", "/doc/3", "/doc/4"], f"news/answers en {DAY}, page 2: robots"),
    ],
)
def test_without_a_count_the_sections_must_be_whole_and_name_what_the_first_page_does(
    site, tmp_path, speeches, answers, why
):
    busy(site)
    site.pages[f"{LIST}&of=speeches"], site.pages[f"{LIST}&of=answers"] = listing(speeches), listing(answers)
    done = crawl_busy(site, tmp_path, ministry="tiny_uncounted")
    assert done.report.counts["fetched"] == 4
    if why is None:
        assert done.report.outcome == "OK"
    else:
        assert done.report.outcome == "PARTIAL" and why in done.report.reason
        assert "how many are missing is not known" in done.report.reason


def test_what_one_source_names_and_another_does_not_is_told_and_asked_for(site, tmp_path):
    site.pages |= {f"/doc/{n}": document(n) for n in range(1, 10)}
    site.pages[LIST] = listing(["/doc/1", "/doc/2"])
    site.pages["/list?day=2026-03-03"] = listing(["/doc/5", "/doc/6"], day="2026-03-03")
    site.pages["/rss"] = Answer(200, feed(1, 3).body.replace(b"</channel>", feed(5, day="03").body[28:]))
    site.pages["/sitemap.xml"] = Answer(
        200,
        f"<sitemapindex><sitemap><loc>{site.address}/old.xml</loc><lastmod>2026-02-01</lastmod></sitemap>"
        f"<sitemap><loc>{site.address}/new.xml.gz</loc></sitemap></sitemapindex>".encode(),
    )
    pages = sitemap(1, 2, 4, 5).replace(b"</urlset>", sitemap(9, changed="2020-01-01")[60:])
    site.pages["/new.xml.gz"] = Answer(200, gzip.compress(pages), {"Content-Type": "application/gzip"})
    done = crawl_busy(site, tmp_path, until="2026-03-03")
    assert done.report.outcome == "OK", "nothing is lost"
    assert list(done.report.notices) == [
        "1 documents (en 1: tiny/3) in the feed and in no list",
        "1 documents (en 1: tiny/4) in the sitemap and in no list",
        "1 documents (en 1: tiny/6) in the lists and not in the feed, which reaches back so far",
        "1 documents (en 1: tiny/6) in the lists and not in the sitemap",
    ]
    assert {path for path in site.paths() if path.startswith("/doc/")} == {f"/doc/{n}" for n in range(1, 7)}
    assert "/old.xml" not in site.paths(), "nothing in it has changed since the window began"
    sources = {(line.site_id, line.source) for line in done.listings}
    assert {("tiny/1", "list"), ("tiny/1", "feed"), ("tiny/1", "sitemap"), ("tiny/4", "sitemap")} <= sources


@pytest.mark.parametrize(
    ("page", "robots", "outcome", "said"),
    [
        (
            Answer(200, b"<html><p>Hello</p></html>"),
            b"",
            "DRIFT",
            "list sitemap, page 1: no sitemap: its root is 'html'",
        ),
        (Answer(200, b"\x1f\x8bnothing"), b"", "DRIFT", "list sitemap, page 1: no sitemap: broken compression"),
        (Answer(404), b"", "PARTIAL", "list sitemap, page 1: http_404"),
        (Answer(200, sitemap(1)), b"User-agent: *\nDisallow: /sitemap", "OK", "robots.txt refuses it"),
    ],
)
def test_a_sitemap_that_cannot_be_read_is_told(site, tmp_path, page, robots, outcome, said):
    site.publish(1)
    site.pages |= {"/rss": feed(1), "/sitemap.xml": page, "/robots.txt": Answer(200, robots)}
    report = crawl_busy(site, tmp_path).report
    assert report.outcome == outcome
    assert said in (report.reason if outcome != "OK" else report.notices[0])
    assert report.counts["fetched"] == 1


def test_an_absurd_address_or_date_of_a_feed_or_a_sitemap_is_the_entrys_fault_and_loses_no_other(site, tmp_path):
    site.publish(1, 2)
    site.pages[LIST] = listing(["/doc/1"])
    absurd = b"<item><link>http://[x</link></item><item><link>/doc/1</link><pubDate>0001-01-01T00:00:00+14:00</pubDate></item>"
    site.pages["/rss"] = Answer(200, feed(1).body.replace(b"</channel>", absurd + b"</channel>"))
    site.pages["/sitemap.xml"] = Answer(
        200,
        sitemap(2).replace(
            b"</urlset>",
            b"<url><loc>http://[x</loc></url><url><loc>/doc/1</loc><lastmod>0001-01-01T00:00:00+14:00</lastmod></url></urlset>",
        ),
    )
    done = crawl_busy(site, tmp_path)
    assert done.report.outcome == "DRIFT" and done.report.counts["fetched"] == 2
    assert [problem["what"] for problem in done.report.problems] == [
        "list rss en, page 1: 1 of 3 entries without a link",
        "list sitemap, page 1: 1 of 3 entries without an address",
    ]


def test_a_sitemap_reads_no_file_of_ours_and_leads_to_no_other_site(site, tmp_path):
    site.publish(1)
    site.pages["/rss"] = feed(1)
    evil = b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + sitemap(1, 2).replace(b"/doc/2", b"/doc/&x;")
    other = f"<url><loc>http://other.example/doc/7</loc><lastmod>{DAY}</lastmod></url></urlset>".encode()
    site.pages["/sitemap.xml"] = Answer(200, evil.replace(b"</urlset>", other))
    done = crawl_busy(site, tmp_path)
    assert not any("root:" in line.address for line in done.listings)
    assert done.fates["http://other.example/doc/7"] == ("refused", "offsite")


def test_nothing_listed_on_a_day_on_which_something_is_due_is_partial_unless_the_site_counts_none(site, tmp_path):
    empty = html('<ol class="news"></ol>')
    days = {"2026-03-02": "due", "2026-03-03": "off each year", "2026-03-04": "off this year", "2026-03-07": "weekend"}
    for day in days:
        site.pages[f"/list?day={day}"] = empty
    site.pages["/list?day=2026-03-05"] = site.pages["/list?day=2026-03-06"] = listing(["/doc/1"], day="2026-03-05")
    site.pages["/doc/1"] = document(1)
    done = crawl_busy(site, tmp_path, until="2026-03-07", ministry="tiny_uncounted")
    told = [(problem["day"], problem["outcome"]) for problem in done.report.problems]
    assert told == [("2026-03-02", "PARTIAL"), ("2026-03-06", "PARTIAL")]
    assert "nothing is listed on Monday 2026-03-02, a day on which something is due" in done.report.reason
    counted = crawl_busy(site_of_none(site), tmp_path, crawl="counted")
    assert (counted.report.outcome, counted.report.problems) == ("EMPTY", ())


def test_an_old_text_that_changed_on_a_due_day_is_not_what_is_due(tmp_path, site):
    site.pages |= {LIST: html('<ol class="news"></ol>'), "/doc/1": document(1), "/rss": feed()}
    site.pages["/sitemap.xml"] = Answer(200, sitemap(1))
    done = crawl_busy(site, tmp_path)
    assert done.report.counts["fetched"] == 1
    assert "nothing is listed on Monday 2026-03-02" in " ".join(problem["what"] for problem in done.report.problems)


def site_of_none(site):
    site.pages |= {LIST: listing([]), "/rss": feed(), "/sitemap.xml": Answer(200, sitemap())}
    return site


def test_days_besides_the_window_are_asked_for_too(site, tmp_path):
    for day, number in (("2026-02-20", 1), ("2026-02-23", 2), ("2026-02-24", 3), (DAY, 4)):
        site.publish(number, day=day)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, days=("2026-02-23", "2026-02-20")))
    assert (done.report.outcome, done.report.counts["listed"], done.report.counts["fetched"]) == ("OK", 3, 3)
    assert [page.since for page in done.pages] == [DAY, "2026-02-20", "2026-02-23"]


def test_a_stretch_of_days_whose_second_page_is_refused_is_asked_for_day_by_day(site, tmp_path):
    site.pages["/robots.txt"] = NO_PAGES
    first, second = "/list?day=2026-01-01", "/list?day=2026-01-02"
    site.pages[first] = [
        listing(["/doc/1", "/doc/2", "/doc/3"], "2026-01-01", total=4),
        listing(["/doc/1"], "2026-01-01"),
    ]
    site.pages[second] = listing(["/doc/2", "/doc/3", "/doc/4"], "2026-01-02")
    site.pages |= {f"/doc/{n}": document(n) for n in range(1, 5)}
    for day in range(3, 33):
        site.pages[f"/list?day=2026-{1 + (day > 31):02}-{day if day < 32 else 1:02}"] = listing([])
    done = crawl(plan_for(tmp_path, "tiny", "2026-01-01", "2026-02-01", address=site.address))
    assert (done.report.outcome, done.report.counts["fetched"], done.report.problems) == ("OK", 4, ())


def test_a_dead_link_of_a_page_makes_no_bad_day(site, tmp_path):
    from scraper.evidence import Gap

    site.publish(1)
    site.pages["/doc/9"] = site.pages["/doc/8"] = Answer(500)
    gaps = (Gap(f"{site.address}/doc/9", "en", "tiny/9", reference=True), Gap(f"{site.address}/doc/8", "en", "tiny/8"))
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=gaps[:1]))
    assert done.report.outcome == "OK" and "1 that no list names did not come" in done.report.reason
    assert done.fates[f"{site.address}/doc/9"] == ("failed", "reference: http_500")
    assert (
        crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=gaps, crawl="b")).report.outcome == "PARTIAL"
    )

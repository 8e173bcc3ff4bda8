"""A document that is gone: nothing names it any more and the site says so. That is no failure, and needs several to be drift."""

from crawling import crawl, plan_for
from tiny_site import DAY, Answer, html

from scraper.evidence import Gap

NOT_FOUND = html("<h1>Page not found</h1>")


def gaps(site, *numbers, **more):
    return tuple(Gap(f"{site.address}/doc/{number}", "en", f"tiny/{number}", **more) for number in numbers)


def test_what_no_list_names_and_the_site_does_not_have_is_gone_and_makes_no_red_day(site, tmp_path):
    site.publish(1)
    site.pages |= {"/doc/2": Answer(404), "/doc/3": Answer(410), "/doc/4": NOT_FOUND}
    site.publish(1, 9)
    dead_link = gaps(site, 5, reference=True)
    plan = plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=gaps(site, 2, 3, 4) + dead_link)
    done = crawl(plan)
    said = {address.rsplit("/", 1)[1]: fate for address, fate in done.fates.items()}
    assert said == {
        "1": ("fetched", None),
        "9": ("fetched", None),
        "2": ("gone", "http_404"),
        "3": ("gone", "http_410"),
        "4": ("gone", "gone: not_found"),
        "5": ("failed", "reference: http_404"),
    }
    assert (done.report.outcome, done.report.counts["gone"]) == ("OK", 3)
    assert "3 gone" in done.report.reason


def test_a_link_of_a_page_that_robots_txt_refuses_makes_no_red_day(site, tmp_path):
    site.publish(1)
    site.pages["/robots.txt"] = Answer(200, b"User-agent: *\nDisallow: /doc/5\n")
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=gaps(site, 5, reference=True)))
    assert done.fates[f"{site.address}/doc/5"] == ("refused", "reference: robots")
    assert (done.report.outcome, done.report.counts["refused"]) == ("OK", 1)
    assert done.report.reason.endswith("1 fetched, 0 unchanged, 1 that no list names did not come")


def test_what_a_list_names_and_does_not_come_has_failed(site, tmp_path):
    site.publish(1, 2)
    site.pages["/doc/2"] = Answer(404)
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address, gaps=gaps(site, 2)))
    assert done.fates[f"{site.address}/doc/2"] == ("failed", "http_404")
    assert (done.report.outcome, done.report.counts["gone"]) == ("PARTIAL", 0)


def test_many_gone_at_once_is_drift_but_those_that_were_gone_before_are_no_news(site, tmp_path):
    site.publish(1, 2)
    many = plan_for(tmp_path, "tiny", DAY, address=site.address, kind="recheck", gaps=gaps(site, *range(1, 9)))
    done = crawl(many)
    assert (done.report.outcome, done.report.counts["gone"], done.report.counts["failed"]) == ("DRIFT", 6, 0)
    assert "6 of 8 documents are gone at once" in done.report.reason
    assert "/list" not in "".join(site.paths()), "a recheck walks no list"
    told = gaps(site, 1, 2, 3) + gaps(site, *range(4, 9), gone=True)
    again = plan_for(tmp_path, "tiny", DAY, address=site.address, kind="recheck", gaps=told, crawl="again")
    assert crawl(again).report.outcome == "OK"

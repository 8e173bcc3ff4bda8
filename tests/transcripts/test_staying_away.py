"""A site that asks for a long absence is not asked before its time, whoever starts the crawl; an operator sees the time."""

from __future__ import annotations

import pytest

from tests.scraper.tiny_site import Answer

pytestmark = pytest.mark.database


def test_no_crawl_asks_before_the_time_that_the_site_has_named(here, site):
    site.publish(1, 2)
    site.pages["/doc/1"] = Answer(429, b"slower", {"Retry-After": "3600"})
    first = here.collect(site)
    asked = len(site.asked)
    second = here.collect(site)
    assert (first.outcome, second.outcome) == ("BLOCKED", "BLOCKED")
    assert len(site.asked) == asked, "nothing was asked"
    assert here.rows("SELECT count(DISTINCT not_before) FROM archive.crawl WHERE not_before > now()") == [(1,)]
    assert here.crawls()[1] == (
        "BLOCKED",
        f"nothing was asked: the site asked in an earlier crawl not to be asked again before {first.not_before}",
    )
    here.execute("UPDATE archive.crawl SET not_before = now()")
    del site.pages["/doc/1"]
    site.publish(1, 2)
    assert here.collect(site).counts["fetched"] == 2, "its time has come"

"""Mark-up that would keep a parser busy for minutes is told in time, and the crawl goes on."""

import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from parsel import Selector
from scrapy import Request
from scrapy.http import HtmlResponse

from scraper.failures import NotAsked
from scraper.feeds import read_feed
from scraper.middlewares.blocks import BlocksMiddleware
from scraper.ministries import get
from scraper.ministries.layouts import signs
from scraper.signs import block_of, gone_of
from scraper.sitemaps import read_sitemap
from scraper.tangle import Tangled, TooDeep, check

MANY_ATTRIBUTES = b"<p " + b" ".join(b"a%d" % n for n in range(100_000)) + b">"
TANGLES = {
    "attributes": (MANY_ATTRIBUTES, "100000 attributes"),
    "quoted attributes": (b"<p " + b" ".join(b'a%d=">"' % n for n in range(50_000)) + b">", "50000 attributes"),
    "attributes of a tag that does not end": (MANY_ATTRIBUTES[:-1], "100000 attributes"),
    "blocks": (b"<div>" * 100_000, "within one another"),
    "bold": (b"<b>x" * 100_000, "within one another"),
    "blocks with wrong ends": (b"<div></span>" * 100_000, "within one another"),
    "tables": (b"<table><tr><td><div>" * 100_000, "within one another"),
    "tables whose cells hold the ends": (b"<div><table><td></div></table>" * 100_000, "within one another"),
    "blocks that seem to hold nothing": (b"<div/>" * 100_000, "within one another"),
}


@pytest.mark.parametrize("name", TANGLES)
def test_a_tangle_is_told_in_time(name):
    markup, what = TANGLES[name]
    began = time.process_time()
    with pytest.raises(Tangled, match=what):
        check(markup)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "markup",
    [b"<p>x" * 200_000, b"<" * 3_000_000, b"<!--" * 800_000, b"<a href='" * 400_000, b'<a b="x' * 400_000, b"<p =" * 800_000,
     b"<script>" * 400_000, b"</div>" * 500_000, b"<div><p>x</p></div>" * 100_000, b"<title" * 500_000],
    ids=["paragraphs", "brackets", "comments", "quotes", "other quotes", "equals", "scripts", "ends", "well nested", "names"],
)  # fmt: skip
def test_looking_for_one_takes_no_long_time_itself(markup):
    began = time.process_time()
    with suppress(Tangled):
        check(markup)
    assert time.process_time() - began < 2


def look(purpose, body):
    crawl = SimpleNamespace(ministry=get("sample"), drift=SimpleNamespace(take=pytest.fail))
    middleware = BlocksMiddleware(SimpleNamespace(spider=SimpleNamespace(crawl=crawl)))
    request = Request("http://127.0.0.1/x", meta={"purpose": purpose})
    middleware._look(request, HtmlResponse("http://127.0.0.1/x", body=body, encoding="utf-8"))


def test_a_list_in_a_tangle_is_lost_by_name_and_a_document_is_left_to_the_cleaner():
    with pytest.raises(NotAsked, match="tangled_markup: 100000 attributes of one element, more than 250"):
        look("list", MANY_ATTRIBUTES)
    look("document", MANY_ATTRIBUTES)
    with pytest.raises(TooDeep):
        check(b"<div>" * 6000)


HARD = {
    "exclamation marks": f"<h1>{'!' * 1_000_000}</h1>",
    "words of an error": f"<h1>{'error ' * 300_000}</h1>",
    "words of a document": f"<h1>{'документ a ' * 200_000}</h1>",
    "please": f"<p>{'please, ' * 300_000}wait",
    "headings": "<h1>Error: </h1>" * 60_000,
    "hyphens": f"<title>{'your ip-' * 200_000}</title>",
    "captcha": f"<p>{'g-recaptch ' * 200_000}",
}


@pytest.mark.parametrize("name", HARD)
def test_no_page_keeps_the_signs_of_blocks_busy(name):
    page, ministry = Selector(text=HARD[name], type="html"), get("mid_ru")
    began = time.process_time()
    block_of(page, HARD[name], "https://mid.ru/x", ministry)
    gone_of(page, HARD[name], ministry)
    assert time.process_time() - began < 3


def test_there_are_signs_to_be_kept_busy():
    assert len(signs.BLOCKS + signs.GONE) > 10


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1) if n else b"ha") * 10) for n in range(10))
OUTSIDE = b'<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % y SYSTEM "http://127.0.0.1:1/z"> %y;'


@pytest.mark.parametrize(
    "entities", [LAUGHS, OUTSIDE, b'<!ENTITY x "%s">' % (b"A" * 1_000_000)], ids=["laughs", "outside", "long"]
)
@pytest.mark.parametrize("name", [b"l9", b"x"])
def test_no_entity_of_a_feed_or_a_sitemap_is_resolved(entities, name):
    from datetime import date
    from zoneinfo import ZoneInfo

    zone, head = ZoneInfo("UTC"), b"<!DOCTYPE r [" + entities + b"]>"
    feed = head + b"<rss><channel><item><title>&%s;</title><link>http://h/1?&%s;</link></item></channel></rss>" % (
        name,
        name,
    )
    sitemap = head + b"<urlset><url><loc>http://h/1?&%s;</loc></url></urlset>" % name
    began = time.process_time()
    said = f"{read_feed(feed, 'http://h/', zone)} {read_sitemap(sitemap, 'http://h/', zone, date(2026, 1, 1), 10**7)}"
    assert time.process_time() - began < 1
    assert len(said) < 1000 and "haha" not in said and "AAA" not in said
    with Path("/etc/hostname").open(encoding="utf-8") as file:
        assert file.read().strip() not in said

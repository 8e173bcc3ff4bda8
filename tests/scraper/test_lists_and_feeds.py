"""What is read from a page of a list and from a feed, and when either is none any more."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from parsel import Selector

from scraper.feeds import read_feed
from scraper.listpages import read_page
from scraper.ministries.layouts.lists import BITRIX_LIST, COUNTED_BITRIX_LIST, LIFERAY_LIST
from scraper.ministries.model import ListLayout

BASE = "https://ministry.example/en/foreign_policy/news/"
ITEM = (
    '<li class="announce__item"><span class="announce__date">2 January 2006</span>'
    '<a class="announce__link" href="/en/foreign_policy/news/1800001/?lang=en#x">Two <b>words</b></a></li>'
)


def page(text: str, layout: ListLayout = BITRIX_LIST):
    return read_page(Selector(text=f"<html><body>{text}</body></html>"), layout, BASE, "en")


def bitrix(items: str, count: str = "") -> str:
    return f'<p class="announce__total">{count}</p><ul class="announce announce_articles">{items}</ul>'


def test_an_entry_has_its_address_title_and_day():
    (entry,) = page(bitrix(ITEM)).entries
    assert entry.address == "https://ministry.example/en/foreign_policy/news/1800001/?lang=en"
    assert (entry.title, entry.printed_date, entry.day) == ("Two words", "2 January 2006", date(2006, 1, 2))


@pytest.mark.parametrize(
    ("count", "total"),
    [
        ("Found: 7", 7),
        ("1 234 items", 1234),
        ("1,234", 1234),
        ("Found: 0", 0),
        ("10 000 000", 10_000_000),
        ("none", None),
    ],
)
def test_the_site_s_own_count(count, total):
    assert page(bitrix(ITEM, count), COUNTED_BITRIX_LIST).total == total


def test_a_machine_readable_date_counts_first():
    layout = ListLayout(item="li", link="a", date="time")
    (entry,) = page('<li><time datetime="2026-03-02">Mon</time><a href="/x">x</a></li>', layout).entries
    assert (entry.printed_date, entry.day) == ("Mon", date(2026, 3, 2))


@pytest.mark.parametrize(
    ("text", "layout", "drift"),
    [
        (bitrix(""), BITRIX_LIST, None),
        (bitrix("", "0"), COUNTED_BITRIX_LIST, None),
        (bitrix(ITEM), BITRIX_LIST, None),
        ("<p>Nothing</p>", BITRIX_LIST, "no list on the page"),
        ("<p>Nothing</p>", LIFERAY_LIST, "no list on the page"),
        (bitrix("", "3"), COUNTED_BITRIX_LIST, "the site counts 3 entries"),
        (bitrix(ITEM), COUNTED_BITRIX_LIST, "no count of entries"),
        (bitrix(ITEM.replace("href", "data-href")), BITRIX_LIST, "1 of 1 entries without a link"),
        (bitrix(ITEM.replace("January", "Jabberwock")), BITRIX_LIST, "no entry's date can be read"),
        ("<li>no</li>", ListLayout(item="ol > li", link="a"), "no list on the page"),
    ],
)
def test_when_a_list_is_none_any_more(text, layout, drift):
    found = page(text, layout).drift
    assert (found is None) if drift is None else (drift in found)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><link>https://ministry.example/</link>
<item><title>A &amp; B</title><link>https://ministry.example/doc/1</link><pubDate>Mon, 02 Mar 2026 01:00:00 +0300</pubDate></item>
<item><title>C</title><link>/doc/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://ministry.example/"/>
<entry><title>A</title><link rel="enclosure" href="/x.pdf"/><link href="/doc/1"/><updated>2026-03-01T23:30:00Z</updated></entry></feed>"""


def test_feeds_of_both_kinds_are_read():
    zone = ZoneInfo("Europe/Moscow")
    first, second = read_feed(RSS.encode(), BASE, zone).entries
    assert (first.address, first.title, first.day) == ("https://ministry.example/doc/1", "A & B", date(2026, 3, 2))
    assert (second.address, second.day) == ("https://ministry.example/doc/2", None)
    (entry,) = read_feed(ATOM.encode(), BASE, zone).entries
    assert (entry.address, entry.day) == ("https://ministry.example/doc/1", date(2026, 3, 2))


@pytest.mark.parametrize("content", [b"", b"<html><body>Not found</body></html>", b"\x00\x01", b"<rss"])
def test_what_is_no_feed_is_told(content):
    assert (read_feed(content, BASE, ZoneInfo("UTC")).drift is None) is content.startswith(b"<rss")


def test_a_feed_reads_no_file_of_ours():
    evil = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title><link>/doc/1</link></item></channel></rss>'
    (entry,) = read_feed(evil.encode(), BASE, ZoneInfo("UTC")).entries
    assert "root:" not in (entry.title or "")

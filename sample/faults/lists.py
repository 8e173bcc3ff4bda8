"""Lists and feeds that are wrong: order, doubles, dates, links, and a list that moves while it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sample.faults.case import Case
from sample.faults.model import LIST, Asked, Fault
from sample.model import Entry
from sample.response import Kind, Response

ITEM = re.compile(r'<li class="announce__item">.*?</li>\n|<li><span class="anons-date">.*?</li>\n', re.S)
LINK = re.compile(r' href="([^"]*)"')
DATE = re.compile(r'(?<=<span class="announce__date">)[^<]*|(?<=<span class="anons-date">)[^<]*')
YEAR = re.compile(r"\b20\d\d\b")
FEED: frozenset[Kind] = frozenset({"feed"})
BOMB = (
    '<!DOCTYPE rss [<!ENTITY a0 "news">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)


def wrong_order(entries: Sequence[Entry], case: Case, met: int) -> Sequence[Entry]:
    """Shows the oldest entries first."""
    return list(reversed(entries))


def listed_twice(entries: Sequence[Entry], case: Case, met: int) -> Sequence[Entry]:
    """Shows an entry a second time, right after the first, and counts it twice."""
    at = int(case.options["entry"])
    return [*entries[: at + 1], *entries[at:]]


def grows_while_paged(entries: Sequence[Entry], case: Case, met: int) -> Sequence[Entry]:
    """Lacks its newest entry when the list is first asked for, and has it from the second request on."""
    return entries[1:] if met == 0 else entries


def shrinks_while_paged(entries: Sequence[Entry], case: Case, met: int) -> Sequence[Entry]:
    """Has an entry when the list is first asked for that it does not show from the second request on."""
    return entries if met == 0 else [entry for n, entry in enumerate(entries) if n != int(case.options["entry"])]


def second_address(good: Response, case: Case, asked: Asked) -> Response:
    """Lists a document a second time, under another of its addresses."""
    return _item(good, case, lambda item: item + LINK.sub(lambda hit: f' href="{_other(hit[1])}"', item))


def no_link(good: Response, case: Case, asked: Asked) -> Response:
    """Shows an entry without a link."""
    return _item(good, case, lambda item: LINK.sub("", item))


def no_entry_date(good: Response, case: Case, asked: Asked) -> Response:
    """Shows an entry without its date."""
    return _item(good, case, lambda item: DATE.sub("", item))


def future_entry_date(good: Response, case: Case, asked: Asked) -> Response:
    """Shows an entry with a date many years ahead."""
    return _item(good, case, lambda item: DATE.sub(lambda hit: YEAR.sub(str(case.options["year"]), hit[0]), item))


def new_design(good: Response, case: Case, asked: Asked) -> Response:
    """Shows the list under other class names."""
    return replace(good, body=good.body.replace(b"announce", b"teaser").replace(b"anons", b"teaser"))


def broken_feed(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a web page where the feed was."""
    return replace(good, body=b"<html><body><h1>Moved</h1><br></body></html>", content_type="text/html; charset=utf-8")


def feed_entities(good: Response, case: Case, asked: Asked) -> Response:
    """Declares entities that become gigabytes, and one that is a file of the reader's, and uses both in a title."""
    page = good.body.decode().replace("<rss", BOMB + "<rss", 1)
    return replace(good, body=page.replace("<item><title>", "<item><title>&a9;&file;", 1).encode())


def _item(good: Response, case: Case, change: Callable[[str], str]) -> Response:
    """Change one entry of a page, the first unless said otherwise."""
    page = good.body.decode()
    hits = list(ITEM.finditer(page))
    number = int(case.options["entry"])
    if number >= len(hits):
        return good
    hit = hits[number]
    return replace(good, body=(page[: hit.start()] + change(hit[0]) + page[hit.end() :]).encode())


def _other(address: str) -> str:
    """Return another address of the same document: without its parameter where it has one, else by another portlet."""
    path, _, query = address.partition("?")
    return path if query else re.sub(r"asset_publisher/\w+/", "asset_publisher/Vz3nBe81HcTo/", path)


KINDS = {
    "wrong_order": Fault(LIST, arrange=wrong_order),
    "listed_twice": Fault(LIST, arrange=listed_twice, options={"entry": 0}),
    "grows_while_paged": Fault(LIST, arrange=grows_while_paged),
    "shrinks_while_paged": Fault(LIST, arrange=shrinks_while_paged, options={"entry": 0}),
    "second_address": Fault(LIST, second_address, options={"entry": 0}),
    "no_link": Fault(LIST, no_link, options={"entry": 0}),
    "no_entry_date": Fault(LIST, no_entry_date, options={"entry": 0}),
    "future_entry_date": Fault(LIST, future_entry_date, options={"entry": 0, "year": 2062}),
    "new_design": Fault(LIST, new_design),
    "broken_feed": Fault(FEED, broken_feed),
    "feed_entities": Fault(FEED, feed_entities),
}

"""What stands on one page of a list: its entries, and the site's own count. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parsel import Selector

from scraper.addresses import absolute
from scraper.dates import day_of
from scraper.ministries.model import ListLayout

#: A site that says that it has more entries than this says nothing.
LARGEST_COUNT = 10_000_000
#: So many characters of what a page prints are told in a reason.
_TOLD = 80
_NUMBER = re.compile(r"\d+(?:[\s\u00a0\u202f.,]\d{3})*(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a list or a feed shows it. ``day`` is None where no date could be read."""

    address: str
    title: str | None
    printed_date: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list. ``drift`` says which selector does not hit any more, None when all is well."""

    entries: tuple[Entry, ...]
    total: int | None = None
    drift: str | None = None
    #: Further files that a sitemap index names.
    files: tuple[str, ...] = ()


def read_page(page: Selector, layout: ListLayout, base: str, language: str) -> ListPage:
    """Reads a page of a list. ``base`` is the page's own address, for links that are not whole."""
    items = page.css(layout.item)
    total = _total(page, layout)
    read = [_entry(item, layout, base, language) for item in items]
    entries = tuple(entry for entry in read if entry is not None)
    return ListPage(entries, total, _drift(page, layout, len(items), entries, total))


def _entry(item: Selector, layout: ListLayout, base: str, language: str) -> Entry | None:
    link = item.css(layout.link).xpath("@href").get()
    if not link:
        return None
    try:
        address = absolute(base, link)
    except ValueError:
        return None
    printed = _words(item, layout.date)
    return Entry(address, _words(item, layout.title), printed, _day(item, layout, printed, language))


def _day(item: Selector, layout: ListLayout, printed: str | None, language: str) -> date | None:
    if layout.date is None:
        return None
    machine = item.css(layout.date).xpath("@datetime").get()
    return (day_of(machine, language) if machine else None) or day_of(printed or "", language)


def _words(item: Selector, css: str | None) -> str | None:
    found = item.css(css) if css else []
    return " ".join("".join(found[0].xpath(".//text()").getall()).split()) or None if found else None


def _total(page: Selector, layout: ListLayout) -> int | None:
    hit = _NUMBER.search(_words(page, layout.total) or "")
    digits = re.sub(r"\D", "", hit[0]).lstrip("0") if hit else ""
    absurd = len(digits) > len(str(LARGEST_COUNT)) or int(digits or 0) > LARGEST_COUNT
    return None if hit is None or absurd else int(digits or 0)


def _drift(page: Selector, layout: ListLayout, items: int, entries: tuple[Entry, ...], total: int | None) -> str | None:
    if layout.total and total is None:
        text = _words(page, layout.total)
        return f"no count of entries at {layout.total!r}" + (f", but {text[:_TOLD]!r}" if text else "")
    if items > len(entries):
        return f"{items - len(entries)} of {items} entries without a link at {layout.link!r}"
    if entries and layout.date and not any(entry.day for entry in entries):
        return f"no entry's date can be read at {layout.date!r}, e.g. {(entries[0].printed_date or '')[:_TOLD]!r}"
    if entries or total == 0:
        return None
    if total:
        return f"the site counts {total} entries, {layout.item!r} hits none"
    if layout.container and page.css(layout.container):
        return None
    return f"no list on the page: neither {layout.item!r} nor {layout.container or 'a container'!r} hits"

"""The entries of an RSS or Atom feed. Pure."""

from __future__ import annotations

from datetime import tzinfo

from lxml import etree

from scraper.addresses import absolute
from scraper.dates import feed_day
from scraper.listpages import Entry, ListPage

_DATES = ("pubDate", "published", "updated", "date")


def read_feed(content: bytes, base: str, zone: tzinfo) -> ListPage:
    """Reads a feed. What is no feed is a page with drift; a feed without entries is none."""
    root = _root(content)
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        return ListPage((), None, "no RSS or Atom feed")
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    read = [_entry(item, base, zone) for item in items]
    entries = tuple(entry for entry in read if entry is not None)
    missing = len(items) - len(entries)
    return ListPage(entries, None, f"{missing} of {len(items)} entries without a link" if missing else None)


def _root(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root: etree._Element | None = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _entry(item: etree._Element, base: str, zone: tzinfo) -> Entry | None:
    link = next((_link(child) for child in item if _name(child) == "link" and _is_page(child)), None)
    if not link:
        return None
    try:
        address = absolute(base, link)
    except ValueError:
        return None
    printed = next((text for name in _DATES if (text := _text(item, name))), None)
    return Entry(address, _text(item, "title"), printed, feed_day(printed, zone) if printed else None)


def _link(element: etree._Element) -> str:
    return str(element.get("href") or element.text or "").strip()


def _is_page(element: etree._Element) -> bool:
    return bool(element.get("rel", "alternate") == "alternate")


def _text(item: etree._Element, name: str) -> str | None:
    found = next((child for child in item if _name(child) == name), None)
    return (" ".join("".join(found.itertext()).split()) or None) if found is not None else None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

"""The entries of a sitemap, or the files of a sitemap index (https://www.sitemaps.org/protocol.html). Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from lxml import etree

from scraper.addresses import absolute
from scraper.decode import Undecodable, decode
from scraper.listpages import Entry, ListPage

_GZIP = b"\x1f\x8b"
_NAMES = ("urlset", "sitemapindex")


def read_sitemap(content: bytes, base: str, zone: tzinfo, since: date, largest: int) -> ListPage:
    """Reads a sitemap or an index, gzipped or not. What is none is a page with drift.

    An entry's day is that of its last change. Files of an index that did not change since the window began are left out:
    nothing in them did. ``largest``: bytes, unpacked.
    """
    try:
        plain = decode(content, "gzip", largest) if content.startswith(_GZIP) else content
        found = list(_read(plain, base, zone))
    except (Undecodable, etree.XMLSyntaxError) as error:
        return ListPage((), None, f"no sitemap: {error}")
    if not found:
        return ListPage((), None, None if _root(plain) in _NAMES else f"no sitemap: its root is {_root(plain)!r}")
    good = [(name, entry) for name, entry in found if entry is not None]
    files = (entry for name, entry in good if name == "sitemap" and (entry.day is None or entry.day >= since))
    entries = tuple(entry for name, entry in good if name == "url")
    bad = len(found) - len(good)
    drift = f"{bad} of {len(found)} entries without an address" if bad else None
    return ListPage(entries, None, drift, tuple(entry.address for entry in files))


def _read(content: bytes, base: str, zone: tzinfo) -> Iterator[tuple[str, Entry | None]]:
    """Each element is forgotten once it is read, so that a large file takes no large tree. None: its address is none."""
    for _, element in etree.iterparse(
        io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True, huge_tree=False, recover=True
    ):
        name = _name(element)
        if name in ("url", "sitemap"):
            said = {_name(child): (child.text or "").strip() for child in element}
            if said.get("loc"):
                yield name, _entry(said["loc"], said.get("lastmod"), base, zone)
            element.clear()


def _entry(link: str, printed: str | None, base: str, zone: tzinfo) -> Entry | None:
    try:
        return Entry(absolute(base, link), None, printed, _day(printed, zone))
    except ValueError:
        return None


def _root(content: bytes) -> str:
    for _, element in etree.iterparse(io.BytesIO(content), events=("start",), resolve_entities=False, recover=True):
        return _name(element)
    return ""


def _day(printed: str | None, zone: tzinfo) -> date | None:
    """The day of a W3C date or time in the ministry's zone."""
    try:
        moment = datetime.fromisoformat(printed or "")
        if len(printed or "") <= len("2026-03-05"):
            return moment.date()
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone).date()
    except (ValueError, OverflowError):
        return None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

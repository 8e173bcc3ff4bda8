"""Captures with status 200 that are no answer: blocks, log-in walls, pages that say "not found". As the crawl tells them. Pure."""

from __future__ import annotations

from parsel import Selector
from w3lib.encoding import html_to_unicode

from scraper.captures.capture import Capture
from scraper.ministries.model import Ministry
from scraper.recognise import shows_document
from scraper.signs import block_of, gone_of
from scraper.tally import BLOCKED, GONE

#: No more characters of a page are looked at. Signs and headings stand at its beginning.
LOOKED_AT = 4_000_000


def no_answer(capture: Capture, ministry: Ministry) -> str | None:
    """Why a page is no document, e.g. ``blocked: challenge``; None where it may be one, which the cleaner decides."""
    kind = next((value for name, value in capture.headers if name.lower() == "content-type"), None)
    markup = html_to_unicode(kind, capture.body, default_encoding="utf-8")[1][:LOOKED_AT].replace("\0", " ")
    page = Selector(text=markup, type="html")
    if shows_document(page, ministry.layouts):
        return None
    if sign := block_of(page, markup, capture.address, ministry):
        return f"{BLOCKED} {sign}"
    if sign := gone_of(page, markup, ministry):
        return f"{GONE} {sign}"
    return None

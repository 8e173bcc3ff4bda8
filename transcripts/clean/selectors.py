"""Which selectors of a ministry's layouts hit on a page, and which do not: for a person who looks at a page that was not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.ministries.model import Field, Layout, Ministry
from scraper.tangle import Tangled, check
from transcripts.clean.decode import decode
from transcripts.clean.page import Page
from transcripts.model import Quarantine

FIELDS = ("title", "body", "published", "number", "tags", "active_language", "languages", "attachments", "related")


@dataclass(frozen=True, slots=True)
class Hit:
    """One selector of a layout. ``part``: recognise, or the field; ``needed``: without it the page is no document."""

    layout: str
    part: str
    selector: str
    count: int
    needed: bool


def hits(body: bytes, ministry: Ministry, content_type: str | None = None) -> list[Hit]:
    """All selectors of all layouts, in the module's order; none for what is no page at all, or would keep a parser busy."""
    decoded = decode(body, content_type)
    if isinstance(decoded, Quarantine):
        return []
    try:
        check(decoded.utf8 or decoded.text.encode("utf-8", errors="replace"))
    except Tangled:
        return []
    page = Page(decoded.utf8 or decoded.text)
    return [hit for layout in ministry.layouts for hit in _of_layout(page, layout)]


def _of_layout(page: Page, layout: Layout) -> Iterator[Hit]:
    for selector in layout.recognise:
        yield Hit(layout.name, "recognise", selector, len(page.all(selector)), needed=True)
    for name in FIELDS:
        field: Field | None = getattr(layout, name)
        if field is None:
            continue
        needed = field.required or name in ("title", "body")
        for selector in field.selectors:
            yield Hit(layout.name, name, selector, len(page.all(selector)), needed)

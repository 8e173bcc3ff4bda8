"""Which of a ministry's layouts a page has, and which of its fields are missing. Pure.

The crawl looks at each document by it, so that a site that has changed is seen the same day. What becomes of a page is
decided later, by the cleaner, which goes by the same selectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsel import Selector

from scraper.ministries.model import Field, Layout, ListLayout

FIELDS = ("published", "number", "tags", "active_language", "languages", "attachments", "related")


@dataclass(frozen=True, slots=True)
class Missing:
    """What a page lacks: a layout that is known, its body, or a field that is always there."""

    #: The layout that the page has; empty where it has none of them.
    layout: str
    what: str
    selector: str

    def __str__(self) -> str:
        return f"{self.layout}: no {self.what} at {self.selector!r}" if self.layout else f"unknown layout: {self.what}"


def missing_of(page: Selector, layouts: Sequence[Layout]) -> Missing | None:
    """What a page lacks to be a document, None when nothing does."""
    layout = next((layout for layout in layouts if _unmet(page, layout) is None), None)
    if layout is None:
        return _unknown(page, layouts)
    if not has_body(page, layout):
        return Missing(layout.name, "body container", ", ".join(layout.body.selectors))
    for name, field in required(layout):
        if not any(_says(page, field, selector) for selector in field.selectors):
            return Missing(layout.name, name, ", ".join(field.selectors))
    return None


def shows_document(page: Selector, layouts: Sequence[Layout]) -> bool:
    """Whether a page has one of the layouts and its body's container, whatever else may be missing."""
    return any(_unmet(page, layout) is None and has_body(page, layout) for layout in layouts)


def shows_list(page: Selector, layout: ListLayout) -> bool:
    """Whether anything of a list stands on a page."""
    return any(css and page.css(css) for css in (layout.item, layout.container, layout.total))


def has_body(page: Selector, layout: Layout) -> bool:
    """Whether a layout's body container stands on a page, be it empty."""
    return any(page.css(selector) for selector in layout.body.selectors)


def required(layout: Layout) -> Iterator[tuple[str, Field]]:
    """The fields without which there is no document: the title, and what the layout says."""
    yield "title", layout.title
    for name in FIELDS:
        field: Field | None = getattr(layout, name)
        if field is not None and field.required:
            yield name, field


def _unmet(page: Selector, layout: Layout) -> str | None:
    return next((selector for selector in layout.recognise if not page.css(selector)), None)


def _unknown(page: Selector, layouts: Sequence[Layout]) -> Missing:
    tried = [(layout.name, _unmet(page, layout) or "") for layout in layouts]
    told = "; ".join(f"{name}: nothing at {selector!r}" for name, selector in tried) or "the module has no layout"
    return Missing("", told, tried[0][1] if tried else "")


def _says(page: Selector, field: Field, selector: str) -> bool:
    for node in page.css(selector):
        text = node.attrib.get(field.attribute, "") if field.attribute else "".join(node.xpath(".//text()").getall())
        hit = re.search(field.pattern, text) if field.pattern else None
        if (hit[1] if hit and hit.re.groups else hit[0] if hit else "" if field.pattern else text).strip():
            return True
    return False

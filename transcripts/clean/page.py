"""A parsed page: which layout it has, and what stands in the layout's fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.ministries.model import Field, Layout
from transcripts.clean.fragment import DROPPED
from transcripts.clean.text import fold

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip)(?:[?#]|$)", re.I)


class Page:
    """A page parsed once; all fields are read from this one tree."""

    def __init__(self, markup: str | bytes) -> None:
        self.tree = LexborHTMLParser(markup)
        self._values: dict[Field, list[str]] = {}
        self._nodes: dict[str, list[LexborNode]] = {}

    def missing(self, layout: Layout) -> str | None:
        """The first selector by which the layout is not recognised; None when the page has this layout."""
        return next((selector for selector in layout.recognise if self.first(selector) is None), None)

    def first(self, selector: str) -> LexborNode | None:
        """The first element that the selector hits."""
        return self.tree.css_first(selector)

    def all(self, selector: str) -> list[LexborNode]:
        """All elements that the selector hits."""
        if selector not in self._nodes:
            self._nodes[selector] = self.tree.css(selector)
        return self._nodes[selector]

    def values(self, field: Field | None) -> list[str]:
        """What stands in a field, folded and never empty: of the first selector that gives anything.

        Where the field is not ``many`` the hits are still all given, in the page's order: the caller takes the first.
        """
        if field is None:
            return []
        if field not in self._values:
            self._values[field] = self._read(field)
        return self._values[field]

    def _read(self, field: Field) -> list[str]:
        for selector in field.selectors:
            found = [value for node in self.all(selector) for value in _cut(field, _raw(field, node)) if value]
            if found:
                return found
        return []

    def value(self, field: Field | None) -> str | None:
        """The first value of a field, or None."""
        return next(iter(self.values(field)), None)

    def title(self, field: Field) -> str | None:
        """The page's own headline. Where several elements could be it, the title bar tells it from the ministry's name."""
        candidates = list(dict.fromkeys(self.values(field)))
        bar = self.first("title")
        printed = fold(bar.text()) if bar else ""
        if len(candidates) > 1 and printed:
            told = [candidate for candidate in candidates if printed.startswith(candidate)]
            told = [candidate for candidate in told if candidate != printed] or told
            if told:
                return max(told, key=len)
            candidates = [candidate for candidate in candidates if not printed.endswith(candidate)] or candidates
        return candidates[0] if candidates else None

    def body(self, layout: Layout) -> tuple[str, LexborNode] | None:
        """The container with the selector that found it; elements that the layout drops are marked in it."""
        for selector in layout.body.selectors:
            node = self.first(selector)
            if node is not None:
                for drop in layout.drop:
                    for dropped in node.css(drop):
                        dropped.attrs[DROPPED] = ""
                return selector, node
        return None

    def html_language(self) -> str | None:
        """The page's ``<html lang>``."""
        root = self.tree.root
        return root.attributes.get("lang") if root is not None else None


def files_in(node: LexborNode) -> list[str]:
    """Addresses of files that a container links to."""
    found = (link.attributes.get("href") or "" for link in node.css("a[href]"))
    return [address for address in found if FILE.search(address)]


def _raw(field: Field, node: LexborNode) -> str:
    if field.attribute:
        return fold(node.attributes.get(field.attribute) or "")
    return fold(node.text())


def _cut(field: Field, text: str) -> Iterator[str]:
    if not field.pattern:
        yield text
        return
    pattern = _compiled(field.pattern)
    hits = pattern.finditer(text) if field.many else filter(None, [pattern.search(text)])
    for hit in hits:
        yield fold((hit[1] if pattern.groups else hit[0]) or "")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)

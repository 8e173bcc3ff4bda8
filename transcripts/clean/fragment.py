"""The body's container as BeautifulSoup holds it, with the elements only that matter for where paragraphs begin and end.

Three elements in four only dress words up (``span``, ``strong``, ``font``, ...), and making objects of them is most of what
reading a page costs. So the tree is built without them. They are counted all the same: the way down to an element is that of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.element import AttributeValueList, NavigableString, PageElement
from lxml import etree

#: Set on elements that a layout drops, before the container is handed over.
DROPPED = "data-dropped"
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
SILENT = frozenset(
    ["script", "style", "noscript", "template", "head", "title", "button", "select", "iframe", "object", "svg"]
)
ITALIC = frozenset({"i", "em"})
#: What stands in the tree besides blocks: breaks, links within the page, italics.
KEPT = ITALIC | {"br", "a"}
#: What stands in these is no text: how the characters beside are read aloud, and what a container could be by mistake.
NO_TEXT = frozenset({"rt", "rp", "script", "style", "template"})
#: Attributes that are read of them.
READ = ("align", "style", "href")

#: Elements nested more deeply than this are no page that people wrote; the parsers have limits of their own beyond it.
DEEPEST = 200

#: The way down to an element: its parent's way, its name and its number among its parent's elements.
Way: TypeAlias = "tuple[Way | None, str, int]"


class TooDeep(ValueError):
    """A container's elements are nested more deeply than a page's are."""


class Element(Tag):
    """An element that matters, with the way down to it from the container (None: it is the container)."""

    way: Way | None = None

    def __init__(
        self,
        parser: BeautifulSoup,
        builder: HTMLTreeBuilder,
        name: str,
        namespace: str | None,
        prefix: str | None,
        attrs: dict[str, str | AttributeValueList],
        parent: Tag,
        previous: PageElement,
        **_: object,
    ) -> None:
        # Not Tag's own, which takes three times as long to settle what only XML, printing and searching ask for.
        self.name, self.namespace, self.prefix, self.attrs = name, namespace, prefix, attrs
        self.contents, self.hidden = [], False
        self.parent, self.previous_element = parent, previous
        self.next_element = self.next_sibling = self.previous_sibling = None
        self.interesting_string_types = self.MAIN_CONTENT_STRING_TYPES


class _Soup(BeautifulSoup):
    """A soup for events that are nested rightly and strings that are all text: it has nothing to look up or to repair."""

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:
        """What was said since the last element becomes a string."""
        if self.current_data:
            text = "".join(self.current_data)
            self.current_data = []
            self.object_was_parsed(NavigableString(text))

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """The innermost open element ends."""
        self.endData()
        self.tagStack.pop()
        self.currentTag = self.tagStack[-1]

    def pushTag(self, tag: Tag) -> None:
        """An element begins within the innermost open one."""
        if self.currentTag is not None:
            self.currentTag.contents.append(tag)
        self.tagStack.append(tag)
        self.currentTag = tag


def container_of(fragment: str) -> Element | None:
    """The container of a fragment of HTML, its first element. None where there is none. Raises TooDeep."""
    builder = _Builder()
    _Soup(fragment, builder=builder, element_classes={Tag: Element})
    return builder.container


class _Builder(HTMLTreeBuilder):
    """Builds a soup of the elements that matter."""

    #: No attribute is a list of values.
    DEFAULT_CDATA_LIST_ATTRIBUTES: dict[str, set[str]] = {}  # noqa: RUF012 (as BeautifulSoup declares it)

    container: Element | None = None

    def feed(self, markup: str | bytes) -> None:
        """Parses the markup into the soup."""
        assert self.soup is not None
        target = _Target(self.soup)
        parser = etree.HTMLParser(target=target, recover=True)
        parser.feed(markup)
        parser.close()
        self.container = target.container


class _Target:
    """Hears of each element and text from the parser."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.container: Element | None = None
        self._in_body = False
        self._way: Way | None = None
        #: Of each open element: the way to its parent, and whether it stands in the tree.
        self._open: list[tuple[Way | None, bool]] = []
        self._counts: list[int] = []
        #: How many elements are open from the silent one on.
        self._silent = 0
        #: How many elements are open whose strings are no text.
        self._no_text = 0
        #: Whether there was no word since the last block began or ended: blanks are of no use then.
        self._is_fresh = True

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._silent:
            self._silent += 1
        elif self._open:
            self._inside(name, attributes)
        elif self._in_body and self.container is None:
            self.container = self._make(name, attributes)
            self._no_text += name in NO_TEXT
            self._open.append((None, True))
            self._counts.append(0)
        elif name == "body":
            self._in_body = True

    def _inside(self, name: str, attributes: Mapping[str, str]) -> None:
        self._counts[-1] += 1
        is_block = name in BLOCKS
        if name != "br":
            if name in SILENT or DROPPED in attributes:
                self._pass_over(name, is_block)
                return
            if len(self._open) >= DEEPEST:
                raise TooDeep(f"more than {DEEPEST} elements within one another")
        above = self._way
        self._way = (above, name, self._counts[-1])
        self._no_text += name in NO_TEXT
        is_made = is_block or (name in KEPT and (name != "a" or attributes.get("href", "").startswith("#")))
        if is_made:
            self._make(name, attributes).way = self._way
            self._is_fresh = self._is_fresh or is_block
        self._open.append((above, is_made))
        self._counts.append(0)

    def _pass_over(self, name: str, is_block: bool) -> None:
        """Nothing within this element is text; a block cuts what stands around it all the same."""
        self._silent = 1
        if is_block:
            self._make(name, {})
            self.soup.handle_endtag(name)
            self._is_fresh = True

    def _make(self, name: str, attributes: Mapping[str, str]) -> Element:
        kept = {key: attributes[key] for key in READ if key in attributes} if attributes else {}
        made = self.soup.handle_starttag(name, None, None, kept)
        assert isinstance(made, Element)
        return made

    def data(self, text: str) -> None:
        """A piece of text."""
        if not self._open or self._silent or self._no_text or (self._is_fresh and text.isspace()):
            return
        self._is_fresh = False
        self.soup.handle_data(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._silent:
            self._silent -= 1
        elif self._open:
            self._way, was_made = self._open.pop()
            self._counts.pop()
            self._no_text -= name in NO_TEXT
            if was_made:
                self.soup.handle_endtag(name)
                self._is_fresh = self._is_fresh or name in BLOCKS

    def close(self) -> None:
        """The fragment ends."""

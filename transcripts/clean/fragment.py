"""The body's container as BeautifulSoup holds it, with the elements only that matter for where paragraphs begin and end.

Three elements in four only dress words up (``span``, ``strong``, ``font``, ...), and making objects of them is most of what
reading a page costs. So the tree is built without them. They are counted all the same: the way down to an element is that of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.element import AttributeValueList, NavigableString
from selectolax.lexbor import LexborNode

from transcripts.clean.limits import TooMuch, hold, limits

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
#: All but blocks of which more is to be known than what is in them.
MEANT = KEPT | SILENT
#: What stands in these is no text: how the characters beside are read aloud, and what a container could be by mistake.
NO_TEXT = frozenset({"rt", "rp", "script", "style", "template"})
#: The fast parser's name of a text.
TEXT = "-text"
#: Attributes that are read of elements.
READ = ("align", "style", "href")

#: Elements nested more deeply than this are no page that people wrote; the parsers have limits of their own beyond it.
DEEPEST = 200

#: The way down to an element: its parent's way, its name and its number among its parent's elements.
Way: TypeAlias = "tuple[Way | None, str, int]"


class Element(Tag):
    """An element that matters, with the way down to it from the container (None: it is the container)."""

    way: Way | None = None

    def __init__(self, name: str, attrs: dict[str, str | AttributeValueList], parent: Tag | None) -> None:
        # Not Tag's own, which takes three times as long to settle what only XML, printing and searching ask for.
        self.name, self.attrs, self.parent = name, attrs, parent
        self.contents, self.hidden, self.namespace, self.prefix = [], False, None, None
        self.next_element = self.next_sibling = self.previous_element = self.previous_sibling = None
        self.interesting_string_types = self.MAIN_CONTENT_STRING_TYPES


class _Soup(BeautifulSoup):
    """A soup for elements that are nested rightly and strings that are all text: it has nothing to look up or to repair.

    Elements know what they hold (``contents``) and what holds them. Neighbours do not know one another: what walks along them
    (``descendants``, ``get_text``, ``find``) finds nothing here.
    """

    def begin(self, name: str, attributes: dict[str, str | AttributeValueList]) -> Element:
        """An element begins within the innermost open one."""
        self.endData()
        element = Element(name, attributes, self.currentTag)
        self.pushTag(element)
        return element

    def end(self) -> None:
        """The innermost open element ends."""
        self.endData()
        self.tagStack.pop()
        self.currentTag = self.tagStack[-1]

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:
        """What was said since the last element becomes a string."""
        if self.current_data and self.currentTag is not None:
            string = NavigableString("".join(self.current_data))
            string.parent = self.currentTag
            self.currentTag.contents.append(string)
            self.current_data = []

    def pushTag(self, tag: Tag) -> None:
        """An element stands within the innermost open one, and is that from now on."""
        if self.currentTag is not None:
            self.currentTag.contents.append(tag)
        self.tagStack.append(tag)
        self.currentTag = tag


def container_of(node: LexborNode) -> Element:
    """The container that the fast parser found, with what is in it. Raises TooMuch."""
    builder = _Builder(node)
    _Soup("", builder=builder)
    assert builder.container is not None
    return builder.container


class _Builder(HTMLTreeBuilder):
    """Builds a soup of the elements that matter, out of the tree that the fast parser has made already."""

    #: No attribute is a list of values.
    DEFAULT_CDATA_LIST_ATTRIBUTES: dict[str, set[str]] = {}  # noqa: RUF012 (as BeautifulSoup declares it)

    def __init__(self, node: LexborNode) -> None:
        super().__init__()
        self._node: LexborNode | None = node
        self.container: Element | None = None
        self._drops = node.css_first(f"[{DROPPED}]") is not None
        #: Whether there was no word since the last block began or ended: blanks are of no use then.
        self._is_fresh = True
        self._made, self._most = 0, limits().elements

    def feed(self, markup: str | bytes) -> None:
        """Builds it; the markup is none, as it is parsed already."""
        # A soup is a cycle, freed late: it must not hold the page's whole tree for so long.
        node, self._node = self._node, None
        assert node is not None
        name = str(node.tag)
        self.container = self._make(name, node.attributes)
        self._fill(node, None, 1, is_text=name not in NO_TEXT)
        self._end(name)

    def _fill(self, node: LexborNode, way: Way | None, depth: int, *, is_text: bool) -> None:
        """What stands within an element, in order."""
        if depth > DEEPEST:
            raise TooMuch("too_deep", f"more than {DEEPEST} elements within one another")
        number = 0
        for child in node.iter(include_text=True):
            name = child.tag
            if name == TEXT:
                if is_text:
                    self._say(child.text_content or "")
            elif name and name[0].isalpha():
                number += 1
                self._element(child, name, (way, name, number), depth, is_text)

    def _element(self, node: LexborNode, name: str, way: Way, depth: int, is_text: bool) -> None:
        is_block = name in BLOCKS
        if not is_block and name not in MEANT and not self._drops:
            self._fill(node, way, depth + 1, is_text=is_text and name not in NO_TEXT)
            return
        attributes = node.attributes
        is_silent = name in SILENT or (DROPPED in attributes and name != "br")
        is_made = is_block or (
            name in KEPT and not is_silent and (name != "a" or (attributes.get("href") or "").startswith("#"))
        )
        if is_made:
            self._make(name, attributes).way = way
            self._is_fresh = self._is_fresh or is_block
        if name != "br" and not is_silent:
            self._fill(node, way, depth + 1, is_text=is_text and name not in NO_TEXT)
        if is_made:
            self._end(name)

    def _make(self, name: str, attributes: Mapping[str, str | None]) -> Element:
        assert isinstance(self.soup, _Soup)
        self._made += 1
        if self._made > self._most:
            hold("elements in the body", self._made, self._most)
        return self.soup.begin(name, {key: attributes[key] or "" for key in READ if key in attributes})

    def _end(self, name: str) -> None:
        assert isinstance(self.soup, _Soup)
        self.soup.end()
        self._is_fresh = self._is_fresh or name in BLOCKS

    def _say(self, text: str) -> None:
        if self._is_fresh and text.isspace():
            return
        assert self.soup is not None
        self._is_fresh = False
        self.soup.handle_data(text)

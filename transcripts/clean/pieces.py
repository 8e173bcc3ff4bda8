"""From the body's container to pieces of text, one for each paragraph that a reader sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from bs4.element import NavigableString
from selectolax.lexbor import LexborNode

from transcripts.clean.fragment import BLOCKS, ITALIC, Element, Way, container_of
from transcripts.clean.text import fold

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify|start|end)", re.I)


class Piece(NamedTuple):
    """One paragraph as it stands on the page, before its role is known."""

    text: str
    path: str = ""
    align: str | None = None
    heading: bool = False
    #: All of it is in italics; all of it is a link within the page.
    italic: bool = False
    jump: bool = False


class _Block(NamedTuple):
    way: Way | None
    align: str | None = None
    heading: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks down the container and cuts it at block elements and at double line breaks."""

    cuts: list[tuple[str, _Block, bool, bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    breaks: int = 0
    said: bool = False
    upright: bool = False
    outside: bool = False

    def walk(self, node: Element, block: _Block, italic: bool = False, jump: bool = False) -> None:
        """Gathers what stands in an element, in order."""
        for child in node.contents:
            if type(child) is NavigableString:
                self._say(child, block, italic, jump)
            elif isinstance(child, Element):
                name = child.name
                if name == "br":
                    self._break(block)
                elif name in BLOCKS:
                    self.cut(block)
                    inner = _Block(child.way, _align_of(child) or block.align, block.heading or name in HEADINGS)
                    self.walk(child, inner, italic, jump)
                    self.cut(inner)
                else:
                    self.walk(child, block, italic or name in ITALIC, jump or name == "a")

    def _say(self, text: str, block: _Block, italic: bool, jump: bool) -> None:
        if not text.isspace():
            if self.breaks > 1:
                self.cut(block)
            self.breaks, self.said = 0, True
            self.upright = self.upright or not italic
            self.outside = self.outside or not jump
        self.words.append(text)

    def _break(self, block: _Block) -> None:
        """A line break is a blank, two are a paragraph's end; lines that are links within the page stay lines."""
        self.breaks += 1
        if self.said and not self.outside:
            self.cut(block)
        self.words.append(" ")

    def cut(self, block: _Block) -> None:
        """Ends a paragraph: what was gathered becomes a piece of this block, if it is any text."""
        if not self.words:
            return
        text = fold("".join(self.words))
        if text:
            self.cuts.append((text, block, not self.upright, not self.outside))
        self.words.clear()
        self.breaks, self.said, self.upright, self.outside = 0, False, False, False


def pieces_of(node: LexborNode, selector: str) -> list[Piece]:
    """The pieces of a container, in order, none of them empty; ``selector`` is where their paths begin.

    Raises TooMuch.
    """
    container = container_of(node)
    reader = _Reader()
    top = _Block(None, _align_of(container))
    reader.walk(container, top)
    reader.cut(top)
    paths = _paths([block.way for _, block, _, _ in reader.cuts], selector)
    return [
        Piece(text, path, block.align, block.heading, italic, jump)
        for (text, block, italic, jump), path in zip(reader.cuts, paths, strict=True)
    ]


def _align_of(tag: Element) -> str | None:
    if tag.name == "center":
        return "center"
    attributes = tag.attrs
    if not attributes:
        return None
    if "style" in attributes:
        hit = ALIGN.search(str(attributes["style"]))
        if hit:
            return hit[1].lower().replace("end", "right")
    return str(attributes["align"]).lower() if "align" in attributes else None


def _paths(ways: Iterable[Way | None], selector: str) -> list[str]:
    """CSS paths; an element that was cut into several pieces has ``#n`` after each one's path."""
    ways = list(ways)
    several = {way: count for way, count in Counter(ways).items() if count > 1}
    seen: Counter[Way | None] = Counter()
    known: dict[Way | None, str] = {None: selector}
    paths = []
    for way in ways:
        path = _path(way, known)
        if way in several:
            seen[way] += 1
            path += f"#{seen[way]}"
        paths.append(path)
    return paths


def _path(way: Way | None, known: dict[Way | None, str]) -> str:
    """An element's path behind that of the one above it, which is mostly known from the element before."""
    found = known.get(way)
    if found is None:
        assert way is not None
        above, name, number = way
        found = known[way] = f"{_path(above, known)} > {name}:nth-child({number})"
    return found

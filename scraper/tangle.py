"""Mark-up that a parser would take minutes for is told before it is parsed.

HTML parsers look through all open elements at each tag, and through all attributes of an element at each one more: the time
grows with the square of both. Pages that are small enough not to matter are not looked at.
"""

from __future__ import annotations

import re


class Tangled(ValueError):
    """Mark-up that is more of a tangle than a parser should be asked to look at."""


class TooDeep(Tangled):
    """Elements are nested more deeply than a page's are."""


#: So many elements within one another, anywhere on a page: browsers nest no deeper. So many attributes of one element.
DEEPEST, MOST_ATTRIBUTES = 512, 250
#: A page of no more bytes and tags than this is parsed in a second whatever stands in it.
SMALL, FEW = 128_000, 5_000
#: One tag, a comment, or an element whose content is no mark-up. Nothing is looked at twice, whatever is not closed.
TAG = re.compile(
    rb"<(?:(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    rb"(?P<rest>(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)|!--(?:>|->|.*?(?:-->|\Z)))",
    re.S,
)
#: What stands in these is no mark-up.
RAW = frozenset({b"script", b"style", b"textarea", b"title", b"iframe", b"xmp", b"noembed", b"noframes"})
#: In these an element may say that it holds nothing.
FOREIGN = frozenset({b"svg", b"math"})
#: Elements that hold nothing, or whose end may be left out: they close one another and make no depth by themselves.
FLAT = frozenset({
    b"area", b"base", b"body", b"br", b"col", b"colgroup", b"dd", b"dt", b"embed", b"head", b"hr", b"html", b"img", b"input",
    b"li", b"link", b"meta", b"optgroup", b"option", b"p", b"param", b"rp", b"rt", b"source", b"tbody", b"td", b"tfoot",
    b"th", b"thead", b"tr", b"track", b"wbr",
})  # fmt: skip
#: No end tag reaches beyond these, but their own; nor beyond so many elements, here.
BARRIERS = frozenset({b"table", b"object", b"marquee", b"applet", b"template", b"svg", b"math"})
REACH = 50
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
NAME = re.compile(rb"[^\s/\"'=]+")


def check(markup: bytes) -> None:
    """Raises Tangled for mark-up that is too deeply nested (TooDeep), or has too many attributes on one element."""
    if len(markup) <= SMALL and markup.count(b"<") - markup.count(b"</") <= FEW:
        return
    open_elements: list[bytes] = []
    at = 0
    while tag := TAG.search(markup, at):
        at = tag.end()
        name = (tag["name"] or b"").lower()
        if not name:
            continue
        if tag["end"]:
            _close(open_elements, name)
            continue
        if len(tag["rest"]) > 2 * MOST_ATTRIBUTES:
            _count_attributes(tag["rest"])
        if name in RAW:
            at = _behind(markup, at, name)
        elif name not in FLAT and not (tag["rest"].endswith(b"/") and FOREIGN.intersection(open_elements[-REACH:])):
            open_elements.append(name)
            if len(open_elements) > DEEPEST:
                raise TooDeep(f"more than {DEEPEST} elements within one another")


def _count_attributes(said: bytes) -> None:
    count = len(NAME.findall(QUOTED.sub(b" ", said)))
    if count > MOST_ATTRIBUTES:
        raise Tangled(f"{count} attributes of one element, more than {MOST_ATTRIBUTES}")


def _close(open_elements: list[bytes], name: bytes) -> None:
    """Closes the innermost element of this name, if the end tag can reach it."""
    for depth in range(len(open_elements) - 1, max(-1, len(open_elements) - 1 - REACH), -1):
        if open_elements[depth] == name:
            del open_elements[depth:]
            return
        if open_elements[depth] in BARRIERS:
            return


def _behind(markup: bytes, at: int, name: bytes) -> int:
    """Where an element ends whose content is no mark-up."""
    end = re.compile(rb"</" + name + rb"\b", re.I).search(markup, at)
    return end.start() if end else len(markup)

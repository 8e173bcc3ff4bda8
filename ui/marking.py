"""Marks in a stored page where its paragraphs begin, so that a frame opens at the text and not at the site's menu.

The marks stand in the copy that is shown; the stored bytes stay as they are. What leads to a place is the address's fragment: no script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

#: A paragraph's mark is this and its ordinal. A page's own ids that look so are taken out: they could lead elsewhere.
MARK = "transcripts-paragraph-"
_STEP = re.compile(r"(?P<above>.+) > (?P<name>[a-z0-9:_-]+):nth-child\((?P<number>\d+)\)")


def mark(tree: LexborHTMLParser, paths: Mapping[int, str]) -> None:
    """Gives each element in which a paragraph begins its mark. ``paths``: the paragraphs' paths by ordinal; one that does not lead
    anywhere in this page is left out. In an element that breaks cut, the break before a paragraph has its mark."""
    for node in tree.css(f'[id^="{MARK}"]'):
        del node.attrs["id"]
    known: dict[str, LexborNode | None] = {}
    for ordinal, path in sorted(paths.items()):
        way, _, piece = path.partition("#") if re.search(r"#\d+$", path) else (path, "", "1")
        place = _place(_element(tree, way, known), int(piece))
        if place is not None and not (place.attributes.get("id") or "").startswith(MARK):
            place.attrs["id"] = f"{MARK}{ordinal}"


def _element(tree: LexborHTMLParser, path: str, known: dict[str, LexborNode | None]) -> LexborNode | None:
    if path not in known:
        step = _STEP.fullmatch(path)
        above = _element(tree, step["above"], known) if step else None
        known[path] = _child(above, step["name"], int(step["number"])) if step and above else _first(tree, path)
    return known[path]


def _child(node: LexborNode, name: str, number: int) -> LexborNode | None:
    children = list(node.iter())
    found = children[number - 1] if number <= len(children) else None
    return found if found is not None and found.tag == name else None


def _first(tree: LexborHTMLParser, selector: str) -> LexborNode | None:
    try:
        return tree.css_first(selector)
    except ValueError:
        return None


def _place(node: LexborNode | None, piece: int) -> LexborNode | None:
    """Where the n-th piece of an element begins: at the element, or at the break before it (several breaks in a row are one)."""
    if node is None or piece == 1:
        return node
    breaks = [one for one in node.css("br") if one.next is None or one.next.tag != "br"]
    return breaks[piece - 2] if piece - 2 < len(breaks) else node

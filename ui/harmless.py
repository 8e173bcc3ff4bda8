"""A stranger's page made ready to be looked at: nothing in it acts, and nothing in it asks another address for anything.

The second of two walls. The first is the frame: its sandbox and the answer's Content-Security-Policy (``ui.pages.stored``) hold for any
bytes. This one also takes out what those do not stop (a connection that ``<link rel=preconnect>`` opens) and what would only
fill the browser's console.
"""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from scraper.tangle import check
from ui.marking import mark

#: What acts, embeds, or fetches; its content goes with it.
TAKEN_OUT = "script, link, meta, base, iframe, frame, frameset, object, embed, applet, portal, template, audio, video, svg, math"
#: Attributes that fetch, send or run: all others stay, so that the page's shape is to be seen.
FETCHING = frozenset(
    {"src", "srcset", "background", "poster", "data", "ping", "action", "formaction", "manifest", "srcdoc"}
)
#: Styles that fetch.
_CALLS = ("url(", "@import", "image-set(", "src(")


def harmless(markup: str, paths: Mapping[int, str] | None = None) -> str:
    """The page without what acts, with marks where its paragraphs (``paths``) begin. Raises Tangled where it is made to keep a parser busy: show its source then."""
    check(markup.encode("utf-8", errors="replace"))
    tree = LexborHTMLParser(markup)
    if paths:
        mark(tree, paths)
    for node in tree.css(TAKEN_OUT):
        node.decompose()
    for node in tree.css("style"):
        if _fetches(node.text()):
            node.decompose()
    for node in tree.css("*"):
        for name, value in list(node.attributes.items()):
            if _bad(name.lower(), value or ""):
                del node.attrs[name]
    return tree.html or ""


def _bad(name: str, value: str) -> bool:
    if name.startswith("on") or name in FETCHING or name.endswith(":href"):
        return True
    return name == "style" and _fetches(value)


def _fetches(style: str) -> bool:
    """A backslash may spell a word otherwise (https://www.w3.org/TR/css-syntax-3/#escaping): such a style goes too."""
    lower = style.lower()
    return "\\" in lower or any(one in lower for one in _CALLS)

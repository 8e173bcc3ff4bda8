"""The shapes that a body comes in: the same paragraphs, put into tags in different ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from html import escape

from sample.model import Block

CUTS = (11, 5, 17, 3, 23)
"""Lengths after which Word's paste begins a new span, in turn."""
STYLES = {"center": ' style="text-align: center;"', "right": ' style="text-align: right"'}

Shape = Callable[[Iterable[Block]], str]


def _text(text: str) -> str:
    """Escape a text; a blank before a colon is a no-break one, as typists set it."""
    return escape(text, quote=False).replace(" :", "&nbsp;:")


def _style(block: Block) -> str:
    anchor = f' id="{block.anchor}"' if block.anchor else ""
    return anchor + STYLES.get(block.place, "")


def _marked(block: Block, tag: str = "b", colon_outside: bool = False) -> str:
    """Return the words with their marker in bold; headings are bold altogether."""
    if block.role == "heading":
        return f"<{tag}>{_text(block.text)}</{tag}>"
    if not block.label:
        return _text(block.text)
    cut = block.label - 1 if colon_outside else block.label
    marker, rest = block.text[:cut], block.text[cut:]
    return f"<{tag}>{_text(marker)}</{tag}>{_text(rest)}"


def plain(blocks: Iterable[Block]) -> str:
    """One `<p>` a paragraph; contents and links back as anchors."""
    return "\n".join(
        _special(block, n) or f"<p{_style(block)}>{_text(block.text)}</p>" for n, block in enumerate(blocks)
    )


def bold(blocks: Iterable[Block]) -> str:
    """Markers in bold type."""
    return "\n".join(_special(block, n) or f"<p{_style(block)}>{_marked(block)}</p>" for n, block in enumerate(blocks))


def colon_outside(blocks: Iterable[Block]) -> str:
    """Markers in bold type, their colon outside of it, lines broken in the source where blanks are."""
    return "\n".join(
        _special(block, n)
        or f"<p{_style(block)}>\n\t{_marked(block, 'strong', True).replace('. ', '.' + chr(10) + '  ')}\n</p>"
        for n, block in enumerate(blocks)
    )


def breaks(blocks: Iterable[Block]) -> str:
    """Paragraphs that stand in a row in one `<p>`, cut by two line breaks; single breaks inside are only blanks."""
    out: list[str] = []
    row: list[str] = []

    def flush() -> None:
        if row:
            out.append("<p>" + "<br><br>\n".join(row) + "</p>")
            row.clear()

    for number, block in enumerate(blocks):
        if block.role == "text" and block.place == "left":
            row.append(_marked(block).replace(". ", ".<br> ", 1))
        else:
            flush()
            out.append(_special(block, number) or f"<p{_style(block)}>{_text(block.text)}</p>")
    flush()
    return "\n".join(out)


def nested(blocks: Iterable[Block]) -> str:
    """Paragraphs in nested `div`s, every third one a `div` itself."""
    rows = []
    for number, block in enumerate(blocks):
        tag = "div" if number % 3 == 2 else "p"
        rows.append(_special(block, number) or f"<{tag}{_style(block)}>{_text(block.text)}</{tag}>")
    half = len(rows) // 2
    parts = ("\n".join(part) for part in (rows[:half], rows[half:]) if part)
    return "".join(f'<div class="text-block"><div>{part}</div></div>' for part in parts)


def blanks(blocks: Iterable[Block]) -> str:
    """Blank paragraphs in between, odd blanks in the words, letters decomposed."""
    rows = []
    for number, block in enumerate(blocks):
        words = _text(unicodedata.normalize("NFD", block.text)).split(" ")
        text = " ".join(words[:2]) + "".join(
            ("&nbsp;" if n % 9 == 4 else "\u2009" if n % 9 == 7 else " ") + word for n, word in enumerate(words[2:])
        )
        rows.append(_special(block, number) or f"<p{_style(block)}>{text}</p>")
    return "\n<p>&nbsp;</p>\n".join(rows)


def word_paste(blocks: Iterable[Block]) -> str:
    """Paragraphs pasted from Word: spans that cut words and markers wherever they like."""
    rows = []
    for number, block in enumerate(blocks):
        rows.append(
            _special(block, number, "dxl-par") or f'<p class="dxl-par"{_style(block)}>{"".join(_spans(block))}</p>'
        )
    return "\n".join(rows)


def _spans(block: Block) -> Iterable[str]:
    start = turn = 0
    while start < len(block.text):
        end = start + CUTS[turn % len(CUTS)]
        piece = escape(block.text[start:end], quote=False)
        style = ' style="font-weight: bold"' if start < block.label else ""
        yield f'<span class="dxl-run"{style}>{piece}</span>'
        start, turn = end, turn + 1


def _special(block: Block, number: int, css: str = "") -> str | None:
    """Return contents lists, links back and editors' words in italics, which look the same in every shape."""
    mark = f' class="{css}"' if css else ""
    if block.place == "italic":
        return f"<p{mark}><em>{_text(block.text)}</em></p>"
    if block.role == "contents":
        if block.text[0].isdigit():
            return f'<p{mark}><a href="#part{block.text.split(".")[0]}">{_text(block.text)}</a></p>'
        return f'<h2 id="top">{_text(block.text)}</h2>'
    if block.role == "boilerplate" and block.place == "right":
        return f'<p{mark}{_style(block)}><a href="#top">{_text(block.text)}</a></p>'
    return None


CURRENT_SHAPES: tuple[Shape, ...] = (plain, breaks, bold, nested, blanks, colon_outside)
OLD_SHAPES: tuple[Shape, ...] = (word_paste, plain, bold, breaks, blanks)

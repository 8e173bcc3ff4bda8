"""Paragraphs in the tags that editors' programs leave in them: bold markers, links, styled spans, no-break spaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from random import Random

from sample.model import Block

#: Paragraphs of fewer words have no tags inside.
SHORT = 12
INLINE: tuple[Callable[[str, Random], str], ...] = (
    lambda word, rng: f'<a href="/en/foreign_policy/news/{rng.randrange(10**6)}/" target="_blank">{word}</a>',
    lambda word, rng: f"<em>{word}</em>",
    lambda word, rng: f'<span style="font-size: 12pt;">{word}</span>',
)
#: How a marker is set, and how a paragraph is, in each of three programs' manner.
MANNERS = (
    ("<strong>{}</strong>", "<p>{}</p>"),
    ("<b>{}</b>", '<p class="text-align-justify">{}</p>'),
    (
        '<span style="color:#222"><strong>{}</strong></span>',
        '<p style="text-align: justify; margin: 0cm 0cm 8pt;"><span style="font-family: Arial, sans-serif;">{}</span></p>',
    ),
)


def marked_up(blocks: Sequence[Block], rng: Random, manner: int) -> str:
    """The paragraphs as HTML, with about as many tags as pages of ministries have."""
    marker, paragraph = MANNERS[manner % len(MANNERS)]
    return "\n".join(paragraph.format(_inside(block, rng, marker)) for block in blocks)


def _inside(block: Block, rng: Random, marker: str) -> str:
    words = escape(block.text[block.label :].strip(), quote=False).split(" ")
    if len(words) > SHORT:
        for _ in range(rng.choice((0, 0, 1, 2))):
            place = rng.randrange(1, len(words) - 1)
            words[place] = rng.choice(INLINE)(words[place], rng)
    text = " ".join(words)
    if rng.random() < 0.3:
        text = "&nbsp;".join(text.rsplit(" ", 1))
    if not block.label:
        return text
    return f"{marker.format(escape(block.text[: block.label], quote=False))} {text}"

"""Finds markers inside a paragraph, where an editing fault glued a turn to the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from transcripts.segment.heads import read_head
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.style import Style

_END = '[.?!…؟。？！"”»’)\\]]'


def inline_markers(texts: list[str], markers: list[Marker], words: Lexicon, style: Style) -> Iterable[Marker]:
    """Further markers that stand, as another marker of the document prints them, right after a sentence's end.

    Glued to it (no blank between), or after blanks where the style says that its markers can't be mistaken.
    """
    known = {marker.head.label: marker for marker in markers if not marker.head.glued}
    if not known:
        return
    labels = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    gap = " {0,3}" if style.inline_after_blank else ""
    pattern = re.compile(f"(?<={_END}){gap}(?P<label>{labels})")
    starts = {marker.head.paragraph: marker.head.text_start for marker in markers}
    for number, text in enumerate(texts):
        if text.find(":", starts.get(number, 0)) < 0 and "：" not in text:
            continue
        for match in pattern.finditer(text, starts.get(number, 0)):
            like = known[match["label"]]
            if like.word is None and like.naming.office is None and " " in match[0][:1]:
                continue
            head = read_head(number, text, match.start("label"), words, style)
            if head is not None:
                yield replace(like, head=head, rule="inline")

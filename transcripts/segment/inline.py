"""Finds markers inside a paragraph, where an editing fault glued a turn to the one before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from transcripts.segment.fold import fold
from transcripts.segment.heads import Head, read_head
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.style import Style

_END = '[.?!…؟。？！"”»’)\\]]'
_NOTE = r"(?:\s?[(（][^()（）:]{1,90}[)）])?\s?[:：]"


class Inside:
    """Where the markers of a document, its people's names and the language's words stand inside paragraphs."""

    def __init__(
        self,
        markers: Sequence[Marker],
        people: Iterable[str],
        words: Lexicon,
        style: Style,
        judge: Callable[[Head], Marker | None],
    ) -> None:
        self._words, self._style, self._judge = words, style, judge
        self._known = {fold(marker.head.name): marker for marker in markers if not marker.head.glued}
        self._starts = {marker.head.paragraph: marker.head.text_start for marker in markers}
        printed = {marker.head.name for marker in markers if not marker.head.glued}
        names = {*printed, *people, *words.printed_markers} - {""}
        forms = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        self._pattern = re.compile(f"(?<={_END})(?P<gap> {{0,3}})(?P<name>{forms}){_NOTE}") if forms else None

    def markers(self, texts: Sequence[str]) -> Iterator[Marker]:
        """Those right after a sentence's end: glued to it (no blank between), or after blanks where the style says that its
        markers can't be mistaken and the document prints this one elsewhere."""
        for number, match, text in self._matches(texts):
            like = self._known.get(fold(match["name"]))
            if match["gap"] and not (self._style.inline_after_blank and like and _is_unmistakable(like)):
                continue
            head = read_head(number, text, match.start("name"), self._words, self._style)
            like = like or (self._judge(head) if head else None)
            if head is not None and like is not None:
                yield replace(like, head=head, rule="inline")

    def doubtful(self, texts: Sequence[str], taken: Iterable[Marker]) -> Iterator[Head]:
        """Those after a blank that were not taken for markers: a person's full name, or two in one paragraph."""
        known = {(marker.head.paragraph, marker.head.start) for marker in taken}
        left = [one for one in self._matches(texts) if (one[0], one[1].start("name")) not in known]
        for number, match, text in left:
            head = read_head(number, text, match.start("name"), self._words, self._style)
            several = sum(other[0] == number for other in left) > 1
            if head is not None and (several or self._is_full_name(match["name"])):
                yield head

    def _is_full_name(self, name: str) -> bool:
        like = self._known.get(fold(name))
        return (
            (" " in name or "." in name)
            and (like is None or like.word is None)
            and fold(name) not in self._words.markers
        )

    def _matches(self, texts: Sequence[str]) -> Iterator[tuple[int, re.Match[str], str]]:
        if self._pattern is None:
            return
        for number, text in enumerate(texts):
            start = self._starts.get(number, 0)
            if text.find(":", start) >= 0 or text.find("：", start) >= 0:
                yield from ((number, match, text) for match in self._pattern.finditer(text, start))


def _is_unmistakable(marker: Marker) -> bool:
    return marker.word is not None or marker.naming.office is not None

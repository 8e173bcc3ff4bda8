"""Finds markers inside a paragraph, where an editing fault glued a turn to the one before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from transcripts.segment.fold import fold
from transcripts.segment.heads import Head, read_head
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.style import Style

_END = frozenset('.?!…؟。？！"”»’)]')
_COLON = re.compile(r"[:：]")
_NOTE = re.compile(r"\s?[(（][^()（）:]{1,90}[)）]\s?$")
#: How far before its colon a marker inside a paragraph may begin, and how many blanks may stand before it.
_REACH, _GAP = 220, 3

#: Paragraph, offset of the marker, its name as printed, whether blanks stand before it.
_Found = tuple[int, int, str, bool]


class Inside:
    """Where the markers of a document, its people's names and the language's words stand inside paragraphs."""

    def __init__(
        self,
        texts: Sequence[str],
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
        self._names = tuple({*printed, *people, *words.printed_markers} - {""})
        self._texts, self._places = texts, list(self._found(texts))

    def markers(self) -> Iterator[Marker]:
        """Those right after a sentence's end: glued to it (no blank between), or after blanks where the style says that its
        markers can't be mistaken and the document prints this one elsewhere."""
        for number, start, name, gap in self._places:
            like = self._known.get(fold(name))
            if gap and not (self._style.inline_after_blank and like and _is_unmistakable(like)):
                continue
            head = read_head(number, self._texts[number], start, self._words, self._style)
            like = like or (self._judge(head) if head else None)
            if head is not None and like is not None:
                yield replace(like, head=head, rule="inline")

    def doubtful(self, taken: Iterable[Marker]) -> Iterator[Head]:
        """Those after a blank that were not taken for markers: a person's full name, or two in one paragraph."""
        known = {(marker.head.paragraph, marker.head.start) for marker in taken}
        left = [one for one in self._places if one[:2] not in known]
        places = Counter(number for number, *_ in left)
        for number, start, name, _ in left:
            head = read_head(number, self._texts[number], start, self._words, self._style)
            if head is not None and (places[number] > 1 or self._is_full_name(name)):
                yield head

    def _is_full_name(self, name: str) -> bool:
        like = self._known.get(fold(name))
        return (
            (" " in name or "." in name)
            and (like is None or like.word is None)
            and fold(name) not in self._words.markers
        )

    def _found(self, texts: Sequence[str]) -> Iterator[_Found]:
        """The names before a colon, perhaps with a note, right behind a sentence's end or some blanks after it."""
        for number, text in enumerate(texts):
            first = self._starts.get(number, 0)
            for colon in _COLON.finditer(text, first):
                stretch = text[max(first, colon.start() - _REACH) : colon.start()]
                stretch = (_NOTE.sub("", stretch) if stretch[-2:].strip().endswith((")", "）")) else stretch).rstrip()
                if not stretch.endswith(self._names):
                    continue
                name = max((name for name in self._names if stretch.endswith(name)), key=len)
                before = stretch[: -len(name)]
                start = max(first, colon.start() - _REACH) + len(before)
                bare = before.rstrip(" ")
                if bare[-1:] in _END and len(before) - len(bare) <= _GAP and bare:
                    yield number, start, name, len(before) > len(bare)


def _is_unmistakable(marker: Marker) -> bool:
    return marker.word is not None or marker.naming.office is not None

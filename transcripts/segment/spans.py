"""Cuts the body into spans: each character in exactly one, told apart as label, text, heading and so on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from transcripts.model import Span, SpanKind


class Cut(NamedTuple):
    """From ``offset`` of a paragraph on (until the next cut or its end) the body is of this kind and turn."""

    paragraph: int
    offset: int
    kind: SpanKind
    turn: int | None


def spans_of(texts: Sequence[str], cuts: Sequence[Cut]) -> tuple[Span, ...]:
    """The spans of the body that these cuts make; each paragraph has a cut at its offset 0. Neighbours alike are one."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    length = max(starts[-1] - 1, 0)
    places = [starts[cut.paragraph] + cut.offset for cut in cuts]
    begun: list[tuple[int, SpanKind, int | None]] = []
    for cut, start, end in zip(cuts, places, [*places[1:], length], strict=False):
        if start < end and (not begun or begun[-1][1:] != (cut.kind, cut.turn)):
            begun.append((start, cut.kind, cut.turn))
    ends = [*(start for start, _, _ in begun[1:]), length]
    return tuple(Span(start, end, kind, turn) for (start, kind, turn), end in zip(begun, ends, strict=False))

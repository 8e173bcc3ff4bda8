"""Cuts the body into spans: each character in exactly one, told apart as label, text, heading and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.model import Span, SpanKind


@dataclass(frozen=True, slots=True)
class Cut:
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
    found: list[Span] = []
    for i, cut in enumerate(cuts):
        following = cuts[i + 1] if i + 1 < len(cuts) else None
        start = starts[cut.paragraph] + cut.offset
        end = starts[following.paragraph] + following.offset if following else length
        if start >= end:
            continue
        last = found[-1] if found else None
        if last and (last.kind, last.turn) == (cut.kind, cut.turn):
            found[-1] = Span(last.start, end, cut.kind, cut.turn)
        else:
            found.append(Span(start, end, cut.kind, cut.turn))
    return tuple(found)

"""Says why a person should look at a document: a doubtful turn, or a shape that does not fit its kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from transcripts.corrections.model import Correction
from transcripts.model import DocumentKind, Doubt, Turn
from transcripts.segment.heads import Head
from transcripts.segment.rules import doubtful
from transcripts.segment.suspects import possible_turns
from transcripts.segment.title import Title

#: Kinds whose documents hold markers.
_MARKED = frozenset({"press_conference", "interview", "briefing"})


def doubts_of(
    turns: Sequence[Turn],
    kind: DocumentKind | None,
    title: Title,
    doubtful_heads: Sequence[Head] = (),
    lost: Sequence[Correction] = (),
) -> list[Doubt]:
    """The reasons as codes with their places, one reason after the other in a fixed order.

    ``doubtful_heads``: what looks like a marker and was not taken for one; ``lost``: corrections that found no place. A
    turn that a reviewer has corrected is in no doubt.
    """
    return [
        *_weak(turns),
        *_unanswered_article(turns),
        *(Doubt("possible_marker", head.paragraph + 1, head.label) for head in doubtful_heads),
        *(possible_turns(turns) if title.press else ()),
        *_odd(turns, kind, title),
        *(Doubt("correction_lost", one.paragraph, one.quote, one.id) for one in lost),
    ]


def turns_in_doubt(turns: Sequence[Turn], doubts: Sequence[Doubt]) -> set[int]:
    """The indexes of the turns that one of the doubts is about, by its paragraph."""
    places = sorted({doubt.paragraph for doubt in doubts if not doubt.correction})
    found = set()
    for i, turn in enumerate(turns):
        at = bisect_left(places, turn.start)
        if at < len(places) and places[at] <= turn.end:
            found.add(i)
    return found


def _weak(turns: Sequence[Turn]) -> Iterator[Doubt]:
    limit = doubtful()
    for turn in turns:
        if turn.confidence < limit and not turn.corrections:
            yield Doubt("doubtful_marker", turn.start, _words(turn))


def _unanswered_article(turns: Sequence[Turn]) -> Iterator[Doubt]:
    """The questions of a text in which no marker is anybody's but theirs: an article may ask itself (``Question: why?``)."""
    marked = [turn for turn in turns if turn.label is not None]
    if len(turns) > len(marked) and all(turn.kind == "question" and not turn.corrections for turn in marked):
        yield from (Doubt("doubtful_marker", turn.start, _words(turn)) for turn in marked)


def _odd(turns: Sequence[Turn], kind: DocumentKind | None, title: Title) -> Iterator[Doubt]:
    if turns and all(turn.label is None for turn in turns) and kind in _MARKED:
        yield Doubt("no_marker")
    if title.interview and turns and not any(turn.kind == "question" for turn in turns):
        yield Doubt("interview_without_question")


def _words(turn: Turn) -> str:
    return turn.label or turn.text

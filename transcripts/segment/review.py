"""Says why a person should look at a document: a doubtful turn, or a shape that does not fit its kind."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.corrections.model import Correction
from transcripts.model import DocumentKind, Turn
from transcripts.segment.heads import Head
from transcripts.segment.rules import doubtful
from transcripts.segment.title import Title

#: Kinds whose documents hold markers.
_MARKED = frozenset({"press_conference", "interview", "briefing"})


def reasons_of(
    turns: Sequence[Turn],
    kind: DocumentKind | None,
    title: Title,
    doubtful_heads: Sequence[Head] = (),
    lost: Sequence[Correction] = (),
) -> tuple[str, ...]:
    """The reasons as codes, in a fixed order.

    ``doubtful_heads``: what looks like a marker and was not taken for one; ``lost``: corrections that found no place.
    """
    limit = doubtful()
    found = []
    if any(turn.confidence < limit for turn in turns):
        found.append("doubtful_marker")
    if doubtful_heads:
        found.append("possible_marker")
    if any(turn.role == "unknown" for turn in turns):
        found.append("unknown_role")
    if turns and all(turn.label is None for turn in turns) and kind in _MARKED:
        found.append("no_marker")
    if title.interview and turns and not any(turn.kind == "question" for turn in turns):
        found.append("interview_without_question")
    if lost:
        found.append("correction_lost")
    return tuple(found)

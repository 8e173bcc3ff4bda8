"""Which paragraphs look as if they began a turn: enough to keep them from being taken for headings, and no more.

Who speaks is the segmenter's business; here a marker only counts as evidence about the lines around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transcripts.clean.pieces import Piece
from transcripts.clean.text import plain
from transcripts.clean.words import Words
from transcripts.model import ParagraphRole

#: A paragraph's first words up to a colon: at most 60 characters, no sentence end but initials; a parenthesis may follow.
LABEL = re.compile(
    r"^(?P<label>[^\W\d_][^:：.!?…()]{0,60}(?:\.[^:：.!?…()]{0,40}){0,3})\s?(?:\([^)]{0,160}\))?\s?[:：](?P<rest>.?)",
    re.S,
)
#: No label with its parenthesis is longer (characters); a longer paragraph is looked at no further than this.
LONGEST_LABEL = 360
#: Editors introduce an interview in a few paragraphs; more than these are somebody's words.
LONGEST_INTRODUCTION = 4


def marked(pieces: Sequence[Piece], words: Words) -> frozenset[int]:
    """The numbers of the pieces that begin with a question's mark, a label that comes again, or are a label alone."""
    hits = [LABEL.match(piece.text) if _has_colon(piece.text) else None for piece in pieces]
    labels = [plain(hit["label"]) if hit else None for hit in hits]
    often = Counter(label for label in labels if label)
    return frozenset(
        number
        for number, (label, hit) in enumerate(zip(labels, hits, strict=True))
        if label and hit and (often[label] > 1 or label.startswith(words.questions) or not hit["rest"])
    )


def _has_colon(text: str) -> bool:
    return text.find(":", 0, LONGEST_LABEL) >= 0 or text.find("：", 0, LONGEST_LABEL) >= 0


def introduction(marks: frozenset[int], roles: Sequence[ParagraphRole]) -> list[int]:
    """The numbers of the editors' paragraphs before an interview's first marked turn; none when no turn is marked."""
    first = min((number for number in marks if roles[number] == "text"), default=0)
    before = [number for number in range(first) if roles[number] == "text"]
    return before if len(before) <= LONGEST_INTRODUCTION else []

"""What looks as if an editor had lost a colon, a capital or a whole marker: never taken for one, but pointed out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transcripts.model import Doubt, Turn
from transcripts.segment.evidence import ASKS
from transcripts.segment.fold import fold
from transcripts.segment.heads import Head
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.naming import Naming
from transcripts.segment.notes import NO_NOTE

_ENDS = (".", "?", "!", "…", "؟", "。", "？", "！", ":", "»", "”", '"', ")")
#: How far a marker may reach that stands before a dash or in small letters (code points).
_REACH = 40
_DASHES = (" - ", " – ", " — ")
_DASHED = re.compile(r"([^\W\d_][\w ]{0,30}?)\s[–—-]\s")
#: What may stand where a colon should: nothing, a semicolon, a dash, a full stop; then a capital letter.
_LOST = re.compile(r"\s?[;.–—-]?\s+(?=[^\W\d_])")


def unmarked_heads(texts: Sequence[str], markers: Sequence[Marker], words: Lexicon) -> Iterator[Head]:
    """Paragraphs that begin with the full name of somebody who speaks elsewhere, or with a marker word in small letters or
    before a dash."""
    names = tuple({m.head.name for m in markers if m.word is None and not m.head.glued and _is_full(m.naming)})
    at = {marker.head.paragraph for marker in markers}
    before = ""
    for number, text in enumerate(texts):
        if number not in at and (name := _lost_colon(text, names) or _small_marker(text, before, words)):
            yield Head(number, 0, len(name), len(name), name, name, NO_NOTE)
        before = text or before


def possible_turns(turns: Sequence[Turn]) -> Iterator[Doubt]:
    """Questions that seem to hold their answer, and answers that end with somebody else's question.

    A turn that a reviewer has corrected is in no doubt.
    """
    for turn, following in pairwise(turns):
        if turn.corrections:
            continue
        if turn.kind != following.kind or turn.kind not in {"question", "answer"}:
            continue
        lines = turn.text.split("\n")
        if turn.kind == "question" and following.kind == "question" and turn.label and following.label:
            asked = next((i for i, line in enumerate(lines) if line.rstrip().endswith(ASKS)), None)
            if asked is not None and asked + 1 < len(lines) and not any(mark in lines[-1] for mark in ASKS):
                yield Doubt("possible_answer", turn.start, lines[asked + 1])
        others = turn.role == following.role == "official" and turn.person != following.person
        if turn.kind == following.kind == "answer" and others and len(lines) > 1 and lines[-1].rstrip().endswith(ASKS):
            yield Doubt("possible_question", turn.end, lines[-1])


def _lost_colon(text: str, names: tuple[str, ...]) -> str | None:
    if not names or not text.startswith(names):
        return None
    name = max((name for name in names if text.startswith(name)), key=len)
    lost = _LOST.match(text, len(name))
    return name if lost and text[lost.end()].isupper() else None


def _small_marker(text: str, before: str, words: Lexicon) -> str | None:
    head, colon, _ = text[:_REACH].partition(":")
    if not (colon and head[:1].islower() and len(head) > 2):
        dashed = _DASHED.match(head) if any(dash in head for dash in _DASHES) else None
        head = dashed[1] if dashed else ""
    if not head or fold(head) not in words.markers:
        return None
    return head if not before.strip() or before.rstrip().endswith(_ENDS) else None


def _is_full(naming: Naming) -> bool:
    return naming.speaker is not None and (" " in naming.speaker or "." in naming.speaker)

"""A segmenter of a later version, which cuts by other rules: voices from the hall have turns, and second questions have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

import transcripts.segment
from transcripts.corrections import Correction
from transcripts.corrections.model import Action
from transcripts.model import Paragraph, Segmentation
from transcripts.segment import Context, segment
from transcripts.steps import segment as step

#: Where the later version begins a turn, and where it begins none any more.
SPLIT, JOINED = "A voice from the hall asked about bread.", "Question: And how many will it take?"


@contextmanager
def later_segmenter(version: str = "99-later") -> Iterator[None]:
    """From here on the step segment works by that version."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transcripts.segment, "VERSION", version)
        patch.setattr(step, "VERSION", version)
        patch.setattr(step, "segment", _segment)
        yield


def _segment(paragraphs: Sequence[Paragraph], context: Context, corrections: Sequence[Correction]) -> Segmentation:
    rules = [
        _rule(action, quote, place)
        for place, one in enumerate(paragraphs, start=1)
        for action, quote in (("split", SPLIT), ("join", JOINED))
        if quote in one.text
    ]
    found = segment(paragraphs, context, (*rules, *corrections))
    ours = {rule.id for rule in rules}
    return replace(
        found,
        turns=tuple(
            replace(one, corrections=tuple(c for c in one.corrections if c not in ours)) for one in found.turns
        ),
    )


def _rule(action: Action, quote: str, paragraph: int) -> Correction:
    at = "2026-01-01T00:00:00+00:00"
    return Correction(
        "aaaaaaaaaaaaaaaa", action, "rule", "rule", at, quote=quote, paragraph=paragraph, which=1, among=1
    )

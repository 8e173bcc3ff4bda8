"""Finds the place that a correction means: where its quoted words stand in the paragraphs of this reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.corrections.model import Correction
from transcripts.segment.fold import View


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction and where it applies: paragraph (from 0) and offset in its view."""

    correction: Correction
    paragraph: int
    offset: int


def places_of(corrections: Sequence[Correction], views: Sequence[View]) -> tuple[list[Placed], list[Correction]]:
    """The corrections with their places, and those whose words do not stand in these paragraphs any more.

    Of equal words those nearest to the paragraph that the correction names; at a paragraph's start before inside.
    """
    placed, lost = [], []
    for correction in corrections:
        if not correction.quote:
            continue
        quote = View(correction.quote).text.strip()
        found = [
            (abs(i + 1 - correction.paragraph), at > _first(view), i, at)
            for i, view in enumerate(views)
            if (at := view.text.find(quote)) >= 0
        ]
        if found:
            _, _, paragraph, offset = min(found, key=lambda one: (one[1], one[0], one[2]))
            placed.append(Placed(correction, paragraph, offset))
        else:
            lost.append(correction)
    return placed, lost


def _first(view: View) -> int:
    return len(view.text) - len(view.text.lstrip())

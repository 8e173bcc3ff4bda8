"""Finds the place that a correction means: where its quoted words stand in the paragraphs of this reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.corrections.model import Correction
from transcripts.corrections.quote import letters
from transcripts.segment.fold import View


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction and where it applies: paragraph (from 0), offset in its view, and where its label ends there."""

    correction: Correction
    paragraph: int
    offset: int
    label_end: int


class Letters:
    """All letters of a document in a row, without its blanks and breaks: words are found however paragraphs are cut."""

    def __init__(self, views: Sequence[View]) -> None:
        self._views = views
        self._places = [(i, at) for i, view in enumerate(views) for at, c in enumerate(view.text) if not c.isspace()]
        self._text = "".join(views[i].text[at] for i, at in self._places)

    def find(self, words: str) -> list[int]:
        """Where the words begin, counted in letters; overlapping places too."""
        wanted, found = letters(words), []
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            if not self._is_inside(*self._places[at]):
                found.append(at)
            at = self._text.find(wanted, at + 1)
        return found

    def place(self, letter: int) -> tuple[int, int]:
        """Paragraph (from 0) and offset in its view of a letter."""
        return self._places[letter]

    def end(self, letter: int, words: str) -> int | None:
        """The offset behind these words, which begin with this letter; None where they do not, or not in one paragraph."""
        wanted = letters(words)
        if not self._text.startswith(wanted, letter):
            return None
        (first, start), (last, end) = self._places[letter], self._places[letter + max(len(wanted), 1) - 1]
        after = end + 1 if wanted else start
        return None if first != last or self._is_inside(first, after) else after

    def _is_inside(self, paragraph: int, offset: int) -> bool:
        """Whether it is between a letter and its accents, where nothing can be cut."""
        view = self._views[paragraph]
        if not 0 < offset < len(view.text):
            return False
        return unicodedata.combining(view.text[offset]) > 0 or view.raw(offset) == view.raw(offset - 1)


def places_of(corrections: Sequence[Correction], views: Sequence[View]) -> tuple[list[Placed], list[Correction]]:
    """The corrections with their places, and those whose words do not stand in these paragraphs any more.

    Words that stand as often as they did when the correction was made are told apart by their order. Where they stand
    more or less often, nobody knows which are meant: the correction is lost, rather than moved to a stranger.
    """
    quoting = [one for one in corrections if one.quote]
    if not quoting:
        return [], []
    text = Letters(views)
    placed, lost = [], []
    for one in quoting:
        found = text.find(one.quote)
        at = found[max(one.which, 1) - 1] if len(found) == max(one.among, 1) else None
        end = None if at is None else text.end(at, one.label)
        if at is None or end is None:
            lost.append(one)
        else:
            placed.append(Placed(one, *text.place(at), end))
    return placed, lost

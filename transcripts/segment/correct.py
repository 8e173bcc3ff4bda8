"""Applies what reviewers said to a document while it is segmented: borders first, so that all that follows fits them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from transcripts.corrections.model import Correction
from transcripts.model import DocumentKind, Turn
from transcripts.segment.fold import View, is_blank
from transcripts.segment.heads import Head
from transcripts.segment.marker import Marker
from transcripts.segment.naming import Naming
from transcripts.segment.notes import NO_NOTE
from transcripts.segment.people_file import everyone
from transcripts.segment.person import Person
from transcripts.segment.places import Placed, places_of

#: The rule of a turn that a reviewer begins.
RULE = "corrected"
#: Fields of a turn that cannot be empty.
_NEEDED = ("role", "kind")


@dataclass(slots=True)
class Corrections:
    """The corrections of one document, and which of them have found no place in it."""

    all: Sequence[Correction]
    placed: list[Placed]
    lost: list[Correction]
    views: Sequence[View]

    @classmethod
    def of(cls, corrections: Sequence[Correction], views: Sequence[View]) -> Corrections:
        """The corrections, the oldest first, placed among the paragraphs."""
        ordered = sorted(corrections, key=lambda one: (one.at, one.id))
        strangers = [one for one in ordered if one.changes.get("person_id") and not _person(one.changes["person_id"])]
        usable = [one for one in ordered if one not in strangers]
        placed, lost = places_of(usable, views)
        return cls(usable, placed, [*strangers, *lost], views)

    def kind(self, kind: DocumentKind | None) -> DocumentKind | None:
        """The document's kind, as the newest correction has it."""
        said = [one.changes["kind"] for one in self.all if one.action == "kind"]
        return cast("DocumentKind", said[-1]) if said else kind

    def spoken(self) -> set[int]:
        """Paragraphs in which a reviewer begins a turn: they are text, whatever else they looked like."""
        return {one.paragraph for one in self.placed if one.correction.action == "split"}

    def markers(self, found: Sequence[Marker], make: Callable[[Placed], Marker]) -> list[Marker]:
        """The markers with those that reviewers add and without those that they deny."""
        markers = list(found)
        for one in self.placed:
            if one.correction.action not in {"split", "join"}:
                continue
            here = [m for m in markers if self._stands(one, m.head.paragraph, m.head.start)]
            if one.correction.action == "join" and not here:
                self.lost.append(one.correction)
            markers = [marker for marker in markers if marker not in here]
            if one.correction.action == "split":
                markers.append(make(one))
        return sorted(markers, key=lambda marker: (marker.head.paragraph, marker.head.start))

    def turn(self, turn: Turn, paragraph: int, offset: int) -> Turn:
        """The turn that begins here (paragraph from 0, offset in its view) as corrected."""
        for one in self.placed:
            if one.correction.action in {"turn", "split"} and self._stands(one, paragraph, offset):
                turn = _changed(turn, one.correction)
        return turn

    def unheard(self, turns: Sequence[Turn]) -> list[Correction]:
        """Corrections that changed nothing, since their place is not there any more."""
        heard = {key for turn in turns for key in turn.corrections}
        silent = [one.correction for one in self.placed if one.correction.action in {"turn", "split"}]
        return [*self.lost, *(one for one in silent if one.id not in heard)]

    def _stands(self, one: Placed, paragraph: int, offset: int) -> bool:
        first, last = sorted((one.offset, offset))
        return one.paragraph == paragraph and is_blank(self.views[paragraph].text[first:last])


def forced_head(one: Placed, text: str, read: Head | None) -> Head:
    """The head of a turn that a reviewer begins: as it was read, where its label is the reviewer's."""
    label = View(one.correction.label).text
    if label and read is not None and read.label == label:
        return read
    end = one.offset + len(label)
    text_start = end + len(text[end:]) - len(text[end:].lstrip())
    return Head(one.paragraph, one.offset, end, text_start, label, label.rstrip(" :："), NO_NOTE)


def forced_marker(head: Head, like: Marker | None) -> Marker:
    """The marker of that head; ``like`` says what the rules read in it, where they take it for one."""
    if like is not None:
        return replace(like, head=head, rule=RULE)
    return Marker(head, RULE, Naming(head.name or None))


def _changed(turn: Turn, correction: Correction) -> Turn:
    values: dict[str, Any] = {
        name: value or (None if name not in _NEEDED else getattr(turn, name))
        for name, value in correction.changes.items()
    }
    if "person_id" in values and "person" not in values:
        known = _person(values["person_id"])
        values["person"] = known.name if known else None
    elif "person" in values and "person_id" not in values:
        values["person_id"] = None
    return replace(turn, **values, corrections=(*turn.corrections, correction.id))


def _person(key: str | None) -> Person | None:
    return next((person for person in everyone() if person.id == key), None)

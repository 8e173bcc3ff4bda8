"""Applies what reviewers said to a document while it is segmented: borders first, so that all that follows fits them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from transcripts.corrections.dates import last_said
from transcripts.corrections.model import Correction
from transcripts.corrections.quote import letters
from transcripts.model import KINDS_WITHOUT_TURNS, DocumentKind, Turn
from transcripts.segment.fold import View, is_blank
from transcripts.segment.heads import Head
from transcripts.segment.marker import Marker
from transcripts.segment.naming import Naming
from transcripts.segment.notes import NO_NOTE
from transcripts.segment.people_file import everyone
from transcripts.segment.person import Person
from transcripts.segment.places import Placed, places_of
from transcripts.segment.speakers import Speaker

#: The rule of a turn that a reviewer begins.
RULE = "corrected"
#: Fields of a turn that cannot be empty.
_NEEDED = ("role", "kind")
#: A place: paragraph (from 0) and offset in its view.
_Place = tuple[int, int]


@dataclass(slots=True)
class Corrections:
    """The corrections of one document, and which of them have found no place in it."""

    all: Sequence[Correction]
    placed: list[Placed]
    lost: list[Correction]
    views: Sequence[View]
    #: Ids of the corrections that gave a turn more words, by where that turn begins; None: the turn without a marker.
    _joined: dict[_Place | None, list[str]] = field(default_factory=dict)

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

    def facts(self) -> dict[str, str | None]:
        """Title and dates, as the newest corrections have them; None: as they were read."""
        fields = (("title", "title"), ("date", "published_at"), ("date", "event_date"))
        return {name: last_said(self.all, action, name) for action, name in fields}

    def spoken(self) -> set[int]:
        """Paragraphs in which a reviewer begins a turn: they are text, whatever else they looked like."""
        return {one.paragraph for one in self.placed if one.correction.action == "split"}

    def markers(self, found: Sequence[Marker], make: Callable[[Placed], Marker]) -> list[Marker]:
        """The markers with those that reviewers add and without those that they deny.

        A marker whose label a reviewer's overlaps goes: where a turn begins, no other turn's label runs on.
        """
        markers, joins = list(found), []
        for one in self.placed:
            if one.correction.action == "split":
                forced = make(one)
                markers = [m for m in markers if not self._clash(m.head, forced.head)] + [forced]
            elif one.correction.action == "join":
                kept = [m for m in markers if not self._stands(one, m.head.paragraph, m.head.start)]
                joins += [one] if len(kept) < len(markers) else []
                markers = kept
        markers.sort(key=lambda marker: (marker.head.paragraph, marker.head.start))
        for one in joins:
            before = [m.head for m in markers if (m.head.paragraph, m.head.start) < (one.paragraph, one.offset)]
            owner = (before[-1].paragraph, before[-1].start) if before else None
            self._joined.setdefault(owner, []).append(one.correction.id)
        return markers

    def settles(self, head: Head) -> bool:
        """Whether a reviewer has said of this place that a turn begins there, or that none does."""
        return any(self._stands(one, head.paragraph, head.start) for one in self._borders())

    def speaker(self, speaker: Speaker, head: Head) -> Speaker:
        """The speaker of the turn that begins here with the role that a reviewer gives, on which the turns' kinds rest."""
        for one in self._of_turn(head.paragraph, head.start):
            if "role" in one.changes:
                speaker = replace(speaker, role=cast("Any", one.changes["role"]))
        return speaker

    def turn(self, turn: Turn, paragraph: int, offset: int) -> Turn:
        """The turn that begins here (paragraph from 0, offset in its view) as corrected."""
        for one in self._of_turn(paragraph, offset):
            turn = _changed(turn, one)
        more = self._joined.get((paragraph, offset) if turn.label is not None or turn.rule == RULE else None, [])
        return replace(turn, corrections=(*turn.corrections, *more)) if more else turn

    def unheard(self, turns: Sequence[Turn]) -> list[Correction]:
        """Corrections whose place is not there any more. One that a newer one replaces has none to lose."""
        if self.kind(None) in KINDS_WITHOUT_TURNS:
            return []
        heard = {key for turn in turns for key in turn.corrections}
        silent = [
            one.correction
            for i, one in enumerate(self.placed)
            if one.correction.action in {"turn", "split"}
            and one.correction.id not in heard
            and not any(self._stands(one, other.paragraph, other.offset) for other in self._borders(i + 1))
        ]
        return [*self.lost, *silent]

    def _borders(self, since: int = 0) -> list[Placed]:
        return [one for one in self.placed[since:] if one.correction.action in {"split", "join"}]

    def _of_turn(self, paragraph: int, offset: int) -> list[Correction]:
        return [
            one.correction
            for one in self.placed
            if one.correction.action in {"turn", "split"} and self._stands(one, paragraph, offset)
        ]

    def _stands(self, one: Placed, paragraph: int, offset: int) -> bool:
        return one.paragraph == paragraph and self._is_gap(paragraph, one.offset, offset)

    def _is_gap(self, paragraph: int, one: int, other: int) -> bool:
        first, last = sorted((one, other))
        return is_blank(self.views[paragraph].text[first:last])

    def _clash(self, one: Head, other: Head) -> bool:
        if one.paragraph != other.paragraph:
            return False
        first, last = sorted((one, other), key=lambda head: head.start)
        return last.start < first.text_start or self._is_gap(one.paragraph, first.start, last.start)


def forced_head(one: Placed, text: str, read: Head | None) -> Head:
    """The head of a turn that a reviewer begins: as it was read, where its label is the reviewer's."""
    label = text[one.offset : one.label_end]
    if label and read is not None and letters(read.label) == letters(label):
        return read
    text_start = one.label_end + len(text[one.label_end :]) - len(text[one.label_end :].lstrip())
    return Head(one.paragraph, one.offset, one.label_end, text_start, label, label.rstrip(" :："), NO_NOTE)


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

"""All redirects of one document, from what is shown of it now and what was shown before. Pure.

What was published in between, and in which order, does not count: each old id leads straight to what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from transcripts.redirects.lead import Lead, onward
from transcripts.redirects.places import Place, by_order, by_place
from transcripts.redirects.words import Spoken, by_words

Reason = Literal["revision", "segmenter", "cleaner", "correction", "same_document"]


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision as the versions at work read it. ``body``: digest of the text that the places count."""

    record_id: str
    first_seen: datetime
    body: str
    places: Sequence[Place]
    #: The turns' words: of what is shown, and of revisions with turns that are not.
    spoken: Sequence[Spoken] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """What analysts were shown of a revision by other versions, or as another document. ``fetched_at``: of its snapshot."""

    document_id: str
    record_id: str
    cleaner: str
    segmenter: str
    body: str
    places: Sequence[Place]
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """A published document: what is shown of it, its other revisions, what was shown once."""

    document_id: str
    cleaner: str
    segmenter: str
    shown: Revision
    others: Sequence[Revision] = ()
    issued: Sequence[Issued] = ()
    #: The document that is shown instead of this one, with its turns: the same one in a newer generation of the site.
    instead: tuple[str, Sequence[Spoken]] | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old id of a document and where it leads; without leads its words stand nowhere.

    ``record_id``: the last revision that it stood in. ``home``: the document whose state says so, ``into``: where it leads.
    """

    turn_id: str
    document_id: str
    record_id: str
    home: str
    into: str
    reason: Reason
    leads: Sequence[Lead]


def redirects(state: State) -> list[Redirect]:
    """One for each id that is not shown of the document (any more)."""
    shown = {place.turn_id for place in state.shown.places}
    found: dict[str, Redirect] = {}
    for one in _revised(state, shown):
        found.setdefault(one.turn_id, one)
    further = {turn: one.leads for turn, one in found.items()}
    for one in _recut(state):
        if one.turn_id not in shown and one.turn_id not in found:
            found[one.turn_id] = replace(one, leads=onward(one.leads, shown, further))
    return list(_elsewhere(state, found.values())) if state.instead else list(found.values())


def _revised(state: State, shown: set[str]) -> Iterator[Redirect]:
    """Turns of the other revisions, the newest first."""
    for revision in sorted(state.others, key=lambda one: one.first_seen, reverse=True):
        if all(place.turn_id in shown for place in revision.places):
            continue
        for turn, leads in by_words(revision.spoken, state.shown.spoken).items():
            own = state.document_id
            yield Redirect(turn, own, revision.record_id, own, own, "revision", leads)


def _recut(state: State) -> Iterator[Redirect]:
    """Turns as other versions cut them, by their places in the same revision, which need not be the one that is shown."""
    revisions = sorted((state.shown, *state.others), key=lambda one: one.first_seen)
    for issue in sorted(
        state.issued, key=lambda one: (one.fetched_at, one.cleaner, one.segmenter, one.document_id), reverse=True
    ):
        now = next((one for one in reversed(revisions) if one.first_seen <= issue.fetched_at), None)
        if now is None:
            continue
        match = by_place if now.body == issue.body else by_order
        leads = match(issue.places, now.places)
        for place in issue.places:
            yield Redirect(
                place.turn_id,
                issue.document_id,
                issue.record_id,
                state.document_id,
                state.document_id,
                _reason(issue, state),
                leads.get(place.turn_id, [Lead(place.turn_id, 1.0)]),
            )


def _reason(issue: Issued, state: State) -> Reason:
    if issue.document_id != state.document_id or issue.cleaner != state.cleaner:
        return "cleaner"
    return "correction" if issue.segmenter.partition("+")[0] == state.segmenter.partition("+")[0] else "segmenter"


def _elsewhere(state: State, own: Iterable[Redirect]) -> Iterator[Redirect]:
    """All of it led on to the document that is shown instead."""
    if state.instead is None:
        return
    into, turns = state.instead
    further = by_words(state.shown.spoken, turns)
    for place in state.shown.places:
        leads = further.get(place.turn_id, [])
        home = state.document_id
        yield Redirect(place.turn_id, home, state.shown.record_id, home, into, "same_document", leads)
    for one in own:
        yield replace(one, into=into, leads=onward(one.leads, (), further))

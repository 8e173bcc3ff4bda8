"""Which revisions a document has. Pure: what its snapshots read as goes in, the changes in order of time come out.

The order in which snapshots arrive (a killed crawl is swept by a later run, an archive is replayed) does not matter: all that
a cleaner version has read of a document is looked at each time. A, then B, then A again is three revisions.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """What one snapshot reads as by the cleaner version at work."""

    fetched_at: datetime
    record_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class State:
    """One stored revision. ``digest`` is that of its reading by the version at work, if it is ``read``, else the first one's."""

    revision_id: int
    first_seen: datetime
    record_id: str
    digest: str
    read: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A revision that is to be written: what ``first`` shows. ``revision_id`` None: it is new; ``moved``: it was seen earlier
    than we thought; ``read``: it has a reading by the version at work (of another snapshot, if it is moved)."""

    first: Sighting
    revision_id: int | None = None
    moved: bool = False
    read: bool = False


def changes(states: Sequence[State], sightings: Sequence[Sighting]) -> list[Change]:
    """What has to be written so that a document's stored revisions are those that its sightings show, in order of time.

    A revision that another cleaner version found is kept where it is, whatever this one reads there.
    """
    ordered = sorted(set(sightings))
    held = {state.record_id: state for state in states}
    seen = {sighting.record_id for sighting in ordered}
    waiting = [state for state in states if state.record_id not in seen]
    found: list[Change] = []
    for _, group in groupby(ordered, key=lambda sighting: sighting.digest):
        run = list(group)
        own = [(held[one.record_id], one) for one in run if one.record_id in held]
        if own:
            found += _of_run(run[0], own)
        elif stand_in := _unread(waiting, run[0]):
            found.append(Change(run[0], stand_in.revision_id, read=stand_in.read))
        else:
            found.append(Change(run[0]))
    return [one for one in found if one.moved or not one.read]


def changes_with(states: Sequence[State], sightings: Sequence[Sighting], readable: Container[str]) -> list[Change]:
    """The changes, each beginning with a snapshot that can be read now (its record's id is in ``readable``).

    Where the first of a run cannot be, since the archive has lost it, the next of the run stands in. Raises LookupError
    naming the record where there is none.
    """
    left = sorted(set(sightings))
    while lost := [one.first for one in changes(states, left) if one.first.record_id not in readable]:
        for one in lost:
            after = next((other for other in left if other > one), None)
            if after is None or after.digest != one.digest:
                raise LookupError(one.record_id)
            left.remove(one)
    return changes(states, left)


def _of_run(first: Sighting, own: Sequence[tuple[State, Sighting]]) -> list[Change]:
    """The revisions that a run of equal sightings holds: the first of them began with the run."""
    (eldest, at), *others = own
    moved = at != first
    return [
        Change(first, eldest.revision_id, moved, eldest.read),
        *(Change(one, state.revision_id, read=state.read) for state, one in others),
    ]


def _unread(waiting: Sequence[State], first: Sighting) -> State | None:
    """The revision just before, where its own snapshot could not be read again and what stands now is the same."""
    before = max((s for s in waiting if s.first_seen <= first.fetched_at), key=lambda s: s.first_seen, default=None)
    return before if before is not None and before.digest == first.digest else None

"""Which revision a reading belongs to. Pure: what is known of a document goes in, a decision comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class State:
    """One revision of a document. ``digest`` is that of its reading by the cleaner version at work, if it is ``read``,
    else the first one's. ``revision_id`` is None as long as the revision is not stored."""

    revision_id: int | None
    first_seen: datetime
    record_id: str
    digest: str
    read: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """``new``: a revision that was not there; ``own``: the snapshot made this one; ``seen``: it shows this one again;
    ``earlier``: it shows this one, and before the snapshot that we thought was the first."""

    what: Literal["new", "own", "seen", "earlier"]
    state: State

    #: The state that it stands for from now on, as it was before.
    replaces: State | None = None

    def apply(self, states: Sequence[State]) -> list[State]:
        """The document's revisions after it."""
        kept = [state for state in states if state not in (self.state, self.replaces)]
        return [*kept, replace(self.state, read=True)]


def place(states: Sequence[State], record_id: str, fetched_at: datetime, digest: str) -> Decision:
    """Where a snapshot that reads as ``digest`` belongs among a document's revisions (in any order).

    Snapshots may come late (a killed crawl is swept by a later run), so it is the fetch time that counts: what is
    shown just before decides whether anything changed. A, then B, then A again is three revisions. (Where B comes in only after the
    second A was taken for the first one seen again, that return is not found any more.)
    """
    own = next((state for state in states if state.record_id == record_id), None)
    if own:
        return Decision("own", replace(own, digest=digest), own)
    before = max((s for s in states if s.first_seen <= fetched_at), key=lambda s: s.first_seen, default=None)
    if before and before.digest == digest:
        return Decision("seen", before)
    after = min((s for s in states if s.first_seen > fetched_at), key=lambda s: s.first_seen, default=None)
    if after and after.digest == digest:
        return Decision("earlier", replace(after, first_seen=fetched_at, record_id=record_id), after)
    return Decision("new", State(None, fetched_at, record_id, digest, read=False))

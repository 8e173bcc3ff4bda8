"""An incident: one thing that was wrong, from the first look that saw it to the look that did not see it any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from transcripts.health.model import Kind, Severity

#: What tells incidents apart: kind, ministry, and what of it. Two that stand open never share it (a unique index holds that).
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Incident:
    """A row of ``pipeline.incident``, whose columns say what each field is. ``incident_id`` is None before it is written."""

    kind: Kind
    ministry: str | None
    about: str
    severity: Severity
    says: str
    next_step: str
    opened_at: datetime
    seen_at: datetime
    since: datetime | None = None
    closed_at: datetime | None = None
    told_at: datetime | None = None
    told_severity: Severity | None = None
    told_over_at: datetime | None = None
    missed: int = 0
    due_at: datetime | None = None
    days: tuple[date, ...] = ()
    taken_by: str | None = None
    taken_at: datetime | None = None
    taken_until: datetime | None = None
    taken_because: str = ""
    incident_id: int | None = None

    @property
    def key(self) -> Key:
        """Kind, ministry (empty: the whole installation) and what of it."""
        return self.kind, self.ministry or "", self.about

    def is_taken(self, now: datetime) -> bool:
        """Whether somebody said that he takes care of it, and the time that he named has not passed."""
        return self.taken_until is not None and now < self.taken_until

    @property
    def began_at(self) -> datetime:
        """Since when it is so, as far as that is known."""
        return self.since or self.opened_at


@dataclass(frozen=True, slots=True)
class News:
    """What a person has not been told yet, the bad first; ``again``: what was told long ago, is still so, and is nobody's."""

    opened: tuple[Incident, ...] = ()
    worse: tuple[Incident, ...] = ()
    again: tuple[Incident, ...] = ()
    over: tuple[Incident, ...] = ()

    @property
    def all(self) -> tuple[Incident, ...]:
        """Everything in it, in the order in which it is told."""
        return self.opened + self.worse + self.again + self.over


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of one look: the incidents that are open now, what there was to tell, and which channels took it.

    ``failed``: the channels that did not, with the reason; ``spared``: those that want to hear of worse only. ``untold``: how many of the news wait for
    the next look, as no channel that wants them took them. ``told_by_another``: another look was at work and tells.
    """

    open: tuple[Incident, ...] = ()
    news: News = field(default_factory=News)
    taken: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    untold: int = 0
    told_by_another: bool = False

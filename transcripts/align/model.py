"""What is known of language versions before they are aligned, and what aligning them says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

#: Why two documents are taken for language versions of one event; other: they are not.
Rule = Literal["id", "number", "time", "other"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn, as far as it counts: role and kind, the person as all languages call it, what its marker says, its words."""

    text: str
    role: str
    kind: str
    person: str | None = None
    speaker: str | None = None
    note: str | None = None
    addressed_to: str | None = None
    translated_from: str | None = None
    adding_after: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A document in one language. ``exchanges``: the indexes of each one's turns. ``kind``: of the document."""

    site_id: str
    language: str
    kind: str
    number: str | None
    published_at: datetime | None
    languages: tuple[str, ...]
    turns: tuple[Spoken, ...] = ()
    exchanges: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two turns or two exchanges (indexes from 0) that belong together. ``score``: 0 to 1, see ``transcripts.align``."""

    one: int
    other: int
    score: float


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two documents are versions of one event, how sure that is (0 to 1), and what was compared."""

    rule: Rule
    score: float
    evidence: dict[str, object]

    @property
    def tied(self) -> bool:
        """Whether they are."""
        return self.rule != "other"


@dataclass(frozen=True, slots=True)
class Aligned:
    """What aligning two versions says. ``notices``: bounds that were met."""

    tie: Tie
    turns: tuple[Pair, ...] = ()
    exchanges: tuple[Pair, ...] = ()
    notices: tuple[str, ...] = field(default=())

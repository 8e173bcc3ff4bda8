"""The shapes that the sample's modules hand to one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

CURRENT = "bitrix"
OLD = "liferay"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once and has a page in several languages."""

    key: str
    index: int
    kind: str
    at: datetime
    generation: str
    id: str
    languages: tuple[str, ...]
    speaker: str | None
    guest: str | None
    topic: int
    town: int
    paper: int
    number: str | None
    original: str | None
    """Language that the unofficial translations were made from, or None."""
    differences: tuple[tuple[str, str], ...] = ()
    """Pairs of a language and the name of what is different in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in one language, as a list shows it."""

    event: str
    index: int
    generation: str
    id: str
    language: str
    section: str
    title: str
    published: datetime
    languages: tuple[str, ...]
    kind: str
    number: str | None
    event_date: str | None
    event_place: str | None
    unofficial: bool
    tags: tuple[str, ...]
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a pool, the same in every language, with what fills its slots."""

    pool: str
    index: int
    town: int
    number: int
    year: int
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """One speaker's turn before it is put into a language: `form` names the marker that opens it."""

    who: str
    kind: str
    form: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    alone: bool = False
    """The marker stands alone in its paragraph."""
    language: str | None = None
    """Set when the words stand in another language than the page's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that nobody said: its role, the phrase, and where it stands on the line."""

    role: str
    phrase: str
    number: int = 0
    place: str = "left"


@dataclass(frozen=True, slots=True)
class Label:
    """A marker as printed, and what it says."""

    text: str | None
    speaker: str | None = None
    note: str | None = None
    addressed_to: str | None = None
    translated_from: str | None = None
    adding_after: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the body. `label` counts the code points of the marker that opens it."""

    role: str
    text: str
    place: str = "left"
    label: int = 0
    turn: int | None = None
    anchor: str = ""
    """Name that a contents list links to."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of a turn but for the paragraphs, which the blocks tell."""

    label: Label
    person: str | None
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Body:
    """All paragraphs of a page and the turns in them."""

    blocks: tuple[Block, ...] = ()
    turns: tuple[Turn, ...] = field(default=())

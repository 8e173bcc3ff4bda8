"""The shapes that the rooms hand to one another: a reading of a page, and its turns, spans and exchanges.

Offsets are counted in code points over ``Reading.body``, the paragraphs' texts joined by one newline each.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Literal

ParagraphRole = Literal["text", "heading", "contents", "separator", "note", "boilerplate"]
DocumentKind = Literal[
    "press_conference", "interview", "briefing", "statement", "remarks", "announcement", "title_only", "other"
]
SpeakerRole = Literal["official", "journalist", "moderator", "other", "unknown"]
TurnKind = Literal["question", "answer", "statement", "remark", "interjection"]
SpanKind = Literal["text", "label", "heading", "separator", "contents", "note", "boilerplate"]
ExchangeReason = Literal["answer_left_out", "unanswered"]

#: Document kinds that are published without turns.
KINDS_WITHOUT_TURNS: frozenset[str] = frozenset({"announcement", "title_only"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body container, in the page's order.

    ``text`` is NFC with odd blanks folded to single spaces; ``path`` is the way back to the bytes: the CSS path of the
    element within the page, with ``#n`` for the n-th piece of an element that breaks cut.
    """

    role: ParagraphRole
    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cleaner version made of one revision of a document. ``None`` and empty stand for: the page does not say."""

    layout: str
    title: str
    language: str
    kind: DocumentKind
    published_at: datetime | None = None
    event_date: date | None = None
    event_place: str | None = None
    number: str | None = None
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    unofficial_translation: bool = False
    attachments: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    #: What each witness said of the content's language, strongest first: (witness, tag). Disagreement stays visible here.
    language_evidence: tuple[tuple[str, str], ...] = ()
    #: Addresses of other documents that the page names (languages on offer, "previous briefing").
    links: tuple[str, ...] = ()
    #: What the cleaner found odd and read all the same, e.g. a charset that was declared wrongly.
    notices: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The text that spans tile: paragraphs joined by one newline each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def digest(self) -> str:
        """SHA-256 over all that the source says (title, dates, tags and text), for telling one revision from the next."""
        left_out = {"layout", "language_evidence", "links", "notices", "paragraphs"}
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in left_out}
        said["paragraphs"] = [[p.role, p.text] for p in self.paragraphs]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Why a page is no document that we can read. ``reason`` is a code (e.g. ``unknown_layout``, ``body_missing``)."""

    reason: str
    detail: str
    selector: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch [start, end) of the body. All spans of a segmentation tile the body without gap or overlap.

    The newline after a paragraph belongs to that paragraph's last span. ``turn`` is the index of the owning turn.
    """

    start: int
    end: int
    kind: SpanKind
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted words.

    Paragraph numbers count from 1 over all paragraphs of the reading; ``start_char`` is the offset of an inline marker
    in its paragraph, else 0. ``text`` is without label, headings, separators and notes. ``person`` is the full English
    name, ``person_id`` the id in the people's data (None: not there); ``outlet`` the journalist's outlet as printed.
    """

    start: int
    end: int
    text: str
    role: SpeakerRole
    kind: TurnKind
    rule: str
    confidence: float
    start_char: int = 0
    label: str | None = None
    speaker: str | None = None
    person: str | None = None
    person_id: str | None = None
    outlet: str | None = None
    #: Ids of the corrections that made it what it is.
    corrections: tuple[str, ...] = ()
    note: str | None = None
    addressed_to: str | None = None
    translated_from: str | None = None
    adding_after: str | None = None

    @property
    def words(self) -> int:
        """The number of blank-separated words."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Exchange:
    """Questions and the answers given to them, as indexes into the turns."""

    questions: tuple[int, ...]
    answers: tuple[int, ...]
    reason: ExchangeReason | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason why a person should look at a document, and the place: paragraph from 1 (0: all of it), words there.

    ``correction`` is the id of one that has lost its place.
    """

    reason: str
    paragraph: int = 0
    words: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What one segmenter version made of a reading. ``review`` names the reasons why a person should look at it."""

    turns: tuple[Turn, ...]
    exchanges: tuple[Exchange, ...]
    spans: tuple[Span, ...]
    review: tuple[str, ...] = field(default=())
    #: The document's kind as a reviewer corrected it; None: as it was read.
    kind: DocumentKind | None = None
    #: Its title, time of publication (ISO 8601 with a zone) and day of the event (ISO 8601), if a reviewer corrected them.
    title: str | None = None
    published_at: str | None = None
    event_date: str | None = None
    #: The reasons with their places, for a person at work on the document; not stored.
    doubts: tuple[Doubt, ...] = ()

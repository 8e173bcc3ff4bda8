"""What a page says, in the few facts that pins hold. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scraper.ministries.model import Ministry
from transcripts.clean import VERSION as CLEANER
from transcripts.clean import clean
from transcripts.clean.selectors import Hit, hits
from transcripts.model import KINDS_WITHOUT_TURNS, Quarantine, Reading
from transcripts.segment import VERSION as SEGMENTER
from transcripts.segment import Context, segment

READ_BY = f"{CLEANER} {SEGMENTER}"
#: The facts by name, as findings tell them.
NAMES = ("title", "published", "number", "text", "turns")


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page and how they came."""

    body: bytes
    address: str
    content_type: str | None
    language: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says. ``text`` is the digest of all that it says."""

    title: str
    published: str
    number: str
    text: str
    turns: int

    def differ(self, other: Facts) -> list[str]:
        """The names of the facts that are not the same. The text's digest covers the others but the turns."""
        return [name for name in NAMES if getattr(self, name) != getattr(other, name)]


@dataclass(frozen=True, slots=True)
class Read:
    """A page as today's code reads it: its facts, or why there are none; and which selectors hit."""

    facts: Facts | Quarantine
    layout: str
    selectors: tuple[Hit, ...]


def read(page: Page, ministry: Ministry) -> Read:
    """Reads a page by today's code."""
    selectors = tuple(hits(page.body, ministry, page.content_type))
    found = clean(
        page.body,
        ministry,
        url=page.address,
        content_type=page.content_type,
        asked_language=page.language,
        fetched_on=page.fetched_at.date(),
    )
    if isinstance(found, Quarantine):
        return Read(found, "", selectors)
    return Read(_facts(found, ministry), found.layout, selectors)


def _facts(reading: Reading, ministry: Ministry) -> Facts:
    published = reading.published_at.isoformat() if reading.published_at else ""
    return Facts(reading.title, published, reading.number or "", reading.digest, _turns(reading, ministry))


def _turns(reading: Reading, ministry: Ministry) -> int:
    if reading.kind in KINDS_WITHOUT_TURNS:
        return 0
    context = Context(ministry.style, reading.language, reading.title, _day(reading, ministry), reading.kind)
    return len(segment(reading.paragraphs, context).turns)


def _day(reading: Reading, ministry: Ministry) -> date | None:
    published = reading.published_at
    return reading.event_date or (published.astimezone(ZoneInfo(ministry.timezone)).date() if published else None)

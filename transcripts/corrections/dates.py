"""Dates as a correction keeps them: a time of publication with its zone, the day of an event; and as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from transcripts.corrections.model import BadCorrection, Correction

#: No ministry put a transcript on the web before, none will after: what lies outside is a slip of a key.
FIRST, LAST = 1990, 2100


def published(text: str, timezone: str, where: str) -> str:
    """A time as people write it (2026-03-05 14:30, or with a zone) as a correction keeps it; without a zone it is the ministry's.

    A day alone is its midnight, as the cleaner reads a page that prints no time. Raises BadCorrection naming ``where``.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadCorrection(
            f"{where}: published_at {text!r:.60} is no time such as 2026-03-05 14:30, and no day"
        ) from error
    zoned = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))
    return zoned.isoformat()


def event(text: str, where: str) -> str:
    """A day as people write it as a correction keeps it. Raises BadCorrection naming ``where``."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise BadCorrection(f"{where}: event_date {text!r:.60} must be a day such as 2026-03-05") from error


def check(where: str, name: str, value: str) -> None:
    """Raises BadCorrection where it is not what a correction keeps: of ISO 8601's spellings the one that every reader knows."""
    kind: type[date] = datetime if name == "published_at" else date
    wanted = "a time with a zone such as 2026-03-05T14:30:00+03:00" if kind is datetime else "a day such as 2026-03-05"
    try:
        found = kind.fromisoformat(value)
    except ValueError as error:
        raise BadCorrection(f"{where}: {name} {value!r:.60} must be {wanted}") from error
    if isinstance(found, datetime) and found.tzinfo is None:
        raise BadCorrection(f"{where}: {name} {value!r} has no zone: it must be {wanted}")
    if found.isoformat() != value:
        raise BadCorrection(f"{where}: {name} {value!r:.60}: write it {found.isoformat()}")
    if not FIRST <= found.year <= LAST:
        raise BadCorrection(f"{where}: {name} {value!r}: the year must be from {FIRST} to {LAST}")


def last_said(corrections: Iterable[Correction], action: str, name: str) -> str | None:
    """What the newest correction of this action sets the field to; None: none does. The oldest come first."""
    said = [one.changes[name] for one in corrections if one.action == action and name in one.changes]
    return said[-1] if said else None


def day_of(
    corrections: Iterable[Correction], event: date | None, published_at: datetime | None, timezone: str
) -> date | None:
    """The day that a document's offices are asked for: of its event, else of its publication in the ministry's zone, as corrected."""
    ordered = list(corrections)
    if said := last_said(ordered, "date", "event_date"):
        return date.fromisoformat(said)
    if event:
        return event
    said = last_said(ordered, "date", "published_at")
    moment = datetime.fromisoformat(said) if said else published_at
    return moment.astimezone(ZoneInfo(timezone)).date() if moment else None

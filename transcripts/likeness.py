"""Whether two documents of one ministry and language, in two generations of its site, are the same one. Pure.

What counts: the number that both print (not quite unique), the time of publication, the title, and above all the text. A
text may have grown when the site moved, so it is enough that the shorter one stands in the longer one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from transcripts.ids import fold

#: Raise it when two documents are compared in another way; all are compared again then.
NUMBER = 1
VERSION = str(NUMBER)

#: Words in a row that are compared at once.
SHINGLE = 3
#: Texts of fewer shingles say too little: then they must be equal.
LEAST = 12
#: Minutes between two prints of one publication time, and days between two prints of one number.
MINUTES, DAYS = 5, 1
#: How much of the shorter text must stand in the longer one: with the same number or at the same time, and on the same day.
#: Measured on the sample, whose different texts share up to 0.73 (they draw from one pool of sentences).
STANDS, DATED = 0.8, 0.9
#: How alike titles must be to count as the same, and (where there is no number) how much they must share at least.
TITLE, SOME_TITLE = 0.8, 0.5
WEIGHTS = {"text": 0.5, "number": 0.2, "time": 0.2, "title": 0.1}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a published document. ``day``: of publication, else of the event."""

    number: str | None
    published_at: datetime | None
    day: date | None
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents that are alike enough to be one, with what speaks for it."""

    score: float
    evidence: dict[str, Any]


def likeness(one: Facts, other: Facts) -> Likeness | None:
    """How alike two documents are; None where they are not the same one."""
    number: Literal["same", "unknown"] = "same" if one.number and one.number == other.number else "unknown"
    if number == "unknown" and one.number and other.number:
        return None
    minutes = _minutes(one, other)
    if not _near(one, other):
        return None
    title = _shared(set(fold(one.title).split()), set(fold(other.title).split()))
    text = _text(fold(one.body), fold(other.body))
    rule = _rule(number, minutes, title, text)
    if rule is None:
        return None
    timed = 1.0 if minutes is not None and minutes <= MINUTES else 0.5
    parts = {"text": title if text is None else text, "number": float(number == "same"), "time": timed, "title": title}
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    told = None if text is None else round(text, 3)
    return Likeness(
        round(score, 3),
        {"rule": rule, "number": number, "minutes": minutes, "title": round(title, 3), "text": told},
    )


def _rule(number: str, minutes: int | None, title: float, text: float | None) -> str | None:
    """Why two documents are one; None where nothing says so. ``text`` None: at least one has none."""
    timed = minutes is not None and minutes <= MINUTES
    if number == "same":
        alike = title >= TITLE and timed if text is None else text >= STANDS
        return "number" if alike else None
    if text is None:
        return None
    if timed and text >= STANDS and title >= SOME_TITLE:
        return "time"
    return "day" if text >= DATED and title >= TITLE else None


def _minutes(one: Facts, other: Facts) -> int | None:
    if one.published_at is None or other.published_at is None:
        return None
    return round(abs((one.published_at - other.published_at).total_seconds()) / 60)


def _near(one: Facts, other: Facts) -> bool:
    return one.day is not None and other.day is not None and abs((one.day - other.day).days) <= DAYS


def _text(one: str, other: str) -> float | None:
    """How much of the shorter text stands in the longer one; None where one is empty."""
    if not one or not other:
        return None
    first, second = _shingles(one), _shingles(other)
    shorter = min(len(first), len(second))
    if shorter < LEAST:
        return float(one == other)
    return len(first & second) / shorter


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0

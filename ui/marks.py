"""How a day stands, as a mark: a sign and words beside the colour, so that nobody needs to see colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """One way for a day to stand. ``name`` is its class in style sheets, ``sign`` stands in its cell."""

    name: str
    sign: str
    words: str


COMPLETE = Mark("complete", "", "all that was listed is here; the stronger the colour, the more documents")
SILENT = Mark("silent", "·", "the site says that nothing appeared")
GAP = Mark("gap", "!", "something is missing")
BLOCKED = Mark("blocked", "×", "the site turned us away")
PARTIAL = Mark("partial", "?", "something waits, cannot be read, or a list was not read to its end")
ACCEPTED = Mark("accepted", "–", "something is missing, and a person accepted that")
EARLY = Mark("early", "~", "asked for only before the day was over")
NEVER = Mark("never", "", "never asked for")
#: In the order of the legend.
MARKS = (COMPLETE, SILENT, GAP, BLOCKED, PARTIAL, ACCEPTED, EARLY, NEVER)
#: Days with these want a look.
WANT_A_LOOK = (GAP, BLOCKED, PARTIAL)
#: From so many documents on a cell is a shade darker.
SHADES = (1, 2, 4, 8)
#: What a row of coverage counts, in the words of a label.
_COUNTED = (
    ("open_gaps", "missing"),
    ("accepted_gaps", "missing and accepted"),
    ("quarantined", "in quarantine"),
    ("waiting", "on the way"),
    ("set_aside", "set aside"),
)

Row = Mapping[str, Any]


def mark_of(row: Row | None) -> Mark:
    """How a row of ``transcripts.store.coverage.days`` stands; None: there is no row."""
    if row is None:
        return NEVER
    if row["status"] == "blocked":
        return BLOCKED
    if row["open_gaps"]:
        return GAP
    if row["status"] == "incomplete":
        waits = row["waiting"] or row["quarantined"] or not row["accepted_gaps"]
        return PARTIAL if waits else ACCEPTED
    return {"complete": COMPLETE, "nothing_published": SILENT, "not_over": EARLY}.get(row["status"], NEVER)


def documents(row: Row | None) -> int:
    """How many documents a day has: those that bear its date; where none does, the listed ones that came."""
    return 0 if row is None else row["published"] or row["fetched"]


def shade(row: Row | None) -> int:
    """How dark a day's cell is, 0 to 4."""
    return sum(documents(row) >= least for least in SHADES)


def said_of(row: Row | None) -> str:
    """A day in words: ``7 documents, 1 missing``."""
    mark, count = mark_of(row), documents(row)
    if row is None:
        return mark.words
    parts = [] if mark in (SILENT, NEVER, BLOCKED) and not count else [f"{count} document{'' if count == 1 else 's'}"]
    parts += [f"{row[name]} {words}" for name, words in _COUNTED if row[name]]
    if mark in (SILENT, NEVER, BLOCKED, EARLY) or (len(parts) == 1 and mark is PARTIAL):
        parts.append(mark.words)
    return ", ".join(parts)

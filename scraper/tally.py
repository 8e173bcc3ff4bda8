"""Counts what a journal says. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scraper.evidence import FateLine, JournalLine, ListingLine, Plan, SnapshotLine

COUNTS = ("requests", "responses", "listed", "fetched", "unchanged", "failed", "refused", "gone", "blocked", "bytes")
#: Reasons look like ``http_404`` or ``blocked: challenge``; what follows a blank is detail.
BLOCKED = "blocked:"
#: A page with status 200 that says that there is no such document, e.g. ``gone: not_found``.
GONE = "gone:"
#: A link to another site: nothing of the ministry's is missing then. Not so where an address of its own leads away.
OFFSITE, LED_OFFSITE = "offsite", "redirected_offsite"
TOO_LONG = "address_too_long"
#: No list ever named it, a page links to it, and it did not come: the link may be dead.
REFERENCE = "reference:"

#: Reasons by which a site says that a document is not there.
NOT_THERE = ("http_404", "http_410")

Key = tuple[str, str]


def key_of(line: ListingLine | FateLine) -> Key:
    """What tells documents apart: the site's id and the language; the address where the site's id is not known."""
    return line.site_id or line.address, line.language


def says_gone(reason: str) -> bool:
    """Whether a failure's reason is that the site has no such document (any more)."""
    return reason in NOT_THERE or reason.startswith(GONE)


def in_window(day: str | None, plan: Plan) -> bool:
    """Whether a listed day is one to collect. An entry without a day counts as one: its list was asked by day.

    A canary collects nothing that its lists name.
    """
    return plan.kind != "canary" and (day is None or plan.since <= day <= plan.until or day in plan.days)


def without_fate(lines: Sequence[JournalLine], plan: Plan) -> list[ListingLine]:
    """The first listing of each document in the window that has no fate yet."""
    ended = {key_of(line) for line in lines if isinstance(line, FateLine)}
    found: dict[Key, ListingLine] = {}
    for line in lines:
        if isinstance(line, ListingLine) and in_window(line.day, plan) and key_of(line) not in ended:
            found.setdefault(key_of(line), line)
    return list(found.values())


def counts_of(lines: Sequence[JournalLine], plan: Plan) -> dict[str, int]:
    """What a journal says in numbers. Each response had a request; what got no response is not in a journal."""
    fates = [line for line in lines if isinstance(line, FateLine)]
    snapshots = [line for line in lines if isinstance(line, SnapshotLine)]
    counts = Counter(dict.fromkeys(COUNTS, 0))
    counts.update(fate.fate for fate in fates)
    counts["blocked"] = sum((fate.reason or "").startswith(BLOCKED) for fate in fates)
    counts["listed"] = len({key_of(fate) for fate in fates})
    counts["requests"] = counts["responses"] = len(snapshots)
    counts["bytes"] = sum(line.payload_length for line in snapshots)
    return dict(counts)


def reasons_of(fates: Iterable[FateLine]) -> dict[str, int]:
    """The reasons of failures and refusals with their counts, the most frequent first."""
    found = Counter(fate.reason or "unknown" for fate in fates if fate.fate in ("failed", "refused"))
    return dict(found.most_common())

"""Which pages of the old portal were captured, as `data/captures.toml` says, and what is known of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sample.addresses import addresses
from sample.layouts import old
from sample.library import SampleLibrary
from sample.model import OLD, Body, Entry, Event
from sample.script import find_event
from sample.world import DATA

#: How long after publication a page was captured, and how long after that once more, unchanged.
CAPTURED, AGAIN = timedelta(days=3), timedelta(days=9)
#: Old numbers of documents that moved: none of the old portal's present ones.
FIRST_NUMBER, STEP = 2_090_000, 3


@dataclass(frozen=True)
class Captured:
    """One page as it was captured."""

    what: str
    entry: Entry
    body: Body
    address: str
    at: datetime
    of: str
    """The new site's id of the document that it is, or looks like; of an earlier state, its own."""

    @property
    def page(self) -> str:
        """Return the page's HTML."""
        return old.detail(self.entry, self.body.blocks, None)


@cache
def script() -> dict[str, Any]:
    """Return the data."""
    return tomllib.loads((DATA / "captures.toml").read_text("utf-8"))


def captured(library: SampleLibrary) -> list[Captured]:
    """Return all captured pages; those whose document does not exist at this size are left out."""
    return [page for number, line in enumerate(script()["capture"]) for page in _pages(library, line, number)]


def _pages(library: SampleLibrary, line: dict[str, Any], number: int) -> Iterator[Captured]:
    event = find_event(library.events, line["find"])
    words = find_event(library.events, line["words"]) if "words" in line else event
    if event is None or words is None:
        return
    for language in line["languages"]:
        entry = library.entry(event, language)
        at = entry.published + timedelta(days=line.get("days", 0))
        moved = entry if line["what"] == "earlier" else _moved(entry, at, number)
        body = library.words(words, language, bool(line.get("excerpt")))
        known = addresses(moved)
        address = f"http://{script()['host']}{known[number % len(known)]}"
        yield Captured(line["what"], moved, body, address, at + CAPTURED, f"{entry.generation}/{entry.id}")


def _moved(entry: Entry, at: datetime, number: int) -> Entry:
    """Return the entry as the old portal had it."""
    return replace(
        entry, generation=OLD, id=str(FIRST_NUMBER + STEP * number), published=at, tags=(), index=entry.index + number
    )


def event_of(library: SampleLibrary, page: Captured) -> Event:
    """Return the event that a page tells of."""
    return library.by_key[page.entry.event]

"""The walks of a canary: a few lists, each over one past day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scraper.evidence import PinnedList
from scraper.ministries.model import Ministry
from scraper.walks import Walk


def walks_of_pins(ministry: Ministry, lists: Sequence[PinnedList], today: date) -> list[Walk]:
    """A walk for each pinned list. Raises ValueError for one that the ministry's module does not have."""
    sources = {source.name: source for source in ministry.lists}
    if unknown := sorted({one.name for one in lists} - set(sources)):
        raise ValueError(f"{ministry.code} has no list {unknown[0]!r}: there are {', '.join(sources)}")
    days = [(one, date.fromisoformat(one.day)) for one in lists]
    return [Walk(sources[one.name], one.language, day, day, today) for one, day in days]

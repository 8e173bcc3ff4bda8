"""One place for the way through a queue: what is before and after an item, and where a decision leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.page import asked


@dataclass(frozen=True, slots=True)
class Way:
    """Where an item stands in its queue: the one before, the one after (empty: none), its number from 1 (0: not in it), how many."""

    before: str
    after: str
    number: int
    count: int


def way(keys: Sequence[str], key: str) -> Way:
    """The way from this item. One that left the queue has the first of it after it."""
    if key not in keys:
        return Way("", keys[0] if keys else "", 0, len(keys))
    at = keys.index(key)
    return Way(keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else "", at + 1, len(keys))


def onward(path: str, **values: object) -> str:
    """An address with what is not empty of these values."""
    more = asked(values)
    return f"{path}?{more}" if more else path


def shown_of(chosen: Iterable[str]) -> dict[str, str]:
    """The items that were marked in a list, and of each what the list showed of it (``key:seen``; without: it does not say)."""
    return {key: seen for key, _, seen in (one.partition(":") for one in chosen)}

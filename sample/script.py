"""The script of edits: data in `data/script.toml`, looked up by event and step of the clock."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sample.model import Event
from sample.world import DATA

EDITS = ("grow", "cut", "withdraw", "frame")


@dataclass(frozen=True)
class Act:
    """One line of the script, bound to the event that it happens to."""

    what: str
    event: str
    at: int
    until: int

    def holds(self, step: int) -> bool:
        """Say whether the act is on at a step of the clock."""
        return self.at <= step <= self.until

    def turned(self, step: int) -> int:
        """Return the last step, up to this one, at which the act began or ended; 0: it has not begun."""
        return max((at for at in (self.at, self.until + 1) if at <= step), default=0)


@cache
def _lines() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((DATA / "script.toml").read_text("utf-8"))


def acts(events: Sequence[Event], table: str, known: Sequence[str]) -> list[Act]:
    """Bind one table of the script ("edit") to events; an act whose page does not exist at this size is left out."""
    bound = []
    for line in _lines().get(table, []):
        if line["what"] not in known:
            raise ValueError(f"sample/data/script.toml: unknown {table} {line['what']!r}; known: {', '.join(known)}")
        event = find_event(events, line["find"])
        if event is not None:
            bound.append(_act(line, event))
    return bound


def _act(line: dict[str, Any], event: Event) -> Act:
    return Act(
        what=line["what"],
        event=event.key,
        at=line["at"],
        until=line.get("until", 10**9),
    )


def find_event(events: Sequence[Event], wanted: dict[str, Any]) -> Event | None:
    """Return the nth event of a kind and generation with an English page, or None when there are not so many."""
    of_kind = [
        e for e in events if e.kind == wanted["kind"] and e.generation == wanted["generation"] and "en" in e.languages
    ]
    return of_kind[wanted["nth"]] if wanted["nth"] < len(of_kind) else None

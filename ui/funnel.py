"""The funnel of a day: how many documents each step has, and what left on the way. Each step is the next one and what left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Left:
    """Documents that did not reach the next step. ``accepted``: a person said that they may stay away."""

    state: str
    accepted: bool
    words: str
    rows: Sequence[Row]

    @property
    def name(self) -> str:
        """What links on the page call it."""
        return f"{self.state}-accepted" if self.accepted else self.state


@dataclass(frozen=True, slots=True)
class Step:
    """Documents that reached a step, and those of them that went no further."""

    name: str
    words: str
    count: int
    left: tuple[Left, ...]


STEPS = (
    ("listed", "named by a list, a feed or a sitemap"),
    ("fetched", "their page is in the archive"),
    ("cleaned", "read by the cleaner"),
    ("segmented", "cut into turns"),
    ("published", "seen by analysts, unless another version of the same document is shown"),
)
#: The step that a state (of ``pipeline.balance_items``) reached last, and the state in words.
STATES = {
    "failed": ("listed", "failed: asked for in vain"),
    "refused": ("listed", "refused: we must not ask for it"),
    "gone": ("listed", "gone, says the site"),
    "lost": ("listed", "lost: no crawl says what became of it"),
    "offsite": ("listed", "leads to another site"),
    "under_way": ("listed", "a crawl is under way"),
    "waiting": ("fetched", "waits for the cleaner"),
    "quarantined": ("fetched", "in quarantine: it cannot be read"),
    "set_aside": ("fetched", "set aside: no transcript, says a person"),
    "cleaned": ("cleaned", "waits to be cut into turns"),
    "segmented": ("segmented", "waits to be published"),
    "published": ("published", "published"),
}
#: States of which a person may say that it may stay so.
ACCEPTABLE = frozenset({"failed", "refused", "gone", "lost"})


def funnel(items: Sequence[Row]) -> tuple[Step, ...]:
    """The funnel of a day's documents, in which no document is counted twice and none is forgotten."""
    left = _left(items)
    steps, count = [], len(items)
    for name, words in STEPS:
        here = tuple(one for one in left if _reached(one) == name and name != STEPS[-1][0])
        steps.append(Step(name, words, count, here))
        count -= sum(len(one.rows) for one in here)
    return tuple(steps)


def groups(items: Sequence[Row]) -> tuple[Left, ...]:
    """The documents by where they stand, those that want a look first, the published last."""
    return tuple(_left(items))


def _left(items: Sequence[Row]) -> list[Left]:
    found: dict[tuple[str, bool], list[Row]] = {}
    for row in items:
        found.setdefault((row["state"], row["state"] in ACCEPTABLE and row["accepted"]), []).append(row)
    order = list(STATES)
    return [
        Left(state, accepted, STATES[state][1] + (", and a person accepted that" if accepted else ""), rows)
        for (state, accepted), rows in sorted(found.items(), key=lambda one: (order.index(one[0][0]), one[0][1]))
    ]


def _reached(left: Left) -> str:
    return STATES[left.state][0]

"""The figures that we hold ourselves to: each a ratio with its spread and its goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.rounds import Spread, ratio, spread
from bench.runs import Run


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound of a median."""

    kind: Literal["at most", "at least"]
    bound: float

    def is_met(self, value: float) -> bool:
        """Whether a value keeps the bound."""
        return value <= self.bound if self.kind == "at most" else value >= self.bound

    def __str__(self) -> str:
        return f"{self.kind} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. Without a goal it is shown for its own sake."""

    name: str
    value: Spread
    goal: Goal | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met(self.value.median) else "MISSED"


def of_reading(milliseconds: Mapping[str, Sequence[float]]) -> list[Figure]:
    """Figures of reading one heavy page, from milliseconds a page of each side and round."""
    ours, bare, usual = (milliseconds[name] for name in ("product", "bare", "usual"))
    return [
        Figure("clean and segment a page: ours / bare", ratio(ours, bare), Goal("at most", 1.3)),
        Figure("the same: usual way / ours", ratio(usual, ours)),
        *(Figure(f"ms a page, {name}", spread(milliseconds[name])) for name in ("product", "bare", "usual")),
    ]


def of_chain(runs: Mapping[str, Sequence[Run]], pages: int) -> list[Figure]:
    """Figures of the whole chain, from the runs of each side and round."""
    wall = {name: [run.wall for run in own] for name, own in runs.items()}
    used = {name: [run.processor for run in own] for name, own in runs.items()}
    return [
        Figure("whole chain, speed: ours / bare", ratio(wall["bare"], wall["product"]), Goal("at least", 0.8)),
        Figure("the same by processor time", ratio(used["bare"], used["product"])),
        Figure("whole chain, speed: ours / usual way", ratio(wall["usual"], wall["product"]), Goal("at least", 3)),
        Figure("the same by processor time", ratio(used["usual"], used["product"])),
        Figure("two processes / one, speed", ratio(wall["product"], wall["two"]), Goal("at least", 1.6)),
        Figure("nothing changed / first time", ratio(wall["again"], wall["first"]), Goal("at most", 0.01)),
        *(Figure(f"documents a second, {name}", spread([pages / one for one in own])) for name, own in wall.items()
          if name not in ("again", "first")),
    ]  # fmt: skip


def of_memory(megabytes: Mapping[int, Sequence[float]]) -> list[Figure]:
    """Figures of the most memory held, from megabytes by the number of pages: the most pages beside the fewest."""
    fewest, most = min(megabytes), max(megabytes)
    growth = ratio(megabytes[most], megabytes[fewest])
    return [
        Figure(f"memory, {most:,} pages / {fewest:,}", growth, Goal("at most", 1.1)),
        *(Figure(f"megabytes at most, {pages:,} pages", spread(own)) for pages, own in sorted(megabytes.items())),
    ]

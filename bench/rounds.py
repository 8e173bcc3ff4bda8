"""Rounds in which the sides take turns, and the ratios that come of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several measurements, with the least and the greatest."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{_digits(self.median)} ({_digits(self.least)} to {_digits(self.most)})"


def _digits(number: float) -> str:
    return f"{number:.4f}" if abs(number) < 0.1 else f"{number:.2f}" if abs(number) < 100 else f"{number:.0f}"


def spread(values: Sequence[float]) -> Spread:
    """The spread of some measurements. Raises ValueError where there are none."""
    if not values:
        raise ValueError("there are no measurements to take a median of: at least one round is needed")
    return Spread(statistics.median(values), min(values), max(values))


def ratio(ours: Sequence[float], other: Sequence[float]) -> Spread:
    """Ours divided by the other's, round by round: a slow minute of the machine slows both sides of a round."""
    if len(ours) != len(other):
        raise ValueError(f"a ratio is made of the same rounds: {len(ours)} of one side, {len(other)} of the other")
    return spread([one / two for one, two in zip(ours, other, strict=True)])


def in_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Each side's measurements: all sides once a round, and each round begins with another side."""
    names = list(sides)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            found[name].append(sides[name]())
    return found


def processor_seconds(work: Callable[[], object]) -> float:
    """The processor time that a piece of work takes in this process; other processes' load changes it little."""
    gc.collect()
    before = time.process_time()
    work()
    return time.process_time() - before

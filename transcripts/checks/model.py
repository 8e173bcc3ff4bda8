"""A check, the figures that it measures, their bounds, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from transcripts.health.model import Severity


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest value that is well, both inclusive; None: no bound."""

    low: float | None = None
    high: float | None = None

    def hold(self, value: float) -> bool:
        """Whether the value is well."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Past:
    """Bounds as shares of the median of what was found well in the last ``days``, once there are ``least`` results."""

    low: float
    high: float
    days: int
    least: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is measured, by ministry and language or over all.

    ``counted``: what is wrong is counted, so that nothing found is 0. ``means`` goes on after the value: "3 documents have a
    title without a letter". ``of_ministry``: bounds of single ministries, by their codes.
    """

    name: str
    unit: str
    severity: Severity
    means: str
    next_step: str
    bounds: Bounds
    past: Past | None = None
    counted: bool = False
    of_ministry: Mapping[str, Bounds] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One task of the DAG: a question to the database that is ended after ``seconds``, and the figures that it answers."""

    name: str
    title: str
    about: str
    seconds: float
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Policy:
    """All checks, and the numbers that their questions hold (``parameters``), as the data file has them."""

    checks: Mapping[str, Check]
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the database answered: a figure of a ministry and a language (None: all), with at most three examples."""

    name: str
    ministry: str | None
    language: str | None
    value: float | None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A measured figure beside its bounds of now. ``value`` is None where there was nothing to measure, or no answer."""

    check: str
    name: str
    ministry: str | None
    language: str | None
    at: datetime
    value: float | None
    low: float | None
    high: float | None
    ok: bool
    severity: Severity
    says: str
    next_step: str

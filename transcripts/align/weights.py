"""The weights and bounds of alignment, from ``transcripts/data/align.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "data" / "align.toml"


class BadWeights(ValueError):
    """The file of weights cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class TurnWeights:
    """What speaks for two turns, in logarithms of odds; the file says what each is."""

    prior: float
    same_role: float
    other_role: float
    unknown_role: float
    same_kind: float
    other_kind: float
    same_person: float
    other_person: float
    same_name: float
    same_marker: float
    other_marker: float
    length_gain: float
    length_loss: float
    length_least: float
    number: float
    number_missing: float
    name: float
    word: float
    words_most: float
    words_least: float
    merged: float
    left_out: float
    in_order: float
    least_score: float


@dataclass(frozen=True, slots=True)
class SwapWeights:
    """When two exchanges that stand in another order are taken for one."""

    words: float
    exchanges: float


@dataclass(frozen=True, slots=True)
class TieWeights:
    """When two documents are taken for versions of one event."""

    minutes: float
    days: float
    number_days: float
    turns: float
    numbers: float
    numbers_least: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is looked at."""

    cells: float
    characters: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All of the file."""

    turn: TurnWeights
    swap: SwapWeights
    tie: TieWeights
    limits: Limits


@cache
def weights(file: Path = FILE) -> Weights:
    """The weights. Raises BadWeights naming the file and the entry that is missing, unknown or no number."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadWeights(f"{file}: cannot be read: {error}") from error
    parts = {"turn": TurnWeights, "swap": SwapWeights, "tie": TieWeights, "limits": Limits}
    return Weights(**{name: _part(file, data, name, kind) for name, kind in parts.items()})


def _part(file: Path, data: dict[str, Any], name: str, kind: type[Any]) -> Any:  # noqa: ANN401 (one of the four)
    table, known = data.get(name, {}), [one.name for one in fields(kind)]
    wrong = sorted(set(known).symmetric_difference(table))
    if wrong:
        raise BadWeights(f"{file}: {name}: {', '.join(wrong)} is missing or unknown; known are {', '.join(known)}")
    for entry, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadWeights(f"{file}: {name}.{entry}: {value!r} is no number")
    return kind(**{entry: float(value) for entry, value in table.items()})

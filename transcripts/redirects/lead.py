"""A turn that an old id leads to, and how leads follow one another."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """A turn that has words of the old one. ``score``: how much of the old one it has, 0 to 1."""

    turn_id: str
    score: float


#: Old ids, each with the turns that it leads to in the order of the text; none: its words stand nowhere.
Leads = Mapping[str, Sequence[Lead]]


def onward(leads: Sequence[Lead], shown: Container[str], further: Leads) -> list[Lead]:
    """The leads followed to turns that are shown: those that are not lead further themselves.

    Of two ways to one turn the parts add up, as they are parts of one old turn.
    """
    found: dict[str, float] = {}
    for one in leads:
        nexts = [Lead(one.turn_id, 1.0)] if one.turn_id in shown else further.get(one.turn_id, ())
        for last in nexts:
            found[last.turn_id] = min(1.0, found.get(last.turn_id, 0.0) + one.score * last.score)
    return [Lead(key, score) for key, score in found.items()]

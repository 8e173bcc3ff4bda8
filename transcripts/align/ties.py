"""Whether two documents are language versions of one event: by the site's id, the number, the time, the languages on offer.

What is said of two documents depends on these two alone, so that no order of arrival counts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from transcripts.align.model import Rule, Tie, Version
from transcripts.align.turns import Matched
from transcripts.align.weights import TieWeights, Weights

MINUTES_A_DAY = 24 * 60
#: How sure a rule is, and what the number, the time and the languages on offer add.
_SURE: dict[Rule, float] = {"id": 0.8, "number": 0.7, "time": 0.5, "other": 0.0}
_NUMBER, _TIMED, _OFFERED = 0.1, 0.1, 0.05
#: What is tied by number and time scores so much at least, even where no turn of one belongs to a turn of the other.
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What was compared. ``offered``: how many of the two pages offer the other's language; ``turns``: the share of the
    shorter version's that is matched (None: one has none); ``numbers``: shared in these, of so many."""

    id: Literal["same", "differs"]
    number: Literal["same", "differs", "unknown"]
    minutes: int | None
    offered: int
    kind: Literal["same", "differs"]
    turns: float | None
    numbers: tuple[int, int]

    def timed(self, weights: TieWeights) -> bool:
        """Whether they were published at one time."""
        return self.minutes is not None and self.minutes <= weights.minutes

    def within(self, days: float) -> bool:
        """Whether so many days lie between them at most; where one has no time, nothing speaks against it."""
        return self.minutes is None or self.minutes <= days * MINUTES_A_DAY

    def borne_out(self, weights: TieWeights) -> bool:
        """Whether the turns and the numbers in them speak for it; documents without turns must be of one kind and time."""
        if self.turns is None:
            return self.timed(weights) and self.kind == "same"
        shared, least = self.numbers
        return self.turns >= weights.turns and shared >= weights.numbers * max(least, weights.numbers_least)


def tie(one: Version, other: Version, turns: Matched, weights: Weights) -> Tie:
    """Why they are versions of one event, or that they are not (``other``). ``turns``: their turns as matched.

    One id is enough, unless the numbers differ, or the time that lies between is too long for a translation: a site may
    give an id to another document. Without it the same number at another time, or the same minute alone, must be borne out by the turns.
    """
    evidence = _evidence(one, other, turns)
    rule = _rule(evidence, weights.tie)
    return Tie(rule, _score(rule, evidence, weights.tie), asdict(evidence))


def _evidence(one: Version, other: Version, turns: Matched) -> _Evidence:
    minutes = None
    if one.published_at is not None and other.published_at is not None:
        minutes = round(abs((one.published_at - other.published_at).total_seconds()) / 60)
    known = one.number and other.number
    return _Evidence(
        id="same" if one.site_id == other.site_id else "differs",
        number="unknown" if not known else "same" if one.number == other.number else "differs",
        minutes=minutes,
        offered=(other.language in one.languages) + (one.language in other.languages),
        kind="same" if one.kind == other.kind else "differs",
        turns=_share(one, other, turns),
        numbers=turns.numbers,
    )


def _share(one: Version, other: Version, turns: Matched) -> float | None:
    least = min(len(one.turns), len(other.turns))
    if not least:
        return None
    matched = min(len({pair.one for pair in turns.pairs}), len({pair.other for pair in turns.pairs}))
    return round(min(1.0, matched / least), 3)


def _rule(found: _Evidence, weights: TieWeights) -> Rule:
    if found.id == "same":
        if found.number == "same" or found.timed(weights):
            return "id"
        return "id" if found.number == "unknown" and found.within(weights.days) else "other"
    if found.number == "same" and found.within(weights.number_days):
        return "number" if found.timed(weights) or found.borne_out(weights) else "other"
    timed = found.number == "unknown" and found.timed(weights) and found.offered == 2 and found.kind == "same"
    return "time" if timed and found.borne_out(weights) else "other"


def _score(rule: Rule, found: _Evidence, weights: TieWeights) -> float:
    """1 for one id with the same number and time; less for what fewer things say, and for turns that have no counterpart."""
    if rule == "other":
        return 0.0
    sure = _SURE[rule] + _NUMBER * (found.number == "same") + _TIMED * found.timed(weights)
    sure = min(1.0, sure + _OFFERED * (found.offered == 2))
    return round(sure if rule == "id" or found.turns is None else max(_LEAST, sure * found.turns), 3)

"""The goals of the analysts' questions, each a ratio of times that were taken in turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.figures import Figure, Goal
from bench.queries.measure import Asked
from bench.queries.sizes import Index
from bench.rounds import ratio, spread

#: By the beginning of a question's name: what it may take beside what its ``hits`` take, and how many times faster than the naive way.
BESIDE_HITS = {
    "a phrase in 5,000 turns, ranked": 2.0,
    "a phrase in 70,000 turns, ranked": 2.0,
    "a phrase in 70,000 turns, the newest": 0.1,
    "a word by month": 0.1,
    "questions with a phrase": 2.0,
    "turns with a phrase": 2.0,
}
BESIDE_NAIVE = {"a phrase in 5,000 turns, ranked": 100.0, "a phrase in 70,000 turns, ranked": 100.0}
LOADING = 0.8
MEGABYTE = 1 << 20


def of_questions(asked: Sequence[Asked]) -> list[Figure]:
    """What each goal compares, question by question."""
    found = []
    for one in asked:
        name = one.question.name
        if (hits := one.by("ours", "hits")) is not None:
            bound = _of(BESIDE_HITS, name)
            goal = Goal("at most", bound) if bound else None
            found.append(Figure(f"{name}: ours / {one.question.what_hits}", hits, goal))
        bound = _of(BESIDE_NAIVE, name)
        if bound and (naive := one.by("naive", "ours")) is not None:
            found.append(Figure(f"{name}: naive / ours", naive, Goal("at least", bound)))
    return found


def of_loading(speeds: Mapping[str, Sequence[float]], used: Mapping[str, Sequence[float]]) -> list[Figure]:
    """Turns a second by side, and ours by the bare one's; ``used``: turns a second of processor time, of both programs."""
    goal = Goal("at least", LOADING)
    return [
        Figure("loading with all indexes, speed: ours / bare COPY and merge", ratio(speeds["ours"], speeds["bare"]), goal),
        Figure("the same by processor time", ratio(used["ours"], used["bare"])),
        Figure("turns a second, ours", spread(speeds["ours"])),
        Figure("turns a second, bare COPY and merge", spread(speeds["bare"])),
    ]  # fmt: skip


def of_indexes(indexes: Sequence[Index]) -> list[Figure]:
    """How many indexes take room and nothing has used them, those apart that hold a constraint."""
    idle = [one for one in indexes if not one.scans and not one.is_constraint and one.bytes >= MEGABYTE]
    return [
        Figure(
            "indexes of a megabyte or more that no question and no load used",
            spread([float(len(idle))]),
            Goal("at most", 0),
        )
    ]


def _of(bounds: Mapping[str, float], name: str) -> float | None:
    return next((bound for begin, bound in bounds.items() if name.startswith(begin)), None)

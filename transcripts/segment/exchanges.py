"""Ties questions to their answers: consecutive question turns, then the answer turns up to the next question."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.model import Exchange, ExchangeReason, Turn
from transcripts.segment.fold import fold


def exchanges_of(turns: Sequence[Turn], questions: str = "kind") -> tuple[Exchange, ...]:
    """The exchanges. ``questions`` says what opens one: a turn's ``kind``, or a journalist's ``role``."""
    found: list[Exchange] = []
    asked: list[int] = []
    answered: list[int] = []
    for i, turn in enumerate(turns):
        if _is_question(turn, questions):
            if answered:
                found.append(_exchange(asked, answered, turns))
                asked, answered = [], []
            asked.append(i)
        elif asked and _is_answer(turn, questions):
            answered.append(i)
    if asked:
        found.append(_exchange(asked, answered, turns))
    return tuple(found)


def _is_question(turn: Turn, questions: str) -> bool:
    return turn.role == "journalist" if questions == "role" else turn.kind == "question"


def _is_answer(turn: Turn, questions: str) -> bool:
    return turn.role == "official" if questions == "role" else turn.kind == "answer"


def _exchange(asked: list[int], answered: list[int], turns: Sequence[Turn]) -> Exchange:
    return Exchange(tuple(asked), tuple(answered), _reason(answered, turns))


def _reason(answered: list[int], turns: Sequence[Turn]) -> ExchangeReason | None:
    """``answer_left_out`` where someone adds to an answer that the exchange does not hold."""
    if not answered:
        return "unanswered"
    first = turns[answered[0]]
    return "answer_left_out" if first.adding_after and not _spoke(first.adding_after, answered[:1], turns) else None


def _spoke(name: str, before: list[int], turns: Sequence[Turn]) -> bool:
    family = fold(name).split(".")[-1].split()[-1]
    return any(family in fold(turns[i].speaker or "") for i in before)

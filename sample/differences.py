"""How a language version is made to differ from the others. Each function changes a plan, or returns it as it is where it finds nothing to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from sample.model import Speech
from sample.plans import Plan, exchanges_of


def _first(plan: Plan, start: int, kind: str) -> int | None:
    return next((i for i, one in enumerate(plan) if i >= start and isinstance(one, Speech) and one.kind == kind), None)


def missing_answer(plan: Plan, original: str) -> Plan:
    """Leave the first answer out."""
    found = _first(plan, 0, "answer")
    return plan if found is None else (*plan[:found], *plan[found + 1 :])


def merged_turns(plan: Plan, original: str) -> Plan:
    """Print two questions in a row as one."""
    for i, (one, two) in enumerate(pairwise(plan)):
        if isinstance(one, Speech) and isinstance(two, Speech) and one.kind == two.kind == "question":
            return (*plan[:i], replace(one, paragraphs=one.paragraphs + two.paragraphs), *plan[i + 2 :])
    return plan


def split_turns(plan: Plan, original: str) -> Plan:
    """Print one answer as two turns of the same speaker, each with its marker."""
    for i, one in enumerate(plan):
        if isinstance(one, Speech) and one.kind == "answer" and len(one.paragraphs) > 1:
            halves = (
                replace(one, paragraphs=one.paragraphs[:1]),
                replace(one, paragraphs=one.paragraphs[1:], form="plain", alone=False),
            )
            return (*plan[:i], *halves, *plan[i + 1 :])
    return plan


def swapped_order(plan: Plan, original: str) -> Plan:
    """Print the first two exchanges the other way round."""
    parts = exchanges_of(plan)
    if len(parts) < 3:
        return plan
    parts[1], parts[2] = parts[2], parts[1]
    return tuple(item for part in parts for item in part)


def left_in_original(plan: Plan, original: str) -> Plan:
    """Leave one question in the language that it was asked in; its marker is translated."""
    found = _first(plan, 0, "question")
    if found is None:
        return plan
    speech = plan[found]
    assert isinstance(speech, Speech)
    return (*plan[:found], replace(speech, language=original), *plan[found + 1 :])


BY_NAME: dict[str, Callable[[Plan, str], Plan]] = {
    "missing_answer": missing_answer,
    "merged_turns": merged_turns,
    "split_turns": split_turns,
    "swapped_order": swapped_order,
    "left_in_original": left_in_original,
}

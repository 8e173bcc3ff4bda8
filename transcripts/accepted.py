"""Whether all that makes a crawl red was accepted by a person: then it is green, and says what is missing and who said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transcripts.store import gaps
from transcripts.store.connection import connected

#: Only what is missing can be accepted; a block, a drift and a failure cannot.
ACCEPTABLE = frozenset({"PARTIAL"})


@dataclass(frozen=True, slots=True)
class Missing:
    """What a crawl did not get: what nobody accepted yet, and what was accepted, by whom and why. One line each."""

    open: tuple[str, ...]
    accepted: tuple[str, ...]


def missing(database_url: str, report: Mapping[str, Any]) -> Missing:
    """What the crawl of this report (a dict of its fields) did not get. Raises DatabaseDown."""
    problems = report.get("problems", ())
    days = sorted({problem["day"] for problem in problems if problem.get("day")})
    with connected(database_url) as connection:
        documents = gaps.of_crawl(connection, report["crawl"])
        decisions = gaps.decisions_on(connection, report["ministry"], days)
    return sort_out(report["outcome"], problems, documents, decisions)


def sort_out(
    outcome: str,
    problems: Sequence[Mapping[str, str]],
    documents: Sequence[Mapping[str, Any]],
    decisions: Sequence[Mapping[str, Any]],
) -> Missing:
    """What was accepted of a crawl's problems and documents, and what was not. Pure."""
    found = [*_lists(problems, decisions), *_documents(documents)]
    accepted = tuple(f"{what}, accepted by {said}" for what, said in found if said and outcome in ACCEPTABLE)
    return Missing(tuple(what for what, said in found if not said or outcome not in ACCEPTABLE), accepted)


def _lists(
    problems: Sequence[Mapping[str, str]], decisions: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, str | None]]:
    for problem in problems:
        said = next((one for one in decisions if _is_about(one, problem)), None)
        can_be = problem["outcome"] in ACCEPTABLE
        yield problem["what"], f"{said['by']} ({said['reason']})" if said and can_be else None


def _is_about(decision: Mapping[str, Any], problem: Mapping[str, str]) -> bool:
    if not problem.get("day") or decision["day"] != problem["day"]:
        return False
    if decision["language"] not in ("", problem.get("language", "")):
        return False
    return bool(decision["subject"] == "day" or decision["key"] == problem.get("list"))


def _documents(documents: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str | None]]:
    for one in documents:
        said = f"{one['accepted_by']} ({one['accepted_because']})" if one["decision_id"] else None
        yield f"{one['address']} {one['language']}: {one['fate']}, {one['reason']}", said

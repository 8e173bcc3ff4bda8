"""How a crawl ended: its outcome, and the reason in words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scraper.evidence import OUTCOMES, Outcome
from scraper.tally import OFFSITE, REFERENCE
from scraper.walks import Problem

#: So many problems are told in a reason; the rest is counted.
TOLD = 4


def judge(problems: Sequence[Problem], counts: Mapping[str, int], reasons: Mapping[str, int]) -> tuple[Outcome, str]:
    """The outcome (the gravest of what holds) and its reason, in one line."""
    found = [*problems, *_of_documents(counts, reasons)]
    if not found:
        return _good(counts, reasons)
    gravest = max((problem.outcome for problem in found), key=OUTCOMES.index)
    told = list(dict.fromkeys(problem.what for problem in found if problem.outcome == gravest))
    more = f"; and {len(told) - TOLD} more" if len(told) > TOLD else ""
    return gravest, "; ".join(told[:TOLD]) + more


def by_reference(reasons: Mapping[str, int]) -> int:
    """How many documents did not come that no list ever named: a dead link of a page makes no bad day."""
    return sum(count for reason, count in reasons.items() if reason.startswith(REFERENCE))


def _good(counts: Mapping[str, int], reasons: Mapping[str, int]) -> tuple[Outcome, str]:
    if counts["listed"] == 0:
        return "EMPTY", "the site lists nothing in this window"
    others = f", {offsite} refused ({OFFSITE})" if (offsite := reasons.get(OFFSITE)) else ""
    others += f", {dead} that no list names did not come" if (dead := by_reference(reasons)) else ""
    others += f", {counts['gone']} gone" if counts["gone"] else ""
    told = f"{counts['fetched']} fetched, {counts['unchanged']} unchanged{others}"
    return "OK", f"{counts['listed']} documents listed: {told}"


def _of_documents(counts: Mapping[str, int], reasons: Mapping[str, int]) -> Iterator[Problem]:
    missing = counts["failed"] + counts["refused"]
    if missing > reasons.get(OFFSITE, 0) + by_reference(reasons):
        told = ", ".join(f"{reason}: {count}" for reason, count in Counter(reasons).most_common(TOLD))
        yield Problem("PARTIAL", f"{missing} of {counts['listed']} listed documents not fetched ({told})")
    ended = counts["fetched"] + counts["unchanged"] + counts["gone"] + missing
    if ended != counts["listed"]:
        yield Problem("FAILED", f"the counts do not balance: {counts['listed']} listed, {ended} with a fate")

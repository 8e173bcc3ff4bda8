"""What the outcome of a crawl means to an operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scraper.evidence import GREEN
from scraper.printable import one_line

#: What to do next, by outcome. docs/operations.md says more.
NEXT_STEP: dict[str, str] = {
    "PARTIAL": "what was stored is being processed; the rest is asked for again by itself. `transcripts gaps` lists it, and"
    " accepts what will never come",
    "DRIFT": "the site looks different: compare the stored page that is named with the ministry's module and adapt it",
    "BLOCKED": "do not ask again today (nothing is asked before a time that the reason names); look at the stored answer, then write to the ministry or lengthen the delay",
    "FAILED": "read the log of the task `crawl`; when the cause is gone, clear this run",
}
#: So many of what is missing are named in the log.
TOLD = 20


def is_green(summary: Mapping[str, Any]) -> bool:
    """Whether a crawl's outcome is a good day."""
    return summary["outcome"] in GREEN


def first_line(summary: Mapping[str, Any]) -> str:
    """Ministry, window, outcome, reason and next step, in one line."""
    step = NEXT_STEP.get(summary["outcome"])
    return f"{_said(summary)}. Next: {step}" if step else _said(summary)


def all_accepted(summary: Mapping[str, Any], accepted: Sequence[str]) -> str:
    """The first line of a crawl that lacks nothing but what a person accepted."""
    return f"{_said(summary)}. All of it was accepted: {one_line('; '.join(accepted[:TOLD]))}{_more(accepted)}"


def named(missing: Sequence[str]) -> str:
    """What is missing, a line each."""
    return "missing:\n" + "\n".join(f"  {one_line(what)}" for what in missing[:TOLD]) + _more(missing)


def _said(summary: Mapping[str, Any]) -> str:
    return f"{summary['ministry']} {summary['since']}..{summary['until']} {summary['outcome']}: {one_line(summary['reason'])}"


def _more(what: Sequence[str]) -> str:
    return f" and {len(what) - TOLD} more" if len(what) > TOLD else ""

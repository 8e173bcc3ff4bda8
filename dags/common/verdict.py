"""What the outcome of a crawl means to an operator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.evidence import GREEN

#: What to do next, by outcome. docs/operations.md says more.
NEXT_STEP: dict[str, str] = {
    "PARTIAL": "what was stored is being processed; the rest is asked for again by the next run, or clear this one",
    "DRIFT": "the site's lists look different: compare the stored list page with the ministry's module and adapt it",
    "BLOCKED": "do not ask again today; look at the stored answer, then write to the ministry or lengthen the delay",
    "FAILED": "read the log of the task `crawl`; when the cause is gone, clear this run",
}


def is_green(summary: Mapping[str, Any]) -> bool:
    """Whether a crawl's outcome is a good day."""
    return summary["outcome"] in GREEN


def first_line(summary: Mapping[str, Any]) -> str:
    """Ministry, window, outcome, reason and next step, in one line."""
    line = f"{summary['ministry']} {summary['since']}..{summary['until']} {summary['outcome']}: {summary['reason']}"
    step = NEXT_STEP.get(summary["outcome"])
    return f"{line}. Next: {step}" if step else line

"""A fault as data: what is thrown where, and what is expected to become of it. A script is a file of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sample.response import Kind

FOREVER = 10**9


@dataclass(frozen=True)
class Case:
    """One fault: its name, what is done, to what, and when.

    `find` names the subject: of a document its generation, language, number from 0 in order of time and perhaps kind;
    of a list or feed its language, of a list by day also the day (from 0 in the month).
    """

    name: str
    what: str
    of: Kind
    find: Mapping[str, Any] = field(default_factory=dict)
    at: int = 0
    until: int = FOREVER
    times: int = 0
    """Only the first so many requests meet the fault; 0: all."""
    options: Mapping[str, Any] = field(default_factory=dict)
    crawl: str = ""
    """What the crawl says of the subject: fate, or fate and reason; of a list or the site, the crawl's outcome and reason."""
    process: str = ""
    """What stands in the tables after `process`: published, nothing, or the reason of its quarantine."""
    tells: str = ""
    """What becomes of it, in plain words."""
    test: str = ""
    """Where that is tested, when not with its whole script."""

    def holds(self, step: int) -> bool:
        """Say whether the fault is on at a step of the clock."""
        return self.at <= step <= self.until

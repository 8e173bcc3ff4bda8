"""Findings in words: for a terminal, for monitoring from outside. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from transcripts.health.freshness import Freshness
from transcripts.health.model import Finding

#: The word of each exit status, as monitoring plugins say it (https://www.monitoring-plugins.org/doc/guidelines.html#PLUGOUTPUT).
WORDS = ("OK", "WARNING", "CRITICAL")
#: One sign for each outcome, so that it is told without colour.
SIGNS = {"OK": "+", "EMPTY": "0", "PARTIAL": "p", "DRIFT": "d", "BLOCKED": "B", "FAILED": "F", None: "."}


def summary(found: Sequence[Finding], status: int) -> str:
    """The one line that monitoring from outside shows."""
    bad = sum(1 for one in found if one.severity == "bad")
    said = "all is well" if not found else f"{len(found)} findings, {bad} of them for today: {found[0].says}"
    said = said.replace("1 findings", "1 finding")
    return f"TRANSCRIPTS {WORDS[status]}: {said.replace('|', '/')} | bad={bad} warn={len(found) - bad}"


def of(found: Iterable[Finding]) -> list[str]:
    """Two lines for each finding: what is wrong, and the next step."""
    return [
        line for one in found for line in (f"{one.severity:<4} {one.kind}: {one.says}", f"     next: {one.next_step}")
    ]


def stand(one: Freshness) -> str:
    """How a ministry stands with its calendar."""
    good = (
        f"last good collection {_moment(one.good_at)}, up to {one.good_day}"
        if one.good_at
        else "no good collection yet"
    )
    why = "its DAG is paused" if one.ministry.by_clock else "its DAG has no schedule"
    then = f"; next {_moment(one.next_at)}" if one.next_at else ""
    words = {
        "never": "never collected",
        "paused": f"not collected by the clock ({why}); {good}",
        "new": f"on, its first day is not due yet; {good}{then}",
        "fresh": f"fresh, {one.due} is there; {good}{then}",
        "late": f"late, {one.missed} is not there; {good}{then}",
    }
    return words[one.state]


def strip(crawls: Iterable[Mapping[str, Any]]) -> str:
    """The outcomes of crawls, the oldest first, a sign each."""
    return "".join(SIGNS.get(crawl["outcome"], "?") for crawl in crawls)


def as_data(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for programs: their fields, times as text."""
    return [{key: _plain(value) for key, value in asdict(one).items()} for one in found]


def stand_as_data(one: Freshness) -> dict[str, Any]:
    """A ministry's stand for programs."""
    fields = ("state", "good_at", "good_day", "due", "missed", "since", "next_at")
    return {"ministry": one.ministry.code, **{name: _plain(getattr(one, name)) for name in fields}}


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a field holds)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime | date) else value


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "unknown"

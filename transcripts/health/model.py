"""A finding: something that is not as it should be, in words that name the thing, the place and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Kind = Literal["freshness", "completeness", "block", "drift", "quality", "process", "storage"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Severity = Literal["warn", "bad"]
#: The exit status of `transcripts status --check` for each (the convention of monitoring plugins,
#: https://www.monitoring-plugins.org/doc/guidelines.html#AEN78): 0 where there is no finding.
STATUS: dict[Severity, int] = {"warn": 1, "bad": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that wants a look (``warn``) or a person today (``bad``).

    ``kind``: ``freshness`` (no good collection in time, by the ministry's own calendar), ``completeness`` (something listed
    is neither published nor accounted for), ``block`` (the site turned us away), ``drift`` (its pages look different),
    ``quality`` (what was read fails a check), ``process`` (a step fails again and again, or waits too long), ``storage`` (archive, disk, database). ``about``: what
    of the ministry it is about (a day, a check's name), the same from one look to the next while the same thing is wrong:
    with ``kind`` and ``ministry`` it tells incidents apart. ``says``: what is wrong, in a line that begins with the ministry and the day where
    there are such; ``next_step``: what a person does. ``since``: since when, in UTC, where that is known. ``days``:
    the days of the ministry whose documents or lists it is about; an open incident keeps them, so that they are asked for by name
    when they are older than what a look takes in (``transcripts.health.remembered``).
    """

    kind: Kind
    severity: Severity
    ministry: str | None
    about: str
    says: str
    next_step: str
    since: datetime | None = None
    days: tuple[date, ...] = ()

"""A deadline that was missed: a day's collection is not published by its time. Later looks hold it open until it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.model import Finding, Kind
from transcripts.incidents.model import Incident
from transcripts.store import lateness

KIND: Kind = "freshness"


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when (``at``, with a zone) a day of a ministry's was to be published."""

    ministry: str
    day: date
    at: datetime


def found(
    connection: Connection, standing: Iterable[Incident], others: Sequence[Finding], passed: Deadline | None
) -> list[Finding]:
    """The days whose deadline passed and that are not published: those that stand open, and the one that has just passed.

    Where the ministry is known to be late already (``others``), it is one incident, of its first day; the deadline makes it worse.
    """
    late = {one.ministry: one.about for one in others if one.kind == KIND}
    said = [_asked(connection, one) for one in _open(standing)]
    if passed is not None and (one := _asked(connection, passed)):
        said.append(replace(one, about=late.get(passed.ministry, one.about)))
    return [one for one in said if one is not None]


def _asked(connection: Connection, one: Deadline) -> Finding | None:
    return finding(one, lateness.of_day(connection, one.ministry, one.day))


def finding(deadline: Deadline, state: Mapping[str, Any]) -> Finding | None:
    """What is wrong with a day in this state (``lateness.of_day``); None where it is published, or was given up. Pure.

    Single documents that did not come are another matter (completeness), as long as any did.
    """
    why = None if state["accepted"] else _why(state)
    if why is None:
        return None
    name = f"{deadline.ministry} {deadline.day}"
    return Finding(
        KIND,
        "bad",
        deadline.ministry,
        deadline.day.isoformat(),
        f"{name}: not published by {deadline.at:%Y-%m-%d %H:%M} UTC: {why}",
        f"look at the newest run of collect_{deadline.ministry}, then of process: the first line of a red task says what to do",
        deadline.at,
    )


def marked(incidents: Iterable[Incident], passed: Deadline | None) -> list[Incident]:
    """The same, with the deadline on the incident that it opened."""
    return [replace(one, due_at=passed.at) if passed and _opened_by(one, passed) else one for one in incidents]


def _opened_by(one: Incident, passed: Deadline) -> bool:
    return one.incident_id is None and one.key == (KIND, passed.ministry, passed.day.isoformat())


def _open(standing: Iterable[Incident]) -> Iterator[Deadline]:
    for one in standing:
        if one.due_at and one.closed_at is None and one.ministry:
            yield Deadline(one.ministry, date.fromisoformat(one.about), one.due_at)


def _why(state: Mapping[str, Any]) -> str | None:
    if not state["whole"]:
        return state["reason"] or "no crawl of it has ended"
    if state["waiting"]:
        return f"{state['waiting']} of {state['listed']} documents wait to be published"
    if state["missing"] and not state["published"]:
        return f"none of {state['listed']} documents came"
    return None

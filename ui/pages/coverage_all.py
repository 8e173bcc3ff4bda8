"""The view "Coverage" of more ministries than fit side by side: the newest days of each on one line, which leads to its calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ui import marks
from ui.calendar import span

#: More ministries than these stand as a list; so many days of each are shown in it.
FEW, DAYS = 3, 14
#: How languages are taken together: a day stands as the first of these that one of its languages has.
_FIRST = (marks.GAP, marks.BLOCKED, marks.PARTIAL, marks.ACCEPTED, marks.EARLY, marks.COMPLETE, marks.SILENT, marks.NEVER)  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Newest:
    """A day of a ministry in all of its languages."""

    day: date
    mark: marks.Mark
    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A ministry: its newest days, their documents, how many of them want a look, and the last day that holds something."""

    ministry: str
    name: str
    days: Sequence[Newest]
    documents: int
    wanted: int
    last: date


def newest(until: date) -> date:
    """The first of the days that the list shows up to one."""
    return until - timedelta(days=DAYS - 1)


def lines(rows: Iterable[Row], ministries: Iterable[Row], until: date) -> list[Line]:
    """A line for each ministry, those first of which something wants a look. Pure."""
    of: dict[tuple[str, date], list[Row]] = {}
    for row in rows:
        of.setdefault((row["ministry"], row["day"]), []).append(row)
    found = [_line(one, of, until) for one in ministries]
    return sorted(found, key=lambda line: (not line.wanted, line.name))


def _line(one: Row, of: Mapping[tuple[str, date], Sequence[Row]], until: date) -> Line:
    days = [_day(day, of.get((one["ministry"], day), ())) for day in span(newest(until), min(until, one["today"]))]
    documents = sum(marks.documents(row) for day in days for row in of.get((one["ministry"], day.day), ()))
    wanted = sum(day.mark in marks.WANT_A_LOOK for day in days)
    return Line(one["ministry"], one["name"], days, documents, wanted, min(one["last"], one["today"]))


def _day(day: date, rows: Sequence[Row]) -> Newest:
    stands = [marks.mark_of(row) for row in rows] or [marks.NEVER]
    mark = min(stands, key=_FIRST.index)
    count = sum(marks.documents(row) for row in rows)
    counted = [f"{count} document{'' if count == 1 else 's'}"] if count else []
    words = ", ".join([*counted, *([] if count and mark is marks.COMPLETE else [mark.words])])
    return Newest(day, mark, max((marks.shade(row) for row in rows), default=0), f"{day}: {words}")

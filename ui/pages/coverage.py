"""The view "Coverage": which days are here and which want a look, as a calendar for each language of a ministry, or of a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from transcripts.store import coverage as store
from ui import marks
from ui.calendar import Month, months, years_before
from ui.database import looking
from ui.page import render
from ui.pages import coverage_all, day
from ui.window import Misasked, Window, window

router = APIRouter()
router.include_router(day.router)
#: So many days that want a look are listed, the newest first.
MOST = 30
FIELDS = ("ministry", "language", "since", "until")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in a calendar: its mark, its shade and its words."""

    mark: marks.Mark
    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of one ministry and language (empty: no language is known yet)."""

    ministry: str
    name: str
    language: str
    documents: int
    months: Sequence[Month]
    cells: Mapping[date, Cell]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A day that wants a look, and why, by language."""

    ministry: str
    day: date
    mark: marks.Mark
    why: str


@router.get("/coverage", name="coverage")
def coverage(request: Request) -> HTMLResponse:
    """The calendars of a window, and the days in it that want a look. What cannot be asked for is said above the form.

    Without a ministry, and where there are more than a few, the newest days of all stand in place of calendars: neither the question
    nor the page grows with ministries, languages and days at once.
    """
    typed = {name: request.query_params.get(name, "") for name in FIELDS}
    with looking() as connection:
        ministries = store.ministries(connection)
        try:
            asked = window(typed, ministries) if ministries else None
        except Misasked as error:
            return _page(request, typed, ministries, 422, error=str(error))
        many = asked is not None and asked.ministry is None and len(ministries) > coverage_all.FEW
        if asked and many:
            asked = replace(asked, since=coverage_all.newest(asked.until))
        rows = store.days(connection, asked.since, asked.until, asked.ministry) if asked else []
    if asked is None:
        return _page(request, typed, ministries)
    typed |= {"since": str(asked.since), "until": str(asked.until)}
    shown = [row for row in rows if asked.language in (None, row["language"]) or not row["language"]]
    wanted = days_that_want_a_look(shown)
    if many:
        lines = coverage_all.lines(shown, ministries, asked.until)
        return _page(request, typed, ministries, lines=lines, wanted=wanted)
    return _page(request, typed, ministries, calendars=calendars(shown, ministries, asked), wanted=wanted)


def calendars(rows: Sequence[Row], ministries: Sequence[Row], asked: Window) -> list[Calendar]:
    """A calendar for each ministry and language that has a row. Pure."""
    of = {row["ministry"]: row for row in ministries}
    found = []
    for (ministry, language), group in groupby(rows, key=lambda row: (row["ministry"], row["language"])):
        by_day = {row["day"]: row for row in group}
        shown = months(asked.since, min(asked.until, of[ministry]["today"]))
        days = [day for month in shown for _, week in month.rows for day in week if day]
        cells = {day: _cell(day, by_day.get(day)) for day in days}
        total = sum(marks.documents(row) for row in by_day.values())
        found.append(Calendar(ministry, of[ministry]["name"], language, total, shown, cells))
    return found


def days_that_want_a_look(rows: Sequence[Row]) -> list[Wanted]:
    """The days with something missing, blocked or not through, the newest first; each once, whatever languages it is of. Pure."""
    bad = [row for row in rows if marks.mark_of(row) in marks.WANT_A_LOOK]
    bad.sort(key=lambda row: row["language"])
    bad.sort(key=lambda row: (row["day"], row["ministry"]), reverse=True)
    return [
        _wanted(ministry, day, list(group))
        for (day, ministry), group in groupby(bad, key=lambda row: (row["day"], row["ministry"]))
    ]


def _wanted(ministry: str, day: date, rows: Sequence[Row]) -> Wanted:
    worst = min((marks.mark_of(row) for row in rows), key=marks.WANT_A_LOOK.index)
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(marks.said_of(row), []).append(row["language"] or "all languages")
    why = "; ".join(f"{', '.join(languages)}: {words}" for words, languages in said.items())
    reasons = {f"{row['last_outcome']}: {row['last_reason']}" for row in rows if worst is marks.BLOCKED}
    return Wanted(ministry, day, worst, " ".join([why, *sorted(reasons)]))


def _cell(day: date, row: Row | None) -> Cell:
    return Cell(marks.mark_of(row), marks.shade(row), f"{day}: {marks.said_of(row)}")


def _page(
    request: Request,
    typed: Mapping[str, str],
    ministries: Sequence[Row],
    status: int = 200,
    *,
    error: str = "",
    calendars: Sequence[Calendar] = (),
    lines: Sequence[coverage_all.Line] = (),
    wanted: Sequence[Wanted] = (),
) -> HTMLResponse:
    return render(
        request,
        "coverage.html",
        status,
        title="Coverage",
        view="coverage",
        typed=typed,
        ministries=ministries,
        languages=sorted({one for row in ministries for one in row["languages"]}),
        periods=_periods(ministries),
        error=error,
        calendars=calendars,
        lines=lines,
        list_days=coverage_all.DAYS,
        wanted=wanted[:MOST],
        more=max(0, len(wanted) - MOST),
        marks=marks.MARKS,
    )


def _periods(ministries: Sequence[Row]) -> list[tuple[str, date, date]]:
    """Windows to choose by a click: the last twelve months that hold something, and each year, the newest first."""
    if not ministries:
        return []
    first, last = min(row["first"] for row in ministries), max(min(row["last"], row["today"]) for row in ministries)
    years = [(str(year), date(year, 1, 1), date(year, 12, 31)) for year in range(last.year, first.year - 1, -1)]
    return [("last 12 months", years_before(last), last), *years]

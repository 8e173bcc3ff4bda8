"""What the form of the view "Coverage" asks for, read from what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ui.calendar import years_before

#: A map holds at most so many days (two years).
LONGEST = 731


class Misasked(ValueError):
    """What was typed cannot be asked for; the message says what is wrong and what can be."""


@dataclass(frozen=True, slots=True)
class Window:
    """``ministry`` and ``language`` are None where all are meant; days are inclusive."""

    ministry: str | None
    language: str | None
    since: date
    until: date


def window(typed: Mapping[str, str], ministries: Sequence[Mapping[str, Any]]) -> Window:
    """The window that the form asks for; without days the last twelve months, or as many of them as hold something. Raises Misasked.

    ``ministries``: rows of ``transcripts.store.coverage.ministries``, one at least.
    """
    ministry = _one_of(typed, "ministry", [row["ministry"] for row in ministries])
    of = [row for row in ministries if ministry in (None, row["ministry"])]
    language = _one_of(typed, "language", sorted({one for row in of for one in row["languages"]}))
    last, today = max(row["last"] for row in of), max(row["today"] for row in of)
    until = day_of(typed.get("until", ""), "the last day") or min(last, today)
    since = day_of(typed.get("since", ""), "the first day") or _first(until, min(row["first"] for row in of))
    count = (until - since).days + 1
    if count < 1:
        raise Misasked(f"the first day, {since}, is after the last, {until}: turn them round")
    if count > LONGEST:
        raise Misasked(f"{since} to {until} are {count} days; a map holds at most {LONGEST}: ask for fewer")
    return Window(ministry, language, since, until)


def day_of(text: str, what: str) -> date | None:
    """The day that was typed, None where nothing was. Raises Misasked."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Misasked(f"{what}, {text!r}, is no day: write it as 2026-03-05") from error
    if not 1990 <= day.year <= 2200:
        raise Misasked(f"{what}, {text!r}, is out of reach: there are no days before 1990 or after 2200 here")
    return day


def _first(until: date, known: date) -> date:
    year = years_before(until)
    return known if year < known <= until else year


def _one_of(typed: Mapping[str, str], name: str, known: Sequence[str]) -> str | None:
    said = typed.get(name, "").strip()
    if said and said not in known:
        raise Misasked(f"there is no {name} {said!r} here, but {', '.join(known) or 'none yet'}")
    return said or None

"""What open incidents are about stays found until it is mended or accepted, also when it is older than what a look takes in.

A look goes back some days, so that it costs the same in the tenth year. What it found once is kept by its days in the open
incident (``Finding.days``), and those days are asked for by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.store.health import remembered

Row = dict[str, Any]
LOST, WAITING = "lost", "waiting"
#: So many days are asked for in one look: those of which something was heard lately, then others in turn; those beyond stay as they
#: were found until their turn comes.
MOST = 40
#: From one turn to the next: as often as ``watch`` looks.
TURN = timedelta(minutes=15)
#: What was heard for so long is lately.
LATELY = timedelta(days=1)
UNASKED = "as found before; its turn to be looked at comes with a later look"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Rows as the queries of recent days give them: ``gaps`` with the ``about`` that they were told under, ``unbalanced`` days,
    ``unexplained`` documents."""

    gaps: list[Row] = field(default_factory=list)
    unbalanced: list[Row] = field(default_factory=list)
    unexplained: list[Row] = field(default_factory=list)


def look(connection: Connection, named: Collection[tuple[str, str]], now: datetime, bounds: Bounds) -> Remembered:
    """What open incidents are about and recent rows do not say. ``named``: ministry and day of what those name as missing."""
    days = remembered.days(connection, bounds.completeness_days, now - LATELY)
    rows = in_turn([row for row in days if _wanted(row, named)], int(now.timestamp() // TURN.total_seconds()))
    asked, rest = rows[:MOST], rows[MOST:]
    found: dict[tuple[str, date], list[Row]] = {}
    for row in remembered.standing(connection, [(row["ministry"], row["day"]) for row in asked]):
        found.setdefault((row["ministry"], row["day"]), []).append(row)
    it = Remembered()
    for row in asked:
        _sort(it, row, found.get((row["ministry"], row["day"]), []))
    for row in rest:
        _sort(it, row, [_unasked(row)])
    return it


def in_turn(rows: Sequence[Row], turn: int) -> list[Row]:
    """The rows, those first that are asked for in this turn: each turn begins where the one before ended, so that all come.

    Pure. Those of which something was ``heard`` go first, and leave a quarter to the others. What the look before did not find
    counts as heard of: two in a row must not find it.
    """
    heard, others = ([row for row in rows if row["heard"] is it] for it in (True, False))
    room = MOST - MOST // 4 if others else MOST
    first = _turned(heard, turn, room)
    now, later = first[:room], first[room:]
    return [*now, *_turned(others, turn, MOST - len(now)), *later]


def _turned(rows: Sequence[Row], turn: int, room: int) -> list[Row]:
    """The rows from the place on at which this turn begins, where there is room for so many in each."""
    start = turn * room % len(rows) if 0 < room < len(rows) else 0
    return [*rows[start:], *rows[:start]]


def _wanted(row: Mapping[str, Any], named: Collection[tuple[str, str]]) -> bool:
    if row["about"] in (LOST, WAITING):
        return bool(row["past"])
    return row["kind"] == "completeness" and (row["ministry"], str(row["day"])) not in named


def _sort(into: Remembered, incident: Mapping[str, Any], found: Iterable[Row]) -> None:
    """What is found on a day of an incident, as far as the incident is about that."""
    rows = list(found)
    if incident["about"] in (LOST, WAITING):
        into.unexplained.extend(_unexplained(incident, rows))
        return
    gaps = [row for row in rows if row["state"] == "gap"]
    into.gaps.extend({**row, "about": incident["about"], "first_failed": incident["began"]} for row in gaps)
    lost = sum(1 for row in rows if row["state"] == LOST)
    if not gaps:
        into.unbalanced.extend(
            {"ministry": row["ministry"], "day": str(row["day"]), "missing": int(row["reason"])}
            for row in rows
            if row["state"] == "unbalanced" and int(row["reason"]) > lost
        )


def _unexplained(incident: Mapping[str, Any], rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if row["state"] in ("gap", "unbalanced") or (row["state"] == LOST) != (incident["about"] == LOST):
            continue
        yield {"ministry": row["ministry"], "day": str(row["day"]), "address": row["what"], "state": row["state"]}


def _unasked(row: Mapping[str, Any]) -> Row:
    state = row["about"] if row["about"] in (LOST, WAITING) else "gap"
    return {
        "ministry": row["ministry"], "day": row["day"], "state": state, "subject": "day", "what": "", "reason": UNASKED, "tries": 0,
    }  # fmt: skip

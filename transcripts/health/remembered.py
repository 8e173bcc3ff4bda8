"""What open incidents are about stays found until it is mended or accepted, also when it is older than what a look takes in.

A look goes back some days, so that it costs the same in the tenth year. What it found once is kept by its days in the open
incident (``Finding.days``), and those days are asked for by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.store.health import remembered

Row = dict[str, Any]
LOST, WAITING = "lost", "waiting"
#: So many days are asked for in one look, the oldest first; those beyond stay as they were found until their turn comes.
MOST = 40
UNASKED = "as found before; its turn to be looked at comes when older days are mended"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Rows as the queries of recent days give them: ``gaps`` with the ``about`` that they were told under, ``unbalanced`` days,
    ``unexplained`` documents."""

    gaps: list[Row] = field(default_factory=list)
    unbalanced: list[Row] = field(default_factory=list)
    unexplained: list[Row] = field(default_factory=list)


def look(connection: Connection, named: Collection[tuple[str, str]], bounds: Bounds) -> Remembered:
    """What open incidents are about and recent rows do not say. ``named``: ministry and day of what those name as missing."""
    rows = [row for row in remembered.days(connection, bounds.completeness_days) if _wanted(row, named)]
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

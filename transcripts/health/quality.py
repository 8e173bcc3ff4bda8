"""Quality checks that fail, or that nobody makes; pages in quarantine that nobody looks at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.health.model import Finding
from transcripts.store.health import queue, upkeep

#: A check that has not run for so many days is no check of today.
DAYS = 60


def found(connection: Connection, now: datetime, bounds: Bounds) -> list[Finding]:
    """The newest result of each check that is not well; checks that have stopped; pages that wait for a person."""
    failing = [_failing(row) for row in upkeep.failing(connection, now - timedelta(days=DAYS))]
    return [*failing, *_silent(connection, now, bounds), *_unread(connection, now, bounds)]


def _failing(row: Mapping[str, Any]) -> Finding:
    about = " ".join(filter(None, (row["name"], row["language"])))
    says = f"{row['ministry'] or 'all'} {row['at']:%Y-%m-%d}: {row['says']}"
    step = (
        row["next_step"]
        or "the page Health has its figures over time; docs/operations.md, Quality checks, says what each means"
    )
    return Finding("quality", row["severity"], row["ministry"], about, says, step, row["since"])


def _silent(connection: Connection, now: datetime, bounds: Bounds) -> list[Finding]:
    last, published = upkeep.last_check(connection), upkeep.last_publication(connection)
    if last is None or published is None or published <= last:
        return []
    if now - last <= timedelta(hours=bounds.quality_silent_hours):
        return []
    says = (
        f"all {last:%Y-%m-%d}: no quality check since, though something was published at {published:%Y-%m-%d %H:%M} UTC"
    )
    return [Finding("quality", "warn", None, "checks", says, "is the DAG `checks` paused or red?", last)]


def _unread(connection: Connection, now: datetime, bounds: Bounds) -> list[Finding]:
    rows = queue.waiting(connection, now - timedelta(days=bounds.quality_quarantine_days))
    return [_waits(row, bounds) for row in rows if row["old"] or row["pages"] > bounds.quality_quarantine_pages]


def _waits(row: Mapping[str, Any], bounds: Bounds) -> Finding:
    pages, old = row["pages"], row["old"]
    long = f", {old} of them for more than {bounds.quality_quarantine_days} days" if old else ""
    says = (
        f"{row['ministry']} {row['since']:%Y-%m-%d}: {pages} page{'s' if pages > 1 else ''} in quarantine {'wait' if pages > 1 else 'waits'}"
        f" for a person{long}; {row['address']}: {row['reason']}"
    )
    step = (
        "look at each on the page Quarantine (or `transcripts quarantine list`): adapt the module and have it read again, or set"
        " it aside (docs/operations.md, Quarantine)"
    )
    return Finding("quality", "warn", row["ministry"], "quarantine", says, step, row["since"])

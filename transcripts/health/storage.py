"""Files of the archive that are damaged, disks that fill up, upkeep that has stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.health.model import Finding, Severity
from transcripts.store.health import upkeep

#: The figure of upkeep that says how much room is left, in bytes.
FREE = "disk_free_bytes"


def found(connection: Connection, now: datetime, bounds: Bounds) -> list[Finding]:
    """What is wrong with what holds everything."""
    return [*_damaged(connection), *_full(connection, bounds), *_silent(connection, now, bounds)]


def _damaged(connection: Connection) -> list[Finding]:
    step = "put the file back from the backup, then `transcripts replay --again` (docs/operations.md, When something of ours breaks)"
    return [
        Finding(
            "storage",
            "bad",
            None,
            row["file"],
            f"archive {row['verified_at']:%Y-%m-%d}: {row['file']}: {row['problem']}",
            step,
            row["verified_at"],
        )
        for row in upkeep.damaged(connection)
    ]


def _full(connection: Connection, bounds: Bounds) -> list[Finding]:
    free = upkeep.measured(connection, FREE)
    if free is None or free["value"] >= bounds.storage_warn_free_bytes:
        return []
    severity: Severity = "bad" if free["value"] < bounds.storage_bad_free_bytes else "warn"
    says = f"disk {free['day']}: {free['value'] / 1e9:.1f} GB are left"
    return [
        Finding(
            "storage", severity, None, "disk", says, "free some or make it larger; what was stored is safe", free["at"]
        )
    ]


def _silent(connection: Connection, now: datetime, bounds: Bounds) -> list[Finding]:
    step = "is the DAG `upkeep` paused or red?"
    silent = []
    last = upkeep.last_measurement(connection)
    if last and now - last > timedelta(days=bounds.storage_silent_days):
        says = f"upkeep {last:%Y-%m-%d}: nothing was measured since"
        silent.append(Finding("storage", "warn", None, "measurement", says, step, last))
    read = upkeep.last_verified(connection)
    if read and now - read > timedelta(days=bounds.storage_verified_days):
        says = f"upkeep {read:%Y-%m-%d}: no file of the archive was read again since"
        silent.append(Finding("storage", "warn", None, "verification", says, step, read))
    return silent

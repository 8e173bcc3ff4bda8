"""Files of the archive that are damaged, disks that fill up, upkeep that has stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg2.extensions import connection as Connection

from transcripts.health import disks
from transcripts.health.bounds import Bounds
from transcripts.health.model import Finding
from transcripts.store.health import upkeep


def found(connection: Connection, now: datetime, bounds: Bounds) -> list[Finding]:
    """What is wrong with what holds everything."""
    return [*_damaged(connection), *disks.found(connection, bounds), *_silent(connection, now, bounds)]


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

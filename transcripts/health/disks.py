"""Disks that fill up: of the archive, the spool, the database, Airflow's logs, backups."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.health.model import Finding, Severity
from transcripts.store.health import upkeep

_STEP = (
    "free some or make it larger; what was stored is safe (docs/operations.md, Runbook, storage, says what grows there)"
)


def found(connection: Connection, bounds: Bounds) -> list[Finding]:
    """One finding for each disk that has little room left, with the places that lie on it.

    A look of `watch` measures them; where none has yet, what `upkeep` measured counts.
    """
    rows = upkeep.free(connection)
    of_places = [row for row in rows if row["place"]] or rows
    return list(_of_disks(of_places, bounds))


def _of_disks(rows: list[dict[str, Any]], bounds: Bounds) -> Iterator[Finding]:
    """Places that one look saw with the very same figure lie on one disk."""
    low = [row for row in rows if row["value"] < bounds.storage_warn_free_bytes]
    for _, group in groupby(sorted(low, key=_disk), key=_disk):
        places = list(group)
        row, names = places[0], sorted(filter(None, (one["place"] for one in places)))
        severity: Severity = "bad" if row["value"] < bounds.storage_bad_free_bytes else "warn"
        of = f" of {', '.join(names)}" if names else ""
        says = f"disk{of} {row['at']:%Y-%m-%d}: {row['value'] / 1e9:.1f} GB are left"
        yield Finding("storage", severity, None, " ".join(["disk", *names[:1]]), says, _STEP, row["at"])


def _disk(row: dict[str, Any]) -> tuple[Any, float]:
    return row["at"], row["value"]

"""Looks of `watch` at given findings, at a given moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dags.common import alarms
from transcripts.health.model import Finding

NOW = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)
BLOCKED = Finding(
    "block",
    "bad",
    "toy",
    "2026-11-28",
    "toy 2026-11-28: the site turned us away (http_403)",
    "look at the answer",
    since=NOW - timedelta(hours=2),
)
WAITS = Finding("process", "warn", None, "clean", "12 documents wait for the cleaner", "read the log of process")


def look(*found: Finding, after: timedelta = timedelta(0)) -> str:
    return alarms.watch(NOW + after, lambda _connection, _now: found)

"""Steps that fail or are refused, and work that waits for too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.health.model import Finding, Severity
from transcripts.store.health import work

Row = Mapping[str, Any]


def found(connection: Connection, now: datetime, bounds: Bounds, unexplained: list[dict[str, Any]]) -> list[Finding]:
    """Failures by step and ministry; what was fetched and is not published, by ministry."""
    failed = sorted(work.failed(connection, now - timedelta(hours=bounds.process_waits_hours)), key=_where)
    waiting = sorted(
        (row for row in unexplained if row["state"] != "lost"), key=lambda row: (row["ministry"], row["day"])
    )
    last = work.last_attempt(connection) if waiting else None
    still = last is None or now - last > timedelta(hours=bounds.process_bad_hours)
    return [
        *(_failed(*where, list(rows), bounds) for where, rows in groupby(failed, key=_where)),
        *_waiting(waiting, "bad" if still else "warn", last, bounds),
    ]


def _where(row: Row) -> tuple[str, str]:
    return row["ministry"] or "", row["step"]


def _failed(code: str, step: str, rows: list[Row], bounds: Bounds) -> Finding:
    tries = max(row["tries"] for row in rows)
    severity: Severity = "bad" if tries >= bounds.process_tries else "warn"
    one = rows[0]
    says = (
        f"{code or 'all'} {one['at']:%Y-%m-%d}: the step {step} {one['outcome']} for {len(rows)}"
        f" document{'s' if len(rows) > 1 else ''} (up to {tries} times): {' '.join(str(one['detail']).split())}"
    )
    todo = "mend what it names (mostly the archive or the disk): what failed is tried again each hour"
    if all(row["outcome"] == "refused" for row in rows):
        todo = "the database's own checks refused it: an error of ours, tell a developer; the other documents are published"
    return Finding("process", severity, code or None, step, says, f"{todo}. `transcripts status` names each")


def _waiting(
    rows: list[dict[str, Any]], severity: Severity, last: datetime | None, bounds: Bounds
) -> Iterator[Finding]:
    worked = f"a step last did something at {last:%Y-%m-%d %H:%M} UTC" if last else "no step ever did anything"
    for code, of_code in groupby(rows, key=lambda row: row["ministry"]):
        waiting = list(of_code)
        one = waiting[0]
        says = (
            f"{code} {one['day']}: {len(waiting)} fetched more than {bounds.process_waits_hours} hours ago and not published"
            f" ({one['state']}): {one['address']}; {worked}"
        )
        step = "is the DAG `process` paused or red (its hourly run takes them)? `transcripts process` does it by hand"
        days = sorted({date.fromisoformat(row["day"]) for row in waiting})
        yield Finding("process", severity, code, "waiting", says, step, days=tuple(days))

"""Incidents in the database, and the lock that lets one look at a time compare and tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import psycopg2.errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.incidents.model import Incident
from transcripts.store.rows import rows_of

COLUMNS = (
    "kind", "ministry", "about", "severity", "says", "next_step", "opened_at", "seen_at", "since", "closed_at",
    "told_at", "told_severity", "told_over_at", "missed", "due_at", "days",
)  # fmt: skip
_STANDING = """
SELECT kind, ministry, about, severity, says, next_step, opened_at, seen_at, since, closed_at, told_at, told_severity,
    told_over_at, missed, due_at, days, taken_by, taken_at, taken_until, taken_because, incident_id
FROM pipeline.incident
WHERE closed_at IS NULL OR (told_at IS NOT NULL AND told_over_at IS NULL)
ORDER BY incident_id
"""
_INSERT = """
INSERT INTO pipeline.incident (kind, ministry, about, severity, says, next_step, opened_at, seen_at, since, closed_at, told_at,
    told_severity, told_over_at, missed, due_at, days)
VALUES (%(kind)s, %(ministry)s, %(about)s, %(severity)s, %(says)s, %(next_step)s, %(opened_at)s, %(seen_at)s, %(since)s,
    %(closed_at)s, %(told_at)s, %(told_severity)s, %(told_over_at)s, %(missed)s, %(due_at)s, %(days)s::date[])
RETURNING incident_id
"""
_UPDATE = """
UPDATE pipeline.incident SET severity = %(severity)s, says = %(says)s, next_step = %(next_step)s, seen_at = %(seen_at)s,
    since = %(since)s, closed_at = %(closed_at)s, told_at = %(told_at)s, told_severity = %(told_severity)s,
    told_over_at = %(told_over_at)s, missed = %(missed)s, days = %(days)s::date[]
WHERE incident_id = %(incident_id)s
"""


class AnotherLooks(RuntimeError):
    """Another look is at work and did not end in time; it tells what there is to tell."""


@contextmanager
def alone(connection: Connection, seconds: int) -> Iterator[None]:
    """No other look compares or tells until the block ends, whatever is committed in it. Ends with the connection too.

    Raises AnotherLooks where another one is still at work after ``seconds``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{seconds}s",))
        try:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('incidents', 0))")
        except psycopg2.errors.LockNotAvailable as error:
            connection.rollback()
            raise AnotherLooks(f"another look has been at work for {seconds} s") from error
    connection.commit()
    try:
        yield
    finally:
        if not connection.closed:
            connection.rollback()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended('incidents', 0))")
            connection.commit()


def standing(connection: Connection) -> list[Incident]:
    """The incidents that are open, and those that are over and of which a person was told but not that."""
    return [Incident(**{**row, "days": tuple(row["days"])}) for row in rows_of(connection, _STANDING)]


def write(cursor: Cursor, incidents: Iterable[Incident]) -> list[Incident]:
    """Writes each, in the caller's transaction, and returns them with their numbers. A second open one of a key is an error."""
    return [_written(cursor, one) for one in incidents]


def _written(cursor: Cursor, one: Incident) -> Incident:
    values = {name: getattr(one, name) for name in (*COLUMNS, "incident_id")}
    cursor.execute(_INSERT if one.incident_id is None else _UPDATE, {**values, "days": list(one.days)})
    row = cursor.fetchone() if one.incident_id is None else (one.incident_id,)
    assert row is not None
    return replace(one, incident_id=row[0])


def take(connection: Connection, incident_id: int, by: str, at: datetime, until: datetime, because: str) -> str | None:
    """Notes who takes an open incident and until when. Commits. Returns why not, where it is over or somebody else's at the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT closed_at, taken_by, taken_until FROM pipeline.incident WHERE incident_id = %s FOR UPDATE",
            (incident_id,),
        )
        row = cursor.fetchone()
        if row is None or row[0] is not None:
            connection.rollback()
            return f"incident {incident_id}: it is not open any more"
        if row[1] not in (None, by) and row[2] > at:
            connection.rollback()
            return f"{row[1]} has taken it until {row[2].astimezone(UTC):%Y-%m-%d %H:%M} UTC, and can give it back"
        cursor.execute(
            "UPDATE pipeline.incident SET taken_by = %s, taken_at = %s, taken_until = %s, taken_because = %s WHERE incident_id = %s",
            (by, at, until, because, incident_id),
        )
    connection.commit()
    return None


def give_back(connection: Connection, incident_id: int) -> bool:
    """Nobody has taken it any more. Commits. Whether it was open, and somebody's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pipeline.incident SET taken_by = NULL, taken_at = NULL, taken_until = NULL, taken_because = ''"
            " WHERE incident_id = %s AND closed_at IS NULL AND taken_by IS NOT NULL",
            (incident_id,),
        )
        found = cursor.rowcount
    connection.commit()
    return bool(found)

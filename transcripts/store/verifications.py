"""When each file of the archive was read again last, and what was wrong with it (``pipeline.verification``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the database has it: where its bytes lie, whose digest they have."""

    offset: int
    length: int
    record_id: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that was read again. ``problem``: what is wrong; None: nothing."""

    file: str
    records: int
    bytes: int
    problem: str | None


_KEEP = """
INSERT INTO pipeline.verification (file, verified_at, records, bytes, problem) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (file) DO UPDATE SET verified_at = excluded.verified_at, records = excluded.records, bytes = excluded.bytes,
    problem = excluded.problem
"""


def in_turn(connection: Connection, files: Iterable[str]) -> list[str]:
    """These files, those with a problem first (is it mended?), then those never read again, then the oldest verified."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, verified_at, problem IS NOT NULL FROM pipeline.verification")
        last = {file: (0 if bad else 2, at.isoformat()) for file, at, bad in cursor.fetchall()}
    return sorted(files, key=lambda file: (*last.get(file, (1, "")), file))


def named(connection: Connection) -> set[str]:
    """The files that should be in the archive: those that snapshots lie in, and those that were there when they were verified."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT file FROM archive.snapshot UNION SELECT file FROM pipeline.verification")
        return {file for (file,) in cursor.fetchall()}


def rows_of(connection: Connection, file: str) -> list[Row]:
    """The snapshots that lie in a file, in its order."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "offset", length, record_id::text, payload_digest FROM archive.snapshot WHERE file = %s ORDER BY 1',
            (file,),
        )
        return [Row(*row) for row in cursor.fetchall()]


def keep(connection: Connection, found: Verified, at: datetime) -> None:
    """Notes what came of reading a file again. ``at`` has a zone."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_KEEP, (found.file, at, found.records, found.bytes, found.problem))


def problems(connection: Connection) -> list[Verified]:
    """The files with which something is wrong, as of when they were read last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file, records, bytes, problem FROM pipeline.verification WHERE problem IS NOT NULL ORDER BY file"
        )
        return [Verified(*row) for row in cursor.fetchall()]

"""Results of the quality checks, and what upkeep has measured and verified."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.rows import rows_of

_FAILING = """
SELECT n.name, n.ministry, n.language, n.at, n.says, n.severity, n.next_step, coalesce((
    SELECT min(b.at) FROM pipeline.check_result b
    WHERE b.name = n.name AND b.ministry IS NOT DISTINCT FROM n.ministry AND b.language IS NOT DISTINCT FROM n.language
    AND b.at >= %(since)s AND b.at > coalesce((
        SELECT max(g.at) FROM pipeline.check_result g WHERE g.ok AND g.name = n.name
        AND g.ministry IS NOT DISTINCT FROM n.ministry AND g.language IS NOT DISTINCT FROM n.language), '-infinity')), n.at) AS since
FROM pipeline.check_standing n WHERE n.at >= %(since)s AND NOT n.ok ORDER BY n.ministry NULLS FIRST, n.name, n.language
"""


def failing(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """The checks whose newest result (since then) is not well, with the time from which on none was."""
    return rows_of(connection, _FAILING, since=since)


def last_check(connection: Connection) -> datetime | None:
    """When a check ran last; None: never."""
    return _moment(connection, "SELECT max(at) AS at FROM pipeline.check_result")


def last_publication(connection: Connection) -> datetime | None:
    """When something was published last; None: never."""
    return _moment(
        connection,
        "SELECT max(at) AS at FROM pipeline.attempt WHERE step = 'publish' AND outcome = 'done'",
    )


def measured(connection: Connection, name: str) -> dict[str, Any] | None:
    """The newest figure of this name over all ministries (value, day, at); None: never measured."""
    found = rows_of(
        connection,
        "SELECT value, day, at FROM pipeline.measurement WHERE name = %(name)s AND ministry = '' AND language = ''"
        " ORDER BY day DESC LIMIT 1",
        name=name,
    )
    return found[0] if found else None


# A place that is not measured any more (a worker has gone, a setting was changed) is none after a day.
_FREE = """
SELECT nullif(split_part(name, ':', 2), '') AS place, value, at FROM (
    SELECT DISTINCT ON (name) name, value, at, max(at) OVER () AS newest FROM pipeline.measurement
    WHERE (name = 'disk_free_bytes' OR starts_with(name, 'disk_free_bytes:')) AND ministry = '' AND language = ''
    ORDER BY name, day DESC
) AS newest_of_each WHERE at > newest - interval '1 day' ORDER BY name
"""


def free(connection: Connection) -> list[dict[str, Any]]:
    """Free bytes of each place that was measured last (place, value, at); place None: the least of all, as `upkeep` measures it."""
    return rows_of(connection, _FREE)


def last_measurement(connection: Connection) -> datetime | None:
    """When `upkeep` measured something last; None: never. Free room is measured by `watch` too, and says nothing of it."""
    return _moment(
        connection,
        "SELECT max(at) AS at FROM pipeline.measurement WHERE NOT starts_with(name, 'disk_free_bytes')",
    )


def damaged(connection: Connection) -> list[dict[str, Any]]:
    """Files of the archive in which something was wrong when they were read again last."""
    return rows_of(
        connection,
        "SELECT file, verified_at, problem FROM pipeline.verification WHERE problem IS NOT NULL ORDER BY file",
    )


def last_verified(connection: Connection) -> datetime | None:
    """When the last file of the archive was read again; None: never."""
    return _moment(connection, "SELECT max(verified_at) AS at FROM pipeline.verification")


def _moment(connection: Connection, query: str) -> datetime | None:
    moment: datetime | None = rows_of(connection, query)[0]["at"]
    return moment

"""Rows of ``pipeline`` that nothing needs any more: no view of analysts, no work list, no digest, no rule."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection

# A failure that a later attempt of the same input made good. All other attempts stay: rows of corpus name the attempt that made them, and the
# work list asks which inputs have a good one.
_ATTEMPTS = """
DELETE FROM pipeline.attempt f WHERE f.outcome = 'failed' AND f.at < now() - make_interval(days => %(days)s)
AND EXISTS (SELECT FROM pipeline.attempt g WHERE g.step = f.step AND g.input = f.input AND g.outcome <> 'failed' AND g.at >= f.at)
AND NOT EXISTS (SELECT FROM pipeline.quarantine q WHERE q.attempt_id = f.attempt_id)
"""
_CHECKS = "DELETE FROM pipeline.check_result WHERE at < now() - make_interval(days => %(days)s)"
_INCIDENTS = "DELETE FROM pipeline.incident WHERE closed_at < now() - make_interval(days => %(days)s)"
# Of old months the last day stays, so that curves over years go on.
_MEASUREMENTS = """
DELETE FROM pipeline.measurement m WHERE m.day < (now() AT TIME ZONE 'UTC')::date - %(days)s
AND EXISTS (SELECT FROM pipeline.measurement n WHERE (n.name, n.ministry, n.language) = (m.name, m.ministry, m.language)
    AND n.day > m.day AND date_trunc('month', n.day) = date_trunc('month', m.day))
"""
_PARTS = {
    "attempt": _ATTEMPTS,
    "check_result": _CHECKS,
    "incident": _INCIDENTS,
    "measurement": _MEASUREMENTS,
}


def forget(connection: Connection, days: int) -> dict[str, int]:
    """Deletes what is older than so many days and needed by nothing; how many rows, by table."""
    gone = {}
    for table, statement in _PARTS.items():
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, {"days": days})
            gone[table] = cursor.rowcount
    return gone

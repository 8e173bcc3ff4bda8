"""All that is wrong just now."""

from __future__ import annotations

from datetime import datetime

from psycopg2.extensions import connection as Connection

from transcripts.health.model import STATUS, Finding


def findings(connection: Connection, now: datetime) -> list[Finding]:
    """What is wrong at ``now`` (with a zone), the bad first. Asks the database only, in a second at most.

    Raises DatabaseDown (by ``connected``).
    """
    return []


def status(found: list[Finding]) -> int:
    """The exit status for monitoring from outside: 0 all is well, 1 something wants a look, 2 a person is needed."""
    return max((STATUS[one.severity] for one in found), default=0)

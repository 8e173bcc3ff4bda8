"""All that is wrong just now."""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg2.extensions import connection as Connection

from transcripts.health import completeness, freshness, processing, quality, remembered, sites, storage
from transcripts.health.bounds import bounds
from transcripts.health.freshness import Freshness
from transcripts.health.model import STATUS, Finding
from transcripts.store import balance


def findings(connection: Connection, now: datetime, states: list[Freshness] | None = None) -> list[Finding]:
    """What is wrong at ``now`` (with a zone), the bad first. Asks the database only, in a second at most.

    ``states``: what ``freshness.look`` said, where the caller has asked already. Raises DatabaseDown (by ``connected``).
    """
    limits = bounds()
    stand = freshness.look(connection, now) if states is None else states
    before = now - timedelta(hours=limits.process_waits_hours)
    recent = balance.unexplained(connection, before.isoformat(), limits.completeness_days)
    missing = completeness.missing(connection, stand, now, limits, recent)
    kept = remembered.look(connection, missing.named, now, limits)
    unexplained = [*recent, *kept.unexplained]
    found = [
        *freshness.found(stand, now, limits),
        *completeness.found(missing, kept, stand, now, limits, unexplained),
        *sites.found(connection, stand, now, limits),
        *processing.found(connection, now, limits, unexplained),
        *quality.found(connection, now, limits),
        *storage.found(connection, now, limits),
    ]
    return sorted(found, key=lambda one: (-STATUS[one.severity], one.ministry or "", one.kind, one.about))


def status(found: list[Finding]) -> int:
    """The exit status for monitoring from outside: 0 all is well, 1 something wants a look, 2 a person is needed."""
    return max((STATUS[one.severity] for one in found), default=0)

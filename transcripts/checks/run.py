"""Runs checks: measures, holds to bounds, keeps what came of it."""

from __future__ import annotations

from datetime import datetime

from psycopg2.errors import QueryCanceled
from psycopg2.extensions import connection as Connection

from transcripts.checks.judge import judged, unanswered
from transcripts.checks.model import Check, Result
from transcripts.checks.policy import policy
from transcripts.store import checks as store
from transcripts.store.connection import connected


class UnknownCheck(ValueError):
    """There is no check of this name; the message names those that there are."""


def run(database_url: str, name: str, now: datetime, run_id: str | None = None) -> list[Result]:
    """The results of one check, kept under the run's id where there is one: in a second try of a run in the place of the first's.

    Raises UnknownCheck, BadPolicy, DatabaseDown. A check that takes too long has results as well: not measured.
    """
    found = policy()
    if name not in found.checks:
        raise UnknownCheck(f"no check {name!r}: there are {', '.join(found.checks)}")
    check = found.checks[name]
    with connected(database_url) as connection:
        results = _results(connection, check, now)
        if run_id is not None:
            store.keep(connection, check, results, run_id)
    return results


def _results(connection: Connection, check: Check, now: datetime) -> list[Result]:
    try:
        measured = store.measure(connection, check, policy().parameters)
    except QueryCanceled:
        return unanswered(check, f"the database took longer than {check.seconds:g} s", now)
    return judged(
        check, measured, lambda figure, ministry, language: store.past(connection, figure, ministry, language), now
    )

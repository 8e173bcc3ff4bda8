"""The quality checks' questions to the database (``schema/checks``), and their results over time."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.checks.model import Check, Figure, Measured, Result
from transcripts.store.migrations import SCHEMA
from transcripts.store.rows import rows_of

FOLDER = SCHEMA / "checks"
_SCRIPTS = Path(__file__).parent.parent / "data" / "scripts.toml"
_COLUMNS = '"check", name, ministry, language, at, value, low, high, ok, severity, says, next_step, run_id'
_KEEP = f"INSERT INTO pipeline.check_result ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608 (our own columns)


def measure(connection: Connection, check: Check, parameters: Mapping[str, Any]) -> list[Measured]:
    """What the check's question finds, in a transaction that reads one state of all tables.

    Raises QueryCanceled where it takes longer than the check's seconds. The transaction is over afterwards.
    """
    question = (FOLDER / f"{check.name}.sql").read_text("utf-8")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(int(check.seconds * 1000))])
        found = rows_of(connection, question, **parameters, scripts=_scripts())
    finally:
        connection.rollback()
    return [
        Measured(row["name"], row["ministry"], row["language"], row["value"], tuple(filter(None, row["places"] or ())))
        for row in found
    ]


def past(connection: Connection, figure: Figure, ministry: str | None, language: str | None) -> list[float]:
    """What this figure was, where it was found well, in the days that its past reaches back."""
    query = (
        "SELECT value FROM pipeline.check_result WHERE name = %(name)s AND ministry IS NOT DISTINCT FROM %(ministry)s"
        " AND language IS NOT DISTINCT FROM %(language)s AND ok AND value IS NOT NULL"
        " AND at > now() - make_interval(days => %(days)s)"
    )
    days = figure.past.days if figure.past else 0
    found = rows_of(connection, query, name=figure.name, ministry=ministry, language=language, days=days)
    return [row["value"] for row in found]


def keep(connection: Connection, check: Check, results: Sequence[Result], run_id: str) -> None:
    """Puts a run's results where they are kept; those of the same check and run, from a try before, are replaced."""
    with connection, connection.cursor() as cursor:
        cursor.execute('DELETE FROM pipeline.check_result WHERE run_id = %s AND "check" = %s', (run_id, check.name))
        for one in results:
            cursor.execute(_KEEP, (*astuple(one), run_id))


@cache
def _scripts() -> str:
    """The script of each language, as JSON."""
    return json.dumps(tomllib.loads(_SCRIPTS.read_text("utf-8"))["languages"])

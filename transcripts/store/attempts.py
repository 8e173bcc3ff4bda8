"""Attempts: what each step made of each input. The work list is what has no good attempt of the current version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from psycopg2.extensions import cursor as Cursor

from transcripts.store.provenance import Provenance
from transcripts.store.rows import merge

Outcome = Literal["done", "unchanged", "quarantined", "refused", "failed"]
COLUMNS = ("step", "input", "input_digest", "version", "outcome", "detail")
BY = ("dag_id", "run_id", "task_id", "map_index", "try_number")
TABLE = ("pipeline", "attempt")
COUNT_UP = (
    "(step, version, input) WHERE outcome = 'failed' DO UPDATE SET tries = attempt.tries + 1, at = now(),"
    " detail = excluded.detail, dag_id = excluded.dag_id, run_id = excluded.run_id, task_id = excluded.task_id,"
    " map_index = excluded.map_index, try_number = excluded.try_number"
)
#: An error's text is cut to so many characters.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step's work on one input, as it ended."""

    step: str
    input: str
    input_digest: str
    version: str
    outcome: Outcome
    detail: str | None = None


def record(cursor: Cursor, attempts: Sequence[Attempt], by: Provenance) -> dict[str, int]:
    """Writes the attempts and returns the keys of the good ones by input.

    An input that somebody else has dealt with meanwhile is left out. A failure that repeats counts up in its row.
    """
    good = [_row(attempt, by) for attempt in attempts if attempt.outcome != "failed"]
    failed = [_row(attempt, by) for attempt in attempts if attempt.outcome == "failed"]
    columns = (*COLUMNS, *BY)
    found = merge(cursor, TABLE, columns, good, returning=("input", "attempt_id"))
    merge(cursor, TABLE, columns, failed, conflict=COUNT_UP)
    return {str(key): int(number) for key, number in found}


def good(cursor: Cursor, step: str, version: str, inputs: Sequence[str]) -> dict[str, int]:
    """The key of each input's good attempt, whoever made it and when."""
    cursor.execute(
        "SELECT input, attempt_id FROM pipeline.attempt"
        " WHERE step = %s AND version = %s AND input = ANY (%s) AND outcome <> 'failed'",
        (step, version, list(inputs)),
    )
    return {str(key): int(number) for key, number in cursor.fetchall()}


def now_done(cursor: Cursor, attempts: Sequence[int]) -> None:
    """Notes that inputs in which nothing new was seen did make something, in the light of one that came late."""
    if attempts:
        cursor.execute("UPDATE pipeline.attempt SET outcome = 'done' WHERE attempt_id = ANY (%s)", (list(attempts),))


def _row(attempt: Attempt, by: Provenance) -> tuple[object, ...]:
    made = (attempt.step, attempt.input, attempt.input_digest, attempt.version, attempt.outcome, _cut(attempt.detail))
    return (*made, by.dag_id, by.run_id, by.task_id, by.map_index, by.try_number)


def _cut(detail: str | None) -> str | None:
    return detail.replace("\0", "\ufffd")[:LONGEST] if detail else detail

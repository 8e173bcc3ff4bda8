"""Attempts: what each step made of each input. The work list is what has no good attempt of the current version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Literal

from psycopg2.extensions import cursor as Cursor

from transcripts.store.provenance import Provenance
from transcripts.store.rows import merge

Outcome = Literal["done", "unchanged", "quarantined", "refused", "failed"]
COLUMNS = ("step", "input", "input_digest", "version", "outcome", "detail")
BY = ("dag_id", "run_id", "task_id", "map_index", "try_number")
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
    """Writes the attempts and returns their keys by input. An input that somebody else has dealt with is left out."""
    rows = [(*astuple(attempt)[:-1], _cut(attempt.detail), *astuple(by)) for attempt in attempts]
    found = merge(cursor, ("pipeline", "attempt"), (*COLUMNS, *BY), rows, returning=("input", "attempt_id"))
    return {str(key): int(number) for key, number in found}


def _cut(detail: str | None) -> str | None:
    return detail.replace("\0", "\ufffd")[:LONGEST] if detail else detail

"""Publishes segmentations: the SQL function checks and moves the pointer, nothing else can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import Json

from transcripts.store.attempts import Attempt, record
from transcripts.store.provenance import Provenance


def publish(cursor: Cursor, segmentation_ids: Sequence[int], version: str, by: Provenance) -> dict[int, str | None]:
    """Each segmentation with the problem that keeps it from being published; None: analysts see it now."""
    cursor.execute(
        "SELECT segmentation, problem FROM corpus.publish(%s::bigint[], %s, %s)",
        (list(segmentation_ids), version, Json(asdict(by))),
    )
    return {int(key): problem for key, problem in cursor.fetchall()}


def documents(cursor: Cursor, segmentation_ids: Sequence[int]) -> list[str]:
    """The documents of which these segmentations are published."""
    cursor.execute(
        "SELECT document_id FROM corpus.publication WHERE segmentation_id = ANY (%s) ORDER BY 1",
        (list(segmentation_ids),),
    )
    return [str(row[0]) for row in cursor.fetchall()]


def fail(cursor: Cursor, failed: Sequence[tuple[int, str]], version: str, by: Provenance) -> None:
    """Notes segmentations whose publication ended with an error; they are tried again."""
    rows = [Attempt("publish", str(key), "", version, "failed", error) for key, error in failed]
    record(cursor, rows, by)


def counts(published: dict[int, str | None]) -> Counter[str]:
    """How many were published and how many refused."""
    return Counter("refused" if problem else "published" for problem in published.values())

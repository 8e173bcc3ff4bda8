"""What the reader's page of two language versions side by side shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import HTTPException
from psycopg2.extensions import connection as Connection

from transcripts.store import reader as store
from transcripts.store import revision_texts as texts
from ui.reading import beside


def side_by_side(
    connection: Connection, found: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], other_id: str
) -> dict[str, Any]:
    """Both documents' turns by ordinal, and the rows in which they stand. Raises HTTPException 404 for a document that is no
    version of this one."""
    key = found["document_id"]
    if other_id not in {one["document_id"] for one in versions}:
        raise HTTPException(404, f"{other_id!r} is no other language version of {key}, or analysts do not see it")
    other = store.facts(connection, other_id)
    assert other is not None
    left, right = (
        {turn["ordinal"]: turn for turn in texts.turns(connection, one["segmentation_id"])} for one in (found, other)
    )
    pairs = store.pairs(connection, key, other_id)
    sure = {(pair["ordinal"], pair["other_ordinal"]): pair["score"] for pair in pairs}
    return {
        "other": other,
        "left": left,
        "right": right,
        "sure": sure,
        "pairs": beside.rows(list(left), list(right), sure),
    }

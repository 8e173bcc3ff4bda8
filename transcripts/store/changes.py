"""Writes what changed between each two revisions of a document, one after the other, as one version cut their turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from psycopg2.extensions import cursor as Cursor

from transcripts.changes import Said, TurnChange, compare
from transcripts.store.rows import merge

REVISION = ("segmentation_id", "before_id", "added", "removed", "altered", "moved", "unchanged", "attempt_id")
TURN = ("segmentation_id", "ordinal", "change", "before_id", "before_turn", "turn")

#: The segmentations of the same document and versions as these, each with the one before it, where that is not what is stored.
_STALE = """
WITH own AS (
    SELECT DISTINCT v.document_id, r.cleaner, s.segmenter
    FROM corpus.segmentation s JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id)
    WHERE s.segmentation_id = ANY (%s)
), chain AS (
    SELECT s.segmentation_id, lag(s.segmentation_id) OVER (
        PARTITION BY o.document_id, o.cleaner, o.segmenter ORDER BY v.first_seen) AS before_id
    FROM own o
    JOIN corpus.revision v ON v.document_id = o.document_id
    JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = o.cleaner
    JOIN corpus.segmentation s ON s.reading_id = r.reading_id AND s.segmenter = o.segmenter
)
SELECT c.segmentation_id, c.before_id
FROM chain c LEFT JOIN corpus.revision_change k USING (segmentation_id)
WHERE c.before_id IS DISTINCT FROM k.before_id
ORDER BY c.segmentation_id
"""


def lock(cursor: Cursor, documents: Iterable[str]) -> None:
    """Until the transaction's end nobody else cuts turns of these documents: two neighbours would not see one another."""
    cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('segment ' || key, 0)) FROM unnest(%s::text[]) WITH ORDINALITY AS k (key, n)"
        " ORDER BY n",
        (sorted(set(documents)),),
    )


def renew(cursor: Cursor, segmentations: Sequence[int], attempt: int) -> None:
    """Compares these with the revisions before and after them, in the caller's transaction; where one came in between, anew."""
    cursor.execute(_STALE, (list(segmentations),))
    stale = [(int(key), before) for key, before in cursor.fetchall()]
    if not stale:
        return
    cursor.execute("DELETE FROM corpus.revision_change WHERE segmentation_id = ANY (%s)", ([key for key, _ in stale],))
    pairs = [(key, int(before)) for key, before in stale if before is not None]
    turns = _turns(cursor, {key for pair in pairs for key in pair})
    found = [
        (key, before, compare(turns.get(before, []), turns.get(key, [])), len(turns.get(key, [])))
        for key, before in pairs
    ]
    merge(cursor, ("corpus", "revision_change"), REVISION, [_counted(*one, attempt) for one in found], conflict=None)
    rows = [row for key, before, changes, _ in found for row in _rows(key, before, changes)]
    merge(cursor, ("corpus", "turn_change"), TURN, rows, conflict=None)


def _turns(cursor: Cursor, segmentations: set[int]) -> dict[int, list[Said]]:
    cursor.execute(
        "SELECT segmentation_id, label, text, note FROM corpus.turn WHERE segmentation_id = ANY (%s)"
        " ORDER BY segmentation_id, ordinal",
        (sorted(segmentations),),
    )
    found: dict[int, list[Said]] = {}
    for key, *said in cursor.fetchall():
        found.setdefault(key, []).append(Said(*said))
    return found


def _counted(key: int, before: int, changes: Sequence[TurnChange], turns: int, attempt: int) -> tuple[int, ...]:
    count = Counter(change.kind for change in changes)
    unchanged = turns - count["added"] - count["altered"] - count["moved"]
    return key, before, count["added"], count["removed"], count["altered"], count["moved"], unchanged, attempt


def _rows(key: int, before: int, changes: Sequence[TurnChange]) -> Iterable[tuple[object, ...]]:
    for ordinal, change in enumerate(changes, start=1):
        yield key, ordinal, change.kind, before, _ordinal(change.before), _ordinal(change.after)


def _ordinal(index: int | None) -> int | None:
    return None if index is None else index + 1

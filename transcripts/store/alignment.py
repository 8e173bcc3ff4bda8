"""Pairs of language versions: which are to be compared, what they hold, and what comparing them said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from transcripts.align import Aligned, Spoken, Version
from transcripts.store.rows import Json, merge

_DUE = """
SELECT c.segmentation_id, c.other_id, r.digest
FROM corpus.version_candidate c
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
WHERE c.segmentation_id = ANY (%(ids)s)
AND NOT EXISTS (SELECT FROM corpus.version_pair v WHERE v.segmentation_id = c.segmentation_id AND v.other_id = c.other_id
    AND v.aligner = %(aligner)s)
ORDER BY c.segmentation_id, c.other_id
"""
_VERSIONS = """
SELECT s.segmentation_id, d.site_id, d.language, coalesce(s.kind, r.kind), r.number, coalesce(s.published_at, r.published_at), r.languages
FROM corpus.segmentation s
JOIN corpus.reading r USING (reading_id)
JOIN corpus.revision v USING (revision_id)
JOIN corpus.document d USING (document_id)
WHERE s.segmentation_id = ANY (%(ids)s)
"""
_TURNS = """
SELECT segmentation_id, text, role, kind, coalesce(person_id, person), speaker, note, addressed_to, translated_from, adding_after
FROM corpus.turn WHERE segmentation_id = ANY (%(ids)s) ORDER BY segmentation_id, ordinal
"""
_EXCHANGES = """
SELECT segmentation_id, array_agg(turn ORDER BY turn)
FROM corpus.exchange_turn WHERE segmentation_id = ANY (%(ids)s)
GROUP BY segmentation_id, exchange ORDER BY segmentation_id, exchange
"""


@dataclass(frozen=True, slots=True)
class Due:
    """Two published segmentations that are to be compared. ``digest``: of the first one's reading."""

    one: int
    other: int
    digest: str


def due(cursor: Cursor, segmentation_ids: Sequence[int], version: str) -> list[Due]:
    """What these segmentations, as the first of two, are to be compared with and have not been by this version."""
    cursor.execute(_DUE, {"ids": list(segmentation_ids), "aligner": version})
    return [Due(*row) for row in cursor.fetchall()]


def versions(cursor: Cursor, segmentation_ids: Iterable[int]) -> dict[int, Version]:
    """What the segmentations hold."""
    ids = {"ids": sorted(set(segmentation_ids))}
    cursor.execute(_TURNS, ids)
    turns: dict[int, list[Spoken]] = {}
    for segmentation, *said in cursor.fetchall():
        turns.setdefault(segmentation, []).append(Spoken(*said))
    cursor.execute(_EXCHANGES, ids)
    exchanges: dict[int, list[tuple[int, ...]]] = {}
    for segmentation, own in cursor.fetchall():
        exchanges.setdefault(segmentation, []).append(tuple(turn - 1 for turn in own))
    cursor.execute(_VERSIONS, ids)
    found = {}
    for key, site_id, language, kind, number, published_at, languages in cursor.fetchall():
        own = tuple(turns.get(key, ())), tuple(exchanges.get(key, ()))
        found[int(key)] = Version(site_id, language, kind, number, published_at, tuple(languages), *own)
    return found


def lock(cursor: Cursor, ministry: str) -> None:
    """Waits until nobody else writes pairs of this ministry."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"align {ministry}",))


def write(cursor: Cursor, found: Sequence[tuple[Due, Aligned]], version: str, attempts: dict[int, int]) -> int:
    """Puts what was found in the place of what an older version said; how many pairs of versions are new.

    One that somebody else wrote meanwhile is left alone. ``attempts``: by the first segmentation.
    """
    _forget(cursor, [pair for pair, _ in found], version)
    columns = ("segmentation_id", "other_id", "aligner", "rule", "score", "evidence", "notices", "attempt_id")
    rows = [
        (
            *(pair.one, pair.other, version, aligned.tie.rule, aligned.tie.score, Json(aligned.tie.evidence)),
            *(aligned.notices, attempts[pair.one]),
        )
        for pair, aligned in found
    ]
    table, returning = ("corpus", "version_pair"), ("segmentation_id", "other_id", "pair_id")
    made = merge(cursor, table, columns, rows, returning=returning)
    keys = {(one, other): key for one, other, key in made}
    new = [(keys[pair.one, pair.other], aligned) for pair, aligned in found if (pair.one, pair.other) in keys]
    _write(cursor, "turn_pair", ("turn", "other_turn"), ((key, aligned.turns) for key, aligned in new))
    _write(cursor, "exchange_pair", ("exchange", "other_exchange"), ((key, aligned.exchanges) for key, aligned in new))
    return len(new)


def _forget(cursor: Cursor, pairs: Sequence[Due], version: str) -> None:
    cursor.execute(
        "DELETE FROM corpus.version_pair v USING unnest(%s::bigint[], %s::bigint[]) AS n (one, other)"
        " WHERE v.segmentation_id = n.one AND v.other_id = n.other AND v.aligner <> %s",
        ([pair.one for pair in pairs], [pair.other for pair in pairs], version),
    )


def _write(cursor: Cursor, table: str, columns: tuple[str, str], found: Iterable[tuple[int, Any]]) -> None:
    rows = ((key, pair.one + 1, pair.other + 1, pair.score) for key, pairs in found for pair in pairs)
    merge(cursor, ("corpus", table), ("pair_id", *columns, "score"), rows, conflict=None)

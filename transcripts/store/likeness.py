"""Which published documents of a site's other generations may be the same as some, and what comparing them said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.likeness import Facts, Likeness
from transcripts.store.rows import Json, merge, rows_of

COLUMNS = ("alias_id", "document_id", "newer", "score", "evidence", "attempt_id")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two documents that are alike: the older generation's, the newer one's, and which generation that is (0: the newest)."""

    alias: str
    document: str
    newer: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Published:
    """A document that is to be compared, as it is published now."""

    segmentation_id: int
    document_id: str
    generation: str
    digest: str


_DUE = """
SELECT p.segmentation_id, d.document_id, split_part(d.site_id, '/', 1), r.digest
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
WHERE p.segmentation_id = ANY (%(ids)s)
AND NOT EXISTS (SELECT FROM pipeline.attempt a WHERE a.step = 'compare' AND a.version = %(version)s
    AND a.input = p.segmentation_id::text AND a.outcome <> 'failed')
ORDER BY d.document_id
"""
#: Only what has the number, or stands on the day or the next to it, is looked at.
_CANDIDATES = """
WITH shown AS (
    SELECT d.document_id, d.ministry, d.language, split_part(d.site_id, '/', 1) AS generation, r.number,
        coalesce((r.published_at AT TIME ZONE m.timezone)::date, r.event_date) AS day
    FROM corpus.publication p
    JOIN corpus.document d USING (document_id)
    JOIN corpus.ministry m ON m.code = d.ministry
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id)
    WHERE d.ministry = %(ministry)s
), mine AS (
    SELECT * FROM shown WHERE document_id = ANY (%(documents)s)
)
SELECT m.document_id, o.document_id, o.generation
FROM (SELECT *, generate_series(day - %(days)s, day + %(days)s, '1 day')::date AS near FROM mine) m
JOIN shown o ON o.language = m.language AND o.day = m.near AND o.generation <> m.generation
"""
_FACTS = """
SELECT d.document_id, r.number, r.published_at, coalesce((r.published_at AT TIME ZONE m.timezone)::date, r.event_date),
    r.title, r.body
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.ministry m ON m.code = d.ministry
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
WHERE d.document_id = ANY (%(documents)s)
"""


def lock(cursor: Cursor, ministry: str) -> None:
    """Waits until nobody else compares this ministry's documents: of two that come at once, the later one sees both."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"compare {ministry}",))


def due(cursor: Cursor, segmentation_ids: Sequence[int], version: str) -> list[Published]:
    """Those of the segmentations that are published and were not compared by this version."""
    cursor.execute(_DUE, {"ids": list(segmentation_ids), "version": version})
    return [Published(*row) for row in cursor.fetchall()]


def candidates(cursor: Cursor, ministry: str, documents: Sequence[str], days: int) -> list[tuple[str, str, str]]:
    """Each document with those of other generations that it may be, and their generation."""
    cursor.execute(_CANDIDATES, {"ministry": ministry, "documents": list(documents), "days": days})
    return [(str(mine), str(other), str(generation)) for mine, other, generation in cursor.fetchall()]


def facts(cursor: Cursor, documents: Iterable[str]) -> dict[str, Facts]:
    """What documents say, as they are published."""
    cursor.execute(_FACTS, {"documents": sorted(set(documents))})
    return {str(document): Facts(*rest) for document, *rest in cursor.fetchall()}


def write(cursor: Cursor, documents: Sequence[str], found: Iterable[Compared], attempts: dict[str, int]) -> int:
    """Puts what was found of these documents in the place of what was known of them; how many pairs."""
    cursor.execute(
        "DELETE FROM corpus.likeness WHERE alias_id = ANY (%(documents)s) OR document_id = ANY (%(documents)s)",
        {"documents": list(documents)},
    )
    pairs = {(one.alias, one.document): one for one in found}
    rows: list[tuple[Any, ...]] = [
        (
            *(one.alias, one.document, one.newer, one.likeness.score, Json(one.likeness.evidence)),
            attempts.get(one.alias) or attempts[one.document],
        )
        for one in pairs.values()
    ]
    merge(cursor, ("corpus", "likeness"), COLUMNS, rows, conflict=None)
    return len(rows)


_PAIRS = """
SELECT a.ministry, a.language, s.alias_id, a.site_id AS alias, s.document_id, d.site_id AS document, s.score::float AS score,
    s.evidence, r.title
FROM corpus.same_document s
JOIN corpus.document a ON a.document_id = s.alias_id
JOIN corpus.document d ON d.document_id = s.document_id
JOIN corpus.publication p ON p.document_id = s.document_id
JOIN corpus.segmentation USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
WHERE %(ministry)s::text IS NULL OR a.ministry = %(ministry)s
ORDER BY s.score, s.alias_id
"""


def pairs(connection: Connection, ministry: str | None = None) -> list[dict[str, Any]]:
    """The pairs that are taken for one document, the doubtful first."""
    return rows_of(connection, _PAIRS, ministry=ministry)


def names(connection: Connection, alias: str, document: str) -> tuple[str, str, str, str]:
    """Ministry, language and the two site ids of two documents. Raises ValueError where they cannot be one."""
    query = "SELECT document_id, ministry, language, site_id FROM corpus.document WHERE document_id = ANY (%(ids)s)"
    found = {row["document_id"]: row for row in rows_of(connection, query, ids=[alias, document])}
    for one in (alias, document):
        if one not in found:
            raise ValueError(f"there is no document {one!r}")
    old, new = found[alias], found[document]
    if (old["ministry"], old["language"]) != (new["ministry"], new["language"]):
        raise ValueError(f"{alias} and {document} are of two ministries or languages: they cannot be one document")
    if old["site_id"].partition("/")[0] == new["site_id"].partition("/")[0]:
        raise ValueError(f"{alias} and {document} are of one generation of the site: neither stands for the other")
    return old["ministry"], old["language"], old["site_id"], new["site_id"]

"""The countries that turns mention: which turns are to be read, and the rows that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

from transcripts.countries import Mention
from transcripts.store import attempts
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance
from transcripts.store.rows import merge

STEP = "countries"
#: Published, and without mentions of this version: never read, or read by another version last (a version may come back).
_DUE = """
SELECT p.segmentation_id, d.language, r.digest
FROM corpus.publication p
JOIN corpus.document d USING (document_id)
JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
LEFT JOIN corpus.country_reading c USING (segmentation_id)
WHERE p.segmentation_id = ANY (%(ids)s) AND c.version IS DISTINCT FROM %(version)s
ORDER BY p.segmentation_id
"""
_TURNS = "SELECT segmentation_id, ordinal, text FROM corpus.turn WHERE segmentation_id = ANY (%s)"
_ATTEMPTS = """
SELECT input, attempt_id FROM pipeline.attempt
WHERE step = 'countries' AND version = %(version)s AND input = ANY (%(inputs)s) AND outcome <> 'failed'
"""
#: Rows of another version that the new one does not have. They go first: two names may begin at one place.
_GONE = """
DELETE FROM corpus.country_mention c
WHERE c.segmentation_id = ANY (%s) AND NOT EXISTS (
    SELECT FROM found f WHERE (f.segmentation_id, f.turn, f.start_char, f.end_char, f.code, f.rule)
        = (c.segmentation_id, c.turn, c.start_char, c.end_char, c.code, c.rule))
"""
_FOUND = "CREATE TEMPORARY TABLE found AS SELECT * FROM corpus.country_mention WITH NO DATA"
_NEW = "INSERT INTO corpus.country_mention SELECT * FROM found ON CONFLICT DO NOTHING"
_KNOWN = "SELECT code, name, kind, note FROM corpus.country"
_UNUSED = """
DELETE FROM corpus.country c
WHERE NOT (c.code = ANY (%s)) AND NOT EXISTS (SELECT FROM corpus.country_mention m WHERE m.code = c.code)
"""
_NEWER = (
    "(segmentation_id) DO UPDATE SET version = excluded.version, mentions = excluded.mentions,"
    " attempt_id = excluded.attempt_id"
)
MENTION = ("segmentation_id", "turn", "start_char", "end_char", "code", "rule")
READING = ("segmentation_id", "version", "mentions", "attempt_id")


@dataclass(frozen=True, slots=True)
class Due:
    """A published segmentation that is to be read. ``digest``: of its reading; ``turns``: ordinal and text."""

    segmentation_id: int
    language: str
    digest: str
    turns: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in it: turn and mention, or None where its language's names are not known; or the error's text."""

    due: Due
    found: Sequence[tuple[int, Mention]] | str | None


def due(cursor: Cursor, segmentation_ids: Sequence[int], version: str) -> list[Due]:
    """Those of these segmentations that are published still and have no mentions of this version, with their turns."""
    cursor.execute(_DUE, {"ids": list(segmentation_ids), "version": version})
    found = cursor.fetchall()
    cursor.execute(_TURNS, ([row[0] for row in found],))
    turns: dict[int, list[tuple[int, str]]] = {}
    for key, ordinal, text in cursor.fetchall():
        turns.setdefault(key, []).append((ordinal, text))
    return [Due(key, language, digest, tuple(turns.get(key, ()))) for key, language, digest in found]


def store(
    cursor: Cursor, batch: Sequence[Read], countries: Iterable[Sequence[str | None]], version: str, by: Provenance
) -> None:
    """Puts mentions of this version in the place of those before, in the caller's transaction. What is the same is not written."""
    _mirror(cursor, list(countries))
    noted = [_attempt(one, version) for one in batch]
    attempts.record(cursor, noted, by)
    cursor.execute(_ATTEMPTS, {"version": version, "inputs": [one.input for one in noted]})
    keys = {int(segmentation): int(attempt) for segmentation, attempt in cursor.fetchall()}
    good = [one for one in batch if not isinstance(one.found, str)]
    readings = [
        (one.due.segmentation_id, version, None if one.found is None else len(one.found), keys[one.due.segmentation_id])
        for one in good
    ]
    merge(cursor, ("corpus", "country_reading"), READING, readings, conflict=_NEWER)
    _replace(cursor, good)


def _replace(cursor: Cursor, good: Sequence[Read]) -> None:
    rows = [
        (one.due.segmentation_id, turn, mention.start, mention.end, mention.code, mention.rule)
        for one in good
        if one.found and not isinstance(one.found, str)
        for turn, mention in one.found
    ]
    cursor.execute(_FOUND)
    merge(cursor, ("pg_temp", "found"), MENTION, rows, conflict=None)
    cursor.execute(_GONE, ([one.due.segmentation_id for one in good],))
    cursor.execute(_NEW)
    cursor.execute("DROP TABLE found")


def _attempt(one: Read, version: str) -> Attempt:
    key, digest = str(one.due.segmentation_id), one.due.digest
    if isinstance(one.found, str):
        return Attempt(STEP, key, digest, version, "failed", one.found)
    return Attempt(STEP, key, digest, version, "done")


def _mirror(cursor: Cursor, countries: Sequence[Sequence[str | None]]) -> None:
    """Brings corpus.country up to date. Where nothing changed nothing is written, and nobody waits for anybody."""
    ours = {str(one[0]): tuple(one) for one in countries}
    if _known(cursor) == ours:
        return
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('country', 0))")
    known = _known(cursor)
    changed = [row for code, row in ours.items() if known.get(code) != row]
    update = "(code) DO UPDATE SET name = excluded.name, kind = excluded.kind, note = excluded.note"
    merge(cursor, ("corpus", "country"), ("code", "name", "kind", "note"), changed, conflict=update)
    cursor.execute(_UNUSED, (list(ours),))


def _known(cursor: Cursor) -> dict[str, tuple[str | None, ...]]:
    cursor.execute(_KNOWN)
    return {row[0]: tuple(row) for row in cursor.fetchall()}

"""Works out and writes where old ids of turns lead: for documents whose published turns, revisions or known ids changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from transcripts.changes import Said
from transcripts.redirects.document import Issued, Redirect, Revision, State, redirects
from transcripts.redirects.places import Place
from transcripts.redirects.words import Spoken
from transcripts.store import issues
from transcripts.store.rows import merge

COLUMNS = (
    "turn_id", "ordinal", "document_id", "record_id", "new_id", "new_document_id", "home_id", "reason", "score",
)  # fmt: skip
#: Documents whose redirects are worked out in one transaction by ``sweep``.
AT_ONCE = 100

#: Published documents: all, or these.
_CHOSEN = """
WITH chosen AS (
    SELECT p.document_id, p.segmentation_id, own.revision_id, own.cleaner, s.segmenter, h.because, h.instead,
        i.segmentation_id AS other
    FROM corpus.publication p
    JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading own USING (reading_id)
    LEFT JOIN corpus.hidden h USING (document_id)
    LEFT JOIN corpus.publication i ON i.document_id = h.instead
    WHERE %(documents)s::text[] IS NULL OR p.document_id = ANY (%(documents)s)
), revised AS (
    SELECT c.document_id, c.segmentation_id AS shown, o.segmentation_id, v.record_id, v.first_seen, c.cleaner, c.segmenter
    FROM chosen c
    JOIN corpus.revision v USING (document_id)
    JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = c.cleaner
    JOIN corpus.segmentation o ON o.reading_id = r.reading_id AND o.segmenter = c.segmenter
), issued AS (
    SELECT c.document_id AS home, g.fetched_at, i.*
    FROM chosen c
    JOIN pipeline.sighting g ON g.document_id = c.document_id AND g.cleaner = c.cleaner
    JOIN pipeline.issue i ON i.record_id = g.record_id
    WHERE (i.document_id, i.cleaner, i.segmenter) <> (c.document_id, c.cleaner, c.segmenter)
)
"""
#: What redirects are made of, as one digest of keys; empty where there is nothing that could lead anywhere.
_DUE = f"""{_CHOSEN}
, state AS (
    SELECT c.document_id, CASE
        WHEN r.revisions = 1 AND i.keys IS NULL AND c.instead IS NULL THEN ''
        ELSE md5(concat_ws('|', c.segmentation_id, r.keys, coalesce(i.keys, ''), c.because, c.instead, c.other)) END AS state
    FROM chosen c
    JOIN (
        SELECT document_id, count(*) AS revisions,
            string_agg(concat_ws(' ', segmentation_id, record_id), ',' ORDER BY segmentation_id) AS keys
        FROM revised GROUP BY document_id
    ) r USING (document_id)
    LEFT JOIN (
        SELECT home, string_agg(issue_id::text, ',' ORDER BY issue_id) AS keys FROM issued GROUP BY home
    ) i ON i.home = c.document_id
)
SELECT s.document_id, s.state FROM state s LEFT JOIN pipeline.redirected d USING (document_id)
WHERE s.state <> coalesce(d.state, '') ORDER BY s.document_id
"""  # noqa: S608 (our own text)
_DOCUMENTS = f"""{_CHOSEN}
SELECT document_id, cleaner, segmenter, because, instead, other FROM chosen WHERE because IS DISTINCT FROM 'superseded'
"""  # noqa: S608
_REVISIONS = f"""{_CHOSEN}
SELECT r.document_id, r.segmentation_id, r.segmentation_id = r.shown, r.record_id::text, r.first_seen, i.body, i.turn_ids,
    i.starts, i.ends
FROM revised r JOIN pipeline.issue i USING (document_id, record_id, cleaner, segmenter)
"""  # noqa: S608
_ISSUED = f"""{_CHOSEN}
SELECT home, document_id, record_id::text, cleaner, segmenter, body, turn_ids, starts, ends, fetched_at FROM issued
"""  # noqa: S608


def renew(cursor: Cursor, documents: Sequence[str]) -> int:
    """Notes what analysts are shown of these published documents and leads what they were shown on to it; ids that changed.

    In the caller's transaction, which holds the documents' locks of ``corpus.publish``.
    """
    if not documents:
        return 0
    issues.note(cursor, documents)
    due = _due(cursor, documents)
    return _renew(cursor, due) if due else 0


def sweep(connection: Connection) -> int:
    """The same for all documents of which something changed besides, a few a transaction: a revision or a file of ids came
    late, another document is shown instead. How many ids that concerned.
    """
    with connection, connection.cursor() as cursor:
        due = list(_due(cursor, None))
    count = 0
    for start in range(0, len(due), AT_ONCE):
        with connection, connection.cursor() as cursor:
            own = due[start : start + AT_ONCE]
            _lock(cursor, own)
            count += renew(cursor, own)
    return count


def _lock(cursor: Cursor, documents: Sequence[str]) -> None:
    """Until the transaction's end nobody else publishes these documents; taken in the order in which corpus.publish does."""
    cursor.execute(
        "SELECT pg_advisory_xact_lock(k.key) FROM (SELECT DISTINCT hashtextextended('publish ' || d, 0) AS key"
        " FROM unnest(%s::text[]) AS d ORDER BY 1) AS k",
        (list(documents),),
    )


def _due(cursor: Cursor, documents: Sequence[str] | None) -> dict[str, str]:
    cursor.execute(_DUE, {"documents": None if documents is None else list(documents)})
    return dict(cursor.fetchall())


def _renew(cursor: Cursor, due: dict[str, str]) -> int:
    found = [one for state in _states(cursor, list(due)) for one in redirects(state)]
    count = _write(cursor, list(due), found)
    conflict = "(document_id) DO UPDATE SET state = excluded.state"
    merge(cursor, ("pipeline", "redirected"), ("document_id", "state"), list(due.items()), conflict=conflict)
    return count


def _states(cursor: Cursor, documents: Sequence[str]) -> list[State]:
    chosen = {"documents": list(documents)}
    cursor.execute(_REVISIONS, chosen)
    rows = cursor.fetchall()
    cursor.execute(_DOCUMENTS, chosen)
    published = cursor.fetchall()
    cursor.execute(_ISSUED, chosen)
    issued: dict[str, list[Issued]] = {}
    for home, document, record, cleaner, segmenter, body, ids, starts, ends, fetched_at in cursor.fetchall():
        one = Issued(document, record, cleaner, segmenter, body, _places(ids, starts, ends), fetched_at)
        issued.setdefault(home, []).append(one)
    led = {document for document, *_, other in published if other is not None}
    words = _words(cursor, _compared(rows, led) | {int(other) for *_, other in published if other is not None})
    revisions: dict[str, dict[bool, list[Revision]]] = {}
    for document, key, shown, record, first_seen, body, ids, starts, ends in rows:
        revision = Revision(record, first_seen, body, _places(ids, starts, ends), words.get(key, ()))
        revisions.setdefault(document, {}).setdefault(shown, []).append(revision)
    return [
        State(
            document,
            cleaner,
            segmenter,
            revisions[document][True][0],
            revisions[document].get(False, ()),
            issued.get(document, ()),
            (instead, words.get(other, ())) if because == "same_document" and other is not None else None,
        )
        for document, cleaner, segmenter, because, instead, other in published
    ]


def _compared(rows: Iterable[Sequence[Any]], led: set[str]) -> set[int]:
    """Segmentations whose words are compared: of documents with several revisions, or that lead to another one."""
    own: dict[str, set[int]] = {}
    for document, key, *_ in rows:
        own.setdefault(document, set()).add(key)
    return {key for document, keys in own.items() if len(keys) > 1 or document in led for key in keys}


def _words(cursor: Cursor, segmentations: set[int]) -> dict[int, list[Spoken]]:
    cursor.execute(
        "SELECT segmentation_id, turn_id, label, text, note FROM corpus.turn WHERE segmentation_id = ANY (%s)"
        " ORDER BY segmentation_id, ordinal",
        (sorted(segmentations),),
    )
    found: dict[int, list[Spoken]] = {}
    for key, turn, *said in cursor.fetchall():
        found.setdefault(key, []).append(Spoken(turn, Said(*said)))
    return found


def _places(ids: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[Place]:
    return [Place(*one) for one in zip(ids, starts, ends, strict=True)]


def _write(cursor: Cursor, documents: Sequence[str], found: Sequence[Redirect]) -> int:
    """Brings the rows that these documents made in line, and says how many ids that concerned; equal rows are left alone."""
    wanted = {row for one in found for row in _rows(one)}
    cursor.execute(
        "SELECT turn_id, ordinal, document_id, record_id::text, new_id, new_document_id, home_id, reason, score::text"
        " FROM corpus.turn_redirect WHERE home_id = ANY (%(documents)s) OR turn_id = ANY (%(turns)s)",
        {"documents": list(documents), "turns": [row[0] for row in wanted]},
    )
    stored = set(cursor.fetchall())
    gone = [row[:2] for row in stored - wanted]
    if gone:
        cursor.execute(
            "DELETE FROM corpus.turn_redirect r USING unnest(%s::text[], %s::integer[]) AS g (turn_id, ordinal)"
            " WHERE r.turn_id = g.turn_id AND r.ordinal = g.ordinal",
            ([row[0] for row in gone], [row[1] for row in gone]),
        )
    new = sorted(wanted - stored, key=lambda row: row[:2])
    merge(cursor, ("corpus", "turn_redirect"), COLUMNS, new)
    return len({row[0] for row in [*gone, *new]})


def _rows(one: Redirect) -> list[tuple[object, ...]]:
    def row(ordinal: int, new: str | None, score: float) -> tuple[object, ...]:
        stood = (one.document_id, one.record_id)
        return (one.turn_id, ordinal, *stood, new, one.into, one.home, one.reason, f"{score:.3f}")

    if not one.leads:
        return [row(1, None, 0.0)]
    return [row(n, lead.turn_id, lead.score) for n, lead in enumerate(one.leads, start=1)]

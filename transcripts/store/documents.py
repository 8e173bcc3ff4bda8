"""Writes what the cleaner made of snapshots: documents, revisions, readings, paragraphs, quarantine, attempts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from scraper.ministries.model import Ministry
from transcripts.ids import document_id
from transcripts.model import Quarantine, Reading
from transcripts.store import attempts
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance
from transcripts.store.revisions import Decision, State, place
from transcripts.store.rows import Json, merge
from transcripts.store.snapshots import Snapshot

READING = (
    "revision_id", "cleaner", "digest", "layout", "title", "kind", "published_at", "event_date", "event_place", "number",
    "languages", "tags", "unofficial_translation", "attachments", "links", "language_evidence", "notices", "body",
    "attempt_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """A snapshot that could not be read for a reason that is not the page's: it is tried again."""

    detail: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A snapshot and what came of it."""

    snapshot: Snapshot
    result: Reading | Quarantine | Failure


@dataclass(frozen=True, slots=True)
class _Placed:
    cleaned: Cleaned
    reading: Reading
    document: str
    decision: Decision

    @property
    def makes_reading(self) -> bool:
        return self.decision.what == "own" or not self.decision.state.read

    @property
    def outcome(self) -> attempts.Outcome:
        return "done" if self.makes_reading else "unchanged"


def store(cursor: Cursor, ministry: Ministry, batch: Sequence[Cleaned], version: str, by: Provenance) -> Counter[str]:
    """Writes a batch (all snapshots of a document together, the oldest first) in the caller's transaction, and counts.

    Documents are locked, so that two processes never place the same document's snapshots at once.
    """
    _lock(cursor, ministry.code, batch)
    batch = _without_done(cursor, batch, version)
    placed = _place_all(cursor, ministry.code, batch, version)
    keys = attempts.record(cursor, list(_attempts(batch, placed, version)), by)
    if keys:
        _write_ministry(cursor, ministry, min(keys.values()))
    _write_quarantine(cursor, batch, version, keys)
    _write_documents(cursor, ministry.code, placed, keys)
    _write_readings(cursor, placed, version, keys)
    count = Counter(one.outcome if one.outcome == "unchanged" else "read" for one in placed)
    count.update("quarantined" for one in batch if isinstance(one.result, Quarantine))
    count.update("failed" for one in batch if isinstance(one.result, Failure))
    return count


def _lock(cursor: Cursor, ministry: str, batch: Sequence[Cleaned]) -> None:
    keys = sorted({f"document {ministry} {one.snapshot.site_id}" for one in batch})
    cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) WITH ORDINALITY AS k (key, n)"
        " ORDER BY hashtextextended(key, 0)",
        (keys,),
    )


def _without_done(cursor: Cursor, batch: Sequence[Cleaned], version: str) -> list[Cleaned]:
    cursor.execute(
        "SELECT input FROM pipeline.attempt WHERE step = 'clean' AND version = %s AND outcome <> 'failed'"
        " AND input = ANY (%s)",
        (version, [one.snapshot.record_id for one in batch]),
    )
    done = {row[0] for row in cursor.fetchall()}
    return [one for one in batch if one.snapshot.record_id not in done]


def _place_all(cursor: Cursor, ministry: str, batch: Sequence[Cleaned], version: str) -> list[_Placed]:
    read = [(one, one.result) for one in batch if isinstance(one.result, Reading)]
    documents = [document_id(ministry, one.snapshot.site_id, reading.language) for one, reading in read]
    states = _states(cursor, set(documents), version)
    placed = []
    for (one, reading), document in zip(read, documents, strict=True):
        known = states.get(document, [])
        decision = place(known, one.snapshot.record_id, one.snapshot.fetched_at, reading.digest)
        states[document] = decision.apply(known)
        placed.append(_Placed(one, reading, document, decision))
    return placed


def _states(cursor: Cursor, documents: set[str], version: str) -> dict[str, list[State]]:
    cursor.execute(
        "SELECT v.document_id, v.revision_id, v.first_seen, v.record_id::text, coalesce(r.digest, v.digest),"
        " r.reading_id IS NOT NULL"
        " FROM corpus.revision v LEFT JOIN corpus.reading r ON r.revision_id = v.revision_id AND r.cleaner = %s"
        " WHERE v.document_id = ANY (%s)",
        (version, sorted(documents)),
    )
    found: dict[str, list[State]] = {}
    for document, *state in cursor.fetchall():
        found.setdefault(document, []).append(State(*state))
    return found


def _attempts(batch: Sequence[Cleaned], placed: Sequence[_Placed], version: str) -> Iterable[Attempt]:
    outcomes = {one.cleaned.snapshot.record_id: one.outcome for one in placed}
    for one in batch:
        key, digest = one.snapshot.record_id, one.snapshot.payload_digest
        if isinstance(one.result, Quarantine):
            yield Attempt("clean", key, digest, version, "quarantined", f"{one.result.reason}: {one.result.detail}")
        elif isinstance(one.result, Failure):
            yield Attempt("clean", key, digest, version, "failed", one.result.detail)
        else:
            yield Attempt("clean", key, digest, version, outcomes[key])


def _write_ministry(cursor: Cursor, ministry: Ministry, attempt: int) -> None:
    values = (ministry.code, ministry.name, ministry.country, ministry.address, ministry.timezone, ministry.terms)
    # Asked first, as an upsert locks the row also where it changes nothing: batches side by side would wait for one another.
    cursor.execute(
        "SELECT FROM corpus.ministry WHERE (code, name, country, address, timezone, terms) = (%s, %s, %s, %s, %s, %s)",
        values,
    )
    if cursor.rowcount:
        return
    cursor.execute(
        "INSERT INTO corpus.ministry AS m (code, name, country, address, timezone, terms, attempt_id)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (code) DO UPDATE"
        " SET (name, country, address, timezone, terms, attempt_id) = (excluded.name, excluded.country,"
        " excluded.address, excluded.timezone, excluded.terms, excluded.attempt_id)"
        " WHERE (m.name, m.country, m.address, m.timezone, m.terms)"
        " IS DISTINCT FROM (excluded.name, excluded.country, excluded.address, excluded.timezone, excluded.terms)",
        (*values, attempt),
    )


def _write_quarantine(cursor: Cursor, batch: Sequence[Cleaned], version: str, keys: dict[str, int]) -> None:
    rows = [
        (key, version, one.result.reason, one.result.detail.replace("\0", "\ufffd"), one.result.selector, keys[key])
        for one in batch
        if isinstance(one.result, Quarantine) and (key := one.snapshot.record_id) in keys
    ]
    columns = ("record_id", "cleaner", "reason", "detail", "selector", "attempt_id")
    merge(cursor, ("pipeline", "quarantine"), columns, rows)


def _write_documents(cursor: Cursor, ministry: str, placed: Sequence[_Placed], keys: dict[str, int]) -> None:
    rows = []
    seen = set()
    for one in placed:
        if one.document not in seen and one.decision.what == "new":
            seen.add(one.document)
            snapshot = one.cleaned.snapshot
            attempt = keys[snapshot.record_id]
            key = (one.document, ministry, snapshot.site_id, one.reading.language)
            rows.append((*key, snapshot.address, snapshot.fetched_at, attempt))
    columns = ("document_id", "ministry", "site_id", "language", "address", "first_seen", "attempt_id")
    merge(cursor, ("corpus", "document"), columns, rows)
    earlier = [one for one in placed if one.decision.what == "earlier" and one.decision.state.revision_id is not None]
    for one in earlier:
        state = one.decision.state
        cursor.execute(
            "UPDATE corpus.revision SET first_seen = %s, record_id = %s WHERE revision_id = %s",
            (state.first_seen, state.record_id, state.revision_id),
        )
        cursor.execute(
            "UPDATE corpus.document SET first_seen = %s WHERE document_id = %s AND first_seen > %s",
            (state.first_seen, one.document, state.first_seen),
        )


def _write_readings(cursor: Cursor, placed: Sequence[_Placed], version: str, keys: dict[str, int]) -> None:
    made = [one for one in placed if one.makes_reading]
    revisions = _write_revisions(cursor, [one for one in made if one.decision.what == "new"], keys)
    rows = [
        _reading_row(one.decision.state.revision_id or revisions[one.decision.state.record_id], one, version, keys)
        for one in made
    ]
    found = merge(cursor, ("corpus", "reading"), READING, rows, returning=("revision_id", "reading_id"))
    readings = {int(revision): int(reading) for revision, reading in found}
    paragraphs = [
        row
        for one, values in zip(made, rows, strict=True)
        if values[0] in readings
        for row in _paragraph_rows(readings[values[0]], one.reading)
    ]
    columns = ("reading_id", "ordinal", "role", "start_char", "end_char", "path")
    merge(cursor, ("corpus", "paragraph"), columns, paragraphs, conflict=None)


def _write_revisions(cursor: Cursor, new: Sequence[_Placed], keys: dict[str, int]) -> dict[str, int]:
    rows = [
        (one.document, state.digest, state.first_seen, state.record_id, keys[state.record_id])
        for one in new
        for state in [one.decision.state]
    ]
    columns = ("document_id", "digest", "first_seen", "record_id", "attempt_id")
    found = merge(cursor, ("corpus", "revision"), columns, rows, conflict=None, returning=("record_id", "revision_id"))
    return {str(record): int(revision) for record, revision in found}


def _reading_row(revision: int, one: _Placed, version: str, keys: dict[str, int]) -> tuple[Any, ...]:
    said = one.reading
    return (
        revision, version, one.decision.state.digest, said.layout, said.title, said.kind, said.published_at, said.event_date,
        said.event_place, said.number, said.languages, said.tags, said.unofficial_translation, said.attachments,
        said.links, Json([list(witness) for witness in said.language_evidence]), said.notices, said.body,
        keys[one.cleaned.snapshot.record_id],
    )  # fmt: skip


def _paragraph_rows(reading_id: int, reading: Reading) -> Iterable[tuple[Any, ...]]:
    start = 0
    for ordinal, paragraph in enumerate(reading.paragraphs, start=1):
        end = start + len(paragraph.text)
        yield reading_id, ordinal, paragraph.role, start, end, paragraph.path
        start = end + 1

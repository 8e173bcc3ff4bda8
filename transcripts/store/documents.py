"""Writes what the cleaner made of snapshots: documents with their revisions and readings, quarantine, attempts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

from scraper.ministries.model import Ministry
from transcripts.ids import document_id
from transcripts.model import Quarantine, Reading
from transcripts.store import attempts, revised
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance
from transcripts.store.revised import Made, Seen
from transcripts.store.revisions import changes_with
from transcripts.store.rows import merge
from transcripts.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Failure:
    """A snapshot that could not be read for a reason that is not the page's: it is tried again."""

    detail: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A snapshot and what came of it."""

    snapshot: Snapshot
    result: Reading | Quarantine | Failure


def store(cursor: Cursor, ministry: Ministry, batch: Sequence[Cleaned], version: str, by: Provenance) -> Counter[str]:
    """Writes a batch (all snapshots of a document together) in the caller's transaction, and counts.

    Documents are locked, so that two processes never place the same document's snapshots at once. Raises ValueError where
    a revision begins with a snapshot that was dealt with before and is not in the batch.
    """
    _lock(cursor, ministry.code, batch)
    done = _done(cursor, batch, version)
    fresh = [one for one in batch if one.snapshot.record_id not in done]
    seen = [
        Seen(one.snapshot, one.result, document_id(ministry.code, one.snapshot.site_id, one.result.language), again)
        for one in batch
        if isinstance(one.result, Reading)
        and ((again := one.snapshot.record_id in done) is False or one.snapshot.again)
    ]
    made = _changes(cursor, seen, version)
    makes = {one.seen.snapshot.record_id for one in made if not one.change.moved}
    keys = attempts.record(cursor, list(_attempts(fresh, makes, version)), by)
    if keys:
        _write_ministry(cursor, ministry, min(keys.values()))
    _write_quarantine(cursor, fresh, version, keys)
    revised.write(cursor, ministry.code, seen, made, version, {**done, **keys})
    attempts.now_done(cursor, [done[record] for record in makes if record in done])
    count = Counter("read" if one.snapshot.record_id in makes else "unchanged" for one in seen if not one.again)
    count.update("quarantined" for one in fresh if isinstance(one.result, Quarantine))
    count.update("failed" for one in fresh if isinstance(one.result, Failure))
    return count


def _lock(cursor: Cursor, ministry: str, batch: Sequence[Cleaned]) -> None:
    keys = sorted({f"document {ministry} {one.snapshot.site_id}" for one in batch})
    cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) WITH ORDINALITY AS k (key, n)"
        " ORDER BY hashtextextended(key, 0)",
        (keys,),
    )


def _done(cursor: Cursor, batch: Sequence[Cleaned], version: str) -> dict[str, int]:
    """The attempts of those snapshots that were dealt with before."""
    cursor.execute(
        "SELECT input, attempt_id FROM pipeline.attempt WHERE step = 'clean' AND version = %s AND outcome <> 'failed'"
        " AND input = ANY (%s)",
        (version, [one.snapshot.record_id for one in batch]),
    )
    return dict(cursor.fetchall())


def _changes(cursor: Cursor, seen: Sequence[Seen], version: str) -> list[Made]:
    """What the batch changes in its documents' revisions. A batch without a fresh reading changes nothing."""
    documents = {one.document for one in seen if not one.again}
    states = revised.states(cursor, documents, version)
    before = revised.sightings(cursor, documents, version)
    found = []
    for document in sorted(documents):
        own = {one.snapshot.record_id: one for one in seen if one.document == document}
        fresh = [one.sighting for one in own.values() if not one.again]
        sightings = [*before.get(document, []), *fresh]
        try:
            changed = changes_with(states.get(document, []), sightings, own)
        except LookupError as missing:
            raise ValueError(
                f"{document}: a revision begins with {missing} now, which could not be read again"
            ) from None
        found += [Made(change, own[change.first.record_id]) for change in changed]
    return found


def _attempts(fresh: Sequence[Cleaned], makes: set[str], version: str) -> Iterable[Attempt]:
    for one in fresh:
        key, digest = one.snapshot.record_id, one.snapshot.payload_digest
        if isinstance(one.result, Quarantine):
            yield Attempt("clean", key, digest, version, "quarantined", f"{one.result.reason}: {one.result.detail}")
        elif isinstance(one.result, Failure):
            yield Attempt("clean", key, digest, version, "failed", one.result.detail)
        else:
            yield Attempt("clean", key, digest, version, "done" if key in makes else "unchanged")


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


def _write_quarantine(cursor: Cursor, batch: Sequence[Cleaned], version: str, keys: Mapping[str, int]) -> None:
    rows = [
        (key, version, one.result.reason, one.result.detail.replace("\0", "\ufffd"), one.result.selector, keys[key])
        for one in batch
        if isinstance(one.result, Quarantine) and (key := one.snapshot.record_id) in keys
    ]
    columns = ("record_id", "cleaner", "reason", "detail", "selector", "attempt_id")
    merge(cursor, ("pipeline", "quarantine"), columns, rows)

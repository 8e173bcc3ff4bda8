"""Writes what a batch of readings makes of documents: their rows, revisions, readings, paragraphs, and the sightings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from transcripts.model import Reading
from transcripts.store.revisions import Change, Sighting, State
from transcripts.store.rows import Json, merge
from transcripts.store.snapshots import Snapshot

READING = (
    "revision_id", "cleaner", "digest", "layout", "title", "kind", "published_at", "event_date", "event_place", "number",
    "languages", "tags", "unofficial_translation", "attachments", "links", "language_evidence", "notices", "body",
    "attempt_id",
)  # fmt: skip
PARAGRAPH = ("reading_id", "ordinal", "role", "start_char", "end_char", "path")


@dataclass(frozen=True, slots=True)
class Seen:
    """A snapshot that could be read, and the document that it shows."""

    snapshot: Snapshot
    reading: Reading
    document: str
    #: Whether it was dealt with before, and stands here only because one came late that was fetched before it.
    again: bool = False

    @property
    def sighting(self) -> Sighting:
        """What it reads as."""
        return Sighting(self.snapshot.fetched_at, self.snapshot.record_id, self.reading.digest)


@dataclass(frozen=True, slots=True)
class Made:
    """A revision that is to be written, with the snapshot that began it."""

    change: Change
    seen: Seen


def states(cursor: Cursor, documents: Iterable[str], version: str) -> dict[str, list[State]]:
    """The stored revisions by document."""
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


def sightings(cursor: Cursor, documents: Iterable[str], version: str) -> dict[str, list[Sighting]]:
    """What the version has read of each document before."""
    cursor.execute(
        "SELECT document_id, fetched_at, record_id::text, digest FROM pipeline.sighting"
        " WHERE cleaner = %s AND document_id = ANY (%s)",
        (version, sorted(documents)),
    )
    found: dict[str, list[Sighting]] = {}
    for document, *sighting in cursor.fetchall():
        found.setdefault(document, []).append(Sighting(*sighting))
    return found


def write(
    cursor: Cursor, ministry: str, seen: Sequence[Seen], made: Sequence[Made], version: str, attempts: Mapping[str, int]
) -> None:
    """Writes it all in the caller's transaction. ``attempts``: the attempt of each snapshot (new, or the one that it had)."""
    _write_documents(cursor, ministry, seen, made, attempts)
    rows = [
        (one.snapshot.record_id, version, one.document, one.reading.digest, one.snapshot.fetched_at)
        for one in seen
        if not one.again
    ]
    merge(cursor, ("pipeline", "sighting"), ("record_id", "cleaner", "document_id", "digest", "fetched_at"), rows)
    _move(cursor, [one for one in made if one.change.moved])
    revisions = _write_revisions(cursor, [one for one in made if one.change.revision_id is None], attempts)
    written = [
        (
            one,
            _reading_row(one.change.revision_id or revisions[one.change.first.record_id], one.seen, version, attempts),
        )
        for one in made
    ]
    _forget_readings(cursor, [row[0] for one, row in written if one.change.read], version)
    _write_readings(cursor, written)


def _write_documents(
    cursor: Cursor, ministry: str, seen: Sequence[Seen], made: Sequence[Made], attempts: Mapping[str, int]
) -> None:
    first: dict[str, Seen] = {}
    for one in sorted((one.seen for one in made), key=lambda one: one.sighting):
        first.setdefault(one.document, one)
    rows = [
        (
            *(one.document, ministry, one.snapshot.site_id, one.reading.language),
            *(one.snapshot.address, one.snapshot.fetched_at, attempts[one.snapshot.record_id]),
        )
        for one in first.values()
    ]
    columns = ("document_id", "ministry", "site_id", "language", "address", "first_seen", "attempt_id")
    merge(
        cursor,
        ("corpus", "document"),
        columns,
        rows,
        conflict="(document_id) DO UPDATE SET first_seen = excluded.first_seen, address = excluded.address"
        " WHERE document.first_seen > excluded.first_seen",
    )


def _move(cursor: Cursor, moved: Sequence[Made]) -> None:
    """Revisions that began earlier than we thought. The eldest first: none takes the time of one that stands there still."""
    for one in sorted(moved, key=lambda one: one.change.first):
        cursor.execute(
            "UPDATE corpus.revision SET first_seen = %s, record_id = %s WHERE revision_id = %s",
            (one.change.first.fetched_at, one.change.first.record_id, one.change.revision_id),
        )


def _write_revisions(cursor: Cursor, new: Sequence[Made], attempts: Mapping[str, int]) -> dict[str, int]:
    rows = [
        (one.seen.document, first.digest, first.fetched_at, first.record_id, attempts[first.record_id])
        for one in new
        for first in [one.change.first]
    ]
    columns = ("document_id", "digest", "first_seen", "record_id", "attempt_id")
    found = merge(cursor, ("corpus", "revision"), columns, rows, conflict=None, returning=("record_id", "revision_id"))
    return {str(record): int(revision) for record, revision in found}


def _forget_readings(cursor: Cursor, revisions: Sequence[int], version: str) -> None:
    """Paragraphs of readings that are made of another snapshot now; what they say is the same, where it stood may differ."""
    if revisions:
        cursor.execute(
            "DELETE FROM corpus.paragraph p USING corpus.reading r"
            " WHERE p.reading_id = r.reading_id AND r.cleaner = %s AND r.revision_id = ANY (%s)",
            (version, list(revisions)),
        )


def _write_readings(cursor: Cursor, written: Sequence[tuple[Made, tuple[Any, ...]]]) -> None:
    changed = ("layout", "links", "language_evidence", "notices", "attempt_id")
    found = merge(
        cursor,
        ("corpus", "reading"),
        READING,
        [row for _, row in written],
        conflict="(revision_id, cleaner) DO UPDATE SET "
        + ", ".join(f"{column} = excluded.{column}" for column in changed),
        returning=("revision_id", "reading_id"),
    )
    readings = {int(revision): int(reading) for revision, reading in found}
    paragraphs = [row for one, values in written for row in _paragraph_rows(readings[values[0]], one.seen.reading)]
    merge(cursor, ("corpus", "paragraph"), PARAGRAPH, paragraphs, conflict=None)


def _reading_row(revision: int, one: Seen, version: str, attempts: Mapping[str, int]) -> tuple[Any, ...]:
    said = one.reading
    return (
        revision, version, said.digest, said.layout, said.title, said.kind, said.published_at, said.event_date,
        said.event_place, said.number, said.languages, said.tags, said.unofficial_translation, said.attachments,
        said.links, Json([list(witness) for witness in said.language_evidence]), said.notices, said.body,
        attempts[one.snapshot.record_id],
    )  # fmt: skip


def _paragraph_rows(reading_id: int, reading: Reading) -> Iterable[tuple[Any, ...]]:
    start = 0
    for ordinal, paragraph in enumerate(reading.paragraphs, start=1):
        end = start + len(paragraph.text)
        yield reading_id, ordinal, paragraph.role, start, end, paragraph.path
        start = end + 1

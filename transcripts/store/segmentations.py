"""Writes what the segmenter made of readings: turns, spans, exchanges, and what changed from the revision before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from transcripts.ids import turn_ids
from transcripts.model import Segmentation
from transcripts.store import attempts, changes, people
from transcripts.store.attempts import Attempt
from transcripts.store.provenance import Provenance
from transcripts.store.readings import StoredReading
from transcripts.store.rows import merge

SEGMENTATION = (
    "reading_id", "segmenter", "turns", "exchanges", "review", "kind", "title", "published_at", "event_date",
    "attempt_id",
)  # fmt: skip
TURN = (
    "segmentation_id", "ordinal", "turn_id", "start_paragraph", "end_paragraph", "start_char", "label", "speaker", "person",
    "person_id", "outlet", "role", "kind", "note", "addressed_to", "translated_from", "adding_after", "rule", "confidence",
    "text", "words", "corrections",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segmented:
    """A reading and what came of it: a segmentation, or the text of the error (it is tried again)."""

    reading: StoredReading
    result: Segmentation | str


def store(cursor: Cursor, batch: Sequence[Segmented], by: Provenance) -> Counter[str]:
    """Writes a batch in the caller's transaction, and counts. A reading that somebody else did meanwhile is left out."""
    changes.lock(cursor, (one.reading.document_id for one in batch))
    keys = attempts.record(cursor, [_attempt(one) for one in batch], by)
    if keys:
        people.ours().mirror(cursor, min(keys.values()))
    made = [
        (one.reading, one.result, key)
        for one in batch
        if isinstance(one.result, Segmentation) and (key := keys.get(str(one.reading.reading_id)))
    ]
    rows = [
        (
            reading.reading_id,
            reading.version,
            len(found.turns),
            len(found.exchanges),
            found.review,
            *_corrected(found),
            key,
        )
        for reading, found, key in made
    ]
    returned = merge(
        cursor,
        ("corpus", "segmentation"),
        SEGMENTATION,
        rows,
        conflict=None,
        returning=("reading_id", "segmentation_id"),
    )
    ids = {int(reading): int(segmentation) for reading, segmentation in returned}
    inner = [(ids[reading.reading_id], reading, found) for reading, found, _ in made]
    _write(cursor, "turn", TURN, (row for one in inner for row in _turns(*one)))
    _write(cursor, "span", ("segmentation_id", "start_char", "end_char", "kind", "turn"), _spans(inner))
    _write(cursor, "exchange", ("segmentation_id", "ordinal", "reason"), _exchanges(inner))
    _write(cursor, "exchange_turn", ("segmentation_id", "turn", "exchange", "part"), _exchange_turns(inner))
    if ids:
        changes.renew(cursor, list(ids.values()), min(keys.values()))
    return Counter(
        segmented=len(made),
        turns=sum(len(found.turns) for _, found, _ in made),
        exchanges=sum(len(found.exchanges) for _, found, _ in made),
        to_review=sum(bool(found.review) for _, found, _ in made),
        failed=sum(isinstance(one.result, str) for one in batch),
    )


def _corrected(found: Segmentation) -> tuple[str | None, ...]:
    """What a reviewer corrected of the document itself."""
    return found.kind, found.title, found.published_at, found.event_date


def _attempt(one: Segmented) -> Attempt:
    key, digest, version = str(one.reading.reading_id), one.reading.digest, one.reading.version
    if isinstance(one.result, str):
        return Attempt("segment", key, digest, version, "failed", one.result)
    return Attempt("segment", key, digest, version, "done")


def _write(cursor: Cursor, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    merge(cursor, ("corpus", table), columns, rows, conflict=None)


_Inner = tuple[int, StoredReading, Segmentation]


def _turns(segmentation: int, reading: StoredReading, found: Segmentation) -> Iterable[tuple[Any, ...]]:
    ids = turn_ids(reading.document_id, [turn.text for turn in found.turns])
    for ordinal, (turn, key) in enumerate(zip(found.turns, ids, strict=True), start=1):
        yield (
            segmentation, ordinal, key, turn.start, turn.end, turn.start_char, turn.label, turn.speaker, turn.person,
            turn.person_id, turn.outlet, turn.role, turn.kind, turn.note, turn.addressed_to, turn.translated_from,
            turn.adding_after, turn.rule, turn.confidence, turn.text, turn.words, turn.corrections,
        )  # fmt: skip


def _spans(inner: Iterable[_Inner]) -> Iterable[tuple[Any, ...]]:
    for segmentation, _, found in inner:
        for span in found.spans:
            turn = None if span.turn is None else span.turn + 1
            yield segmentation, span.start, span.end, span.kind, turn


def _exchanges(inner: Iterable[_Inner]) -> Iterable[tuple[Any, ...]]:
    for segmentation, _, found in inner:
        for ordinal, exchange in enumerate(found.exchanges, start=1):
            yield segmentation, ordinal, exchange.reason


def _exchange_turns(inner: Iterable[_Inner]) -> Iterable[tuple[Any, ...]]:
    for segmentation, _, found in inner:
        for ordinal, exchange in enumerate(found.exchanges, start=1):
            for part, turns in (("question", exchange.questions), ("answer", exchange.answers)):
                for turn in turns:
                    yield segmentation, turn + 1, ordinal, part

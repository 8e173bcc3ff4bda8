"""What the bare and the usual side write of a page: the rows of the same tables, without our steps' bookkeeping."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bench.recipe import Text, Turn
from transcripts.ids import document_id, turn_ids

#: Table and columns, in the order in which foreign keys let them be written.
TABLES: dict[str, tuple[str, ...]] = {
    "document": ("document_id", "ministry", "site_id", "language", "address", "first_seen", "attempt_id"),
    "revision": ("revision_id", "document_id", "digest", "first_seen", "record_id", "attempt_id"),
    "reading": (
        "reading_id", "revision_id", "cleaner", "digest", "layout", "title", "kind", "event_date", "languages", "tags",
        "unofficial_translation", "attachments", "links", "language_evidence", "notices", "body", "attempt_id",
    ),
    "paragraph": ("reading_id", "ordinal", "role", "start_char", "end_char", "path"),
    "segmentation": ("segmentation_id", "reading_id", "segmenter", "turns", "exchanges", "review", "attempt_id"),
    "turn": (
        "segmentation_id", "ordinal", "turn_id", "start_paragraph", "end_paragraph", "start_char", "label", "speaker",
        "role", "kind", "rule", "confidence", "text", "words",
    ),
    "span": ("segmentation_id", "start_char", "end_char", "kind", "turn"),
    "exchange": ("segmentation_id", "ordinal", "reason"),
    "exchange_turn": ("segmentation_id", "turn", "exchange", "part"),
    "publication": ("document_id", "segmentation_id", "attempt_id"),
}  # fmt: skip
#: Tables whose keys a sequence gives, with the key's column.
KEYED = {"revision": "revision_id", "reading": "reading_id", "segmentation": "segmentation_id"}


@dataclass(frozen=True, slots=True)
class Found:
    """A snapshot as both sides read it."""

    record_id: str
    site_id: str
    language: str
    address: str
    fetched_at: datetime
    text: Text
    turns: list[Turn]


@dataclass(slots=True)
class Rows:
    """The rows of a batch by table, and what is to be searched: language, segmentation, turn, document, day, words, role."""

    attempt: int
    tables: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    searched: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, found: Found, revision: int, reading: int, segmentation: int) -> None:
        """All rows of one document. The keys are new ones of their sequences."""
        text, body = found.text, "\n".join(found.text.paragraphs)
        document = document_id("sample", found.site_id, found.language)
        digest = hashlib.sha256(json.dumps([text.title, body], ensure_ascii=False).encode()).hexdigest()
        tables, attempt = self.tables, self.attempt
        key = (document, "sample", found.site_id, found.language, found.address, found.fetched_at, attempt)
        tables["document"].append(key)
        tables["revision"].append((revision, document, digest, found.fetched_at, found.record_id, attempt))
        nothing: list[str] = []
        tables["reading"].append(
            (
                *(reading, revision, "bare", digest, "bare", text.title, "other", text.day, nothing, nothing),
                *(False, nothing, nothing, "[]", nothing, body, attempt),
            )
        )
        tables["paragraph"].extend(_paragraphs(reading, text.paragraphs))
        exchanges = list(_exchanges(found.turns))
        tables["segmentation"].append(
            (segmentation, reading, "bare", len(found.turns), len({one for _, one, _ in exchanges}), nothing, attempt)
        )
        tables["turn"].extend(_turns(segmentation, document, found.turns))
        tables["span"].extend(_spans(segmentation, text.paragraphs, found.turns))
        tables["exchange"].extend((segmentation, one, None) for one in sorted({one for _, one, _ in exchanges}))
        tables["exchange_turn"].extend((segmentation, *one) for one in exchanges)
        tables["publication"].append((document, segmentation, attempt))
        self.searched.extend(
            (
                found.language,
                segmentation,
                number,
                document,
                text.day,
                turn.text,
                "journalist" if turn.is_question else "official",
            )
            for number, turn in enumerate(found.turns, start=1)
        )


def _paragraphs(reading: int, paragraphs: list[str]) -> Iterator[tuple[Any, ...]]:
    start = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        yield reading, number, "text", start, start + len(paragraph), f"p:nth-child({number})"
        start += len(paragraph) + 1


def _turns(segmentation: int, document: str, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
    ids = turn_ids(document, [turn.text for turn in turns])
    for number, (turn, key) in enumerate(zip(turns, ids, strict=True), start=1):
        role, kind = ("journalist", "question") if turn.is_question else ("official", "answer")
        yield (
            *(segmentation, number, key, turn.start + 1, turn.end + 1, 0, turn.label, turn.label),
            *(role, kind, "marker", 1.0, turn.text, len(turn.text.split())),
        )


def _spans(segmentation: int, paragraphs: list[str], turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
    """A label, then the words up to the next label."""
    offsets = [0]
    for paragraph in paragraphs:
        offsets.append(offsets[-1] + len(paragraph) + 1)
    offsets[-1] -= 1 if paragraphs else 0
    for number, turn in enumerate(turns, start=1):
        start, end = offsets[turn.start], offsets[turn.end + 1]
        label = len(turn.label) + 1 if turn.label else 0
        if label:
            yield segmentation, start, min(start + label, end), "label", number
        if start + label < end:
            yield segmentation, start + label, end, "text", number


def _exchanges(turns: list[Turn]) -> Iterator[tuple[int, int, str]]:
    """Turn, exchange and part: questions in a row, and what follows up to the next question."""
    exchange, answered = 0, True
    for number, turn in enumerate(turns, start=1):
        if turn.is_question:
            exchange, answered = exchange + answered, False
            yield number, exchange, "question"
        elif exchange:
            answered = True
            yield number, exchange, "answer"

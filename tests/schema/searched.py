"""Invented turns in many languages, published, for tests of what analysts search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from tests.transcripts.store.crawled import MINISTRY, reading, register, snapshot_line
from transcripts.model import Segmentation, Span, Turn
from transcripts.store import documents, publications, segmentations
from transcripts.store.documents import Cleaned
from transcripts.store.provenance import Provenance
from transcripts.store.readings import to_segment
from transcripts.store.segmentations import Segmented

BY = Provenance("process", "run 1", "segment", 0, 1)


@dataclass(frozen=True)
class Said:
    """A document of one ministry and day: who says what, a turn each."""

    language: str
    day: date | None
    turns: tuple[tuple[str | None, str], ...]
    ministry: str = "toy"


def say(connection: Connection, number: int, said: Said, hours: float = 0) -> int:
    """The document is published, as the steps do it; its segmentation."""
    crawl = f"c{number}-{hours}"
    (snapshot,) = register(connection, crawl, snapshot_line(crawl, f"bitrix/{number}", hours, language=said.language))
    words = [text for _, text in said.turns]
    at = datetime.combine(said.day, time(9), UTC) if said.day else None
    read = replace(reading(*words, language=said.language, title=f"On {number}"), published_at=at)
    ministry = replace(MINISTRY, code=said.ministry, name=f"Ministry {said.ministry}")
    with connection.cursor() as cursor:
        documents.store(cursor, ministry, [Cleaned(snapshot, read)], "1", BY)
        cursor.execute("SELECT max(reading_id) FROM corpus.reading")
        (stored,) = to_segment(connection, [one(cursor)], "1")
        segmentations.store(cursor, [Segmented(stored, _segmentation(said))], BY)
        cursor.execute("SELECT max(segmentation_id) FROM corpus.segmentation")
        key = one(cursor)
        assert publications.publish(cursor, [key], "1", BY) == {key: None}
    connection.commit()
    return key


def _segmentation(said: Said) -> Segmentation:
    turns, spans, start = [], [], 0
    for number, (person, text) in enumerate(said.turns, 1):
        role: Any = "official" if person else "journalist"
        kind: Any = "statement" if person else "question"
        turns.append(Turn(number, number, text, role, kind, "marker", 1.0, person=person, person_id=person))
        end = start + len(text) + (number < len(said.turns))
        spans.append(Span(start, end, "text", number - 1))
        start = end
    return Segmentation(tuple(turns), (), tuple(spans))


def one(cursor: Any) -> int:
    return int((cursor.fetchone() or (0,))[0])


@contextmanager
def analyst(url: str) -> Iterator[Connection]:
    """A connection that keeps the notices it gets."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def ask(connection: Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    connection.notices.clear()
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return cursor.fetchall()

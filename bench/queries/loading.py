"""Loading into the filled database with all of its indexes: our steps from segmented readings on, beside COPY and merge."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from bench.queries.events import Spoken, Version, versions
from bench.queries.filling import copy
from bench.queries.rows import Rows, label, turn_id
from transcripts.ids import document_id
from transcripts.model import Exchange, Segmentation, SpeakerRole, Turn, TurnKind
from transcripts.model import Span as Piece
from transcripts.steps import publish
from transcripts.store import segmentations
from transcripts.store.connection import connect
from transcripts.store.provenance import Provenance
from transcripts.store.readings import StoredReading
from transcripts.store.rows import field
from transcripts.store.segmentations import Segmented

#: Documents that share a transaction, as in Airflow's batches.
BATCH = 100
#: The segmenter's version of what is loaded: the filled rows have attempts of another.
LOADED = "loaded"
#: The first number of a document that is loaded: far behind the filled ones.
FIRST = 10_000_000
#: What the steps before have written.
BEFORE = (
    "archive.snapshot", "archive.listing", "archive.fate", "pipeline.attempt", "corpus.document", "corpus.revision", "pipeline.sighting",
    "corpus.reading",
)  # fmt: skip
COLUMNS = {
    "segmentation": "segmentation_id, reading_id, segmenter, turns, exchanges, review, attempt_id",
    "turn": "segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, label, speaker, person, person_id,"
    " role, kind, rule, confidence, text, words",
    "span": "segmentation_id, start_char, end_char, kind, turn",
    "exchange": "segmentation_id, ordinal, reason",
    "exchange_turn": "segmentation_id, turn, exchange, part",
    "publication": "document_id, segmentation_id, attempt_id",
}
Item = tuple[Version, StoredReading]


class Loads:
    """Documents that wait to be loaded, batch by batch: each batch is loaded once, by one side."""

    def __init__(self, superuser: str, owner: str, events: int, spent: Callable[[], float]) -> None:
        """Writes what the steps before write, as a superuser (foreign keys rest); the sides load as the owner.

        ``spent``: the server's processor time so far, of connections that are closed.
        """
        self._url, self._spent = owner, spent
        #: Turns by each second of processor time, ours and the server's together, of each batch.
        self.by_processor: dict[str, list[float]] = {"ours": [], "bare": []}
        first = _first(owner)
        rows = Rows(documents=first)
        items: list[Item] = []
        for some in versions(events, seed=6):
            for one in some:
                version = replace(one, event=first + one.event)
                rows.add(version)
                items.append((version, _reading(version, rows.documents)))
        for table in set(rows.lines) - set(BEFORE):
            rows.lines[table] = []
        with closing(psycopg2.connect(superuser)) as connection, connection.cursor() as cursor:
            copy(cursor, rows)
            connection.commit()
        self._batches = iter([items[start : start + BATCH] for start in range(0, len(items) - BATCH + 1, BATCH)])

    def product(self) -> float:
        """Turns a second of a batch by our steps: attempts, people, changes, checks, publication, search."""
        batch = next(self._batches)
        made = [Segmented(reading, segmentation(version)) for version, reading in batch]
        before = self._used()
        with closing(connect(self._url)) as connection:
            start = time.perf_counter()
            with connection.cursor() as cursor:
                segmentations.store(cursor, made, Provenance())
                connection.commit()
                cursor.execute(
                    "SELECT array_agg(segmentation_id) FROM corpus.segmentation WHERE reading_id = ANY (%s)",
                    ([reading.reading_id for _, reading in batch],),
                )
                (keys,) = cursor.fetchone() or ([],)
            count = publish.run(connection, batch[0][0].ministry, keys, Provenance())
            taken = time.perf_counter() - start
        if count["published"] != len(batch):
            raise RuntimeError(f"{len(batch)} documents were to be published: {dict(count)}")
        return self._speed("ours", batch, taken, before)

    def bare(self) -> float:
        """Turns a second of a batch by COPY into temporary tables and one statement that merges each."""
        batch = next(self._batches)
        made = [(version, reading, segmentation(version)) for version, reading in batch]
        before = self._used()
        with closing(connect(self._url)) as connection, connection.cursor() as cursor:
            for table, columns in COLUMNS.items():
                cursor.execute(_TEMPORARY.format(_new(table), sql.SQL(columns), sql.Identifier("corpus", table)))
            connection.commit()
            start = time.perf_counter()
            cursor.execute("SELECT set_config('corpus.publishing', 'yes', true)")
            for table, rows in _rows(made).items():
                _merge(cursor, table, rows)
            cursor.execute("SELECT corpus.make_searchable(%s)", ([reading.reading_id for _, reading in batch],))
            connection.commit()
            taken = time.perf_counter() - start
        return self._speed("bare", batch, taken, before)

    def _used(self) -> float:
        return time.process_time() + self._spent()

    def _speed(self, side: str, batch: Sequence[Item], taken: float, before: float) -> float:
        time.sleep(0.2)  # so that the server has seen its process end
        turns = sum(len(version.texts) for version, _ in batch)
        self.by_processor[side].append(turns / (self._used() - before))
        return turns / taken


def _first(url: str) -> int:
    """The number before the first one that no run has loaded yet."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT greatest(%s, max(reading_id)) FROM corpus.reading", (FIRST,))
        (number,) = cursor.fetchone() or (FIRST,)
    return int(number)


def _reading(version: Version, key: int) -> StoredReading:
    document = document_id(version.ministry, f"g1/{version.event}", version.language)
    return StoredReading(
        key, document, version.ministry, version.language, "", version.kind, version.day, "", LOADED, ()
    )


_TEMPORARY = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DELETE ROWS AS SELECT {} FROM {} WITH NO DATA")
_COPY = sql.SQL("COPY {} ({}) FROM STDIN")
_INSERT = sql.SQL("INSERT INTO {} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {} ON CONFLICT DO NOTHING")


def _new(table: str) -> sql.Identifier:
    return sql.Identifier(f"new_{table}")


def _merge(cursor: Cursor, table: str, rows: Sequence[Sequence[Any]]) -> None:
    names = sql.SQL(COLUMNS[table])
    text = "".join(["\t".join(map(field, row)) + "\n" for row in rows])
    cursor.copy_expert(_COPY.format(_new(table), names), io.StringIO(text))
    cursor.execute(_INSERT.format(sql.Identifier("corpus", table), _new(table), names=names))


def _rows(made: Sequence[tuple[Version, StoredReading, Segmentation]]) -> dict[str, list[Sequence[Any]]]:
    """Rows by table; a segmentation's key is its reading's."""
    rows: dict[str, list[Sequence[Any]]] = {table: [] for table in COLUMNS}
    for _, reading, found in made:
        key, document = reading.reading_id, reading.document_id
        rows["segmentation"].append((key, key, "bare", len(found.turns), len(found.exchanges), (), 1))
        for ordinal, one in enumerate(found.turns, start=1):
            rows["turn"].append((
                key, ordinal, turn_id(document, ordinal), one.start, one.end, 0, one.label, one.speaker, None, one.person_id,
                one.role, one.kind, one.rule, one.confidence, one.text, one.words,
            ))  # fmt: skip
        rows["span"].extend((key, one.start, one.end, one.kind, (one.turn or 0) + 1) for one in found.spans)
        for number, exchange in enumerate(found.exchanges, start=1):
            rows["exchange"].append((key, number, None))
            parts = (("question", exchange.questions), ("answer", exchange.answers))
            rows["exchange_turn"].extend((key, turn + 1, number, part) for part, turns in parts for turn in turns)
        rows["publication"].append((document, key, 1))
    return rows


def segmentation(version: Version) -> Segmentation:
    """What the segmenter would make of a document."""
    turns = [_turn(version, number, one) for number, one in enumerate(version.spoken)]
    by_exchange: dict[int, list[int]] = {}
    for number, one in enumerate(version.spoken):
        if one.exchange:
            by_exchange.setdefault(one.exchange, []).append(number)
    exchanges = [
        Exchange(
            tuple(n for n in own if version.spoken[n].part == "question"),
            tuple(n for n in own if version.spoken[n].part == "answer"),
        )
        for own in by_exchange.values()
    ]
    return Segmentation(tuple(turns), tuple(exchanges), tuple(_spans(version)))


def _turn(version: Version, number: int, one: Spoken) -> Turn:
    place = number + 1
    printed = label(one, version.language)
    return Turn(
        start=place, end=place, text=version.texts[number], role=cast("SpeakerRole", one.role), kind=cast("TurnKind", one.kind),
        rule="marker", confidence=1.0, label=printed, speaker=None if one.speaker is None else printed[:-1],
    )  # fmt: skip


def _spans(version: Version) -> Iterator[Piece]:
    """A label, then the words up to the next label."""
    at = 0
    for number, (one, text) in enumerate(zip(version.spoken, version.texts, strict=True)):
        words = at + len(label(one, version.language)) + 1
        end = words + len(text) + (number < len(version.texts) - 1)
        yield Piece(at, words, "label", number)
        yield Piece(words, end, "text", number)
        at = end

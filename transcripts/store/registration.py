"""Registers what a crawl's journal says: rows for snapshots whose file stands whole, and for what refers to them.

Repeatable: what is registered already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from scraper.evidence import FateLine, FileClosedLine, JournalLine, ListingLine, ListPageLine, SnapshotLine
from transcripts.store.rows import Json, merge

SNAPSHOT = (
    "record_id", "crawl", "file", "offset", "length", "record_type", "purpose", "address", "status", "headers",
    "payload_digest", "block_digest", "payload_length", "fetched_at", "site_id", "language", "refers_to",
)  # fmt: skip
LIST_PAGE = (
    "crawl", "list", "language", "page", "address", "entries", "total", "record_id", "since", "until", "part",
)  # fmt: skip
LISTING = (
    "crawl", "list", "language", "position", "address", "site_id", "title", "printed_date", "day", "record_id", "source",
)  # fmt: skip
FATE = ("crawl", "address", "language", "site_id", "fate", "reason", "record_id")


class Registrar:
    """Takes a crawl's journal line by line and writes rows once the files that they lead to are closed."""

    def __init__(self, connection: Connection, crawl: str) -> None:
        self._connection = connection
        self._crawl = crawl
        self._waiting: list[JournalLine] = []
        self._closed: set[str] = set()
        self._files: dict[str, str] = {}
        self.snapshots = 0

    def take(self, lines: Iterable[JournalLine]) -> None:
        """Takes further lines, in the journal's order, and registers what is ready."""
        news = False
        for line in lines:
            if isinstance(line, FileClosedLine):
                self._closed.add(line.file)
                news = True
                continue
            if isinstance(line, SnapshotLine):
                self._files[line.record_id] = line.file
            self._waiting.append(line)
        if news:
            self._register([line for line in self._waiting if self._is_ready(line)])
            self._waiting = [line for line in self._waiting if not self._is_ready(line)]

    def finish(self) -> None:
        """Registers what refers to no snapshot at all. Lines whose file never closed stay out: their bytes are not there."""
        self._register([line for line in self._waiting if isinstance(line, FateLine) and line.record_id is None])

    def _is_ready(self, line: JournalLine) -> bool:
        if isinstance(line, SnapshotLine):
            return line.file in self._closed
        record: str | None = getattr(line, "record_id", None)
        return record is not None and self._files.get(record) in self._closed

    def _register(self, lines: Sequence[JournalLine]) -> None:
        with self._connection.cursor() as cursor:
            snapshots = [line for line in lines if isinstance(line, SnapshotLine)]
            _write(cursor, "snapshot", SNAPSHOT, (_snapshot(self._crawl, line) for line in snapshots))
            for kind, table, columns in (
                (ListPageLine, "list_page", LIST_PAGE),
                (ListingLine, "listing", LISTING),
                (FateLine, "fate", FATE),
            ):
                _write(cursor, table, columns, (_row(self._crawl, columns, n) for n in lines if isinstance(n, kind)))
        self._connection.commit()
        self.snapshots += len(snapshots)


def _write(cursor: Cursor, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    merge(cursor, ("archive", table), columns, rows)


def _snapshot(crawl: str, line: SnapshotLine) -> list[Any]:
    headers = {name.lower(): _plain(value) for name, value in line.headers.items()}
    row = _row(crawl, SNAPSHOT, line)
    row[SNAPSHOT.index("headers")] = Json(headers)
    return row


def _row(crawl: str, columns: Sequence[str], line: JournalLine) -> list[Any]:
    values = {name: _plain(getattr(line, name)) for name in columns if name != "crawl"}
    for name in ("record_id", "refers_to"):
        if values.get(name):
            values[name] = bare_id(str(values[name]))
    return [crawl if name == "crawl" else values[name] for name in columns]


def bare_id(record_id: str) -> str:
    """The UUID of a WARC-Record-ID such as ``<urn:uuid:...>``."""
    return record_id.strip("<>").removeprefix("urn:uuid:")


def _plain(value: Any) -> Any:  # noqa: ANN401 (one field of a journal line)
    """What a site printed, with U+FFFD for NUL, which PostgreSQL cannot hold; the archive has it as it was."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value

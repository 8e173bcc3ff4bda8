"""Files of rows, one for each table: CSV and JSON lines, gzipped where asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Protocol, cast

from transcripts.export.cells import as_json, cell
from transcripts.store.published import Row, Table

Rows = Mapping[str, Sequence[Row]]
#: How well gzip packs: the middle; 9 takes three times as long for a hundredth less.
_LEVEL = 6


class Writer(Protocol):
    """Writes what is selected, a few documents at a time. ``counts``: rows by file."""

    counts: dict[str, int]

    def write(self, rows: Rows) -> None:
        """Takes rows by table: of some documents, or at the end of the people who speak in them."""

    def close(self) -> None:
        """Nothing comes any more."""


class Sheet(Protocol):
    """One file of rows."""

    name: str

    def write(self, rows: Iterable[Row]) -> None:
        """Appends rows."""

    def close(self) -> None:
        """Nothing comes any more."""


class Sheets:
    """A file for each table."""

    def __init__(self, tables: Mapping[str, Table], sheet: Callable[[Table], Sheet]) -> None:
        self._sheets = {name: sheet(table) for name, table in tables.items()}
        self.counts = {sheet.name: 0 for sheet in self._sheets.values()}

    def write(self, rows: Rows) -> None:
        """Takes rows by table."""
        for table, some in rows.items():
            sheet = self._sheets[table]
            sheet.write(some)
            self.counts[sheet.name] += len(some)

    def close(self) -> None:
        """Closes all files."""
        with ExitStack() as stack:
            for sheet in self._sheets.values():
                stack.callback(sheet.close)


class Csv:
    """RFC 4180: UTF-8 without a mark, a header, lines that end with CR LF; cells as ``cells.cell`` writes them."""

    def __init__(self, folder: Path, table: Table, packed: bool) -> None:
        self.name = f"{table.name}.csv" + (".gz" if packed else "")
        self._file = opened(folder / self.name, packed)
        self._file.write((",".join(table.names) + "\r\n").encode())

    def write(self, rows: Iterable[Row]) -> None:
        """Appends rows."""
        self._file.write("".join(",".join(map(cell, row)) + "\r\n" for row in rows).encode())

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class JsonLines:
    """An object a line, with the table's columns as keys."""

    def __init__(self, folder: Path, table: Table, packed: bool) -> None:
        self.name = f"{table.name}.jsonl" + (".gz" if packed else "")
        self._file, self._names = opened(folder / self.name, packed), table.names

    def write(self, rows: Iterable[Row]) -> None:
        """Appends rows."""
        lines = (as_json(dict(zip(self._names, row, strict=True))) + "\n" for row in rows)
        self._file.write("".join(lines).encode())

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def opened(path: Path, packed: bool) -> IO[bytes]:
    """A new file; packed: by gzip, without name and time in its head, so that equal rows make equal bytes."""
    if not packed:
        return path.open("wb")
    return cast("IO[bytes]", _Gzip(path))


class _Gzip(gzip.GzipFile):
    """Closes the file beneath, too."""

    def __init__(self, path: Path) -> None:
        self._beneath = path.open("wb")
        super().__init__("", "wb", _LEVEL, self._beneath, mtime=0)

    def close(self) -> None:
        """Closes both."""
        try:
            super().close()
        finally:
            self._beneath.close()

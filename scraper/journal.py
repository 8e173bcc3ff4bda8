"""The journal of a crawl: one JSON object a line, appended while the crawl runs and read by whoever registers it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scraper.evidence import FateLine, FileClosedLine, JournalLine, ListingLine, ListPageLine, SnapshotLine

_KINDS: dict[str, type[JournalLine]] = {
    "snapshot": SnapshotLine,
    "list_page": ListPageLine,
    "listing": ListingLine,
    "fate": FateLine,
    "file_closed": FileClosedLine,
}


class BadJournal(ValueError):
    """A line in the middle of a journal is none, or the whole is no text."""


def read_lines(source: Path | str) -> Iterator[JournalLine]:
    """The lines of a journal, given as its path or its text, in order. No file means no lines.

    A last line without its end was torn by a kill and is left out. Raises BadJournal naming the line for any other
    that cannot be read.
    """
    name, text = (source, _text_of(source)) if isinstance(source, Path) else ("journal", source)
    *whole, _torn = text.split("\n")
    for number, line in enumerate(whole, 1):
        yield _line(line, f"{name}, line {number}")


def salvage(content: bytes, name: str) -> tuple[list[JournalLine], list[BadJournal]]:
    """All lines of a journal's bytes that can be read, and what is wrong with the others (a torn last line is one)."""
    found: list[JournalLine] = []
    bad: list[BadJournal] = []
    *whole, torn = content.split(b"\n")
    for number, line in enumerate([*whole, *([torn] if torn else [])], 1):
        try:
            found.append(_line(line, f"{name}, line {number}"))
        except BadJournal as error:
            bad.append(error)
    return found, bad


def _line(line: str | bytes, place: str) -> JournalLine:
    try:
        raw: dict[str, Any] = json.loads(line)
        return _KINDS[raw["event"]](**raw)
    except (ValueError, TypeError, KeyError) as error:
        raise BadJournal(f"{place}: no line of a journal: {error!r}") from error


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise BadJournal(f"{path}: no journal: {error}") from error


class Journal:
    """Appends to a journal. A line stands whole or not at all, also when the disk is full."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._length = os.fstat(self._file).st_size

    def append(self, line: JournalLine, *, sync: bool = False) -> None:
        """Writes one line; ``sync`` waits until it is durable. Raises OSError, and then has written nothing."""
        data = json.dumps(asdict(line), ensure_ascii=False).encode() + b"\n"
        try:
            write_all(self._file, data)
            if sync:
                os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._length)
            raise
        self._length += len(data)

    def close(self) -> None:
        """Makes everything durable and closes the file."""
        try:
            os.fsync(self._file)
        finally:
            os.close(self._file)


def cut_torn_line(path: Path) -> None:
    """Cuts a last line without its end off, so that the journal can be appended to again."""
    if not path.exists():
        return
    whole = path.read_bytes()
    length = whole.rfind(b"\n") + 1
    if length < len(whole):
        os.truncate(path, length)


def write_all(file: int, data: bytes) -> None:
    """Writes all of the bytes to a file descriptor. Raises OSError when the disk takes only a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]

"""Reads the records of WARC and ARC files that others made, one after another, however long the file is."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException
from warcio.timeutils import timestamp_to_iso_date

from scraper.captures.resync import next_record

#: How warcio says that a file is one gzip member instead of one a record.
_ONE_MEMBER = "non-chunked gzip"
_UNREADABLE = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, zlib.error, gzip.BadGzipFile)


class BadFile(ValueError):
    """A file is no WARC or ARC file. The message names it and the place."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One record as it stands in a file. ``head`` has WARC's own names in lower case, also where the file is an ARC file.

    ``block`` is None where it is longer than the caller takes; ``whole``: it is as long as the record says.
    """

    offset: int
    kind: str
    address: str
    head: Mapping[str, str]
    block: bytes | None
    whole: bool = True


def records(path: Path, largest: int, on_damage: Callable[[str], None]) -> Iterator[Foreign]:
    """The records of a file in its order, plain or compressed, by record or as a whole. Blocks of at most so many bytes.

    Where something cannot be read ``on_damage`` hears of it, and the next record that can be found after it goes on.
    Raises FileNotFoundError; BadFile where nothing at all can be read.
    """
    size, count = path.stat().st_size, 0
    with path.open("rb") as file:
        start: int | None = 0
        while start is not None:
            part = _Part(file, start, largest)
            for one in part:
                count += 1
                yield one
            start = None
            if part.one_member:
                break
            if not count:
                raise BadFile(f"{path}: no WARC or ARC file: {part.error or 'it is empty'}")
            if part.error or part.torn or part.end < size:
                start = next_record(file, part.end + 1)
                on_damage(_told(path, part, start))
        else:
            return
    with gzip.open(path) as whole:
        rest = _Part(cast(IO[bytes], whole), 0, largest)
        yield from islice(rest, count, None)
    if rest.error or rest.torn:
        on_damage(_told(path, rest, None))


class _Part:
    """A stretch of a file up to its end or to the first record that cannot be read."""

    def __init__(self, file: IO[bytes], start: int, largest: int) -> None:
        file.seek(start)
        self._iterator = ArchiveIterator(file, no_record_parse=True, verify_http=False)
        self._largest = largest
        #: Where the last record begins, or what stands behind it.
        self.end = start
        self.error = ""
        self.torn = self.one_member = False

    def __iter__(self) -> Iterator[Foreign]:
        try:
            while (one := self._next()) is not None:
                self.torn = not one.whole
                self._reach(one.offset)
                yield one
            if not self.torn:
                self._reach(self._iterator.offset)
        except _UNREADABLE as error:
            self.one_member = _ONE_MEMBER in str(error)
            self.error = _printable(" ".join(str(error).split()) or type(error).__name__)[:200]
            self._reach(self._iterator.offset)

    def _next(self) -> Foreign | None:
        """The next record. What warcio prints of damage is told by us."""
        with redirect_stderr(io.StringIO()):
            record = next(self._iterator, None)
            return None if record is None else _foreign(record, self._iterator.offset, self._largest)

    def _reach(self, place: int) -> None:
        """Notes how far the reading came; where lengths are wrong, warcio may name a place before the beginning."""
        self.end = max(self.end, place)


def _told(path: Path, part: _Part, goes_on: int | None) -> str:
    what = part.error or ("the record there is not whole" if part.torn else "no record begins there")
    rest = "nothing after it can be read" if goes_on is None else f"the next record that was found is at byte {goes_on}"
    return f"{path.name} is damaged at byte {part.end} ({what}); {rest}"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _foreign(record: ArcWarcRecord, offset: int, largest: int) -> Foreign:
    head = {name.lower(): value.replace("\0", "\ufffd") for name, value in record.rec_headers.headers}
    kind = record.rec_type or ""
    if record.format == "arc":
        head, kind = _arc_head(head), "response" if record.rec_type == "response" else "warcinfo"
    length = record.length
    block = None if length is None or length > largest else record.raw_stream.read()
    whole = length is not None and (block is None or len(block) == length)
    return Foreign(offset, kind, head.get("warc-target-uri", ""), head, block, whole)


def _arc_head(head: Mapping[str, str]) -> dict[str, str]:
    """An ARC record's head by WARC's names. It has no record id and no digests."""
    date = head.get("archive-date", "")
    return {
        "warc-target-uri": head.get("uri", ""),
        "warc-ip-address": head.get("ip-address", ""),
        "warc-date": timestamp_to_iso_date(date) if len(date) == 14 and date.isdigit() else date,
    }

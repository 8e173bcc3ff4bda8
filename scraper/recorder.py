"""Writes what comes back into WARC files: durable first, then named in the journal; closed files go to the archive."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scraper import spool
from scraper.archive import Archive
from scraper.evidence import FileClosedLine, Known, Purpose, SnapshotLine
from scraper.journal import Journal, write_all
from scraper.warc import Exchange, serialise, warcinfo


@dataclass(frozen=True, slots=True)
class Limits:
    """When a file is closed and the next one begun: bytes, exchanges, seconds since it was begun."""

    bytes: int = 64 * 1024 * 1024
    exchanges: int = 1000
    seconds: float = 300.0


@dataclass
class _File:
    """A WARC file that is being written."""

    path: Path
    relative: str
    descriptor: int
    length: int
    begun: float
    exchanges: int = 0
    #: Up to where it is durable, and the journal says so.
    settled: int = 0


class Recorder:
    """The WARC files of one crawl. Each is written by one process, once, and never opened again."""

    def __init__(
        self,
        folder: Path,
        prefix: str,
        archive: Archive,
        journal: Journal,
        info: dict[str, str],
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        at_once: int = 1,
    ) -> None:
        self._folder, self._prefix, self._archive, self._journal = folder, prefix, archive, journal
        self._info, self._limits, self._clock = info, limits or Limits(), clock
        self._file: _File | None = None
        self._begun = 0
        #: So many exchanges are made durable together: 1 for what cannot be had again.
        self._at_once = at_once
        self._waiting: list[SnapshotLine] = []
        self.closed: list[str] = []
        #: Files that the archive did not take.
        self.left_in_spool: list[str] = []

    def write(
        self,
        exchange: Exchange,
        known: Known | None,
        purpose: Purpose,
        site_id: str | None = None,
        language: str | None = None,
    ) -> SnapshotLine:
        """Stores an exchange and says so in the journal; both are durable when this returns (or with others, soon).

        Raises OSError when they cannot be; then neither the file nor the journal has a part of it.
        """
        file = self._file or self._begin()
        done = serialise(exchange, known)
        line = SnapshotLine(
            file=file.relative,
            offset=file.length + len(done.request),
            length=len(done.response),
            record_id=done.record_id,
            record_type="revisit" if done.revisits else "response",
            purpose=purpose,
            address=exchange.address,
            status=exchange.status,
            headers=_as_dict(exchange.headers),
            payload_digest=done.payload_digest,
            block_digest=done.block_digest,
            payload_length=exchange.payload_length,
            fetched_at=exchange.fetched_at,
            site_id=site_id,
            language=language,
            refers_to=(done.revisits.record_id or None) if done.revisits else None,
        )
        try:
            self._append(file, done.request + done.response)
            self._waiting.append(line)
            if len(self._waiting) >= self._at_once:
                self._settle(file)
        except OSError:
            os.ftruncate(file.descriptor, file.settled)
            file.length = file.settled
            self._waiting.clear()
            raise
        file.exchanges += 1
        return line

    def rotate_when_due(self) -> None:
        """Closes the file when it is large, full or old enough. Raises OSError naming the archive; see ``close``."""
        file, limits = self._file, self._limits
        if file is None:
            return
        old = self._clock() - file.begun >= limits.seconds
        if file.length >= limits.bytes or file.exchanges >= limits.exchanges or old:
            self.close()

    def close(self) -> None:
        """Closes the file, puts it into the archive, and says so in the journal.

        Raises OSError when the archive does not take it; then it stays in the spool, for the recovery.
        """
        file, self._file = self._file, None
        if file is None:
            return
        self._settle(file)
        os.fsync(file.descriptor)
        os.close(file.descriptor)
        if file.exchanges:
            self.left_in_spool.append(file.relative)
            self._archive.put(file.path, file.relative)
            self._journal.append(FileClosedLine(file.relative, file.length), sync=True)
            self.closed.append(file.relative)
            self.left_in_spool.remove(file.relative)
        file.path.unlink()

    def _begin(self) -> _File:
        self._begun += 1
        path = self._folder / f"{self._begun:05d}.warc.gz"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o644)
        file = _File(path, f"{self._prefix}/{path.name}", descriptor, 0, self._clock())
        try:
            self._append(file, warcinfo(path.name, self._info))
            os.fsync(descriptor)
            file.settled = file.length
            spool.sync_folder(self._folder)
        except OSError:
            os.close(descriptor)
            path.unlink()
            raise
        self._file = file
        return file

    def _append(self, file: _File, data: bytes) -> None:
        write_all(file.descriptor, data)
        file.length += len(data)

    def _settle(self, file: _File) -> None:
        """Makes what was written durable, then says so."""
        if not self._waiting:
            return
        os.fsync(file.descriptor)
        for line in self._waiting:
            self._journal.append(line, sync=line is self._waiting[-1])
            file.settled = line.offset + line.length
        self._waiting.clear()


def _as_dict(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found

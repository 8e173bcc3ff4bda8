"""Writes a selection of snapshots as WARC 1.1 files with an index and a manifest; the records are copied byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from scraper.archive import Archive, ArchiveError, read_record
from transcripts.export.draft import draft
from transcripts.export.index import Index, line_of
from transcripts.export.members import requests
from transcripts.store.connection import connected
from transcripts.store.selection import Selected, Selection, selected

INDEX, MANIFEST = "index.cdxj", "manifest.json"
#: A file is closed when it is larger than this (bytes).
LARGEST = 1 << 30


@dataclass
class Exported:
    """What was written. ``damage``: records that the archive has lost or that are not as they were written."""

    folder: Path
    counts: Counter[str] = field(default_factory=Counter)
    damage: list[str] = field(default_factory=list)


def export(database_url: str, folder: Path, selection: Selection, largest: int = LARGEST) -> Exported:
    """Writes what is selected into a new folder, at one stroke: a half-written export is never seen.

    Revisit records get the records along that they refer to. What is damaged is named and left out.
    Raises DatabaseDown; FileExistsError where the folder holds something; ValueError where nothing is selected; OSError.
    """
    with draft(folder) as place:
        with connected(database_url) as connection:
            writer = _Writer(place, largest)
            writer.take(selected(connection, selection))
        if not writer.done.counts["records"] and not writer.done.damage:
            raise ValueError("nothing is selected: see `transcripts export --help`")
        writer.finish(selection)
    writer.done.folder = folder
    return writer.done


class _Writer:
    def __init__(self, folder: Path, largest: int) -> None:
        self._folder, self._largest = folder, largest
        self._file: IO[bytes] | None = None
        self._names: list[str] = []
        self._index = Index()
        self._archives: dict[str, Archive] = {}
        self._documents: set[tuple[str, str, str]] = set()
        self.done = Exported(folder)

    def take(self, records: Iterable[Selected]) -> None:
        """Copies the records, each after its request."""
        for one in records:
            if one.withheld:
                self.done.counts["withheld"] += 1
                continue
            try:
                request, record = self._bytes_of(one)
            except (ArchiveError, OSError) as error:
                self.done.damage.append(f"{one.record_id} {one.address}: {error}")
                continue
            file = self._open()
            file.write(request)
            self._index.add(line_of(one, self._names[-1], file.tell()))
            file.write(record)
            self._count(one, request)

    def finish(self, selection: Selection) -> None:
        """Writes the index and the manifest."""
        self._close()
        self._index.write(self._folder / INDEX)
        manifest: dict[str, Any] = {
            "format": "WARC/1.1",
            "software": "transcripts export",
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "selection": {name: value for name, value in asdict(selection).items() if value},
            "counts": {**self.done.counts, "documents": len(self._documents)},
            "files": [self._told(name) for name in self._names],
            "index": {**self._told(INDEX), "lines": self._index.count},
            "damage": self.done.damage,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (self._folder / MANIFEST).write_text(text, encoding="utf-8")

    def _bytes_of(self, one: Selected) -> tuple[bytes, bytes]:
        """A record's request and itself, its digest verified. Raises ArchiveError, OSError."""
        archive = self._archives.setdefault(one.archive, Archive(one.archive))
        content = archive.stretch(one.file, one.begins, one.offset + one.length)
        record = content[one.offset - one.begins :]
        read = read_record(record, f"{one.archive}/{one.file} at {one.offset}")
        if one.record_id not in read.record_id:
            raise ArchiveError(f"{one.archive}/{one.file} at {one.offset}: holds {read.record_id}, not {one.record_id}")
        return requests(content[: one.offset - one.begins]), record

    def _count(self, one: Selected, request: bytes) -> None:
        self.done.counts.update({"records": 1, f"{one.record_type}s": 1, "bytes": one.length})
        self.done.counts.update({name: 1 for name, there in (("requests", request), ("along", one.along)) if there})
        if one.site_id:
            self._documents.add((one.ministry, one.site_id, one.language or ""))

    def _open(self) -> IO[bytes]:
        if self._file is not None and self._file.tell() < self._largest:
            return self._file
        from scraper.warc import warcinfo

        self._close()
        self._names.append(f"{len(self._names) + 1:05d}.warc.gz")
        self._file = (self._folder / self._names[-1]).open("wb")
        self._file.write(
            warcinfo(self._names[-1], {"software": "transcripts export", "format": "WARC File Format 1.1"})
        )
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _told(self, name: str) -> dict[str, Any]:
        path = self._folder / name
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return {"name": name, "bytes": path.stat().st_size, "sha256": digest}

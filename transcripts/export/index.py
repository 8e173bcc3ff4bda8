"""The index of exported WARC files: CDXJ, a line for each record, sorted, however many there are."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from transcripts.export.surt import surt
from transcripts.store.selection import Selected

#: Lines that are sorted in memory; more are sorted in pieces and merged.
AT_ONCE = 100_000


def line_of(one: Selected, file: str, offset: int) -> str:
    """The line of a record that stands at a place of an exported file. Keys as pywb and the Internet Archive's tools have
    them: https://specs.webrecorder.net/cdxj/0.1.0/."""
    said = {
        "url": one.address,
        "mime": "warc/revisit" if one.record_type == "revisit" else one.content_type.partition(";")[0].strip() or "unk",
        "status": str(one.status),
        "digest": one.payload_digest,
        "length": str(one.length),
        "offset": str(offset),
        "filename": file,
    }
    return f"{surt(one.address)} {one.fetched_at:%Y%m%d%H%M%S} {json.dumps(said, ensure_ascii=False)}\n"


class Index:
    """Takes lines in any order and writes them sorted by their bytes."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._pieces: list[IO[bytes]] = []
        self.count = 0

    def add(self, line: str) -> None:
        """Takes a line."""
        self._lines.append(line.encode())
        self.count += 1
        if len(self._lines) >= AT_ONCE:
            piece = tempfile.TemporaryFile()  # noqa: SIM115 (closed by write)
            piece.writelines(sorted(self._lines))
            piece.seek(0)
            self._pieces.append(piece)
            self._lines.clear()

    def write(self, path: Path) -> None:
        """Writes all lines."""
        with ExitStack() as stack, path.open("wb") as file:
            pieces: list[Iterator[bytes]] = [iter(stack.enter_context(piece)) for piece in self._pieces]
            file.writelines(heapq.merge(*pieces, iter(sorted(self._lines))))

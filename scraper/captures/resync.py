"""Finds the next record of a damaged WARC file: what stands behind the damage is not lost with it."""

from __future__ import annotations

import zlib
from typing import IO

GZIP, PLAIN = b"\x1f\x8b\x08", b"\nWARC/"
_AT_ONCE = 1 << 20
_BEGINS = b"WARC/"


def next_record(file: IO[bytes], start: int) -> int | None:
    """Where the first record begins at or after a place, compressed or not; None where none does."""
    file.seek(start)
    held, base = file.read(_AT_ONCE), start
    while held:
        for at in _candidates(held):
            if held.startswith(_BEGINS, at) or _is_member(file, base + at):
                return base + at
        more = file.seek(base + len(held)) and file.read(_AT_ONCE)
        if not more:
            return None
        overlap = len(PLAIN)
        held, base = held[-overlap:] + more, base + len(held) - min(overlap, len(held))
    return None


def _candidates(held: bytes) -> list[int]:
    found = []
    for mark, skip in ((GZIP, 0), (PLAIN, 1)):
        at = held.find(mark)
        while at >= 0:
            found.append(at + skip)
            at = held.find(mark, at + 1)
    return sorted(found)


def _is_member(file: IO[bytes], at: int) -> bool:
    """Whether a compressed record begins here: three bytes alone may stand anywhere."""
    file.seek(at)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(file.read(4096), 64).startswith(_BEGINS)
    except zlib.error:
        return False

"""Reads a WARC file of the archive again, record by record, and says whether its bytes are still those that were written."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

#: Bytes of a file that are asked for at a time.
PIECE = 1 << 20
_UNREADABLE = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, zlib.error, OSError)


@dataclass(frozen=True, slots=True)
class Checked:
    """A record as it stands in its file. ``problem``: what is wrong with it; empty: all of its digests agree."""

    offset: int
    length: int
    record_id: str = ""
    kind: str = ""
    payload_digest: str = ""
    problem: str = ""


def reread(read: Callable[[int, int], bytes], size: int, known: Collection[int]) -> Iterator[Checked]:
    """The records of a file of ``size`` bytes in its order; ``read`` gives the bytes between two places.

    Each is one gzip member; its own check sum, the digest of its block and that of its payload are compared. Behind damage the reading
    goes on at the next place of ``known`` (where records begin, as the database says), and the stretch is told as one problem.
    Memory: one record. Raises what ``read`` raises.
    """
    place = 0
    while place < size:
        member, problem = _member(read, place, size)
        if problem:
            goes_on = min((one for one in known if one > place), default=size)
            yield Checked(place, goes_on - place, problem=problem)
            place = goes_on
        else:
            yield _check(member, place)
            place += len(member)


def _member(read: Callable[[int, int], bytes], start: int, size: int) -> tuple[bytes, str]:
    """The bytes of the gzip member that begins at a place, or what is wrong with it."""
    unpacker, found, at = zlib.decompressobj(31), bytearray(), start
    try:
        while not unpacker.eof:
            piece = read(at, min(at + PIECE, size))
            if not piece:
                return b"", f"the record ends in the middle, after {at - start} bytes"
            unpacker.decompress(piece)
            found += piece
            at += len(piece)
    except zlib.error as error:
        return b"", f"no whole gzip member ({error})"
    return bytes(found[: len(found) - len(unpacker.unused_data)]), ""


def _check(member: bytes, place: int) -> Checked:
    try:
        with redirect_stderr(io.StringIO()):
            record = next(iter(WARCIterator(io.BytesIO(member), check_digests=True)), None)
            if record is None:
                return Checked(place, len(member), problem="no WARC record")
            record.raw_stream.read()
    except _UNREADABLE as error:
        return Checked(place, len(member), problem=f"no whole WARC record ({' '.join(str(error).split())[:100]})")
    head, checker = record.rec_headers, record.digest_checker
    return Checked(
        place,
        len(member),
        (head.get_header("WARC-Record-ID") or "").removeprefix("<urn:uuid:").removesuffix(">"),
        record.rec_type or "",
        head.get_header("WARC-Payload-Digest") or "",
        "; ".join(checker.problems) if checker.passed is False else "",
    )

"""The gzip members of a stretch of a WARC file, each a record. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_REQUEST = b"\r\nWARC-Type: request\r\n"
_HEAD = 4096


def members(content: bytes) -> Iterator[bytes]:
    """The members as they stand there. What is no whole member ends them."""
    while content:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            stream.decompress(content)
        except zlib.error:
            return
        if not stream.eof:
            return
        yield content[: len(content) - len(stream.unused_data)]
        content = stream.unused_data


def requests(content: bytes) -> bytes:
    """Those members of a stretch that are request records."""
    return b"".join(member for member in members(content) if _REQUEST in _head(member))


def _head(member: bytes) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(member, _HEAD)

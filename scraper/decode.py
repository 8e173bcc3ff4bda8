"""Undoes the compression of a response, so that pages are stored and compared as they are meant. Pure."""

from __future__ import annotations

import zlib

#: What we say that we accept, and what is undone. Anything else is stored as it came.
ACCEPTED = "gzip"
_KNOWN = ("gzip", "x-gzip", "deflate")


class Undecodable(ValueError):
    """The body is not what its Content-Encoding says, or would be too large."""


def decode(body: bytes, encoding: str, largest: int) -> bytes:
    """The body without its content encoding. Raises Undecodable, naming why; at most ``largest`` bytes come out."""
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in _KNOWN:
            body = _inflate(body, largest)
        elif name not in ("", "identity"):
            raise Undecodable(f"content encoding {name!r}, which was not asked for")
    return body


def _inflate(body: bytes, largest: int) -> bytes:
    parts, length = [], 0
    while body:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 32)
        try:
            part = stream.decompress(body, largest - length + 1)
        except zlib.error as error:
            raise Undecodable(f"broken compression: {error}") from error
        length += len(part)
        parts.append(part)
        if length > largest:
            raise Undecodable(f"more than {largest} bytes when decompressed")
        if not stream.eof:
            raise Undecodable("compressed body ends in the middle")
        body = stream.unused_data
    return b"".join(parts)

"""Takes off what a body was wrapped in on the wire, also where an archive took it off already and left the header. Pure."""

from __future__ import annotations

import re

from scraper.decode import Undecodable, decode

_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")
_GZIP = b"\x1f\x8b"


class Cut(ValueError):
    """The body ends before its end."""


def dechunked(raw: bytes) -> bytes:
    """A body without its chunks; itself where it begins with none. Raises Cut where the last chunk is missing."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = raw.find(b"\n", at)
        size = raw[at:end].split(b";")[0].strip() if end >= 0 else b""
        if not _SIZE.fullmatch(size):
            if at == 0:
                return raw
            raise Cut(f"no chunk at byte {at}")
        length = int(size, 16)
        if length == 0:
            return b"".join(parts)
        parts.append(raw[end + 1 : end + 1 + length])
        if len(parts[-1]) < length:
            raise Cut(f"the chunk at byte {at} is not whole")
        at = end + 1 + length
        at += len(raw[at : at + 2]) - len(raw[at : at + 2].lstrip(b"\r\n"))


def decoded(body: bytes, coding: str, largest: int) -> bytes:
    """A body without its content coding, at most so many bytes. Raises Undecodable."""
    name = coding.strip().lower()
    if not body or (name in ("gzip", "x-gzip") and not body.startswith(_GZIP)):
        return body
    return _from_brotli(body, largest) if name == "br" else decode(body, name, largest)


def _from_brotli(body: bytes, largest: int) -> bytes:
    """Archives' crawlers take Brotli; ours does not ask for it."""
    import brotli

    stream = brotli.Decompressor()
    try:
        found: bytes = stream.process(body, output_buffer_limit=largest + 1)
        while not stream.is_finished() and len(found) <= largest:
            more = stream.process(b"", output_buffer_limit=largest + 1)
            if not more:
                raise Undecodable("compressed body ends in the middle")
            found += more
    except brotli.error as error:
        raise Undecodable(f"broken compression: {error}") from error
    if len(found) > largest:
        raise Undecodable(f"more than {largest} bytes when decompressed")
    return found

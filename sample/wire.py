"""Sends an answer over the wire in another way than HTTP would have it: slow, cut, reset, uncounted, without end."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Iterator, Mapping
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

from sample.response import Response, Wire

#: Into so many pieces a trickling answer is cut.
PIECES = 20
NO_LINGER = struct.pack("ii", 1, 0)


def send(handler: BaseHTTPRequestHandler, response: Response, headers: Mapping[str, str], with_body: bool) -> None:
    """Send an answer as its wire says, and end the connection."""
    wire = response.wire or Wire()
    handler.close_connection = True
    if wire.refuse or (wire.silent and wire.reset):
        return reset(handler.connection)
    if wire.silent:
        handler.connection.shutdown(socket.SHUT_RDWR)
        return None
    _trickle(handler, _head(handler, response, headers, wire), wire.head_seconds)
    if with_body:
        for piece in _cut(_framed(response.body, wire), wire):
            _trickle(handler, piece, wire.body_seconds)
    return reset(handler.connection) if wire.reset else None


def reset(connection: socket.socket) -> None:
    """End a connection by a reset, at once, whatever is still on its way."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    os.close(connection.detach())


def _head(handler: BaseHTTPRequestHandler, response: Response, headers: Mapping[str, str], wire: Wire) -> bytes:
    lines = {
        "Server": handler.server_version,
        "Date": format_datetime(wire.date, usegmt=True) if wire.date else handler.date_time_string(),
        **headers,
        "Connection": "close",
    }
    if wire.framing == "chunked":
        lines["Transfer-Encoding"] = "chunked"
    elif wire.framing == "counted":
        lines["Content-Length"] = str(len(response.body) * wire.repeat if wire.length is None else wire.length)
    reason = handler.responses.get(response.status, ("", ""))[0]
    rows = [f"HTTP/1.1 {response.status} {reason}", *(f"{name}: {value}" for name, value in lines.items())]
    return "\r\n".join([*rows, "", ""]).encode("latin-1")


def _framed(body: bytes, wire: Wire) -> Iterator[bytes]:
    chunked = wire.framing == "chunked"
    for _ in range(wire.repeat):
        yield b"%x\r\n%b\r\n" % (len(body), body) if chunked else body
    if chunked:
        yield b"0\r\n\r\n"


def _cut(pieces: Iterator[bytes], wire: Wire) -> Iterator[bytes]:
    """Give so many bytes and no more, where the answer is to be cut."""
    left = wire.sent
    for piece in pieces:
        yield piece if left is None else piece[:left]
        if left is not None:
            left -= min(left, len(piece))
            if not left:
                return


def _trickle(handler: BaseHTTPRequestHandler, data: bytes, seconds: float) -> None:
    if not seconds:
        handler.wfile.write(data)
        return
    size = max(1, -(-len(data) // PIECES))
    for start in range(0, len(data), size):
        handler.wfile.write(data[start : start + size])
        time.sleep(seconds / PIECES)

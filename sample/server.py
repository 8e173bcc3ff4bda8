"""The site over HTTP: one thread a connection, validators, compression, HEAD, and the clock's own address."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import ssl
import sys
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from sample import wire
from sample.faults.certificates import Secured
from sample.response import Response, Wire, html, text
from sample.site import Site

ADVANCE = "/_sample/advance"
LOOPBACK = ("127.0.0.1", "::1")


class Server(ThreadingHTTPServer):
    """Serves one site."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], site: Site, quiet: bool, secured: Secured | None = None) -> None:
        self.site, self.quiet, self.secured = site, quiet, secured
        self._refused_until = 0.0
        super().__init__(address, Handler)
        if secured is not None:
            self.socket = secured.context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def refuse(self, seconds: float) -> None:
        """Listen to nobody for some seconds: another socket, which does not listen, takes the place of ours meanwhile."""
        self._refused_until = time.monotonic() + seconds
        with socket.socket() as deaf:
            os.dup2(deaf.fileno(), self.fileno())
        threading.Timer(seconds, self._listen_again).start()

    def _listen_again(self) -> None:
        with socket.create_server(self.server_address, backlog=self.request_queue_size) as fresh:
            os.dup2(fresh.fileno(), self.fileno())

    def get_request(self) -> tuple[socket.socket, object]:
        """Return the next visitor's connection. Raises OSError while nobody is listened to, which the caller forgives."""
        if time.monotonic() < self._refused_until:
            time.sleep(0.01)
        return super().get_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a visitor hang up without a traceback; tell of everything else."""
        if not isinstance(sys.exception(), (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def base(self) -> str:
        """Return the address that the site listens on."""
        scheme = "https" if self.secured else "http"
        return f"{scheme}://{self.server_address[0]!s}:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Turns one request into one answer."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "sample"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers that GET would have."""
        self._answer(with_body=False)

    def do_POST(self) -> None:
        """Move the clock; nothing else is posted to this site."""
        address = urlsplit(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if address.path != ADVANCE or self.client_address[0] not in LOOPBACK:
            return self._send(text(405, "only GET and HEAD\n", {"Allow": "GET, HEAD"}), True)
        try:
            step = self.server.site.clock.advance(int(dict(parse_qsl(address.query)).get("steps", "1")))
        except ValueError as error:
            return self._send(text(400, f"{error}\n"), True)
        return self._send(Response(200, json.dumps({"clock": step}).encode(), "application/json"), True)

    def _answer(self, with_body: bool) -> None:
        address = urlsplit(self.path)
        own = urlsplit(self.server.base)
        base = f"{own.scheme}://{self.headers.get('Host') or own.netloc}"
        try:
            response = self.server.site.answer(address.path, dict(parse_qsl(address.query)), base)
        except Exception as error:
            sys.stderr.write(f"{self.path}: {error!r}\n")
            response = html(500, "<h1>500</h1>")
        self._send(response, with_body)

    def _send(self, response: Response, with_body: bool) -> None:
        headers = {"Content-Type": response.content_type, **response.headers}
        if response.wire is not None:
            time.sleep(response.wire.wait)
            if response.wire != Wire(wait=response.wire.wait):
                return self._send_oddly(response, headers, with_body)
        body = response.body
        if response.status == 200 and self.command in ("GET", "HEAD"):
            headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
            if response.modified:
                headers["Last-Modified"] = format_datetime(response.modified.astimezone(UTC), usegmt=True)
            if self._unchanged(headers["ETag"], response.modified):
                return self._write(
                    304, {name: headers[name] for name in ("ETag", "Last-Modified") if name in headers}, b""
                )
        if len(body) > 1000:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = gzip.compress(body, 3, mtime=0)
        headers["Content-Length"] = str(len(body))
        return self._write(response.status, headers, body if with_body else b"")

    def _send_oddly(self, response: Response, headers: dict[str, str], with_body: bool) -> None:
        if response.modified:
            headers["Last-Modified"] = format_datetime(response.modified.astimezone(UTC), usegmt=True)
        wire.send(self, response, headers, with_body)
        if response.wire and response.wire.refuse:
            self.server.refuse(response.wire.refuse)

    def _unchanged(self, etag: str, modified: datetime | None) -> bool:
        """Say whether the visitor's copy still holds. An ETag in the request outweighs a date (RFC 9110, 13.2.2)."""
        if known := self.headers.get("If-None-Match"):
            return known.strip() == "*" or etag.removeprefix("W/") in [
                one.strip().removeprefix("W/") for one in known.split(",")
            ]
        since = self.headers.get("If-Modified-Since")
        if not since or modified is None:
            return False
        try:
            return modified.astimezone(UTC) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _write(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write one line a request to standard error, unless told to be quiet."""
        if not self.server.quiet:
            sys.stderr.write(f"{self.address_string()} {format % args}\n")

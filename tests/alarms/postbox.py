"""A mail server and a web hook on loopback, which keep what they are sent and can be told to refuse it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postbox:
    """``refusal``: what the server answers to a mail instead of taking it."""

    port: int = 0
    refusal: str = ""
    refused: int = 0
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=policy.default) for one in self.raw]  # type: ignore[misc]

    @property
    def subjects(self) -> list[str]:
        return [str(one["Subject"]) for one in self.mails]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusal:
            self.refused += 1
            return self.refusal
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 taken"

    def connection(self, **extra: Any) -> str:
        """The Airflow connection of this server, as JSON for the environment."""
        settings = {"disable_ssl": True, "disable_tls": True, "from_email": "transcripts@example.org", "retry_limit": 1}
        more = {"to": "ada@example.org", **settings, **extra}
        return json.dumps({"conn_type": "smtp", "host": "127.0.0.1", "port": self.port, "extra": more})


@contextmanager
def postbox() -> Iterator[Postbox]:
    it = Postbox(free_port())
    controller = Controller(it, hostname="127.0.0.1", port=it.port)
    controller.start()
    try:
        yield it
    finally:
        controller.stop()


def text_of(mail: EmailMessage, kind: str) -> str:
    """The words of a mail's part, decoded."""
    (part,) = [one for one in mail.walk() if one.get_content_type() == f"text/{kind}"]
    return str(part.get_content())


@dataclass
class Hook:
    """A web hook as chat services have them; ``status`` is what it answers."""

    port: int = 0
    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)

    def connection(self, *more: str) -> str:
        paths = [{"path": f"json://127.0.0.1:{self.port}/alarms"}, *({"path": path} for path in more)]
        return json.dumps({"conn_type": "apprise", "extra": {"config": paths if more else paths[0]}})


@contextmanager
def hook() -> Iterator[Hook]:
    it = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if it.status == 200:
                it.got.append(json.loads(body))
            self.send_response(it.status)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    it.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield it
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port

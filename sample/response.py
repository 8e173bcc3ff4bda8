"""An answer of the site before HTTP's own business (validators, compression, HEAD) is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["document", "list", "feed", "robots", "sitemap", "site"]
Framing = Literal["counted", "chunked", "until_closed"]


@dataclass(frozen=True)
class Subject:
    """What an answer shows. `name` is a document's event and language, a list's name, language and day."""

    kind: Kind
    name: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wire:
    """How an answer goes over the wire when not as it should."""

    wait: float = 0.0
    """Seconds before the first byte."""
    as_is: bool = False
    """The body is sent as it stands: neither compressed nor compared with what the visitor has."""
    silent: bool = False
    """The connection is closed without a byte."""
    refuse: float = 0.0
    """Seconds for which nobody listens any more: this connection is reset, others are refused."""
    head_seconds: float = 0.0
    """Seconds over which the headers trickle."""
    body_seconds: float = 0.0
    """Seconds over which the body trickles."""
    framing: Framing = "counted"
    """How the visitor knows where the body ends: by its length, by chunks, by the end of the connection."""
    length: int | None = None
    """What Content-Length says instead of the truth."""
    sent: int | None = None
    """So many bytes of the body are sent; then the connection ends."""
    reset: bool = False
    """It ends by a reset."""
    repeat: int = 1
    """The body is sent so many times over, as one."""
    date: datetime | None = None
    """What the site's clock says."""


@dataclass(frozen=True)
class Response:
    """Status, bytes and what the headers are made of. `modified` is None where no date is known."""

    status: int
    body: bytes
    content_type: str
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    shows: Subject | None = None
    wire: Wire | None = None


def html(status: int, page: str, modified: datetime | None = None, shows: Subject | None = None) -> Response:
    """Answer with a page."""
    return Response(status, page.encode(), "text/html; charset=utf-8", modified, shows=shows)


def text(status: int, words: str, headers: Mapping[str, str] | None = None, shows: Subject | None = None) -> Response:
    """Answer with plain text."""
    return Response(status, words.encode(), "text/plain; charset=utf-8", None, headers or {}, shows)


def xml(page: str, modified: datetime | None, shows: Subject | None = None) -> Response:
    """Answer with XML."""
    return Response(200, page.encode(), "application/xml; charset=utf-8", modified, shows=shows)

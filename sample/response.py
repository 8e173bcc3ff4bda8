"""An answer of the site before HTTP's own business (validators, compression, HEAD) is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Response:
    """Status, bytes and what the headers are made of. `modified` is None where no date is known."""

    status: int
    body: bytes
    content_type: str
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def html(status: int, page: str, modified: datetime | None = None) -> Response:
    """Answer with a page."""
    return Response(status, page.encode(), "text/html; charset=utf-8", modified)


def text(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with plain text."""
    return Response(status, words.encode(), "text/plain; charset=utf-8", None, headers or {})


def xml(page: str, modified: datetime | None) -> Response:
    """Answer with XML."""
    return Response(200, page.encode(), "application/xml; charset=utf-8", modified)

"""What went wrong with a request, as a fate and a reason that can be counted."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionLost, TCPTimedOutError
from twisted.internet.error import TimeoutError as ConnectTimeout

from scraper.evidence import Fate
from scraper.resolver import PRIVATE_HOSTS


class NotAsked(IgnoreRequest):
    """A request that ends before or after the network for a reason of ours. ``fate`` and ``reason`` say how."""

    def __init__(self, fate: Fate, reason: str) -> None:
        super().__init__(reason)
        self.fate, self.reason = fate, reason


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (DownloadTimeoutError, "timeout"),
    (TCPTimedOutError, "timeout"),
    (ConnectTimeout, "timeout"),
    (ConnectError, "no_connection"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "truncated"),
    (UnsupportedURLSchemeError, "unknown_scheme"),
    (ConnectionLost, "connection_reset"),
    (DownloadFailedError, "connection_reset"),
)
#: Signs of a failed TLS handshake in an error's text; Twisted has no class of its own for it.
_TLS = ("ssl", "certificate", "tls", "verificationerror")
#: Worth asking again for, given time.
PASSING = frozenset({"dns", "connection_refused", "no_connection", "timeout", "connection_reset", "truncated"})
#: Nobody is there, or nobody wants to: not worth waiting for when the site has never answered in this crawl.
NOBODY = frozenset({"dns", "connection_refused", "no_connection"})


def fate_of(error: BaseException, address: str) -> tuple[Fate, str]:
    """What an error means for the document that was asked for."""
    if isinstance(error, NotAsked):
        return error.fate, error.reason
    if isinstance(error, CannotResolveHostError) and urlsplit(address).hostname in PRIVATE_HOSTS:
        return "refused", "private_address"
    if isinstance(error, IgnoreRequest):
        return "failed", "redirects" if "redirect" in str(error) else str(error)
    if _is_tls(error):
        return "failed", "tls"
    return "failed", next((reason for kind, reason in _REASONS if isinstance(error, kind)), type(error).__name__)


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    seen = ""
    while cause is not None:
        seen += f"{type(cause).__module__}.{type(cause).__name__} {cause} {getattr(cause, 'reasons', '')} "
        cause = cause.__cause__
    return any(sign in seen.lower() for sign in _TLS)


def words_of(error: BaseException, reason: str) -> str:
    """An error in words for a person who reads the report."""
    said = " ".join(str(error).split())
    return f"{reason} ({said[:200]})" if said and said != reason else reason

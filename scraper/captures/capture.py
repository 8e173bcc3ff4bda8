"""What a record of somebody's WARC file says a site answered: checked and decoded, or the reason why it is left out. Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from scraper.captures.codings import Cut, dechunked, decoded
from scraper.captures.digests import agrees
from scraper.captures.records import Foreign
from scraper.decode import Undecodable
from scraper.digest import digest
from scraper.fitting import fitting
from scraper.warc import Headers, warc_date

_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"], verify=False)
_REQUEST = StatusAndHeadersParser(["GET", "HEAD", "POST"], verify=False)
_UUID = re.compile(r"<?(?:urn:uuid:)?([0-9a-fA-F-]{36})>?")
#: A capture whose clock is ahead by more than this is left out: it would be the newest state for ever.
AHEAD = timedelta(days=1)


class LeftOut(Exception):
    """A record that is not taken. ``reason`` is a code, to be counted; ``refused``: its bytes are not what it says."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.refused = reason, refused


@dataclass(frozen=True, slots=True)
class Original:
    """Where a revisit record says that the body stands."""

    record_id: str
    address: str
    fetched_at: str
    named: str


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a site. ``headers`` fit ``body``; ``named`` is the payload's digest as the file names it.

    A revisit has no body and an ``original``. ``record_id`` is the file's own where it has a usable one, else a digest of
    address, time and body, so that the same capture has the same id each time.
    """

    record_id: str
    own_id: str
    address: str
    fetched_at: str
    status: int
    headers: Headers
    body: bytes
    payload_digest: str
    named: str
    ip: str | None = None
    original: Original | None = None


def capture_of(record: Foreign, largest: int, now: datetime) -> Capture:
    """The answer that a response or revisit record holds. Raises LeftOut.

    ``largest``: bytes of a body after decoding; ``now``: no capture can be younger.
    """
    if record.block is None:
        raise LeftOut("too_large")
    if record.head.get("warc-truncated") or not record.whole:
        raise LeftOut("cut_short")
    moment = moment_of(record.head.get("warc-date", ""))
    if moment is None:
        raise LeftOut("no_date")
    if moment > now + AHEAD:
        raise LeftOut("date_in_future")
    if agrees(record.head.get("warc-block-digest", ""), [record.block]) is False:
        raise LeftOut("digest_mismatch", refused=True)
    return (_revisit if record.kind == "revisit" else _response)(record, record.block, largest, warc_date(moment))


def _response(record: Foreign, block: bytes, largest: int, fetched_at: str) -> Capture:
    http, raw = _parsed(block)
    if http is None:
        raise LeftOut("no_http")
    status = _status(http)
    headers = tuple(http.headers)
    plain, body = _uncoded(raw, headers, largest)
    named = record.head.get("warc-payload-digest", "")
    if agrees(named, [raw, plain, body]) is False:
        raise LeftOut("digest_mismatch", refused=True)
    if status != 200:
        raise LeftOut(f"status_{status}")
    if not body.strip():
        raise LeftOut("empty_body")
    if len(raw) < _told_length(headers):
        raise LeftOut("cut_short")
    made, own = digest(body), own_id(record.head.get("warc-record-id", ""))
    return Capture(
        record_id=own or derived_id(record.address, fetched_at, made),
        own_id=record.head.get("warc-record-id", ""),
        address=record.address,
        fetched_at=fetched_at,
        status=status,
        headers=fitting(headers, body),
        body=body,
        payload_digest=made,
        named=named,
        ip=record.head.get("warc-ip-address") or None,
    )


def _revisit(record: Foreign, block: bytes, largest: int, fetched_at: str) -> Capture:
    http, _ = _parsed(block)
    status = _status(http) if http else 200
    if status not in (200, 304):
        raise LeftOut(f"status_{status}")
    head = record.head
    named, moment = head.get("warc-payload-digest", ""), moment_of(head.get("warc-refers-to-date", ""))
    original = Original(
        record_id=own_id(head.get("warc-refers-to", "")) or "",
        address=head.get("warc-refers-to-target-uri") or record.address,
        fetched_at=warc_date(moment) if moment else "",
        named=named,
    )
    own = own_id(head.get("warc-record-id", ""))
    return Capture(
        record_id=own or derived_id(record.address, fetched_at, f"revisit {named}"),
        own_id=head.get("warc-record-id", ""),
        address=record.address,
        fetched_at=fetched_at,
        status=status,
        headers=tuple(http.headers) if http else (),
        body=b"",
        payload_digest="",
        named=named,
        ip=head.get("warc-ip-address") or None,
        original=original,
    )


def request_of(record: Foreign) -> tuple[str, Headers]:
    """Method and headers of a request record, without Host, which the address says; empty where it holds none."""
    try:
        http = _REQUEST.parse(io.BytesIO(record.block or b""))
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return "", ()
    return http.protocol, tuple((name, value) for name, value in http.headers if name.lower() != "host")


def own_id(named: str) -> str | None:
    """The UUID of a record's own id; None where it has none."""
    hit = _UUID.fullmatch(named.strip())
    try:
        return str(UUID(hit[1])) if hit else None
    except ValueError:
        return None


def derived_id(address: str, fetched_at: str, payload: str) -> str:
    """An id for a record that has none of its own: the same each time."""
    return str(uuid5(NAMESPACE_URL, f"{address} {fetched_at} {payload}"))


def moment_of(date: str) -> datetime | None:
    """A WARC date as a moment; None for what is none."""
    try:
        moment = datetime.fromisoformat(date.strip().replace("z", "Z"))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(block: bytes) -> tuple[StatusAndHeaders | None, bytes]:
    stream = io.BytesIO(block)
    try:
        return _HTTP.parse(stream), stream.read()
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return None, b""


def _status(http: StatusAndHeaders) -> int:
    code = http.get_statuscode()
    if not (code.isascii() and code.isdigit() and len(code) == 3):
        raise LeftOut("no_http")
    return int(code)


def _uncoded(raw: bytes, headers: Headers, largest: int) -> tuple[bytes, bytes]:
    """The body without transfer coding, and without content coding too. Raises LeftOut."""
    try:
        chunked = "chunked" in _value(headers, "transfer-encoding").lower()
        plain = dechunked(raw) if chunked else raw
        return plain, decoded(plain, _value(headers, "content-encoding"), largest)
    except Cut as error:
        raise LeftOut("cut_short") from error
    except Undecodable as error:
        raise LeftOut("undecodable") from error


def _told_length(headers: Headers) -> int:
    """How long the body was on the wire, as its header says; 0 where it does not, or where chunks say it."""
    if _value(headers, "transfer-encoding"):
        return 0
    told = _value(headers, "content-length").strip()
    return int(told) if told.isascii() and told.isdigit() else 0


def _value(headers: Sequence[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")

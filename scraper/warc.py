"""One exchange with a site as WARC 1.1 records, each a gzip member of its own. Pure but for record ids."""

from __future__ import annotations

import http.client
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import BufferWARCWriter

from scraper.digest import digest
from scraper.evidence import Known

VERSION = "WARC/1.1"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response. ``headers`` fit ``body``; ``fetched_at`` is a WARC date. Without a method the request is
    not known."""

    address: str
    method: str
    sent: Headers
    status: int
    headers: Headers
    body: bytes
    ip: str | None
    fetched_at: str
    #: Of a capture that somebody else made: its record's id.
    record_id: str = ""
    #: Of somebody else's revisit: how long the body is that it does not hold.
    revisits_length: int | None = None

    @property
    def payload_length(self) -> int:
        """Bytes of the body that came, or that the record refers to."""
        return len(self.body) if self.revisits_length is None else self.revisits_length


@dataclass(frozen=True, slots=True)
class Serialised:
    """The two records of an exchange as bytes of a file, the request's first (empty where it is not known)."""

    request: bytes
    response: bytes
    record_id: str
    revisits: Known | None
    payload_digest: str
    block_digest: str


class _Writer(BufferWARCWriter):  # type: ignore[misc]
    """Writes WARC 1.1 with SHA-256 digests."""

    def __init__(self) -> None:
        super().__init__(gzip=True, warc_version=VERSION)

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def warc_date(moment: datetime) -> str:
    """A moment as WARC 1.1 writes it, e.g. ``2026-03-02T09:15:00.123456Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def warcinfo(filename: str, info: dict[str, str]) -> bytes:
    """The record that opens a file and says who wrote it and why."""
    writer = _Writer()
    writer.write_record(writer.create_warcinfo_record(filename, info))
    content: bytes = writer.get_contents()
    return content


def serialise(exchange: Exchange, known: Known | None) -> Serialised:
    """The records of an exchange. ``known`` is what the archive holds of this address: where the body is the same as
    then, or the site says so (304), the response becomes a ``revisit`` record without a body.
    """
    payload = digest(exchange.body)
    revisits = known if known is not None and _unchanged(exchange, payload, known) else None
    record = _revisit(exchange, revisits) if revisits else _response(exchange, payload)
    response = _bytes_of(record)
    record_id = record.rec_headers.get_header("WARC-Record-ID")
    return Serialised(
        request=_bytes_of(_request(exchange, record_id)) if exchange.method else b"",
        response=response,
        record_id=record_id,
        revisits=revisits,
        payload_digest=revisits.payload_digest if revisits else payload,
        block_digest=record.rec_headers.get_header("WARC-Block-Digest"),
    )


def _unchanged(exchange: Exchange, payload: str, known: Known) -> bool:
    if exchange.status == 304 or exchange.revisits_length is not None:
        return True
    return bool(exchange.body) and payload.casefold() == known.payload_digest.casefold()


def _response(exchange: Exchange, payload: str) -> ArcWarcRecord:
    return _Writer().create_warc_record(
        exchange.address,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_http(exchange),
        warc_headers_dict={**_head(exchange), "WARC-Payload-Digest": payload},
    )


def _revisit(exchange: Exchange, known: Known) -> ArcWarcRecord:
    refers = {
        "WARC-Refers-To": known.record_id,
        "WARC-Refers-To-Target-URI": known.address,
        "WARC-Refers-To-Date": _warc_date_of(known.fetched_at),
    }
    head = {
        **_head(exchange),
        "WARC-Profile": NOT_MODIFIED if exchange.status == 304 else SAME_PAYLOAD,
        "WARC-Payload-Digest": known.payload_digest,
        **{name: value for name, value in refers.items() if value},
    }
    return _Writer().create_warc_record(
        exchange.address, "revisit", http_headers=_http(exchange), warc_headers_dict=head
    )


def _request(exchange: Exchange, response_id: str) -> ArcWarcRecord:
    parts = urlsplit(exchange.address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = StatusAndHeaders(f"{path} HTTP/1.1", [("Host", parts.netloc), *exchange.sent], protocol=exchange.method)
    head = {"WARC-Date": exchange.fetched_at, "WARC-Concurrent-To": response_id}
    return _Writer().create_warc_record(exchange.address, "request", http_headers=sent, warc_headers_dict=head)


def _head(exchange: Exchange) -> dict[str, str]:
    more = {
        "WARC-Record-ID": f"<urn:uuid:{exchange.record_id}>" if exchange.record_id else "",
        "WARC-IP-Address": exchange.ip or "",
    }
    return {"WARC-Date": exchange.fetched_at, **{name: value for name, value in more.items() if value}}


def _http(exchange: Exchange) -> StatusAndHeaders:
    reason = http.client.responses.get(exchange.status, "Unknown")
    return StatusAndHeaders(f"{exchange.status} {reason}", list(exchange.headers), protocol="HTTP/1.1")


def _bytes_of(record: ArcWarcRecord) -> bytes:
    writer = _Writer()
    writer.write_record(record)
    content: bytes = writer.get_contents()
    return content


def _warc_date_of(moment: str) -> str:
    return warc_date(datetime.fromisoformat(moment)) if moment else ""

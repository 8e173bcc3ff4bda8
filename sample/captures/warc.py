"""Writes the captures as another crawler would: WARC 1.0, SHA-1, coded as they came over the wire, with all that comes along."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sample.captures.pages import AGAIN, Captured, script

AGENT = "talvia-web-archive/2.1"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
CHUNK = 4096


def write(path: Path, pages: list[Captured]) -> dict[str, int]:
    """Write the file and return how many records of each kind it has that are no document's, by what they are."""
    with path.open("wb") as file:
        writer = _Writer(file)
        writer.info(path.name, pages)
        for number, page in enumerate(pages):
            writer.capture(page, number)
        return writer.besides(pages)


class _Writer:
    def __init__(self, file: io.BufferedWriter) -> None:
        self._writer = WARCWriter(file, gzip=True, warc_version="WARC/1.0")

    def info(self, name: str, pages: list[Captured]) -> None:
        record = self._writer.create_warcinfo_record(name, {"software": AGENT})
        head = _head("warcinfo", name, max((page.at for page in pages), default=_LONG_AGO))
        for field in ("WARC-Date", "WARC-Record-ID"):
            record.rec_headers.replace_header(field, head[field])
        self._writer.write_record(record)

    def capture(self, page: Captured, number: int) -> None:
        """A response coded in one way or another, its request after it, and a revisit that found the same."""
        body, coding = page.page.encode(), {"Content-Type": "text/html; charset=utf-8", "Server": "Liferay"}
        if number % 3 == 1:
            body, coding = gzip.compress(body, mtime=0), {**coding, "Content-Encoding": "gzip"}
        if number % 3 == 2:
            body, coding = _chunked(body), {**coding, "Transfer-Encoding": "chunked"}
        else:
            coding["Content-Length"] = str(len(body))
        first = self._response(page.address, page.at, body, coding)
        self._writer.write_record(first)
        self._request(first, page.address, page.at)
        self._revisit(first, page.address, page.at + AGAIN, coding)

    def besides(self, pages: list[Captured]) -> dict[str, int]:
        """What every crawl of a whole site brings along, and nobody wants."""
        host, at = f"http://{script()['host']}", pages[0].at if pages else _LONG_AGO
        document = f"{host}/en/foreign_policy/news/-/asset_publisher/kQ7mRt02LwXa/content/id/"
        page = (pages[0].page if pages else "<html></html>").encode()
        plain = {"Content-Type": "text/html; charset=utf-8"}
        self._besides(f"{host}/en/archive/news", at, b"<html><body>a list</body></html>", plain)
        self._besides("http://elsewhere.example/en/1", at, b"<html><body>another site</body></html>", plain)
        self._besides(f"{document}2080001", at, b"<html><body>gone</body></html>", plain, "404 Not Found")
        self._besides(f"{document}2080004", at, b"", {"Location": f"{host}/"}, "302 Found")
        self._besides(f"{document}2080007", at, _NOT_FOUND, plain)
        self._besides(f"{document}2080010", at, page[: len(page) // 2], plain, truncated="length")
        self._besides(f"{document}2080013", at, _chunked(page)[:-900], {**plain, "Transfer-Encoding": "chunked"})
        self._besides(f"{document}2080016", at + timedelta(days=9000), page, plain)
        lost = self._response(f"{document}2080019", at, page, plain)
        self._revisit(lost, f"{document}2080019", at + AGAIN, plain)
        return {
            "no_document": 1,
            "not_ours": 1,
            "status_404": 1,
            "status_302": 1,
            "gone: not_found": 1,
            "cut_short": 2,
            "date_in_future": 1,
            "original_not_held": 1,
        }

    def _besides(
        self,
        address: str,
        at: datetime,
        body: bytes,
        headers: dict[str, str],
        status: str = "200 OK",
        truncated: str = "",
    ) -> None:
        self._writer.write_record(self._response(address, at, body, headers, status, truncated))

    def _response(
        self,
        address: str,
        at: datetime,
        body: bytes,
        headers: dict[str, str],
        status: str = "200 OK",
        truncated: str = "",
    ) -> ArcWarcRecord:
        return self._writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1"),
            warc_headers_dict={
                **_head("response", address, at),
                **({"WARC-Truncated": truncated} if truncated else {}),
            },
        )

    def _request(self, response: ArcWarcRecord, address: str, at: datetime) -> None:
        sent = StatusAndHeaders(
            f"{address.split(script()['host'])[1]} HTTP/1.1",
            [("Host", script()["host"]), ("User-Agent", AGENT)],
            protocol="GET",
        )
        head = {
            **_head("request", address, at),
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        }
        self._writer.write_record(
            self._writer.create_warc_record(address, "request", http_headers=sent, warc_headers_dict=head)
        )

    def _revisit(self, first: ArcWarcRecord, address: str, at: datetime, headers: dict[str, str]) -> None:
        said = first.rec_headers
        if said.get_header("WARC-Payload-Digest") is None:
            self._writer.ensure_digest(first, block=False, payload=True)
        head = {
            **_head("revisit", address, at),
            "WARC-Profile": SAME_PAYLOAD,
            "WARC-Payload-Digest": said.get_header("WARC-Payload-Digest"),
            "WARC-Refers-To-Target-URI": address,
            "WARC-Refers-To-Date": said.get_header("WARC-Date"),
        }
        http = StatusAndHeaders("200 OK", list(headers.items()), protocol="HTTP/1.1")
        self._writer.write_record(
            self._writer.create_warc_record(address, "revisit", http_headers=http, warc_headers_dict=head)
        )


_LONG_AGO = datetime(2015, 3, 1, tzinfo=UTC)
_NOT_FOUND = b"<html><head><title>404 - Page not found</title></head><body><h1>Page not found</h1></body></html>"


def _head(kind: str, address: str, at: datetime) -> dict[str, str]:
    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "WARC-Date": date,
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {address} {date}')}>",
        "WARC-IP-Address": "203.0.113.7",
    }


def _chunked(body: bytes) -> bytes:
    parts = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"

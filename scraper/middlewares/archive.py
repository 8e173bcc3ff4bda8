"""Each response goes to the archive before anything else sees it: redirects, retries, robots.txt and errors too."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from scraper.addresses import identify
from scraper.decode import Undecodable, decode
from scraper.evidence import Purpose, SnapshotLine
from scraper.failures import NotAsked
from scraper.fitting import ORIGINAL, fitting
from scraper.middlewares.shared import RECORD, CrawlMiddleware, document_of, purpose_of
from scraper.warc import Exchange, Headers, warc_date
from scraper.whole import is_cut


class ArchiveMiddleware(CrawlMiddleware):
    """Stands next to the network. What it lets through is decoded, stored and durable."""

    def process_request(self, request: Request) -> None:
        """Counts what is really asked."""
        self.crawl.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        """Stores the response, then passes it on with its line of the journal in the request's meta.

        Raises NotAsked when it could not be stored (the crawl then ends) or is not what it says (stored as it came).
        """
        self.crawl.responses += 1
        body, problem = self._decoded(response)
        headers = headers_for(response, body, decoded=problem is None)
        whole = problem is None and not is_cut(response.status, body, response.flags)
        record = self._store(request, response, headers, body, whole)
        request.meta[RECORD] = record
        if problem is not None:
            raise NotAsked("failed", f"undecodable: {problem}")
        return rebuilt(response, headers, body)

    def _decoded(self, response: Response) -> tuple[bytes, Undecodable | None]:
        encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
        try:
            return decode(response.body, encoding, self.crawl.ministry.manners.largest_page), None
        except Undecodable as error:
            return response.body, error

    def _store(self, request: Request, response: Response, headers: Headers, body: bytes, whole: bool) -> SnapshotLine:
        exchange = Exchange(
            address=response.url,
            method=request.method,
            sent=_flat(request.headers.items()),
            status=response.status,
            headers=headers,
            body=body,
            ip=str(response.ip_address) if response.ip_address else None,
            fetched_at=warc_date(datetime.now(UTC)),
        )
        self.crawl.bytes += len(body)
        purpose, site_id, language = self._told(request, response, whole)
        try:
            line = self.crawl.recorder.write(
                exchange, self.crawl.known.get(response.url), purpose, site_id=site_id, language=language
            )
        except OSError as error:
            self.crawl.disk_full(error)
            raise NotAsked("failed", "not_stored") from error
        self._rotate()
        return line

    def _rotate(self) -> None:
        try:
            self.crawl.recorder.rotate_when_due()
        except OSError as error:
            self.crawl.disk_full(error)  # what was written stays in the spool, and the journal names it

    def _told(self, request: Request, response: Response, whole: bool) -> tuple[Purpose, str | None, str | None]:
        """What a response is, and the document that it shows.

        A redirect shows none, nor does where it leads elsewhere, nor half a page: that would be read as a shorter text.
        """
        document = document_of(request)
        if 300 <= response.status < 400 and response.status != 304:
            return "hop", None, None
        if document is None:
            return purpose_of(request), None, None
        found = identify(self.crawl.ministry, response.url)
        if found is None or found.site_id != document.site_id or not whole:
            return "hop", None, None
        return "document", document.site_id, document.language


def headers_for(response: Response, body: bytes, *, decoded: bool) -> Headers:
    """The response's headers as they fit the body; what they were is kept under another name."""
    headers = _flat(response.headers.items())
    return fitting(headers, None if response.status == 304 else body) if decoded else headers


def rebuilt(response: Response, headers: Headers, body: bytes) -> Response:
    """The response with these headers and this body, as the class that fits them."""
    if "Content-Encoding" not in response.headers:
        return response
    plain = {name: value for name, value in headers if not name.startswith(ORIGINAL)}
    kind = responsetypes.from_args(
        headers={k.encode(): v.encode("latin-1") for k, v in plain.items()}, url=response.url
    )
    return response.replace(cls=kind, headers=plain, body=body)


def _flat(headers: object) -> Headers:
    pairs = [(name, value) for name, values in headers for value in values]  # type: ignore[attr-defined]
    return tuple((name.decode("ascii", "backslashreplace"), value.decode("latin-1")) for name, value in pairs)

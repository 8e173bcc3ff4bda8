"""The one spider. The ministry is its argument: what it asks for stands in the ministry's module and in the plan."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import listing
from scraper.evidence import Fate, SnapshotLine
from scraper.failures import NotAsked, fate_of
from scraper.ledger import Document
from scraper.middlewares.shared import DOCUMENT, PURPOSE, RECORD
from scraper.state import Crawl
from scraper.walks import Problem, Walk
from scraper.whole import is_cut

LOGGER = logging.getLogger("crawl")
WALK = "walk"
#: Lists first, then feeds, then documents.
LISTS, FEEDS, DOCUMENTS = 20, 10, 0


class TranscriptSpider(Spider):
    """Walks the lists, then asks for each document that they name. Keeps entries, never pages."""

    name = "transcripts"

    def __init__(self, crawl: Crawl, **kwargs: Any) -> None:  # noqa: ANN401 (what Spider takes)
        super().__init__(**kwargs)
        self.crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> TranscriptSpider:  # noqa: ANN401
        """Made by Scrapy."""
        spider: TranscriptSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.opened, signals.spider_opened)
        crawler.signals.connect(spider.broken, signals.spider_error)
        return spider

    def opened(self) -> None:
        """From here on the crawl can be ended."""
        self.crawl.close = self._close_soon
        if self.crawl.halted is not None:
            self._close_soon()

    def broken(self, failure: Failure, response: Response | None) -> None:
        """An error of our own: the crawl goes on with the rest, and is no good one."""
        problem = Problem("FAILED", f"error in the crawl's code: {failure.value!r}")
        if response is None:
            self.crawl.halt(problem)
            return
        self.crawl.trouble(problem)
        if WALK in response.meta:
            listing.lost(self.crawl, response.meta[WALK], "error")

    async def start(self) -> AsyncIterator[Request]:
        """All lists and feeds, and when they are through, all documents that were named."""
        for walk in self.crawl.walks:
            yield self._list_request(walk)
        if not self.crawl.walks:
            self.crawl.lists_done.set()
        await self.crawl.lists_done.wait()
        if self.crawl.halted is not None:
            return
        self.crawl.ledger.add_gaps()
        self.crawl.ledger.settle_strangers()
        wanted = self.crawl.ledger.wanted()
        LOGGER.info("%s documents to ask for", len(wanted))
        for document in wanted:
            yield self._document_request(document)

    # Lists and feeds

    def _list_request(self, walk: Walk) -> Request:
        meta = {PURPOSE: walk.kind, WALK: walk}
        priority = LISTS if walk.kind == "list" else FEEDS
        path = walk.path()
        address = path if path.startswith("http") else self.crawl.ministry.address + path
        return self._request(address, self.parse_list, self.list_failed, priority, meta)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """Records a page of a list, and asks for the next one until the list is at its end."""
        walk: Walk = response.meta[WALK]
        if response.status != 200:
            yield from self._list_lost(walk, f"http_{response.status}")
        elif is_cut(response.status, response.body, response.flags):
            yield from self._list_lost(walk, "truncated")
        elif listing.take(self.crawl, walk, response, response.meta[RECORD]):
            walk.turn()
            yield self._list_request(walk)
        else:
            self.crawl.end_walk(walk)

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """A list that could not be asked for is not walked to its end, unless others stand in for it."""
        request, error = _request_of(failure), _error_of(failure)
        yield from self._list_lost(request.meta[WALK], fate_of(error, request.url)[1])

    def _list_lost(self, walk: Walk, reason: str) -> list[Request]:
        return [self._list_request(instead) for instead in listing.lost(self.crawl, walk, reason)]

    # Documents

    def _document_request(self, document: Document) -> Request:
        meta = {PURPOSE: "document", DOCUMENT: document}
        return self._request(document.address, self.parse_document, self.document_failed, DOCUMENTS, meta)

    def parse_document(self, response: Response) -> None:
        """Says what became of a document that the site answered for."""
        document: Document = response.meta[DOCUMENT]
        record: SnapshotLine = response.meta[RECORD]
        fate, reason = document_fate(response, record)
        self._settle(document, fate, reason, record)

    def document_failed(self, failure: Failure) -> None:
        """Says why a document did not come."""
        request, error = _request_of(failure), _error_of(failure)
        fate, reason = fate_of(error, request.url)
        stored = isinstance(error, NotAsked) and reason != "not_stored"
        self._settle(request.meta[DOCUMENT], fate, reason, request.meta.get(RECORD) if stored else None)

    def _settle(self, document: Document, fate: Fate, reason: str | None, record: SnapshotLine | None) -> None:
        fate = self.crawl.ledger.settle(document, fate, reason, record.record_id if record else None)
        level = logging.WARNING if fate in ("failed", "refused") else logging.INFO
        why = f" ({reason})" if reason else ""
        LOGGER.log(level, "%s%s: %s %s", fate, why, document.site_id or document.address, document.language)

    # Both

    def _request(self, address: str, callback: Any, errback: Any, priority: int, meta: dict[str, Any]) -> Request:  # noqa: ANN401
        meta["download_slot"] = self.crawl.ministry.code  # one request at a time, over all of the ministry's hosts
        return Request(address, callback, errback=errback, priority=priority, meta=meta, dont_filter=True)

    def _close_soon(self) -> None:
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="halted"))


def _request_of(failure: Failure) -> Request:
    request: Request = vars(failure)["request"]
    return request


def _error_of(failure: Failure) -> BaseException:
    assert failure.value is not None
    return failure.value


def document_fate(response: Response, record: SnapshotLine) -> tuple[Fate, str | None]:
    """What an answer means for its document. A page counts as fetched when it is the page that was asked for."""
    if response.status == 304:
        return ("unchanged", None) if record.record_type == "revisit" else ("failed", "http_304_unasked")
    if response.status != 200:
        return "failed", f"http_{response.status}"
    if is_cut(response.status, response.body, response.flags):
        return "failed", "truncated"
    if record.purpose == "hop":
        return "failed", "redirected_elsewhere"
    if not response.body:
        return "failed", "empty_body"
    return ("unchanged", None) if record.record_type == "revisit" else ("fetched", None)

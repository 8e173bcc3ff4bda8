"""Asks only for what has changed: a document that the archive holds is asked for with its validators."""

from __future__ import annotations

from scrapy import Request

from scraper.middlewares.shared import CrawlMiddleware, purpose_of


class ConditionalMiddleware(CrawlMiddleware):
    """Sets If-None-Match and If-Modified-Since on requests for known documents, also after a redirect."""

    def process_request(self, request: Request) -> None:
        """Lists, feeds and robots.txt are always asked for in full."""
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        known = self.crawl.known.get(request.url)
        if known is None or not known.site_id or purpose_of(request) != "document":
            return
        if known.etag:
            request.headers["If-None-Match"] = known.etag
        if known.last_modified:
            request.headers["If-Modified-Since"] = known.last_modified

"""Asks only for what has changed: a document that the archive holds is asked for with its validators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy import Request

from scraper.middlewares.shared import CrawlMiddleware, purpose_of

#: So much a site's clock may differ from ours.
CLOCKS_DIFFER = timedelta(minutes=5)


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
        if known.last_modified and not is_ahead(known.last_modified, known.fetched_at):
            request.headers["If-Modified-Since"] = known.last_modified


def is_ahead(last_modified: str, fetched_at: str) -> bool:
    """Whether a page says that it was changed after it was fetched (an ISO moment, or empty where it is not known).

    Then the site's clock was ahead. Asked by such a date, the site would say for days that nothing has changed since.
    """
    try:
        changed, fetched = parsedate_to_datetime(last_modified), datetime.fromisoformat(fetched_at)
    except ValueError:
        return False
    changed, fetched = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (changed, fetched))
    return changed > fetched + CLOCKS_DIFFER

"""Asks again, after growing pauses, for what is worth asking again for."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.http import Response

from scraper.failures import NOBODY, PASSING, fate_of
from scraper.middlewares.shared import CrawlMiddleware, document_of
from scraper.whole import is_cut

LOGGER = logging.getLogger("crawl")
STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
#: A site that asks for a longer pause than this (seconds) is not asked again in this crawl.
LONGEST_PAUSE = 120.0
#: As long as the site has never answered: how long a request may take, and until when it is asked again, so that a site
#: that cannot be reached is told within a minute. Seconds.
FIRST_TIMEOUT, FIRST_ANSWER = 15.0, 45.0
TIMES = "retried"


class RetryMiddleware(CrawlMiddleware):
    """Retries by the ministry's manners. The pause holds up the whole crawl: one request at a time."""

    def process_request(self, request: Request) -> None:
        """Sets how long this request may take."""
        timeout = self.crawl.ministry.manners.timeout
        request.meta["download_timeout"] = timeout if self.crawl.reached else min(timeout, FIRST_TIMEOUT)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Another request for an answer that is worth it, else the answer."""
        empty = response.status == 200 and not response.body and document_of(request) is not None
        cut = is_cut(response.status, response.body, response.flags)
        if response.status not in STATUSES and not empty and not cut:
            return response
        asked = pause_asked(response)
        reason = "empty_body" if empty else "truncated" if cut else f"http_{response.status}"
        return await self._again(request, reason, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Another request after a failure that may pass, else None."""
        _, reason = fate_of(exception, request.url)
        if reason not in PASSING or (reason in NOBODY and not self.crawl.reached):
            return None
        return await self._again(request, reason, 0.0)

    async def _again(self, request: Request, reason: str, asked: float) -> Request | None:
        manners, times = self.crawl.ministry.manners, request.meta.get(TIMES, 0)
        pause = max(asked, manners.retry_pause * 2**times)
        late = not self.crawl.reached and self.crawl.seconds + pause + FIRST_TIMEOUT > FIRST_ANSWER
        if times >= manners.retries or pause > LONGEST_PAUSE or late:
            LOGGER.info("given up after %s tries: %s (%s)", times + 1, request.url, reason)
            return None
        LOGGER.info("asked again in %.1f s: %s (%s)", pause, request.url, reason)
        if not await self.crawl.pause(pause):
            return None
        again = request.copy()
        again.meta[TIMES] = times + 1
        again.priority = request.priority + 1
        return again


def pause_asked(response: Response) -> float:
    """The pause that a response asks for (Retry-After: seconds or a date), in seconds; 0 when it asks for none."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())

"""robots.txt is obeyed: read once a host, before anything else is asked of it."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from scraper.addresses import on_site
from scraper.evidence import Outcome
from scraper.failures import NotAsked, fate_of, words_of
from scraper.middlewares.shared import PURPOSE, CrawlMiddleware
from scraper.walks import Problem

#: Our name in robots.txt.
AGENT = "ministry-transcripts"
#: A Crawl-delay beyond this is taken for a mistake, and this is used. Seconds.
LONGEST_DELAY = 60.0

Rules = Protego | NotAsked


class RobotsMiddleware(CrawlMiddleware):
    """Refuses what a host's robots.txt disallows. A host whose robots.txt cannot be read is not asked at all (RFC 9309)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts: dict[str, asyncio.Task[Rules]] = {}

    async def process_request(self, request: Request) -> None:
        """Raises NotAsked for what is disallowed."""
        if request.meta.get(PURPOSE) == "robots":
            return
        rules = await self._rules(request)
        if isinstance(rules, NotAsked):
            raise NotAsked(rules.fate, rules.reason)
        if not rules.can_fetch(request.url, AGENT):
            raise NotAsked("refused", "robots")

    async def _rules(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        if parts.netloc not in self._hosts:
            reading = self._read(f"{parts.scheme}://{parts.netloc}/robots.txt")
            self._hosts[parts.netloc] = asyncio.ensure_future(reading)
        return await self._hosts[parts.netloc]

    async def _read(self, address: str) -> Rules:
        meta = {PURPOSE: "robots", "download_slot": self.crawl.ministry.code}
        request = Request(address, callback=NO_CALLBACK, meta=meta, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            return self._unreadable(address, error)
        if response.status >= 500 or response.status == 429:
            return self._unreadable(address, NotAsked("failed", f"http_{response.status}"))
        rules = Protego.parse(response.body.decode("utf-8", errors="replace") if response.status == 200 else "")
        self._slow_down(rules)
        return rules

    def _unreadable(self, address: str, error: Exception) -> NotAsked:
        fate, reason = fate_of(error, address)
        if on_site(self.crawl.ministry, address) and address.startswith(self.crawl.ministry.address):
            what = "answers" if self.crawl.reached else "could not be reached"
            outcome: Outcome = "BLOCKED" if reason.startswith("blocked") else "FAILED"
            self.crawl.halt(Problem(outcome, f"{address} {what}: {words_of(error, reason)}"))
        return NotAsked(fate, f"robots_unreadable: {reason}")

    def _slow_down(self, rules: Protego) -> None:
        delay = rules.crawl_delay(AGENT) or 0.0
        slot = self.crawler.engine.downloader.slots.get(self.crawl.ministry.code)
        if slot is not None and delay > slot.delay:
            slot.delay = min(delay, LONGEST_DELAY)

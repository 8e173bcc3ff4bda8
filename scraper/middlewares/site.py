"""Only the ministry's own site is asked, redirects included, and no address of a private network."""

from __future__ import annotations

from scrapy import Request

from scraper.addresses import is_public, is_too_long, literal_ip, on_site
from scraper.failures import NotAsked
from scraper.middlewares.shared import CrawlMiddleware
from scraper.tally import LED_OFFSITE, OFFSITE, TOO_LONG


class SiteMiddleware(CrawlMiddleware):
    """Refuses what is not the ministry's."""

    def process_request(self, request: Request) -> None:
        """Raises NotAsked for another site, an address that is too long, and a private one."""
        ministry = self.crawl.ministry
        if not on_site(ministry, request.url):
            raise NotAsked("refused", LED_OFFSITE if request.meta.get("redirect_urls") else OFFSITE)
        if is_too_long(request.url):
            raise NotAsked("refused", TOO_LONG)
        ip = literal_ip(request.url)
        if ip is not None and not ministry.private and not is_public(ip):
            raise NotAsked("refused", "private_address")

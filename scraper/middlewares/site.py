"""Only the ministry's own site is asked, redirects included, and no address of a private network."""

from __future__ import annotations

from scrapy import Request

from scraper.addresses import is_public, literal_ip, on_site
from scraper.failures import NotAsked
from scraper.middlewares.shared import CrawlMiddleware


class SiteMiddleware(CrawlMiddleware):
    """Refuses what is not the ministry's."""

    def process_request(self, request: Request) -> None:
        """Raises NotAsked for another site and for a private address."""
        ministry = self.crawl.ministry
        if not on_site(ministry, request.url):
            raise NotAsked("refused", "offsite")
        ip = literal_ip(request.url)
        if ip is not None and not ministry.private and not is_public(ip):
            raise NotAsked("refused", "private_address")

"""Redirects are followed, a few of them; where they lead is asked for like anything else, by all the rules."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapysRedirectMiddleware
from scrapy.http import Response


class RedirectMiddleware(ScrapysRedirectMiddleware):
    """Scrapy's, without a Referer."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """No page is told where we come from."""
        request.headers.pop("Referer", None)

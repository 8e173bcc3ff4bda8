"""Redirects are followed, a few of them; where they lead is asked for like anything else, by all the rules."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapysRedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper.failures import NotAsked

#: Key of a request's meta: whether a redirect on its way set a cookie. We never send one back.
COOKIE = "cookie_set"


class RedirectMiddleware(ScrapysRedirectMiddleware):
    """Scrapy's, without a Referer, and with a name for sites that want a cookie first."""

    # Scrapy's takes a spider too, which it does not pass any more.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request for where a redirect leads, else the answer.

        Raises NotAsked where redirects have no end: ``cookies_required`` when one of them set a cookie, as sites do that send
        a visitor in a circle until it comes back, else ``redirects``.
        """
        if 300 <= response.status < 400 and response.headers.get("Set-Cookie"):
            request.meta[COOKIE] = True
            target = (response.headers.get("Location") or b"").decode("latin-1")
            if urljoin(request.url, target) == request.url:
                raise NotAsked("failed", "cookies_required")
        try:
            followed: Request | Response = super().process_response(request, response)
        except IgnoreRequest as error:
            raise NotAsked("failed", "cookies_required" if request.meta.get(COOKIE) else "redirects") from error
        return followed

    def handle_referer(self, request: Request, response: Response) -> None:
        """No page is told where we come from."""
        request.headers.pop("Referer", None)

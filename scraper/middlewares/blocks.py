"""Knows a page that is no answer when it sees one. A block is never evaded: after a few of them the crawl stops asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from scraper.failures import NotAsked, fate_of
from scraper.middlewares.retry import LONGEST_PAUSE, pause_asked
from scraper.middlewares.shared import RECORD, CrawlMiddleware, purpose_of
from scraper.ministries.model import DayList, PagedList
from scraper.recognise import missing_of, shows_document, shows_list
from scraper.signs import LOGIN, block_of, gone_of, leads_to_login
from scraper.tally import BLOCKED, GONE, LED_OFFSITE
from scraper.tangle import Tangled, check
from scraper.walks import Problem

#: 429 comes here only when asking again, later, has not helped.
STATUSES = frozenset({401, 403, 407, 429, 451})
#: A site that asks us to stay away longer than this is asked again after it: that is taken for a mistake.
LONGEST_ABSENCE = timedelta(days=7)
#: No more characters of a page are looked at. Signs and headings stand at its beginning.
LOOKED_AT = 4_000_000
#: How feeds begin; and pages.
_FEED = (b"<?xml", b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemapindex")


class BlocksMiddleware(CrawlMiddleware):
    """Turns an answer that is a block into a failure (it is in the archive already, as evidence), and looks at documents."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises NotAsked for a block and for a page that says "not found"; ends the crawl when blocked too often."""
        self.crawl.resets_in_row = 0
        away = pause_asked(response) if response.status in (429, 503) else 0.0
        if away > LONGEST_PAUSE:
            self._stay_away(response, away)
        if response.status in STATUSES:
            raise self._blocked(f"http_{response.status}", response)
        if response.status == 200 and response.body:
            self._look(request, response)
        if away <= LONGEST_PAUSE:
            self.crawl.blocks_in_row = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts connections that are reset again and again. Raises NotAsked where we were sent to a log-in elsewhere."""
        reason = fate_of(exception, request.url)[1]
        if reason == LED_OFFSITE and leads_to_login(request.url):
            raise self._counted(LOGIN, request.url)
        if reason != "connection_reset" or not self.crawl.reached:
            return
        self.crawl.resets_in_row += 1
        if self.crawl.resets_in_row >= self.crawl.ministry.manners.resets_before_stop:
            what = f"the connections of {self.crawl.resets_in_row} requests in a row were reset, the last one's at {request.url}"
            self.crawl.halt(Problem("BLOCKED", what))

    def _look(self, request: Request, response: Response) -> None:
        """Raises NotAsked for a page that is no answer; a document that is one is looked at, for drift."""
        ministry, purpose = self.crawl.ministry, purpose_of(request)
        if purpose in ("feed", "sitemap") and response.body.lstrip()[:20].lower().startswith(_FEED):
            return
        if purpose == "robots" and not response.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return  # rules, and what their comments say to robots
        markup = markup_of(response)
        try:
            check(markup.encode(errors="replace"))
        except Tangled as error:
            if purpose != "document":
                raise NotAsked("failed", f"tangled_markup: {error}") from error
            return  # the cleaner says the same of it, and why
        page = Selector(text=markup, type="html")
        if purpose == "document":
            if shows_document(page, ministry.layouts):
                self._take(request, response, page)
                return
        elif purpose == "list" and self._shows_list(request, page):
            return
        sign = block_of(page, markup, response.url, ministry)
        if sign is not None:
            raise self._blocked(sign, response)
        if purpose == "document":
            gone = gone_of(page, markup, ministry)
            if gone is not None:
                self.crawl.blocks_in_row = 0
                raise NotAsked("failed", f"{GONE} {gone}")
            self._take(request, response, page)

    def _take(self, request: Request, response: Response, page: Selector) -> None:
        """Looks at a document's page for drift, if it is the one that was asked for."""
        record = request.meta.get(RECORD)
        if record is not None and record.purpose == "document":
            self.crawl.drift.take(response.url, missing_of(page, self.crawl.ministry.layouts))

    def _shows_list(self, request: Request, page: Selector) -> bool:
        source = getattr(request.meta.get("walk"), "source", None)
        return isinstance(source, DayList | PagedList) and shows_list(page, source.layout)

    def _blocked(self, sign: str, response: Response) -> NotAsked:
        return self._counted(sign, response.url)

    def _counted(self, sign: str, address: str) -> NotAsked:
        """Counts a block; ends the crawl where there were too many, in a row or in all."""
        crawl, manners = self.crawl, self.crawl.ministry.manners
        crawl.blocks += 1
        crawl.blocks_in_row += 1
        if crawl.blocks_in_row >= manners.blocks_before_stop:
            what = f"{crawl.blocks_in_row} answers in a row look like a block, the last one ({sign}) at {address}"
            crawl.halt(Problem("BLOCKED", what))
        elif crawl.blocks >= manners.blocks_in_all:
            crawl.halt(
                Problem("BLOCKED", f"{crawl.blocks} answers look like a block, the last one ({sign}) at {address}")
            )
        return NotAsked("failed", f"{BLOCKED} {sign}")

    def _stay_away(self, response: Response, seconds: float) -> None:
        """The site says when we may come again: noted for the next runs. For 429 the crawl ends; for 503 when that repeats."""
        until = datetime.now(UTC) + min(timedelta(seconds=min(seconds, 1e9)), LONGEST_ABSENCE)
        moment = until.isoformat(timespec="seconds")
        what = f"the site asks not to be asked again before {moment} (http_{response.status} at {response.url})"
        if response.status == 503:
            self.crawl.blocks_in_row += 1
            if self.crawl.blocks_in_row < self.crawl.ministry.manners.blocks_before_stop:
                return
        self.crawl.not_before = moment
        self.crawl.halt(Problem("BLOCKED", what))


def markup_of(response: Response) -> str:
    """The beginning of a page as text. NUL characters, which no parser takes, are blanks in it."""
    text = response.text if isinstance(response, TextResponse) else response.body.decode("utf-8", errors="replace")
    return text[:LOOKED_AT].replace("\0", " ")

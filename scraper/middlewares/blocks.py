"""Knows a block when it sees one. A block is never evaded: after a few of them the crawl stops asking."""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import Response

from scraper.failures import NotAsked
from scraper.middlewares.shared import CrawlMiddleware
from scraper.ministries.model import BlockSign
from scraper.walks import Problem

#: 429 comes here only when asking again, later, has not helped.
STATUSES = frozenset({401, 403, 407, 429, 451})


class BlocksMiddleware(CrawlMiddleware):
    """Turns an answer that is a block into a failure; it is in the archive already, as evidence."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises NotAsked for a block, and ends the crawl when there were too many."""
        sign = block_of(response.status, response.body, self.crawl.ministry.blocks)
        if sign is None:
            return response
        self.crawl.blocks += 1
        if self.crawl.blocks >= self.crawl.ministry.manners.blocks_before_stop:
            what = f"{self.crawl.blocks} answers look like a block, the last one ({sign}) at {response.url}"
            self.crawl.halt(Problem("BLOCKED", what))
        raise NotAsked("failed", f"blocked: {sign}")


def block_of(status: int, body: bytes, signs: tuple[BlockSign, ...]) -> str | None:
    """The sign of a block in an answer, None when there is none."""
    if status in STATUSES:
        return f"http_{status}"
    if status != 200 or not signs:
        return None
    text = body.decode("utf-8", errors="replace")
    return next((sign.name for sign in signs if re.search(sign.pattern, text)), None)

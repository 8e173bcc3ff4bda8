"""Takes in what a list, a feed or a sitemap answered: read, recorded in the journal, and what of it could not be had."""

from __future__ import annotations

import logging

from parsel import Selector
from scrapy.http import Response, TextResponse

from scraper.evidence import ListPageLine, Outcome, SnapshotLine
from scraper.feeds import read_feed
from scraper.listpages import ListPage, read_page
from scraper.ministries.model import DayList, Feed, Sitemap
from scraper.sitemaps import read_sitemap
from scraper.state import Crawl
from scraper.walks import Walk, narrower

LOGGER = logging.getLogger("crawl")
ROBOTS = "robots"


def take(crawl: Crawl, walk: Walk, response: Response, record: SnapshotLine) -> bool:
    """Records the page that the walk asked for and its entries, and says whether the walk goes on."""
    page = read(crawl, walk, response)
    before = walk.entries
    entries, goes_on = walk.take(page)
    crawl.pages += 1
    by_day = isinstance(walk.source, DayList)
    crawl.journal.append(
        ListPageLine(
            list=walk.source.name,
            language=walk.language,
            address=response.url,
            page=walk.page,
            entries=len(page.entries),
            total=page.total,
            record_id=record.record_id,
            since=walk.since.isoformat() if by_day else None,
            until=walk.until.isoformat() if by_day else None,
            part=walk.part.name if walk.part else None,
        )
    )
    for position, entry in enumerate(entries, before + 1):
        crawl.ledger.list_entry(walk, position, entry, record.record_id)
    beyond = walk.page > 1 and not page.entries and page.total is not None  # at its end the walk says what it lacks
    if page.drift and not beyond:
        outcome: Outcome = "DRIFT" if walk.page == 1 or page.entries else "PARTIAL"
        crawl.list_trouble(walk.problem(f", page {walk.page}: {page.drift}", outcome))
    return goes_on


def read(crawl: Crawl, walk: Walk, response: Response) -> ListPage:
    """What stands on a page, by what kind of a list it is."""
    if isinstance(walk.source, Feed):
        return read_feed(response.body, response.url, crawl.zone)
    if isinstance(walk.source, Sitemap):
        largest = crawl.ministry.manners.largest_page
        return read_sitemap(response.body, response.url, crawl.zone, walk.since, largest)
    text = response.text if isinstance(response, TextResponse) else response.body.decode("utf-8", errors="replace")
    return read_page(Selector(text=text, type="html"), walk.source.layout, response.url, walk.language)


def lost(crawl: Crawl, walk: Walk, reason: str) -> list[Walk]:
    """Notes that a page could not be had. Where further pages are refused: the walks that stand in for them."""
    if reason == ROBOTS and (instead := narrower(walk)):
        LOGGER.info("list %s: page %s is refused: %s walks stand in for it", walk, walk.page, len(instead))
        crawl.stand_in(walk, instead)
        return instead
    if reason == ROBOTS and walk.kind == "sitemap":
        crawl.notices.append(f"sitemap {walk}: robots.txt refuses it, so nothing is checked against it")
    elif walk.whole is not None:
        walk.whole.cut.append(f"{walk}, page {walk.page}: {reason}")
    else:
        crawl.trouble(walk.problem(f", page {walk.page}: {reason}"))
        crawl.lost_lists.append(reason)
    crawl.end_walk(walk, whole=False)
    return []

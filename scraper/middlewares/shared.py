"""What the middlewares have in common: the way to the running crawl, and what a request is for."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from scraper.evidence import Purpose
from scraper.ledger import Document
from scraper.state import Crawl

#: Keys of a request's meta: what it is for, the document it asks for, the journal line of its response.
PURPOSE, DOCUMENT, RECORD = "purpose", "document", "record"


class CrawlMiddleware:
    """A middleware that belongs to one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    @property
    def crawl(self) -> Crawl:
        """The running crawl, which the spider carries."""
        crawl: Crawl = vars(self.crawler.spider)["crawl"]
        return crawl


def purpose_of(request: Request) -> Purpose:
    """What a request is for."""
    purpose: Purpose = request.meta.get(PURPOSE, "hop")
    return purpose


def document_of(request: Request) -> Document | None:
    """The document that a request asks for, None for lists, feeds and robots.txt."""
    document: Document | None = request.meta.get(DOCUMENT)
    return document

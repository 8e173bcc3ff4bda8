"""Looks hosts up, and gives no address of a private network away unless the ministry is one that we serve ourselves."""

from __future__ import annotations

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from scraper.addresses import is_public

#: Setting: whether private addresses may be asked.
PRIVATE_ALLOWED = "PRIVATE_ADDRESSES_ALLOWED"
#: Hosts whose names led into a private network, in this process.
PRIVATE_HOSTS: set[str] = set()


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, for public addresses only."""

    allowed = False

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> PublicResolver:  # noqa: ANN401 (Scrapy passes its process)
        """Made by Scrapy."""
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.allowed = crawler.settings.getbool(PRIVATE_ALLOWED)
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: ANN401 (Twisted's signature)
        """The host's address. Fails with DNSLookupError for one that is not public."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if self.allowed or is_public(address):
            return address
        PRIVATE_HOSTS.add(name)
        raise DNSLookupError(f"{name} is {address}, which is no public address")

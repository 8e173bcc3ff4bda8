"""Scrapy's settings for one crawl, from the ministry's manners and the plan."""

from __future__ import annotations

import logging
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from scraper.decode import ACCEPTED
from scraper.evidence import Plan
from scraper.middlewares.robots import AGENT
from scraper.ministries.model import Ministry
from scraper.resolver import PRIVATE_ALLOWED
from scraper.tls import CA_FILE

#: Seconds that looking a host up may take.
LOOKUP_SECONDS = 10.0
_HERE = "scraper.middlewares"
#: What of Scrapy's own takes part in a crawl, in the place of its lists. Whatever else it has, and a new version brings (a remote
#: control, a console), stays out, and is not even loaded: aiohttp and requests came with it, a third of a crawl's start.
_SCRAPYS = {
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
    },
    "SPIDER_MIDDLEWARES_BASE": {
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": 800,
        "scrapy.spidermiddlewares.depth.DepthMiddleware": 900,
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": 1000,
    },
    "EXTENSIONS_BASE": dict.fromkeys(
        (
            "scrapy.extensions.corestats.CoreStats",
            "scrapy.extensions.logcount.LogCount",
            "scrapy.extensions.closespider.CloseSpider",
            "scrapy.extensions.logstats.LogStats",
        ),
        0,
    ),
}


def settings_for(plan: Plan, ministry: Ministry) -> dict[str, Any]:
    """Settings by name. What is switched off is off because it is done otherwise here, or opens a door."""
    manners = ministry.manners
    if not plan.contact and not ministry.private:
        logging.getLogger("crawl").warning("no contact is set: the site's web master cannot reach us")
    return {
        "USER_AGENT": user_agent(plan.contact),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": ACCEPTED,
        },
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": manners.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": manners.timeout,
        "DOWNLOAD_MAXSIZE": manners.largest_page,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {
            "https": "scraper.tls.VerifyingHandler",
            **dict.fromkeys(("file", "ftp", "s3", "data")),
        },
        "TWISTED_DNS_RESOLVER": "scraper.resolver.PublicResolver",
        "DNS_TIMEOUT": LOOKUP_SECONDS,
        PRIVATE_ALLOWED: ministry.private,
        CA_FILE: plan.ca_file,
        # From the spider down to the network. Responses come the other way: they are stored first of all.
        "DOWNLOADER_MIDDLEWARES": {
            f"{_HERE}.site.SiteMiddleware": 50,
            f"{_HERE}.robots.RobotsMiddleware": 100,
            f"{_HERE}.conditional.ConditionalMiddleware": 150,
            f"{_HERE}.blocks.BlocksMiddleware": 540,
            f"{_HERE}.retry.RetryMiddleware": 550,
            f"{_HERE}.redirect.RedirectMiddleware": 600,
            f"{_HERE}.archive.ArchiveMiddleware": 1000,
        },
        **_SCRAPYS,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COMPRESSION_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "INFO",
        "STATS_DUMP": False,
        "LOGSTATS_INTERVAL": 60.0,
    }


def user_agent(contact: str | None) -> str:
    """Who we are, and how a web master reaches us."""
    try:
        number = version("ministry-transcripts")
    except PackageNotFoundError:
        number = "0"
    return f"{AGENT}/{number} (daily archive of public transcripts{f'; contact: {contact}' if contact else ''})"

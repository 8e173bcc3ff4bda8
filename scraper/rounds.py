"""Which walks a crawl goes: each list, feed and sitemap, in each language, over the days that are asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from scraper.addresses import key_of
from scraper.ministries.model import DayList, Feed, Ministry, PagedList, Sitemap
from scraper.walks import Walk

#: A window of up to so many days is asked for day by day, so that the site's own count is a day's and further pages are
#: rare; a longer one in so many stretches.
STRETCHES = 31


def walks_of(ministry: Ministry, since: date, until: date, today: date, days: Iterable[date] = ()) -> list[Walk]:
    """All walks of a crawl of a window and of further days, in the order in which they are gone: lists, feeds, sitemaps."""
    further = sorted(set(days))
    first = min([since, *further])
    found: list[Walk] = []

    def add(source: DayList | PagedList | Feed | Sitemap, language: str, spans: Iterable[tuple[date, date]]) -> None:
        key = partial(key_of, ministry)
        found.extend(Walk(source, language, start, end, today, key) for start, end in spans)

    for source in ministry.lists:
        for language in ministry.languages:
            by_day = [*stretches(since, until), *((day, day) for day in further)]
            add(source, language, by_day if isinstance(source, DayList) else [(first, until)])
    for feed in ministry.feeds:
        for language in ministry.languages:
            add(feed, language, [(first, until)])
    for sitemap in ministry.sitemaps:
        add(sitemap, "", [(first, until)])
    return found


def stretches(since: date, until: date) -> list[tuple[date, date]]:
    """A window cut into days, or into equal stretches when it is long."""
    days = (until - since).days + 1
    size = -(-days // STRETCHES)
    starts = [since + timedelta(days=n) for n in range(0, days, size)]
    return [(start, min(start + timedelta(days=size - 1), until)) for start in starts]

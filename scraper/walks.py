"""Walking a list from its first page to its last: which page comes next, and whether the walk came to the end. Pure.

A walk never stops because it meets an entry that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from scraper.evidence import Outcome
from scraper.listpages import Entry, ListPage
from scraper.ministries.model import DayList, Feed, Ministry, PagedList

#: A window of up to so many days is asked for day by day, so that the site's own count is a day's and further pages are
#: rare; a longer one in so many stretches.
STRETCHES = 31
#: No list is walked further than this.
MOST_PAGES = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a crawl is not OK, and how grave that is."""

    outcome: Outcome
    what: str


@dataclass
class Walk:
    """One walk: of a list in one language, over one stretch of days where the list can be asked by day."""

    source: DayList | PagedList | Feed
    language: str
    since: date
    until: date
    #: The day on which the crawl runs, in the ministry's time zone.
    today: date
    page: int = 1
    entries: int = 0
    total: int | None = None
    _seen: set[str] = field(default_factory=set)
    _last_day: date | None = None

    def __str__(self) -> str:
        days = f" {self.since}" if isinstance(self.source, DayList) else ""
        more = f"..{self.until}" if days and self.until != self.since else ""
        return f"{self.source.name} {self.language}{days}{more}"

    def path(self) -> str:
        """The address of the page to ask for now, relative to the ministry's."""
        if isinstance(self.source, Feed):
            return self.source.address.format(language=self.language)
        template = self.source.address
        if isinstance(self.source, DayList):
            template = self.source.next_address if self.page > 1 else template
            shape = self.source.date_format
            days = {"since": self.since.strftime(shape), "until": self.until.strftime(shape)}
        else:
            days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return template.format(language=self.language, page=self.page, **days)

    def take(self, page: ListPage) -> tuple[list[Entry], bool]:
        """Takes in the page that was asked for: its entries with the days that they count for, and whether to go on."""
        fresh = [entry for entry in page.entries if entry.address not in self._seen]
        repeats = self.page > 1 and not fresh
        self._seen.update(entry.address for entry in fresh)
        if page.total is not None:
            self.total = page.total
        if repeats:
            return [], False
        self.entries += len(page.entries)
        dated = [self._dated(entry) for entry in page.entries]
        return dated, page.drift is None and self._goes_on(page, dated)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with a walk that came to its end."""
        if isinstance(self.source, DayList) and self.total is not None and self.total != self.entries:
            yield Problem("PARTIAL", f"list {self}: {self.entries} entries listed, the site counts {self.total}")
        if self.page >= MOST_PAGES:
            yield Problem("PARTIAL", f"list {self}: not walked further than page {MOST_PAGES}")

    def _dated(self, entry: Entry) -> Entry:
        """Gives an entry without a date that of its list's one day, or of the entry before it; in a feed it is new."""
        if entry.day is None and isinstance(self.source, Feed):
            return replace(entry, day=self.today)
        one_day = isinstance(self.source, DayList) and self.since == self.until
        self._last_day = entry.day or (self.since if one_day else self._last_day)
        return replace(entry, day=self._last_day)

    def _goes_on(self, page: ListPage, dated: list[Entry]) -> bool:
        if isinstance(self.source, Feed) or not page.entries or self.page >= MOST_PAGES:
            return False
        if isinstance(self.source, DayList):
            left = self.total > self.entries if self.total is not None else len(page.entries) >= self.source.page_size
            return left and bool(self.source.next_address)
        days = [entry.day for entry in dated if entry.day]
        older = bool(days) and max(days) < self.since
        return not older and len(page.entries) >= self.source.page_size


def walks_of(ministry: Ministry, since: date, until: date, today: date) -> list[Walk]:
    """All walks of a crawl, in the order in which they are gone: the lists, then the feeds."""
    found = []
    for source in ministry.lists:
        for language in ministry.languages:
            days = stretches(since, until) if isinstance(source, DayList) else [(since, until)]
            found += [Walk(source, language, first, last, today) for first, last in days]
    feeds = [(feed, language) for feed in ministry.feeds for language in ministry.languages]
    return found + [Walk(feed, language, since, until, today) for feed, language in feeds]


def stretches(since: date, until: date) -> list[tuple[date, date]]:
    """A window cut into days, or into equal stretches when it is long."""
    days = (until - since).days + 1
    size = -(-days // STRETCHES)
    starts = [since + timedelta(days=n) for n in range(0, days, size)]
    return [(start, min(start + timedelta(days=size - 1), until)) for start in starts]

"""Walking a list from its first page to its last: which page comes next, and whether the walk came to the end. Pure.

A walk never stops because it meets an entry that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from scraper.evidence import Outcome, Source
from scraper.listpages import Entry, ListPage
from scraper.ministries.model import DayList, Feed, PagedList, Part, Sitemap
from scraper.steady import Steady

#: No list is walked further than this, and no more files of a sitemap are read.
MOST_PAGES, MOST_FILES = 2000, 50
#: So far ahead (time zones differ) a date may be of an entry that is there already.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a crawl is not OK, how grave that is, and which list, language and day it touches, where it touches no others."""

    outcome: Outcome
    what: str
    list: str | None = None
    language: str | None = None
    day: str | None = None


@dataclass(eq=False)
class Walk:
    """One walk: of a list in one language, over one stretch of days where the list can be asked by day.

    A sitemap is walked file by file, without a language.
    """

    source: DayList | PagedList | Feed | Sitemap
    language: str
    since: date
    until: date
    #: The day on which the crawl runs, in the ministry's time zone.
    today: date
    #: What addresses of one document share.
    key: Callable[[str], str] = str
    #: What the list is narrowed to, and the walk of the whole list that this one stands in for.
    part: Part | None = None
    whole: Walk | None = None
    page: int = 1
    entries: int = 0
    total: int | None = None
    #: The earliest day that was met: a feed reaches back no further.
    oldest: date | None = None
    #: Walks that stand in for further pages that must not be asked for, and why some of them are not whole.
    parts: list[Walk] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    #: Files of a sitemap that are still to be read; the first is next.
    files: list[str] = field(default_factory=list)
    #: Whether more stands in the list, and it has no address for it.
    _more: bool = False
    _seen: set[str] = field(default_factory=set)
    _steady: Steady = field(default_factory=Steady)
    #: Its entries, but for those that an earlier page had.
    _counted: int = 0
    #: What this walk and its parts named of its days.
    _named: set[str] = field(default_factory=set)
    #: What only the feed names of its day, and makes up for what its parts do not name.
    _beside: set[str] = field(default_factory=set)
    _last_day: date | None = None

    def __str__(self) -> str:
        part = f"/{self.part.name}" if self.part else ""
        days = f" {self.since}" if isinstance(self.source, DayList) else ""
        more = f"..{self.until}" if days and self.until != self.since else ""
        return f"{self.source.name}{part}{f' {self.language}' if self.language else ''}{days}{more}"

    @property
    def kind(self) -> Source:
        """What kind of a list this is."""
        return "feed" if isinstance(self.source, Feed) else "sitemap" if isinstance(self.source, Sitemap) else "list"

    @property
    def day(self) -> date | None:
        """The one day that the walk is about: of a feed or a sitemap the day on which it is read; None: several."""
        if self.kind != "list":
            return self.today
        return self.since if isinstance(self.source, DayList) and self.since == self.until else None

    def problem(self, what: str, outcome: Outcome = "PARTIAL") -> Problem:
        """Something that is wrong with this walk."""
        whole = self.whole or self
        day = whole.day.isoformat() if whole.day else None
        return Problem(outcome, f"list {self}{what}", self.source.name, self.language, day)

    def path(self) -> str:
        """The address of the page to ask for now: whole, or relative to the ministry's."""
        if isinstance(self.source, Sitemap):
            return self.files[0] if self.files else self.source.address
        if isinstance(self.source, Feed):
            return self.source.address.format(language=self.language)
        template = self.source.address
        if isinstance(self.source, DayList):
            place = self.part or self.source
            template = place.next_address if self.page > 1 else place.address
            shape = self.source.date_format
            days = {"since": self.since.strftime(shape), "until": self.until.strftime(shape)}
        else:
            days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return template.format(language=self.language, page=self.page, **days)

    def take(self, page: ListPage) -> tuple[list[Entry], bool]:
        """Takes in the page that was asked for: its entries with the days that they count for, and whether to go on.

        Of a part's entries only those that neither the whole list nor another part has named, of a sitemap's only those
        that changed on the walk's days.
        """
        stood = tuple(self.key(entry.address) for entry in page.entries)
        if self._steady.checking:
            if self._steady.ends_with(stood, page.total):
                return [], False
            self._seen.clear()
            self.entries = self._counted = 0
        fresh = [key for key in stood if key not in self._seen]
        repeats = self.page > 1 and not fresh and self.kind == "list"
        self._seen.update(fresh)
        if page.total is not None:
            self.total = page.total
        if repeats:
            return [], self._check()
        if self.page == 1:
            self._steady.begin(stood, page.total)
        self.entries += len(page.entries)
        self._counted += len(fresh if self.page > 1 else stood)
        dated = self._new(self._dated(entry) for entry in page.entries)
        if isinstance(self.source, Sitemap):
            dated = [entry for entry in dated if entry.day and self.since <= entry.day <= self.until]
        self.oldest = min((day for day in (self.oldest, *(entry.day for entry in dated)) if day), default=None)
        goes_on = page.drift is None and self._goes_on(page, dated)
        return dated, goes_on or self._check()

    def turn(self) -> None:
        """Turns to the page that is to be asked for next."""
        self.page = 1 if self._steady.checking else self.page + 1

    def _check(self) -> bool:
        """Whether the first page is to be asked for again, as several of a list by day were read."""
        self._steady.checking = isinstance(self.source, DayList) and self.page > 1
        return self._steady.checking

    def _new(self, dated: Iterable[Entry]) -> list[Entry]:
        named = (self.whole or self)._named
        found = [entry for entry in dated if self.whole is None or self.key(entry.address) not in named]
        named.update(self.key(e.address) for e in found if e.day is None or self.since <= e.day <= self.until)
        return found

    def fill(self, beside: Set[str]) -> set[str]:
        """Sets what only the feed names of its day against what its parts leave out, and returns what that leaves."""
        short = max(0, (self.total or 0) - len(self._named))
        self._beside = set(sorted(beside - self._named)[:short])
        return set(beside - self._beside)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with a walk that came to its end, its parts included."""
        if self.parts:
            yield from self._problems_of_parts()
        elif self._steady.restless:
            yield self.problem(f": changed while it was read, {self._steady.moved} times over")
        elif isinstance(self.source, DayList) and self.total is not None and not self._balances(self.total):
            yield self.problem(f": {self._counted} entries listed, the site counts {self.total}")
        elif self._more:
            yield self.problem(f": {self.entries} entries fill the page, and the list has no address for a further one")
        if self.page >= MOST_PAGES:
            yield self.problem(f": not walked further than page {MOST_PAGES}")

    def _balances(self, total: int) -> bool:
        """Whether the site counts what it lists: an entry that stands twice on a page may count once or twice."""
        return len(self._seen) <= total <= self._counted

    def _problems_of_parts(self) -> Iterator[Problem]:
        """By the site's own count, where there is one; else by the parts being whole and naming what the first page does."""
        refused = "robots.txt refuses further pages"
        names = ", ".join(part.part.name for part in self.parts if part.part)
        found = len(self._named) + len(self._beside)
        if self.total is not None:
            if found < self.total:
                missing = self.total - found
                yield self.problem(
                    f": {missing} of {self.total} entries are missing: {refused}, and {names} name no more"
                )
        elif cut := [*self.cut, *(f"{part} is full" for part in self.parts if part._more)]:
            yield self.problem(
                f": {found} entries named, how many are missing is not known: {refused}; {'; '.join(cut)}"
            )
        elif strangers := self.keys().difference(*(part.keys() for part in self.parts)):
            stands = f"{len(strangers)} of the first page's {len(self._seen)} entries stand in none of {names}"
            yield self.problem(f": {found} entries named, how many are missing is not known: {refused}, and {stands}")

    def keys(self) -> set[str]:
        """All that it named, on whatever day, by what tells documents apart."""
        return set(self._seen)

    def notices(self) -> Iterator[str]:
        """What is odd about a walk that came to its end, and lost nothing."""
        if self.parts and not any(self.problems()):
            told = f"all {len(self._named)} entries"
            if self._beside:
                told = f"{len(self._named)} of {self.total} entries, the feed the other {len(self._beside)}"
            yield f"list {self}: its further pages are refused; {len(self.parts)} parts named {told}"
        if self.kind == "list" and self._counted > len(self._seen):
            yield f"list {self}: {self._counted - len(self._seen)} entries name a document that stands beside them already"
        if self.files:
            yield f"sitemap {self}: {len(self.files)} files not read, beyond the first {MOST_FILES}"

    def _dated(self, entry: Entry) -> Entry:
        """Gives an entry without a date that of its list's one day, or of the entry before it; in a feed it is new.

        In a sitemap it stays without one. A day after today is not believed, as if there were none.
        """
        if isinstance(self.source, Sitemap):
            return entry
        if entry.day is not None and entry.day > self.today + AHEAD:
            entry = replace(entry, day=None)
        if entry.day is None and isinstance(self.source, Feed):
            return replace(entry, day=self.today)
        one_day = isinstance(self.source, DayList) and self.since == self.until
        self._last_day = entry.day or (self.since if one_day else self._last_day)
        return replace(entry, day=self._last_day)

    def _goes_on(self, page: ListPage, dated: list[Entry]) -> bool:
        if isinstance(self.source, Sitemap):
            return self._next_file(page)
        if isinstance(self.source, Feed) or not page.entries or self.page >= MOST_PAGES:
            return False
        if isinstance(self.source, DayList):
            full = len(page.entries) >= self.source.page_size
            left = full if self.total is None else self.total > self._counted
            further = bool((self.part or self.source).next_address)
            self._more = left and not further and self.total is None
            return left and further
        days = [entry.day for entry in dated if entry.day]
        older = bool(days) and max(days) < self.since and days[0] >= days[-1]  # not where the oldest stand first
        return not older and len(page.entries) >= self.source.page_size

    def _next_file(self, page: ListPage) -> bool:
        self.files = [*self.files[1:], *(file for file in page.files if file not in self._seen)]
        self._seen.update(page.files)
        return bool(self.files) and self.page < MOST_FILES


def narrower(walk: Walk) -> list[Walk]:
    """Walks that stand in for further pages that must not be asked for: of single days, or of the list's parts on a day."""
    if not isinstance(walk.source, DayList) or walk.part or walk.page == 1:
        return []
    if walk.since < walk.until:
        days = [walk.since + timedelta(days=n) for n in range((walk.until - walk.since).days + 1)]
        return [Walk(walk.source, walk.language, day, day, walk.today, walk.key) for day in days]
    parts = [part for part in walk.source.parts if not part.languages or walk.language in part.languages]
    walk.parts = [
        Walk(walk.source, walk.language, walk.since, walk.until, walk.today, walk.key, part, walk) for part in parts
    ]
    return walk.parts

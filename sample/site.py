"""The web site: which answer stands at which address. No sockets here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from sample.addresses import REGIONS, canonical
from sample.clock import Clock
from sample.faults import Faults
from sample.faults.walls import LOGIN
from sample.layouts import chrome, current, old
from sample.library import Library
from sample.model import CURRENT, OLD, Entry
from sample.response import Response, Subject, html, text, xml
from sample.shelves import Shelves
from sample.world import local, phrases

PAGE = 20
FEED_LENGTH = 40
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OLD_DETAIL = re.compile(
    r"/(?P<path>[a-z]{2}(?:_[A-Z]{2})?)/(?P<section>[a-z_/]+)/-/asset_publisher/(?P<portlet>\w+)/content/id/(?P<id>\d+)"
)
CURRENT_DETAIL = re.compile(r"/(?P<path>[a-z]{2})/(?P<section>[a-z_/]+)/(?P<id>\d{7})/")
DAY_LIST = re.compile(r"/(?P<path>[a-z]{2})/foreign_policy/news/")
SECTION_LIST = re.compile(r"/(?P<path>[a-z]{2})/(?P<section>press_service/[a-z_/]+)/")
OLD_LIST = re.compile(r"/(?P<path>[a-z]{2})/archive/news")
FEED = re.compile(r"/(?P<path>[a-z]{2})/rss\.php")
PLAIN = re.compile(r"/(?P<path>[a-z]{2})/(?:pages/[\w-]+/)?")
CURSOR, DELTA = "_101_INSTANCE_archive_cur", "_101_INSTANCE_archive_delta"

Query = Mapping[str, str]


class Site:
    """Answers requests by path and query."""

    def __init__(self, library: Library, clock: Clock, faults: Faults, whole_by_day: bool = False) -> None:
        self.library, self.clock, self.faults = library, clock, faults
        self._shelves = lru_cache(maxsize=2)(lambda step: Shelves(library.entries(step), whole_by_day))

    def answer(self, path: str, query: Query, base: str) -> Response:
        """Return what the visitor of an address gets; `base` is the site's own, for links that must be whole."""
        step = self.clock.step

        def look(other: str) -> Response:
            parts = urlsplit(other)
            return self._good(parts.path, dict(parse_qsl(parts.query)), base, step)

        asked = f"{path}?{urlencode(query)}" if query else path
        return self.faults.meet(self._good(path, query, base, step), asked, base, step, look)

    def _good(self, path: str, query: Query, base: str, step: int) -> Response:
        """Return what stands at an address."""
        shelves: Shelves = self._shelves(step)
        if path == "/":
            return text(302, "", {"Location": f"/{self.library.languages[0]}/"})
        if path == "/robots.txt":
            rules = f"User-agent: *\nDisallow: /search/\nDisallow: /_sample/\n\nSitemap: {base}/sitemap.xml\n"
            return text(200, rules, shows=Subject("robots"))
        if path == "/sitemap.xml":
            return self._sitemap(shelves, step, base)
        if path == "/login/":
            return html(200, LOGIN)
        if path.startswith("/upload/"):
            known = any(path in entry.attachments for entry in shelves.entries)
            return Response(200, PDF, "application/pdf") if known else self._missing(path)
        return self._page(path, query, base, shelves, step)

    def _page(self, path: str, query: Query, base: str, shelves: Shelves, step: int) -> Response:
        if found := OLD_DETAIL.fullmatch(path):
            language = (
                found["path"]
                if found["path"] in self.library.languages
                else {v: k for k, v in REGIONS.items()}.get(found["path"], "")
            )
            return self._old_detail(
                shelves.versions(OLD, found["id"]).get(language), found["section"], shelves, step, path
            )
        if found := CURRENT_DETAIL.fullmatch(path):
            return self._current_detail(found["id"], found["path"], query, shelves, step, path)
        found = SECTION_LIST.fullmatch(path)
        if found and found["path"] in self.library.languages and found["section"] in shelves.sections:
            return self._day_list(found["path"], query, base, shelves, step, found["section"])
        for pattern, view in (
            (DAY_LIST, self._day_list),
            (OLD_LIST, self._old_list),
            (FEED, self._feed),
            (PLAIN, self._plain),
        ):
            found = pattern.fullmatch(path)
            if found and found["path"] in self.library.languages:
                return view(found["path"], query, base, shelves, step)
        return self._missing(path)

    def _missing(self, path: str) -> Response:
        language = next(
            (tag for tag in self.library.languages if path.startswith(f"/{tag}/")), self.library.languages[0]
        )
        return html(404, chrome.page(language, chrome.full_title("404", language), "<h1>404</h1>"))

    def _plain(self, language: str, query: Query, base: str, shelves: Shelves, step: int) -> Response:
        name = phrases(language).word("ministry")
        return html(200, chrome.page(language, name, f"<h1>{name}</h1>"))

    def _old_detail(self, entry: Entry | None, section: str, shelves: Shelves, step: int, path: str) -> Response:
        if entry is None or entry.section != section:
            return self._missing(path)
        page = old.detail(entry, self.library.body(entry, step).blocks, shelves.previous(entry))
        return html(200, page, self.library.modified(entry, step), _document(entry))

    def _current_detail(
        self, number: str, frame: str, query: Query, shelves: Shelves, step: int, path: str
    ) -> Response:
        versions = shelves.versions(CURRENT, number)
        if not versions or frame not in self.library.languages:
            return self._missing(path)
        asked = query.get("lang", frame)
        entry = versions.get(asked) if "lang" in query else versions.get(asked) or next(iter(versions.values()))
        if entry is None or f"/{frame}/{entry.section}/{entry.id}/" != path:
            return self._missing(path)
        blocks, visits = self.library.body(entry, step).blocks, self.library.visits(entry, step)
        page = current.detail(entry, blocks, frame, shelves.previous(entry), visits)
        return html(200, page, self.library.modified(entry, step), _document(entry))

    def _day_list(
        self, language: str, query: Query, base: str, shelves: Shelves, step: int, section: str = ""
    ) -> Response:
        try:
            first, last = (_day(query[name]) if name in query else None for name in ("activeFrom", "activeTo"))
            number = int(query.get("PAGEN_1", "1"))
        except ValueError as error:
            return text(400, f"{error}\n")
        day = first.isoformat() if first is not None and first == last else ""
        shown = Subject("list", (section or "news", language, day, str(number)))
        there = [e for e in shelves.current(language, first, last) if section in ("", e.section)]
        entries = self.faults.arrange(shown, there, step)
        place = f"/{language}/{section or 'foreign_policy/news'}/"
        kept = {name: query[name] for name in ("activeFrom", "activeTo") if name in query}
        count = max(1, -(-len(entries) // PAGE))
        pages = [(n, f"{place}?{urlencode({**kept, 'PAGEN_1': n})}") for n in range(1, count + 1)] if count > 1 else []
        page = current.listing(language, _cut(entries, number, PAGE), len(entries), pages)
        return html(200, page, self._list_modified(entries, step), shown)

    def _old_list(self, language: str, query: Query, base: str, shelves: Shelves, step: int) -> Response:
        try:
            number, size = int(query.get(CURSOR, "1")), int(query.get(DELTA, str(PAGE)))
        except ValueError as error:
            return text(400, f"{error}\n")
        shown = Subject("list", ("archive", language, "", str(number)))
        entries = self.faults.arrange(shown, shelves.old(language), step)
        size = min(max(1, size), 100)
        last = max(1, -(-len(entries) // size))
        address = f"/{language}/archive/news?{urlencode({CURSOR: last, DELTA: size})}"
        page = old.listing(language, _cut(entries, number, size), address)
        return html(200, page, self._list_modified(entries, step), shown)

    def _feed(self, language: str, query: Query, base: str, shelves: Shelves, step: int) -> Response:
        entries = shelves.current(language)[:FEED_LENGTH]
        page = current.feed(language, entries, base)
        return xml(page, self._list_modified(entries, step), Subject("feed", (language,)))

    def _sitemap(self, shelves: Shelves, step: int, base: str) -> Response:
        rows = "".join(
            f"<url><loc>{base}{canonical(e).replace('&', '&amp;')}</loc><lastmod>{self.library.modified(e, step).isoformat()}</lastmod></url>\n"
            for e in shelves.entries
        )
        page = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
        return xml(page, self._list_modified(shelves.entries, step), Subject("sitemap"))

    def _list_modified(self, entries: Sequence[Entry], step: int) -> datetime:
        """Return when a list last changed: with its newest entry, later with each step of the clock."""
        if step:
            return local(self.library.until, 23, 59) + timedelta(hours=step)
        return max((entry.published for entry in entries), default=local(self.library.since, 0, 0))


def _document(entry: Entry) -> Subject:
    return Subject("document", (entry.event, entry.language))


def _day(printed: str) -> date:
    return datetime.strptime(printed, "%d.%m.%Y").date()


def _cut(entries: Sequence[Entry], number: int, size: int) -> Sequence[Entry]:
    return entries[(number - 1) * size : number * size] if number > 0 else []

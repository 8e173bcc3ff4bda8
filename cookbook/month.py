"""The sample's month as a daily collection leaves it: each night the day's pages, then five days of looking again.

All moments are given, not taken from the clock, so that what is asked of it gets the same answer each time.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection

from cookbook.corrections import CORRECTIONS
from cookbook.crawls import MINISTRY, Crawl, Held
from cookbook.wording import changing
from sample.addresses import canonical
from sample.clock import Clock
from sample.faults import Faults
from sample.library import SampleLibrary
from sample.model import Entry
from sample.site import Site
from scraper.evidence import CrawlKind
from transcripts.correct import say
from transcripts.process import process
from transcripts.register import finish
from transcripts.store import crawls
from transcripts.store.connection import connect

#: As `make run` serves it.
EVENTS, SEED = 60, 1
ZONE = ZoneInfo(MINISTRY.timezone)
#: Half past midnight the day before is over, and its lists are asked for.
NIGHT = time(0, 30)
#: So many days after the month's end edited pages are asked for again, at a step of the site's clock each.
LATER = 5
#: This page never comes: the site answers 503 each night. (Event and language.)
BROKEN = ("event-00056", "fr")
BATCH = 100


def load(url: str, archive: Path) -> None:
    """Fills an empty migrated database with the month. Raises DatabaseDown."""
    library = SampleLibrary(EVENTS, SEED, None)
    site = Site(library, Clock(None), Faults(()))
    held: Held = {}
    with closing(connect(url)) as connection:
        day = library.since
        while day <= library.until:
            _night(connection, archive, site, held, day)
            day += timedelta(days=1)
    process(url, f"file://{archive}", BATCH)
    with closing(connect(url)) as connection:
        for step in range(1, LATER + 1):
            _again(connection, archive, site, held, library.until + timedelta(days=step + 1))
    process(url, f"file://{archive}", BATCH)
    say(url, f"file://{archive}", CORRECTIONS)
    process(url, f"file://{archive}", BATCH)
    _analyse(url)


def _night(connection: Connection, archive: Path, site: Site, held: Held, day: date) -> None:
    crawl = _crawl("window", archive, site, held, day + timedelta(days=1))
    crawls.begin(connection, crawl.plan(day, day))
    for language in site.library.languages:
        crawl.list_of_day(language, day)
    for entry in site.library.entries(0):
        if entry.published.date() == day or (_is_missing(entry) and entry.published.date() < day):
            crawl.document(entry)
    finish(connection, crawl.end(day, day), crawl.lines)


def _again(connection: Connection, archive: Path, site: Site, held: Held, day: date) -> None:
    """All pages of events that the site's script edits, and what is missing."""
    site.clock.advance(1)
    crawl = _crawl("recheck", archive, site, held, day)
    crawls.begin(connection, crawl.plan(day, day))
    library = site.library
    assert isinstance(library, SampleLibrary)
    edited = {act.event for act in library.edits}
    for entry in library.entries(0):
        if entry.event in edited or (entry.event, entry.language) in changing() or _is_missing(entry):
            crawl.document(entry)
    finish(connection, crawl.end(day, day), crawl.lines)


def _crawl(kind: CrawlKind, archive: Path, site: Site, held: Held, day: date) -> Crawl:
    started = datetime.combine(day, NIGHT, ZONE)
    broken = frozenset(MINISTRY.address + canonical(one) for one in site.library.entries(0) if _is_missing(one))
    return Crawl(f"{kind}-{day}", kind, started, archive, site, held, broken)


def _is_missing(entry: Entry) -> bool:
    return (entry.event, entry.language) == BROKEN


def _analyse(url: str) -> None:
    """What autovacuum does within a minute: the planner knows how much there is."""
    with closing(connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

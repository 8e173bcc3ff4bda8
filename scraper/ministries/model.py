"""What a ministry's module says: addresses, lists, page layouts, manners. Data only; the mechanism is elsewhere.

Selectors are CSS and must hit something (or say ``required=False``); where several are given the first that hits wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Field:
    """Where a page shows one fact: selectors in order of trust, and the attribute to read instead of the text.

    ``pattern`` cuts the value out of the text (its group 1, or the whole match); ``many`` reads every hit.
    """

    selectors: tuple[str, ...]
    attribute: str | None = None
    pattern: str | None = None
    required: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One page template. A page has this layout when every selector of ``recognise`` hits."""

    name: str
    recognise: tuple[str, ...]
    title: Field
    body: Field
    published: Field | None = None
    number: Field | None = None
    tags: Field | None = None
    #: The active entry of the language switch, and all languages on offer (values are tags, or addresses with ?lang=).
    active_language: Field | None = None
    languages: Field | None = None
    attachments: Field | None = None
    related: Field | None = None
    #: Elements inside the body container that are no part of the text (scripts, side boxes).
    drop: tuple[str, ...] = ("script", "style", "noscript", "template")
    #: A kind that the template itself decides (accreditation notices); else the cleaner decides by the title and the body.
    kind: str | None = None
    #: Order of day and month in all-digit dates.
    date_order: Literal["dmy", "mdy", "ymd"] = "dmy"


@dataclass(frozen=True, slots=True)
class AddressForm:
    """One form of a document's address. ``path`` has a group ``id``: the site's own number or name of it."""

    generation: str
    path: re.Pattern[str]
    #: The query parameter that decides the content's language, where the site has one. The path never decides it.
    language_parameter: str | None = None


@dataclass(frozen=True, slots=True)
class ListLayout:
    """How a list page shows its entries: all selectors but ``item``, ``container`` and ``total`` are relative to an item."""

    item: str
    link: str
    title: str | None = None
    date: str | None = None
    #: The site's own count of the entries of the whole list (first number in the text).
    total: str | None = None
    #: What stands on the page even when nothing is listed. A page with no item, no count and no container is no list.
    container: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A list narrowed to a section or a tag: addresses as a ``DayList`` has them. ``languages``: where it exists, empty: in all."""

    name: str
    address: str
    next_address: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayList:
    """A list that the site filters by day. ``address`` holds {language} {since} {until} {page}; dates by ``date_format``."""

    name: str
    address: str
    layout: ListLayout
    date_format: str = "%d.%m.%Y"
    page_size: int = 20
    #: Address of the following pages ({page} from 2); empty where the list has one page only.
    next_address: str = ""
    #: What is walked instead on a day whose further pages robots.txt refuses.
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class PagedList:
    """A list without a filter, newest first: walked by page until its entries are older than the window."""

    name: str
    address: str
    layout: ListLayout
    page_size: int = 20


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed: the second way of discovery. ``address`` holds {language}."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or an index of sitemaps, to check the lists against. ``address`` is relative to the ministry's."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a ministry is sure to publish something: a day on which nothing is listed then needs a look.

    ``weekdays``: 0 (Monday) to 6; empty: on no day. ``days_off``: ``MM-DD`` of every year, or ISO days of one year.
    """

    weekdays: tuple[int, ...] = ()
    days_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manners:
    """How a ministry is asked: seconds, counts and bytes."""

    delay: float = 10.0
    timeout: float = 60.0
    retries: int = 3
    retry_pause: float = 5.0
    largest_page: int = 20 * 1024 * 1024
    #: After so many answers in a row that look like a block the crawl stops asking, or after so many in all.
    blocks_before_stop: int = 3
    blocks_in_all: int = 20
    #: So many requests in a row whose connections were reset, tries and all, are a block too.
    resets_before_stop: int = 3
    #: Where more than this share of the pages look different from the layouts (and at least so many), it is drift.
    drift_share: float = 0.2
    drift_pages: int = 3
    #: Where more than this share of the documents asked for again are gone at once (and at least so many), something
    #: happened to the site, not to its documents.
    gone_share: float = 0.5
    gone_pages: int = 5


@dataclass(frozen=True, slots=True)
class Recheck:
    """One step of the schedule by which documents that we have are asked for again: while ``younger`` than this (None: for
    ever), ``every`` so often."""

    every: timedelta
    younger: timedelta | None = None


#: Texts grow in the first hours, are corrected in the first days, and taken away or edited at any time.
RECHECKS = (
    Recheck(timedelta(hours=6), timedelta(days=2)),
    Recheck(timedelta(days=1), timedelta(days=14)),
    Recheck(timedelta(days=30), timedelta(days=365)),
    Recheck(timedelta(days=365)),
)


@dataclass(frozen=True, slots=True)
class BlockSign:
    """What a page that is no answer looks like: a name, and an expression. It never counts where the page shows what was asked for.

    Searched in the ``page`` (its mark-up), in a ``short`` one's (of few visible words), in its visible ``words`` where they
    are few, or in each ``heading`` and the title.
    """

    name: str
    pattern: str
    where: Literal["page", "short", "words", "heading"] = "page"


@dataclass(frozen=True, slots=True)
class Ministry:
    """One ministry: who it is, where it publishes, how its pages look, how its speakers are marked."""

    code: str
    name: str
    country: str
    address: str
    timezone: str
    languages: tuple[str, ...]
    #: The newest generation of the site first: where a document stands in several, analysts see the newest one.
    forms: tuple[AddressForm, ...]
    layouts: tuple[Layout, ...]
    lists: tuple[DayList | PagedList, ...]
    #: Marker style of the segmenter (transcripts/data); several ministries may share one.
    style: str
    terms: str
    feeds: tuple[Feed, ...] = ()
    sitemaps: tuple[Sitemap, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    manners: Manners = field(default_factory=Manners)
    #: Signs of its own besides the common ones (layouts/signs.py): of blocks, and of pages that say that nothing is there.
    blocks: tuple[BlockSign, ...] = ()
    gone: tuple[BlockSign, ...] = ()
    #: Hosts besides the address's own that belong to the ministry.
    hosts: tuple[str, ...] = ()
    #: Whether the address may be private or loopback (only ministries that we serve ourselves).
    private: bool = False
    #: Whether anything is asked by the clock; False: by hand alone, as what is given once has no news.
    by_clock: bool = True
    #: Whether its DAG is born paused, so that nobody crawls a ministry by accident.
    paused: bool = True
    #: Cron expression of the daily collection, in the ministry's time zone.
    schedule: str = "30 6 * * *"
    #: A day is to be published so long after that, by when its crawl has ended and what it brought went through `process`.
    publish_within: timedelta = timedelta(hours=4)
    #: How often documents that we have are asked for again, the youngest step first; how many of them one run asks for at
    #: most; and when the runs are (cron expression in its time zone).
    rechecks: tuple[Recheck, ...] = RECHECKS
    recheck_budget: int = 300
    recheck_schedule: str = "45 2,8,14,20 * * *"
    start_date: str = "2021-08-01"

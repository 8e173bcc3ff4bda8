"""What a ministry's module says: addresses, lists, page layouts, manners. Data only; the mechanism is elsewhere.

Selectors are CSS and must hit something (or say ``required=False``); where several are given the first that hits wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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
class DayList:
    """A list that the site filters by day. ``address`` holds {language} {since} {until} {page}; dates by ``date_format``."""

    name: str
    address: str
    layout: ListLayout
    date_format: str = "%d.%m.%Y"
    page_size: int = 20
    #: Address of the following pages ({page} from 2); empty where the list has one page only.
    next_address: str = ""


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
class Manners:
    """How a ministry is asked: seconds, counts and bytes."""

    delay: float = 10.0
    timeout: float = 60.0
    retries: int = 3
    retry_pause: float = 5.0
    largest_page: int = 20 * 1024 * 1024
    #: After so many answers that look like a block the crawl stops asking.
    blocks_before_stop: int = 3


@dataclass(frozen=True, slots=True)
class BlockSign:
    """What a block or challenge page looks like: a name, and an expression searched in the decoded page."""

    name: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Ministry:
    """One ministry: who it is, where it publishes, how its pages look, how its speakers are marked."""

    code: str
    name: str
    country: str
    address: str
    timezone: str
    languages: tuple[str, ...]
    forms: tuple[AddressForm, ...]
    layouts: tuple[Layout, ...]
    lists: tuple[DayList | PagedList, ...]
    #: Marker style of the segmenter (transcripts/data); several ministries may share one.
    style: str
    terms: str
    feeds: tuple[Feed, ...] = ()
    manners: Manners = field(default_factory=Manners)
    blocks: tuple[BlockSign, ...] = ()
    #: Hosts besides the address's own that belong to the ministry.
    hosts: tuple[str, ...] = ()
    #: Whether the address may be private or loopback (only ministries that we serve ourselves).
    private: bool = False
    #: Whether its DAG is born paused, so that nobody crawls a ministry by accident.
    paused: bool = True
    #: Cron expression of the daily collection, in the ministry's time zone.
    schedule: str = "30 6 * * *"
    start_date: str = "2021-08-01"

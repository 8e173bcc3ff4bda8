"""Makes pins from what the archive holds. Asks the site for nothing."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.ministries.model import Ministry
from transcripts.canary.facts import READ_BY, Page, Read, read
from transcripts.canary.pins import BadPins, DocumentPin, ListPin
from transcripts.model import Quarantine
from transcripts.store import canaries
from transcripts.store.canaries import StoredPage


def pin_of(connection: Connection, ministry: Ministry, address: str) -> DocumentPin:
    """The pin of the newest stored page at an address (whole, or relative to the site).

    Raises BadPins where there is none or it cannot be read; ArchiveError or OSError naming the archive.
    """
    whole = urljoin(ministry.address + "/", address)
    page = canaries.page_at(connection, ministry.code, whole)
    if page is None:
        raise BadPins(f"the archive has no document from {whole}: collect the day on which it stands in a list first")
    found = read_stored(page, ministry)
    if isinstance(found.facts, Quarantine):
        raise BadPins(f"{whole} cannot be read, so it is no pin: {found.facts.reason}: {found.facts.detail}")
    facts = found.facts
    return DocumentPin(
        relative(whole),
        page.language,
        facts.title,
        facts.published,
        facts.number,
        facts.text,
        facts.turns,
        page.payload_digest,
        READ_BY,
    )


def pin_of_list(connection: Connection, ministry: Ministry, name: str, language: str, day: str) -> ListPin:
    """The pin of what a list named on a day when it was read last. Raises BadPins where it never was."""
    crawl = canaries.crawl_of_list(connection, ministry.code, name, language, day)
    if crawl is None:
        raise BadPins(f"no crawl has read the list {name} {language} for {day} alone: collect that day first")
    entries = canaries.listed(connection, crawl)[name, language, day]
    if not entries:
        raise BadPins(f"the list {name} {language} named nothing on {day}: choose a day on which it did")
    return ListPin(name, language, day, tuple(entries))


def read_stored(page: StoredPage, ministry: Ministry) -> Read:
    """A page of the archive as today's code reads it. Raises ArchiveError or OSError naming the archive."""
    body = Archive(page.archive).record(page.file, page.offset, page.length).body
    return read(Page(body, page.address, page.content_type, page.language, page.fetched_at), ministry)


def relative(address: str) -> str:
    """An address without its site, so that a pin holds at another address of the site too."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")

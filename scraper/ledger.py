"""Which documents a crawl has to ask for, and what became of each: every one ends with exactly one fate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scraper.addresses import cut, identify, is_too_long, likely_language, on_site
from scraper.evidence import Fate, FateLine, Gap, ListingLine, Plan, Source
from scraper.journal import Journal
from scraper.listpages import Entry
from scraper.ministries.model import Ministry
from scraper.tally import BLOCKED, OFFSITE, REFERENCE, TOO_LONG, Key, in_window, says_gone
from scraper.walks import Walk

#: No more characters of a title or a date are kept as a list prints them.
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Document:
    """One document to ask for, at the first address that named it. ``site_id`` is None where no form fits."""

    site_id: str | None
    language: str
    address: str
    #: Whether no list ever named it: a page of the ministry links to it.
    reference: bool = False

    @property
    def key(self) -> Key:
        """What tells documents apart."""
        return self.site_id or cut(self.address), self.language


class Ledger:
    """The documents of one crawl. Keeps no page."""

    def __init__(self, plan: Plan, ministry: Ministry, journal: Journal) -> None:
        self._plan, self._ministry, self._journal = plan, ministry, journal
        self._documents: dict[Key, Document] = {}
        self._fates: dict[Key, Fate] = {}
        self.reasons: Counter[str] = Counter()
        self.doubly_settled: list[Document] = []
        #: What named each document of the window's days, and the day that the first of them gave it.
        self.named: dict[Key, set[Source]] = {}
        #: What any list named, whatever its day: that is there, as far as the site says.
        self._listed: set[Key] = set()
        self.days: dict[Key, str] = {}

    def list_entry(self, walk: Walk, position: int, entry: Entry, record_id: str) -> None:
        """Records an entry as the site lists it, and its document when its day is in the window."""
        document = self._document(entry.address, walk.language or likely_language(self._ministry, entry.address))
        day = entry.day.isoformat() if entry.day else None
        self._journal.append(
            ListingLine(
                list=walk.source.name,
                language=document.language,
                position=position,
                address=cut(entry.address),
                site_id=document.site_id,
                title=_short(entry.title),
                printed_date=_short(entry.printed_date),
                day=day,
                record_id=record_id,
                source=walk.kind,
            )
        )
        self._listed.add(document.key)
        if in_window(day, self._plan):
            self._documents.setdefault(document.key, document)
            self.named.setdefault(document.key, set()).add(walk.kind)
            self.days.setdefault(document.key, day or "")

    def only_in_feed(self, day: str, language: str) -> set[str]:
        """The documents (site's ids) of a day that the feed names and no list does.

        A sitemap's do not count: its day is that of a change, of a text that may be years old.
        """
        return {
            document.site_id
            for key, sources in self.named.items()
            if "feed" in sources and "list" not in sources and key[1] == language and self.days[key] == day
            if (document := self._documents[key]).site_id is not None
        }

    def add_gaps(self) -> None:
        """Adds the documents that the plan names besides the lists."""
        for gap in self._plan.gaps:
            document = self._of_gap(gap)
            self._documents.setdefault(document.key, document)

    def wanted(self) -> list[Document]:
        """The documents that have no fate yet, in the order in which they were named."""
        return [document for key, document in self._documents.items() if key not in self._fates]

    def settle(self, document: Document, fate: Fate, reason: str | None = None, record_id: str | None = None) -> Fate:
        """Records what became of a document, and says it. A second fate is no fate: it is kept as an error of ours."""
        if document.key in self._fates:
            self.doubly_settled.append(document)
            return fate
        if fate == "failed" and self._is_gone(document, reason or ""):
            fate = "gone"
        self._fates[document.key] = fate
        if document.reference and fate in ("failed", "refused"):
            reason = f"{REFERENCE} {reason}"
        if fate in ("failed", "refused"):
            self.reasons[reason or "unknown"] += 1
        address = cut(document.address)
        self._journal.append(FateLine(document.site_id, document.language, address, fate, reason, record_id))
        return fate

    def settle_strangers(self) -> None:
        """Gives a fate to what cannot be asked for: pages of other sites, and addresses too long or unknown."""
        for document in self.wanted():
            if not on_site(self._ministry, document.address):
                self.settle(document, "refused", OFFSITE)
            elif is_too_long(document.address):
                self.settle(document, "refused", TOO_LONG)
            elif document.site_id is None:
                self.settle(document, "failed", "unknown_address_form")

    def settle_rest(self, reason: str) -> None:
        """Gives the fate failed to all documents that have none."""
        for document in self.wanted():
            self.settle(document, "failed", reason)

    def all_blocked(self) -> bool:
        """Whether there were documents to get, and all that came of them were blocks."""
        failed = self._fates and all(fate == "failed" for fate in self._fates.values())
        return bool(failed) and all(reason.startswith(BLOCKED) for reason in self.reasons)

    def counts(self) -> dict[str, int]:
        """Documents by fate, and how many are listed."""
        fates = Counter[str](self._fates.values())
        blocked = sum(count for reason, count in self.reasons.items() if reason.startswith(BLOCKED))
        counts = {fate: fates[fate] for fate in ("fetched", "unchanged", "failed", "refused", "gone")}
        return {"listed": len(self._documents), **counts, "blocked": blocked}

    def newly_gone(self) -> int:
        """How many documents are gone that were there when they were asked for last."""
        before = {self._of_gap(gap).key for gap in self._plan.gaps if gap.gone}
        return sum(fate == "gone" and key not in before for key, fate in self._fates.items())

    def _is_gone(self, document: Document, reason: str) -> bool:
        """Whether the site has no such document any more. What a list names and does not come has failed."""
        return not document.reference and document.key not in self._listed and says_gone(reason)

    def _of_gap(self, gap: Gap) -> Document:
        """Exactly the document that failed: another key would leave the gap open for ever."""
        if gap.site_id is None:
            return self._document(gap.address, gap.language)
        return Document(gap.site_id, gap.language, gap.address, gap.reference)

    def _document(self, address: str, language: str) -> Document:
        identity = None if is_too_long(address) else identify(self._ministry, address)
        if identity is None:
            return Document(None, language, address)
        return Document(identity.site_id, identity.language or language, address)


def _short(text: str | None) -> str | None:
    return text[:LONGEST_TEXT] if text else text

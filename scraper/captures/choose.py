"""Which of the records of a file belong to which ministry, and why the others are left out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from scraper.addresses import Identity, identify, is_too_long, likely_language, on_site
from scraper.captures.capture import Capture, LeftOut, Original, capture_of, derived_id, request_of
from scraper.captures.records import Foreign
from scraper.captures.soft import no_answer
from scraper.evidence import Known
from scraper.ministries.model import Ministry
from scraper.warc import Headers

#: Captures that are looked up at once, and bytes of them that are held meanwhile.
AT_ONCE, BYTES_AT_ONCE = 200, 32 * 1024 * 1024
#: Captures of a file that are remembered, for those that stand twice and for revisits: a bound on memory, not on files.
REMEMBERED = 200_000
#: Heads and coding around a body.
_AROUND = 256 * 1024
#: Requests that wait for their responses, which stand next to them.
_REQUESTS = 1000
_CAPTURES = ("response", "revisit")

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A capture of one document of a ministry, with its request where the file has it (method empty: it has none)."""

    ministry: str
    capture: Capture
    site_id: str
    language: str
    offset: int
    method: str = ""
    sent: Headers = ()
    #: Of a revisit: the record that holds the body, and how long that is.
    known: Known | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that holds a body: what a revisit needs to know of it."""

    known: Known
    length: int


class Lookup(Protocol):
    """What the archive holds already."""

    def held(self, captures: Sequence[Capture]) -> tuple[dict[str, str], set[str]]:
        """By their ids the captures that are held (as the same address, time and body), with the ids that they have there;
        and the ids that other captures have."""

    def original(self, original: Original) -> Kept | None:
        """The record that a revisit refers to."""


@dataclass(frozen=True, slots=True)
class Left:
    """A record that is left out."""

    reason: str
    address: str
    offset: int
    refused: bool = False


class Chooser:
    """Takes a file's records and gives the captures of documents, looked up batch by batch."""

    def __init__(
        self, ministries: Sequence[Ministry], lookup: Lookup, now: datetime, on_left: Callable[[Left], None]
    ) -> None:
        self._ministries, self._lookup, self._now, self._on_left = ministries, lookup, now, on_left
        self._largest = max(ministry.manners.largest_page for ministry in ministries)
        self._seen: OrderedDict[str, str] = OrderedDict()
        self._bodies: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._requests: OrderedDict[str, Foreign] = OrderedDict()

    @property
    def largest(self) -> int:
        """So many bytes of a block are wanted at most."""
        return self._largest + _AROUND

    def choose(self, records: Iterable[Foreign]) -> Iterator[Chosen]:
        """The captures of documents that the archive lacks, in the file's order. Others go to ``on_left``."""
        batch: list[Chosen] = []
        size = 0
        for record in records:
            if record.kind == "request" and record.block is not None and self._owner(record.address):
                _remember(
                    self._requests, record.head.get("warc-concurrent-to", "") or record.address, record, _REQUESTS
                )
            if record.kind not in _CAPTURES:
                continue
            if len(batch) >= AT_ONCE or size >= BYTES_AT_ONCE:
                yield from self._new(batch)
                batch, size = [], 0
            one = self._one(record)
            if one is not None:
                batch.append(one)
                size += len(one.capture.body)
        yield from self._new(batch)

    def _one(self, record: Foreign) -> Chosen | None:
        try:
            ministry, identity = self._document(record)
            capture = capture_of(record, ministry.manners.largest_page, self._now)
            if capture.original is None and (sign := no_answer(capture, ministry)):
                raise LeftOut(sign)
        except LeftOut as error:
            self._on_left(Left(error.reason, record.address, record.offset, error.refused))
            return None
        language = likely_language(ministry, record.address)
        return Chosen(ministry.code, capture, identity.site_id, language, record.offset)

    def _owner(self, address: str) -> Ministry | None:
        return next((ministry for ministry in self._ministries if on_site(ministry, address)), None)

    def _document(self, record: Foreign) -> tuple[Ministry, Identity]:
        for ministry in self._ministries:
            identity = None if is_too_long(record.address) else identify(ministry, record.address)
            if identity is not None:
                return ministry, identity
        raise LeftOut("no_document" if self._owner(record.address) else "not_ours")

    def _new(self, batch: Sequence[Chosen]) -> Iterator[Chosen]:
        """Those of a batch that are to be stored: bodies first, as revisits refer to them."""
        named = dict(self._named([one for one in batch if one.capture.original is None]))
        for one, _ in named.values():
            self._remember_body(one)
        named |= self._named([found for one in batch if (found := self._resolved(one)) is not None])
        for offset in sorted(named):
            one, held = named[offset]
            if held:
                self._on_left(Left("held_already", one.capture.address, offset))
            else:
                yield self._with_request(one)

    def _named(self, some: Sequence[Chosen]) -> dict[int, tuple[Chosen, bool]]:
        """Captures by their place, with the ids that they have or get in the archive, and whether it holds them."""
        same, taken = self._lookup.held([one.capture for one in some]) if some else ({}, set())
        found = {}
        for one in some:
            capture = one.capture
            key = f"{capture.address} {capture.fetched_at} {capture.payload_digest}"
            name = same.get(capture.record_id) or self._seen.get(key)
            held = name is not None
            if name is None:
                clash = capture.record_id in taken or capture.record_id in self._seen
                name = (
                    derived_id(capture.address, capture.fetched_at, capture.payload_digest)
                    if clash
                    else capture.record_id
                )
            _remember(self._seen, key, name)
            _remember(self._seen, name, key)
            found[one.offset] = replace(one, capture=replace(capture, record_id=name)), held
        return found

    def _resolved(self, one: Chosen) -> Chosen | None:
        """A revisit with the record that holds its body; None for others, and where that is not to be found."""
        capture = one.capture
        if capture.original is None:
            return None
        kept = self._kept(capture.original, capture.address)
        if kept is None:
            self._on_left(Left("original_not_held", capture.address, one.offset))
            return None
        length = 0 if capture.status == 304 else kept.length
        capture = replace(capture, payload_digest=kept.known.payload_digest)
        return replace(one, capture=capture, known=kept.known, length=length)

    def _kept(self, original: Original, address: str) -> Kept | None:
        places = (("id", original.record_id), (original.address, original.fetched_at), (address, original.named))
        found = (self._bodies.get(place) for place in places if place[1])
        return next((kept for kept in found if kept), None) or self._lookup.original(original)

    def _remember_body(self, one: Chosen) -> None:
        capture = one.capture
        known = Known(
            site_id=one.site_id,
            language=one.language,
            address=capture.address,
            payload_digest=capture.payload_digest,
            record_id=f"urn:uuid:{capture.record_id}",
            fetched_at=capture.fetched_at,
        )
        kept = Kept(known, len(capture.body))
        for place in (
            ("id", capture.record_id),
            (capture.address, capture.fetched_at),
            (capture.address, capture.named),
        ):
            if place[1]:
                _remember(self._bodies, place, kept)

    def _with_request(self, one: Chosen) -> Chosen:
        capture = one.capture
        record = self._requests.get(capture.own_id) or self._requests.get(capture.address)
        if record is None:
            return one
        method, sent = request_of(record)
        return replace(one, method=method, sent=sent)


def _remember(memory: OrderedDict[K, V], key: K, value: V, most: int = REMEMBERED) -> None:
    memory[key] = value
    if len(memory) > most:
        memory.popitem(last=False)

"""A crawl of the sample's site without HTTP: its pages in WARC files, its journal in the database, as a crawl leaves them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from psycopg2.extensions import connection as Connection

from sample.addresses import canonical
from sample.clock import Clock
from sample.faults import Faults
from sample.library import SampleLibrary
from sample.site import Site
from scraper.addresses import identify
from scraper.evidence import FileClosedLine, JournalLine, Plan, SnapshotLine
from scraper.ministries import get
from scraper.warc import Exchange, serialise, warc_date, warcinfo
from transcripts.store import crawls
from transcripts.store.connection import connect
from transcripts.store.registration import Registrar

MINISTRY = get("sample")
SEED = 7
#: Pages that an event has on average, rounded down: languages that it is published in.
PAGES_OF_AN_EVENT = 3.5
#: Exchanges of one WARC file.
FILE_EXCHANGES = 1000
NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)


def store(url: str, archive: Path, count: int) -> None:
    """So many pages of the sample's site in an archive and registered, ready to be cleaned."""
    with closing(connect(url)) as connection:
        plan = _begin(connection, archive, "first")
        register = Registrar(connection, plan.crawl)
        for number, group in enumerate(_groups(list(_exchanges(count)), FILE_EXCHANGES), start=1):
            register.take(_write(archive, f"sample/first/{number:05d}.warc.gz", group))
        register.finish()
        _analyse(connection)


def store_again(url: str, archive: Path) -> None:
    """A second crawl that found all pages as they were: a revisit record for each, as crawls write them."""
    with closing(connect(url)) as connection:
        lines = list(_revisits(connection))
        plan = _begin(connection, archive, "second")
        Registrar(connection, plan.crawl).take([*lines, FileClosedLine(lines[0].file, lines[-1].offset + 1)])
        _analyse(connection)


def _begin(connection: Connection, archive: Path, crawl: str) -> Plan:
    plan = Plan(crawl, MINISTRY.code, "2026-03-01", "2026-03-31", f"file://{archive}", "")
    crawls.begin(connection, plan)
    return plan


def _exchanges(count: int) -> Iterator[tuple[Exchange, str]]:
    """Answers of the site, with the language that was asked for."""
    library = SampleLibrary(events=int(count / PAGES_OF_AN_EVENT) + 1, seed=SEED, today=None)
    entries = library.entries(0)[:count]
    if len(entries) < count:
        raise ValueError(f"the sample has {len(entries)} pages only, {count} are wanted")
    site = Site(library, Clock(None), Faults(()))
    for number, entry in enumerate(entries):
        address = MINISTRY.address + canonical(entry)
        parts = urlsplit(address)
        answer = site.answer(parts.path, dict(parse_qsl(parts.query)), MINISTRY.address)
        moment = warc_date(NOON + timedelta(seconds=number))
        yield Exchange(address, "GET", (), answer.status, HEADERS, answer.body, None, moment), entry.language


def _groups(exchanges: Sequence[tuple[Exchange, str]], size: int) -> Iterator[Sequence[tuple[Exchange, str]]]:
    for start in range(0, len(exchanges), size):
        yield exchanges[start : start + size]


def _write(archive: Path, relative: str, exchanges: Sequence[tuple[Exchange, str]]) -> list[JournalLine]:
    """One WARC file, and what the journal says of it."""
    content = bytearray(warcinfo(Path(relative).name, {}))
    lines: list[JournalLine] = []
    for exchange, language in exchanges:
        lines.append(_append(content, relative, exchange, language))
    target = archive / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return [*lines, FileClosedLine(relative, len(content))]


def _append(content: bytearray, relative: str, exchange: Exchange, language: str) -> SnapshotLine:
    done = serialise(exchange, None)
    content += done.request
    identity = identify(MINISTRY, exchange.address)
    line = SnapshotLine(
        file=relative,
        offset=len(content),
        length=len(done.response),
        record_id=done.record_id,
        record_type="response",
        purpose="document",
        address=exchange.address,
        status=exchange.status,
        headers=dict(exchange.headers),
        payload_digest=done.payload_digest,
        block_digest=done.block_digest,
        payload_length=len(exchange.body),
        fetched_at=exchange.fetched_at,
        site_id=identity.site_id if identity else None,
        language=language,
    )
    content += done.response
    return line


def _revisits(connection: Connection) -> Iterator[SnapshotLine]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id::text, address, payload_digest, block_digest, site_id, language FROM archive.snapshot"
            " WHERE purpose = 'document' AND record_type = 'response' ORDER BY fetched_at"
        )
        found = cursor.fetchall()
    for number, (record, address, payload, block, site_id, language) in enumerate(found):
        line = SnapshotLine(
            file="sample/second/00001.warc.gz",
            offset=number,
            length=1,
            record_id=f"urn:uuid:{uuid.uuid4()}",
            record_type="revisit",
            purpose="document",
            address=address,
            status=304,
            headers={},
            payload_digest=payload,
            block_digest=block,
            payload_length=0,
            fetched_at=(NOON + timedelta(days=1, seconds=number)).isoformat(),
        )
        yield replace(line, site_id=site_id, language=language, refers_to=record)


def _analyse(connection: Connection) -> None:
    """What autovacuum does within a minute: after a crawl the planner knows how much there is."""
    connection.commit()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE archive.snapshot, archive.crawl")

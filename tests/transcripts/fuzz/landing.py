"""Spoilt pages in an archive and registered, as a crawl leaves them."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from scraper.evidence import FileClosedLine, Plan, SnapshotLine
from scraper.ministries import get
from scraper.warc import Exchange, serialise, warc_date, warcinfo
from tests.transcripts.fuzz.carry import HEADERS
from tests.transcripts.fuzz.pages import Spoilt, spoilt
from transcripts.store import crawls
from transcripts.store.connection import connect
from transcripts.store.registration import Registrar

CRAWL, FILE = "fuzz", "sample/fuzz/00001.warc.gz"
NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


def land(url: str, archive: Path, seed: int, numbers: range) -> list[Spoilt]:
    """These pages, each a document of its own, ready to be cleaned. Their site ids are ``bitrix/<number>``."""
    target = archive / FILE
    target.parent.mkdir(parents=True)
    pages = [spoilt(seed, number) for number in numbers]
    with target.open("wb") as file, closing(connect(url)) as connection:
        file.write(warcinfo(target.name, {}))
        crawls.begin(connection, Plan(CRAWL, "sample", "2026-03-01", "2026-03-31", f"file://{archive}", ""))
        lines = [_append(file, number, page) for number, page in zip(numbers, pages, strict=True)]
        registrar = Registrar(connection, CRAWL)
        registrar.take([*lines, FileClosedLine(FILE, file.tell())])
        registrar.finish()
    return pages


def _append(file: BinaryIO, number: int, page: Spoilt) -> SnapshotLine:
    address = f"{get('sample').address}/en/foreign_policy/news/{1_000_000 + number}/?lang={page.language}"
    said = HEADERS[number % len(HEADERS)]
    headers = (("Content-Type", said),) if said else ()
    moment = warc_date(NOON + timedelta(seconds=number))
    done = serialise(Exchange(address, "GET", (), 200, headers, page.body, None, moment), None)
    file.write(done.request)
    line = SnapshotLine(
        file=FILE,
        offset=file.tell(),
        length=len(done.response),
        record_id=done.record_id,
        record_type="response",
        purpose="document",
        address=address,
        status=200,
        headers=dict(headers),
        payload_digest=done.payload_digest,
        block_digest=done.block_digest,
        payload_length=len(page.body),
        fetched_at=moment,
        site_id=f"bitrix/{1_000_000 + number}",
        language=page.language,
    )
    file.write(done.response)
    return line

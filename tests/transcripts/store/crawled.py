"""Rows as a crawl leaves them, and readings of our own invention, for tests of the store."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from psycopg2.extensions import connection as Connection

from scraper.evidence import FateLine, FileClosedLine, JournalLine, ListingLine, ListPageLine, Plan, SnapshotLine
from scraper.ministries.model import Ministry
from transcripts.model import Exchange, Paragraph, Reading, Segmentation, Span, Turn
from transcripts.store import crawls
from transcripts.store.registration import Registrar
from transcripts.store.snapshots import Snapshot

MINISTRY = Ministry(
    code="toy",
    name="Ministry of Toys",
    country="XX",
    address="http://127.0.0.1:1",
    timezone="Europe/Helsinki",
    languages=("en", "fr"),
    forms=(),
    layouts=(),
    lists=(),
    style="mid_ru",
    terms="Free.",
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def plan(crawl: str, ministry: str = "toy") -> Plan:
    return Plan(crawl, ministry, "2026-03-01", "2026-03-02", "file:///nowhere", "/nowhere")


def begin(connection: Connection, crawl: str, ministry: str = "toy") -> None:
    crawls.begin(connection, plan(crawl, ministry))


def record_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def snapshot_line(crawl: str, site_id: str | None = "bitrix/1", hours: float = 0, **more: object) -> SnapshotLine:
    values = {
        "file": f"toy/{crawl}/00001.warc.gz",
        "offset": uuid.uuid4().int % 10**9,
        "length": 100,
        "record_id": record_id(),
        "record_type": "response",
        "purpose": "document",
        "address": f"http://127.0.0.1:1/{site_id}",
        "status": 200,
        "headers": {"Content-Type": "text/html", "ETag": '"v1"'},
        "payload_digest": "sha256:aa",
        "block_digest": "sha256:bb",
        "payload_length": 10,
        "fetched_at": (NOON + timedelta(hours=hours)).isoformat(),
        "site_id": site_id,
        "language": "en",
        **more,
    }
    return SnapshotLine(**values)  # type: ignore[arg-type]


def closed(crawl: str) -> FileClosedLine:
    return FileClosedLine(f"toy/{crawl}/00001.warc.gz", 1000)


def journal(crawl: str, line: SnapshotLine) -> list[JournalLine]:
    """A list page with one entry, the document behind it, and its fate."""
    page = snapshot_line(crawl, None, purpose="list", address="http://127.0.0.1:1/list", fetched_at=line.fetched_at)
    return [
        page,
        ListPageLine("news", "en", page.address, 1, 1, 1, page.record_id),
        ListingLine("news", "en", 1, line.address, line.site_id, "A title", "02.03.2026", "2026-03-02", page.record_id),
        line,
        FateLine(line.site_id, "en", line.address, "fetched", None, line.record_id),
        closed(crawl),
    ]


def register(connection: Connection, crawl: str, *lines: SnapshotLine) -> list[Snapshot]:
    """The documents' snapshots stand in the database; returned as the step `clean` gets them."""
    begin(connection, crawl)
    Registrar(connection, crawl).take([*lines, closed(crawl)])
    return [
        Snapshot(
            line.record_id.removeprefix("urn:uuid:"),
            str(line.site_id),
            line.language,
            line.address,
            "text/html",
            line.payload_digest,
            datetime.fromisoformat(line.fetched_at),
            line.file,
            line.offset,
            line.length,
        )
        for line in lines
    ]


def reading(*words: str, title: str = "On toys", language: str = "en", kind: str = "remarks") -> Reading:
    paragraphs = tuple(Paragraph("text", text, f"p:nth-child({n})") for n, text in enumerate(words, 1))
    return Reading("toy", title, language, kind, published_at=NOON, languages=("en",), paragraphs=paragraphs)  # type: ignore[arg-type]


def dialogue() -> tuple[Reading, Segmentation]:
    """A question and its answer: three paragraphs, two turns, one exchange."""
    read = reading("Question: Why?", "Ada Toy: Because ferries sailed.", "And so on.")
    turns = (
        Turn(1, 1, "Why?", "journalist", "question", "marker_word", 1.0, label="Question:"),
        Turn(
            2,
            3,
            "Because ferries sailed.\nAnd so on.",
            "official",
            "answer",
            "person_known",
            0.9,
            label="Ada Toy:",
            speaker="Ada Toy",
        ),
    )
    spans = (
        Span(0, 10, "label", 0),
        Span(10, 15, "text", 0),
        Span(15, 24, "label", 1),
        Span(24, 48, "text", 1),
        Span(48, 58, "text", 1),
    )
    return read, Segmentation(turns, (Exchange((0,), (1,)),), spans)

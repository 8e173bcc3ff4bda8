"""What pins are made of, and what a canary's crawl brought: stored pages, and what lists named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from scraper.evidence import Known
from transcripts.store.rows import rows_of


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A document's page in the archive: where its bytes lie (a revisit's: those that it refers to)."""

    record_id: str
    archive: str
    file: str
    offset: int
    length: int
    address: str
    content_type: str | None
    language: str
    payload_digest: str
    fetched_at: datetime
    etag: str | None
    last_modified: str | None


_PAGE = """
SELECT b.record_id::text, k.archive, b.file, b."offset", b.length, s.address,
    coalesce(b.headers->>'content-type', s.headers->>'content-type') AS content_type, coalesce(s.language, '') AS language,
    b.payload_digest, b.fetched_at, b.headers->>'etag' AS etag, b.headers->>'last-modified' AS last_modified
FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
JOIN archive.snapshot b ON b.record_id = coalesce(s.refers_to, s.record_id) JOIN archive.crawl k ON k.crawl = b.crawl
WHERE c.ministry = %(ministry)s AND s.purpose = 'document' AND b.status = 200 AND b.payload_length > 0
"""


def page_at(connection: Connection, ministry: str, address: str) -> StoredPage | None:
    """The newest page that came from an address and was a document; None where there is none."""
    query = f"""{_PAGE} AND s.address = %(address)s
        AND EXISTS (SELECT FROM archive.fate f WHERE f.record_id = s.record_id AND f.fate IN ('fetched', 'unchanged'))
        ORDER BY s.fetched_at DESC LIMIT 1"""
    return _page(rows_of(connection, query, ministry=ministry, address=address))


def page_of_payload(connection: Connection, ministry: str, site_id: str, payload: str) -> StoredPage | None:
    """The page of a document that had these bytes, by their digest; None where the archive lost it."""
    query = f"""{_PAGE} AND s.site_id = %(site_id)s AND b.payload_digest = %(payload)s AND s.record_type = 'response'
        ORDER BY s.fetched_at LIMIT 1"""
    return _page(rows_of(connection, query, ministry=ministry, site_id=site_id, payload=payload))


def page_of_record(connection: Connection, ministry: str, record_id: str) -> StoredPage | None:
    """The page of one record of a crawl."""
    query = f"{_PAGE} AND s.record_id = %(record)s"
    return _page(rows_of(connection, query, ministry=ministry, record=record_id))


def known(connection: Connection, ministry: str, addresses: Sequence[str]) -> tuple[Known, ...]:
    """What the archive holds of these addresses, without validators: a canary wants the whole answer, to look at it."""
    pages = [(address, page_at(connection, ministry, address)) for address in addresses]
    return tuple(
        Known("", "", address, page.payload_digest, None, None, f"urn:uuid:{page.record_id}", _iso(page.fetched_at))
        for address, page in pages
        if page is not None
    )


def fates(connection: Connection, crawl: str) -> list[dict[str, Any]]:
    """What became of the documents of a crawl."""
    query = "SELECT site_id, language, address, fate, reason, record_id::text FROM archive.fate WHERE crawl = %(crawl)s"
    return rows_of(connection, query, crawl=crawl)


def listed(connection: Connection, crawl: str) -> dict[tuple[str, str, str], list[str]]:
    """What the lists of a crawl named, by list, language and the day that they were asked for, sorted; empty lists too."""
    query = """SELECT p.list, p.language, p.since::text AS day, coalesce(l.site_id, l.address) AS entry
        FROM archive.list_page p LEFT JOIN archive.listing l USING (crawl, record_id)
        WHERE p.crawl = %(crawl)s AND p.since IS NOT NULL AND p.since = p.until"""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in rows_of(connection, query, crawl=crawl):
        entries = found.setdefault((row["list"], row["language"], row["day"]), set())
        if row["entry"] is not None:
            entries.add(row["entry"])
    return {key: sorted(entries) for key, entries in found.items()}


def crawl_of_list(connection: Connection, ministry: str, name: str, language: str, day: str) -> str | None:
    """The newest crawl that read a list for this one day; None where there is none."""
    query = """SELECT crawl FROM archive.list_page JOIN archive.crawl c USING (crawl)
        WHERE c.ministry = %(ministry)s AND list = %(name)s AND language = %(language)s
        AND list_page.since = %(day)s AND list_page.until = %(day)s ORDER BY c.started_at DESC LIMIT 1"""
    rows = rows_of(connection, query, ministry=ministry, name=name, language=language, day=day)
    return str(rows[0]["crawl"]) if rows else None


def _page(rows: list[dict[str, Any]]) -> StoredPage | None:
    return StoredPage(**rows[0]) if rows else None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

"""A stored page as today's code reads it: its bytes out of the archive, its text, what the cleaner says and which selectors hit."""

from __future__ import annotations

from datetime import datetime

from scraper.archive import Archive
from scraper.ministries import get
from transcripts.clean import clean
from transcripts.clean.decode import Decoded, decode
from transcripts.clean.selectors import Hit, hits
from transcripts.model import Quarantine, Reading
from transcripts.store.held import Held
from transcripts.store.quarantine import Stored

Page = Stored | Held


def body_of(page: Page) -> bytes:
    """The page's bytes, their digest verified. Raises ArchiveError or OSError naming the archive."""
    return Archive(page.archive).record(page.file, page.offset, page.length).body


def today(page: Page, body: bytes) -> tuple[Reading | Quarantine, list[Hit]]:
    """What today's cleaner makes of it, and which selectors of the ministry's module hit. Raises UnknownMinistry."""
    ministry, content_type = get(page.ministry), page.headers.get("content-type")
    read = clean(
        body,
        ministry,
        url=page.address,
        content_type=content_type,
        asked_language=page.language,
        fetched_on=datetime.fromisoformat(page.fetched_at).date(),
    )
    return read, hits(body, ministry, content_type)


def text_of(page: Page, body: bytes) -> str:
    """The page's mark-up as text; where it is no text, its bytes with escapes."""
    decoded = decode(body, page.headers.get("content-type"))
    return decoded.text if isinstance(decoded, Decoded) else body.decode("utf-8", errors="backslashreplace")

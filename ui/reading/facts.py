"""A document's facts as lines for a page, in the words that operators know; and why one is not shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A fact: its name, what it is, and where it leads (an address of the web; empty: nowhere)."""

    name: str
    value: str
    link: str = ""


#: Why analysts do not see a published document (corpus.hidden.because), and the way back.
HIDDEN = {
    "set_aside": "A person set it aside as no transcript: it is in no view and no export. The decision can be taken back.",
    "superseded": "The cleaner at work takes its pages for another document's, which is shown instead.",
    "same_document": "It stands on a newer generation of the site too, and that one is shown instead.",
    "suppressed": "A person suppressed it: it is in no view and no export. `transcripts suppress --undo` shows it again.",
}


def lines(found: Found) -> list[Line]:
    """What is known of the document, most asked for first; what a page does not print is left out."""
    return [line for line in (*_said(found), *_kept(found), *_made(found)) if line.value]


def closed(found: Found, may_act: bool) -> bool:
    """Whether this document's words are not for who looks: it is suppressed, and they may not act."""
    return found["because"] == "suppressed" and not may_act


def moment(when: datetime | None, zone: str = "UTC") -> str:
    """A time in a zone (IANA), with its name; empty: none."""
    return "" if when is None else f"{when.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"


def web(address: str) -> str:
    """The address where a link may lead there, else empty: what a page prints may be any scheme."""
    return address if urlsplit(address).scheme in ("http", "https") else ""


def attachments(found: Found) -> list[Line]:
    """Attached files with their absolute addresses."""
    base = found["answered_by"] or found["address"]
    return [Line("attached file", one, web(urljoin(base, one))) for one in found["attachments"] or ()]


def _said(found: Found) -> Iterator[Line]:
    if found["title_corrected"]:
        yield Line("title as printed", f"{found['title_printed']} (a reviewer corrected it)")
    printed = _corrected(found["event_corrected"], str(found["event_printed"] or "none"))
    yield Line(
        "day of the event", ", ".join(str(one) for one in (found["event_date"], found["event_place"]) if one) + printed
    )
    printed = _corrected(found["published_corrected"], moment(found["published_printed"], found["timezone"]) or "none")
    yield Line("published", moment(found["published_at"], found["timezone"]) + printed)
    yield Line("number", found["number"] or "")
    yield Line("kind", f"{found['kind'] or ''}{' (a reviewer corrected it)' if found['kind_corrected'] else ''}")
    yield Line("ministry", f"{found['ministry_name']} ({found['ministry']})")
    yield Line(
        "language", f"{found['language']}{', an unofficial translation' if found['unofficial_translation'] else ''}"
    )
    yield Line("countries and topics", ", ".join(found["tags"] or ()))
    yield Line("address of the source", found["address"], web(found["address"]))
    yield from attachments(found)
    yield Line("terms of use", found["terms"])


def _corrected(is_so: bool, printed: str) -> str:
    return f" (a reviewer corrected it; as read: {printed})" if is_so else ""


def _kept(found: Found) -> Iterator[Line]:
    yield Line("first seen", moment(found["first_seen"]))
    yield Line("fetched", moment(found["fetched_at"]))
    yield Line("answered by", found["answered_by"] or "", web(found["answered_by"] or ""))
    yield Line("digest of the bytes", found["payload_digest"] or "")
    yield Line("WARC record", found["record_id"] or "")
    if found["file"]:
        yield Line(
            "archive",
            f"{found['archive']}, {found['file']}, bytes {found['offset']} to {found['offset'] + found['length']}",
        )
    yield Line(
        "collected in",
        " ".join(one for one in (found["collected_by"], found["collected_in"]) if one) or found["crawl"] or "",
    )


def _made(found: Found) -> Iterator[Line]:
    yield Line("cleaner", f"{found['cleaner'] or ''}{', layout ' + found['layout'] if found['layout'] else ''}")
    yield Line("segmenter", found["segmenter"] or "")
    yield Line("odd and read all the same", "; ".join(found["notices"] or ()))

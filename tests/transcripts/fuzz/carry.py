"""One spoilt page through clean and segment: what becomes of it, how long it takes, and that no character is lost."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from scraper.ministries import get
from tests.transcripts.fuzz.pages import spoilt
from tests.transcripts.segment.test_any_paragraphs import check
from transcripts.clean import clean
from transcripts.model import Quarantine
from transcripts.segment import Context, segment

HEADERS = ("text/html; charset=utf-8", "text/html", None, "text/html; charset=windows-1251")


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a page: ``read`` or the reason of its quarantine; seconds of the processor; megabytes of the process
    at its highest so far."""

    name: str
    became: str
    seconds: float
    megabytes: float
    turns: int = 0


def carry(seed: int, number: int) -> Carried:
    """Reads and cuts the page of this number. Whatever is raised names the page."""
    page = spoilt(seed, number)
    try:
        began = time.process_time()
        became, turns = _carry(page.body, HEADERS[number % len(HEADERS)])
        seconds = time.process_time() - began
    except Exception as error:
        raise AssertionError(f"{page.name}: {type(error).__name__}: {error}") from error
    peak = peak_megabytes()
    return Carried(page.name, became, seconds, peak, turns)


def _carry(body: bytes, content_type: str | None) -> tuple[str, int]:
    ministry = get("sample")
    read = clean(body, ministry, content_type=content_type)
    if isinstance(read, Quarantine):
        assert read.reason and read.detail
        return read.reason, 0
    day = read.published_at.date() if read.published_at else None
    found = segment(read.paragraphs, Context(ministry.style, read.language, read.title, day, read.kind))
    check(list(read.paragraphs), found)
    assert "\0" not in read.body + read.title
    (read.body + read.title).encode()
    return "read", len(found.turns)


def carry_some(seed: int, start: int, end: int) -> list[Carried]:
    """Those from a number to another, one after the other."""
    return [carry(seed, number) for number in range(start, end)]


def peak_megabytes() -> float:
    """The most memory that this program has held. Not getrusage's, which counts what stood here before it was started."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024

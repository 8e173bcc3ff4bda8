"""A library of given texts: files of one foreign ministry's own transcripts, shown as pages of this site's layouts."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sample.headers import NOON, Given, date_in, date_in_name, take_apart
from sample.model import CURRENT, OLD, Block, Body, Entry
from sample.world import LANGUAGES

NAMES = ("000_", "mid_")
"""How the names of files begin that this site can show."""
ZONE = ZoneInfo("Europe/Moscow")
SECTION = "foreign_policy/news"
SCRIPTS = (("ru", re.compile("[\u0400-\u04ff]")), ("ar", re.compile("[\u0600-\u06ff]")))


@dataclass(frozen=True)
class Refusal:
    """A file that is not shown, and why."""

    file: str
    reason: str


class TextLibrary:
    """The given texts of one folder. Raises ValueError when none of them can be shown."""

    ministry = "mid_ru_texts"
    timezone = str(ZONE)
    languages = LANGUAGES

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ValueError(f"{folder} is no folder; --texts takes a folder of *.txt files")
        self.refused: list[Refusal] = []
        self._bodies: dict[tuple[str, str, str], Body] = {}
        read: list[Entry] = []
        for number, file in enumerate(sorted(folder.glob("*.txt"))):
            try:
                read.append(self._read(file, number))
            except UnicodeDecodeError as error:
                self.refused.append(Refusal(file.name, f"not UTF-8 ({error.reason} at byte {error.start})"))
            except ValueError as error:
                self.refused.append(Refusal(file.name, str(error)))
        if not read:
            reasons = "; ".join(f"{one.file}: {one.reason}" for one in self.refused) or "no *.txt file in it"
            raise ValueError(f"{folder} holds no text that can be shown ({reasons})")
        self._entries = sorted(_with_versions(read), key=lambda e: (e.published, e.index))
        self.since = self._entries[0].published.date()
        self.until = self._entries[-1].published.date()

    def _read(self, file: Path, index: int) -> Entry:
        """Take one file in. Raises ValueError with the reason why it can't be shown."""
        if not file.name.startswith(NAMES):
            raise ValueError(f"its name begins with none of {', '.join(NAMES)}: not a text of this ministry")
        given = take_apart(file.read_text("utf-8").split("\n"))
        published = published_at(given, file.stem)
        if published is None:
            raise ValueError("no date: neither a date line, nor in its name, nor in its title")
        entry = _entry(file, given, published, index)
        if (entry.generation, entry.id, entry.language) in self._bodies:
            raise ValueError(f"the same id and language ({entry.id}, {entry.language}) as a file before it")
        self._bodies[entry.generation, entry.id, entry.language] = Body(
            tuple(Block("text", line) for line in given.body)
        )
        return entry

    def entries(self, step: int) -> list[Entry]:
        """Return all pages, in order of time; the clock changes nothing here."""
        return self._entries

    def body(self, entry: Entry, step: int) -> Body:
        """Return the lines of one text, a paragraph each."""
        return self._bodies[entry.generation, entry.id, entry.language]

    def modified(self, entry: Entry, step: int) -> datetime:
        """Return when the page was published."""
        return entry.published

    def visits(self, entry: Entry, step: int) -> int:
        """Return 0: nothing changes here."""
        return 0


def published_at(given: Given, stem: str) -> datetime | None:
    """Return the time of publication: the date line's, else noon of the day in the file's name or in the title."""
    if given.dated:
        return given.dated.replace(tzinfo=ZONE)
    day: date | None = date_in_name(stem) or date_in(given.title)
    return datetime.combine(day, NOON, ZONE) if day else None


def language_of(given: Given, stem: str) -> str:
    """Return the text's language by its script, else by the file's name, else English."""
    words = " ".join((given.title, *given.body))
    letters = max(1, sum(char.isalpha() for char in words))
    for language, script in SCRIPTS:
        if len(script.findall(words)) > letters / 2:
            return language
    named = re.match(r"mid_([a-z]{2})_", stem)
    return named[1] if named and named[1] in LANGUAGES else "en"


def _entry(file: Path, given: Given, published: datetime, index: int) -> Entry:
    language = language_of(given, file.stem)
    own_id = re.search(r"_(\d{7})$", file.stem)
    seed = given.number or file.stem
    return Entry(
        event=seed,
        index=index,
        generation=OLD if given.glued or given.offer else CURRENT,
        id=own_id[1] if own_id else str(2_000_000 + int(hashlib.sha256(seed.encode()).hexdigest()[:8], 16) % 7_000_000),
        language=language,
        section=SECTION,
        title=given.title,
        published=published,
        languages=tuple(sorted({language, *given.offer})),
        kind="text",
        number=given.number,
        event_date=None,
        event_place=None,
        unofficial=False,
        tags=(),
        attachments=(),
    )


def _with_versions(entries: Sequence[Entry]) -> list[Entry]:
    """Let texts that stand under one id offer one another."""
    offers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        offers[entry.generation, entry.id].update(entry.languages)
    return [replace(entry, languages=tuple(sorted(offers[entry.generation, entry.id]))) for entry in entries]

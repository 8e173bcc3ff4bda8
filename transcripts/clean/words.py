"""The words of each language (``transcripts/data/clean/*.toml``), checked when they are read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from transcripts.clean.text import fold, plain
from transcripts.model import DocumentKind

FOLDER = Path(__file__).parent.parent / "data" / "clean"

#: What a title may tell of the kind, the more special first: where several hit, the first counts.
TITLE_KINDS: tuple[DocumentKind, ...] = (
    "announcement",
    "briefing",
    "interview",
    "press_conference",
    "remarks",
    "statement",
)
SCRIPTS = frozenset({"Latin", "Cyrillic", "Arabic", "Han"})
LISTS = {
    "contents": ("titles", "back", "answers"),
    "notes": ("unofficial", "questions"),
    "boilerplate": ("footers", "sections", "album"),
    "common": ("words",),
}


class BadWords(ValueError):
    """A file of words cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the cleaner knows of one language. Phrases are in the form of ``text.plain``."""

    language: str
    script: str
    #: Twelve groups of names for the months.
    months: tuple[tuple[str, ...], ...]
    ordinals: tuple[str, ...]
    between: tuple[str, ...]
    after: tuple[str, ...]
    common: frozenset[str]
    contents_titles: frozenset[str]
    back: frozenset[str]
    answers: frozenset[str]
    unofficial: tuple[str, ...]
    questions: tuple[str, ...]
    footers: frozenset[str]
    sections: frozenset[str]
    album: tuple[re.Pattern[str], ...]
    kinds: tuple[tuple[DocumentKind, tuple[re.Pattern[str], ...]], ...]


def files() -> list[Path]:
    """The data files, sorted."""
    return sorted(FOLDER.glob("*.toml"))


@cache
def all_words() -> dict[str, Words]:
    """The words of every language, by its tag. Raises BadWords."""
    return {file.stem: read(file) for file in files()}


@cache
def words_for(languages: tuple[str, ...]) -> Words:
    """The words of several languages as one, the first language's before the others'; of all where none has a file."""
    known = [all_words()[tag] for tag in languages if tag in all_words()] or list(all_words().values())
    return known[0] if len(known) == 1 else _merged(known)


def _merged(known: list[Words]) -> Words:
    def union(name: str) -> frozenset[str]:
        return frozenset().union(*(getattr(words, name) for words in known))

    return replace(
        known[0],
        contents_titles=union("contents_titles"),
        back=union("back"),
        answers=union("answers"),
        unofficial=tuple(phrase for words in known for phrase in words.unofficial),
        questions=tuple(phrase for words in known for phrase in words.questions),
        footers=union("footers"),
        sections=union("sections"),
        album=tuple(pattern for words in known for pattern in words.album),
        kinds=tuple(kind for words in known for kind in words.kinds),
    )


def read(file: Path) -> Words:
    """Reads and checks one file. Raises BadWords naming the file and the entry."""
    try:
        return _words(file, tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadWords(f"{file}: cannot be read: {error}") from error


def _words(file: Path, raw: dict[str, Any]) -> Words:
    _check(file, raw)
    months, contents, notes, frame = raw["months"], raw["contents"], raw["notes"], raw["boilerplate"]
    return Words(
        language=raw["language"],
        script=raw["script"],
        months=tuple(tuple(fold(name).casefold() for name in group) for group in months["names"]),
        ordinals=tuple(months["ordinals"]),
        between=tuple(months["between"]),
        after=tuple(months["after"]),
        common=frozenset(fold(word) for word in raw["common"]["words"]),
        contents_titles=_phrases(contents["titles"]),
        back=_phrases(contents["back"]),
        answers=_phrases(contents["answers"]),
        unofficial=tuple(sorted(_phrases(notes["unofficial"]))),
        questions=tuple(sorted(_phrases(notes["questions"]))),
        footers=_phrases(frame["footers"]),
        sections=_phrases(frame["sections"]),
        album=_patterns(file, "boilerplate.album", frame["album"]),
        kinds=tuple(
            (kind, _patterns(file, f"kinds.{kind}", raw["kinds"][kind])) for kind in TITLE_KINDS if kind in raw["kinds"]
        ),
    )


def _phrases(texts: list[str]) -> frozenset[str]:
    return frozenset(plain(fold(text)) for text in texts)


def _patterns(file: Path, entry: str, patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(fold(pattern), re.IGNORECASE) for pattern in patterns)
    except re.error as error:
        raise BadWords(f"{file}: {entry}: no regular expression: {error}") from error


def _check(file: Path, raw: dict[str, Any]) -> None:
    if raw.get("language") != file.stem:
        raise BadWords(f"{file}: language must be {file.stem!r}, the file's name")
    if raw.get("script") not in SCRIPTS:
        raise BadWords(f"{file}: script must be one of {', '.join(sorted(SCRIPTS))}")
    for section in ("months", "kinds", *LISTS):
        if not isinstance(raw.get(section), dict) or not raw[section].get("source"):
            raise BadWords(f"{file}: [{section}] is missing or has no source")
    for section, entries in {**LISTS, "months": ("ordinals", "between", "after")}.items():
        for entry in entries:
            _check_list(file, f"{section}.{entry}", raw[section].get(entry))
    names = raw["months"].get("names")
    if not isinstance(names, list) or len(names) != 12:
        raise BadWords(f"{file}: months.names must be twelve lists of names")
    for number, group in enumerate(names, 1):
        _check_list(file, f"months.names, month {number}", group)
    for kind, patterns in raw["kinds"].items():
        if kind != "source":
            if kind not in TITLE_KINDS:
                raise BadWords(f"{file}: kinds.{kind} is no kind that a title can tell: {', '.join(TITLE_KINDS)}")
            _check_list(file, f"kinds.{kind}", patterns)


def _check_list(file: Path, entry: str, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise BadWords(f"{file}: {entry} must be a list of words, none of them empty")

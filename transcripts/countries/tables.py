"""The data files of countries: read, checked, and refused with file and line where something in them is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from transcripts.segment.tables import DATA, BadData

FOLDER = DATA / "countries"
CODES = "codes.toml"
#: Kinds of names of our own, as ``corpus.country_mention.rule`` says them; CLDR's own are ``cldr``.
KINDS = ("official", "short", "abbreviation", "older", "form")
CODE = re.compile(r"[A-Z]{2}([A-Z]{2})?")
GUARDS = ("not_preceded_by", "not_followed_by", "only_preceded_by", "only_followed_by")
_KEYS = {*KINDS, "locales", "prefixes", "agreement", "fixed", "endings", "not", "not_as_written", "guard", "spelt_out"}


@dataclass(frozen=True, slots=True)
class Own:
    """A code that CLDR has no name for, or no country of ours: what it stands for and how it came by the code."""

    code: str
    name: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of CLDR that are no countries, with the reason, and codes of our own."""

    left_out: Mapping[str, str]
    own: tuple[Own, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """What must not, or must, stand beside these names for them to be a country's; ``*``: any single word.

    ``unless``: spelt like this it is one whatever stands there.
    """

    names: tuple[str, ...]
    beside: Mapping[str, re.Pattern[str]]
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """What we know of a language's names besides CLDR."""

    path: Path
    locales: tuple[str, ...]
    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    blocked: tuple[str, ...]
    blocked_as_written: tuple[str, ...]
    guards: tuple[Guard, ...]
    endings: Mapping[str, tuple[tuple[str, ...], ...]]
    fixed: frozenset[str]
    agreement: bool
    prefixes: Mapping[str, tuple[str, ...]]
    spelt_out: Mapping[str, str]


def files(folder: Path = FOLDER) -> list[Path]:
    """All data files: they make the version."""
    return sorted(folder.glob("*.toml"))


@cache
def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Languages whose names are known."""
    return tuple(path.stem for path in files(folder) if path.name != CODES)


@cache
def codes(folder: Path = FOLDER) -> Codes:
    """Reads ``codes.toml``. Raises BadData with file and line."""
    page = _Page(folder / CODES)
    for key in page.said:
        if key not in ("left_out", "own"):
            page.wrong(key, f"{key!r} is not known here; known are left_out, own")
    own = []
    for code, entry in page.table("own").items():
        if not CODE.fullmatch(code):
            page.wrong(code, f"{code!r} is no code: two or four capital letters")
        if not isinstance(entry, dict) or set(entry) != {"name", "kind", "note"}:
            page.wrong(code, f"{code}: must hold name, kind and note, and nothing else")
        own.append(Own(code, *(page.text(code, entry[key]) for key in ("name", "kind", "note"))))
    return Codes({code: page.text(code, why) for code, why in page.table("left_out").items()}, tuple(own))


@cache
def language(tag: str, folder: Path = FOLDER) -> Language:
    """Reads a language's file. Raises BadData with file and line; FileNotFoundError where there is none."""
    page = _Page(folder / f"{tag}.toml")
    for key in page.said:
        if key not in _KEYS:
            page.wrong(key, f"{key!r} is not known here; known are {', '.join(sorted(_KEYS))}")
    return Language(
        page.path,
        page.texts("locales", page.said.get("locales")),
        {kind: _names(page, kind) for kind in KINDS},
        _blocked(page, "not"),
        _blocked(page, "not_as_written"),
        tuple(_guard(page, number, one) for number, one in enumerate(page.said.get("guard", []))),
        {end: _ending(page, end, forms) for end, forms in page.table("endings").items()},
        frozenset(page.texts("fixed", page.said.get("fixed", []))),
        bool(page.said.get("agreement", False)),
        {key: page.texts(key, value) for key, value in page.table("prefixes").items()},
        {key: page.text(key, value) for key, value in page.table("spelt_out").items()},
    )


def _names(page: _Page, kind: str) -> dict[str, tuple[str, ...]]:
    table = page.table(kind)
    for code in table:
        if not CODE.fullmatch(code):
            page.wrong(code, f"{kind}: {code!r} is no code: two or four capital letters")
    return {code: page.texts(code, names, kind) for code, names in table.items()}


def _blocked(page: _Page, table: str) -> tuple[str, ...]:
    return tuple(name for key, names in page.table(table).items() for name in page.texts(key, names, table))


def _ending(page: _Page, end: str, forms: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        page.wrong(end, f"endings: {end!r}: must be a list of texts")
    return tuple(tuple(form.split("/")) for form in forms)


def _guard(page: _Page, number: int, entry: Mapping[str, object]) -> Guard:
    line = page.lines_of(r"\[\[guard\]\]")[number]
    if not {"names", "why"} <= set(entry) <= {"names", "why", "unless", *GUARDS} or not set(entry) & set(GUARDS):
        page.wrong_at(line, f"a guard holds names, why, one or more of {', '.join(GUARDS)}, and perhaps unless")
    compiled = {}
    for key in (*GUARDS, "unless"):
        if key in entry:
            try:
                compiled[key] = re.compile(_anchored(key, page.text(key, entry[key])))
            except re.error as error:
                page.wrong_at(line, f"{key}: {entry[key]!r} is no regular expression: {error}")
    unless = compiled.pop("unless", None)
    return Guard(page.texts("names", entry["names"]), compiled, unless)


def _anchored(key: str, pattern: str) -> str:
    return rf"(?:{pattern})\Z" if key.endswith("preceded_by") else pattern


class _Page:
    """A file being read, which knows its lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = path.read_text(encoding="utf-8")
        try:
            self.said: dict[str, Any] = tomllib.loads(self.content)
        except tomllib.TOMLDecodeError as error:
            raise BadData(f"{self._place()}: {error}") from error

    def _place(self) -> str:
        return f"transcripts/data/{self.path.parent.name}/{self.path.name}"

    def lines_of(self, pattern: str) -> list[int]:
        """Numbers of the lines that begin with it."""
        return [i for i, line in enumerate(self.content.split("\n"), start=1) if re.match(rf"\s*{pattern}", line)]

    def wrong_at(self, line: int, what: str) -> NoReturn:
        raise BadData(f"{self._place()}, line {line}: {what}")

    def wrong(self, key: str, what: str, table: str = "") -> NoReturn:
        """Raises BadData with the line on which the key stands (in that table, where it is named)."""
        first = next(iter(self.lines_of(rf"\[{re.escape(table)}\]")), 0) if table else 0
        found = [i for i in self.lines_of(rf"\[?\[?(?:\w+\.)?[\"']?{re.escape(key)}[\"']?\s*[=\]]") if i > first]
        self.wrong_at(found[0] if found else max(first, 1), what)

    def table(self, key: str) -> dict[str, Any]:
        found = self.said.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, f"{key}: must be a table")
        return dict(found)

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"{key}: must be a text that is not empty, not {value!r}")
        return str(value)

    def texts(self, key: str, value: object, table: str = "") -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.wrong(key, f"{key}: must be a list of texts that are not empty, not {value!r}", table)
        found = tuple(str(one) for one in value) if isinstance(value, list) else ()
        twice = sorted({one for one in found if found.count(one) > 1})
        if twice:
            self.wrong(key, f"{key}: {twice[0]!r} stands twice", table)
        return found

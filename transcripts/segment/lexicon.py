"""The words of one language: markers, offices, notes and titles, from ``transcripts/data/markers/<language>.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from transcripts.model import SpeakerRole, TurnKind
from transcripts.segment import tables
from transcripts.segment.fold import fold, is_one_edit
from transcripts.segment.tables import BadData

MARKERS = tables.DATA / "markers"
OUTLETS = tables.DATA / "outlets" / "international.toml"
#: Tables of plain word lists.
LISTS = (
    "honorifics", "headings", "contents", "back_links", "breaks", "interviews", "with", "notices", "introductions",
    "outlets", "outlet_endings", "particles", "not_names", "articles", "attached_articles", "press",
    "numbers", "conjunctions",
)  # fmt: skip
NOTE_KINDS = ("addressed", "adding", "translated")
#: What a table's entries hold besides ``forms`` and ``source``.
TABLES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(LISTS, ()),
    "markers": ("role", "kind"),
    "offices": ("code",),
    "notes": ("kind",),
    "languages": ("tag",),
}
#: What a marker's entry may say besides.
MARKER_FLAGS = ("names", "leads")
SCALARS = ("language", "names_are_english", "stem_endings", "case_endings", "gender_endings")
#: Languages in which people whom the data does not know keep the name that is printed say so with this key.
AS_PRINTED = "names_as_printed"
#: Scripts that set no blanks between words say so with this key.
UNSPACED = "unspaced"
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class MarkerWord:
    """What a generic marker (Question, Answer, ...) says of its turn."""

    role: SpeakerRole
    kind: TurnKind

    #: Whether it is a word for somebody, so that a name may follow it; Question and Answer are none.
    names: bool = False
    #: Whether it is a word for a host: who moderates, if others ask after the host's words.
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words, folded (see ``fold``) for look-up. ``offices`` by first word, longest first.

    ``unspaced`` says that its script sets no blanks between words.
    """

    language: str
    names_are_english: bool
    names_as_printed: bool
    unspaced: bool
    stem_endings: tuple[str, ...]
    case_endings: tuple[str, ...]
    #: What a woman's family name has more than a man's of the same family (Petrov, Petrova).
    gender_endings: tuple[str, ...]
    markers: dict[str, MarkerWord]
    #: The generic markers as the data prints them; those of a letter or two left out.
    printed_markers: tuple[str, ...]
    #: The words of the longest generic marker.
    longest: int
    offices: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    office_words: frozenset[str]
    notes: tuple[tuple[str, re.Pattern[str]], ...]
    introductions: tuple[tuple[str, ...], ...]
    languages: dict[str, str]
    words: dict[str, frozenset[str]]

    def holds(self, table: str, text: str) -> bool:
        """Whether the text is a word (or phrase) of the table."""
        return fold(text) in self.words[table]

    def office_at(self, words: list[str]) -> tuple[int, str] | None:
        """How many of the (printed) words an office takes at their beginning, and its code."""
        if not words:
            return None
        forms = self.offices.get(fold(words[0].strip(",")))
        if forms is None:
            return None
        folded = tuple(fold(word.strip(",")) for word in words[: len(forms[0][0])])
        for form, code in forms:
            if folded[: len(form)] == form:
                return len(form), code
        return None

    def marker_before(self, text: str) -> tuple[MarkerWord | None, str]:
        """The longest listed marker that the text begins with, other words after it, and those words."""
        printed = text.split()
        for length in range(min(self.longest, len(printed) - 1), 0, -1):
            if word := self.markers.get(fold(" ".join(printed[:length]))):
                return word, " ".join(printed[length:])
        return None, ""

    def office_before(self, text: str) -> tuple[int, str] | None:
        """How many characters of the text an office takes at its beginning, and its code: for unspaced scripts."""
        fits = [
            (len(form[0]), code) for forms in self.offices.values() for form, code in forms if text.startswith(form[0])
        ]
        return max(fits, default=None)

    def without_articles(self, words: list[str]) -> list[str]:
        """The (printed) words without the articles that they begin with."""
        start = 0
        while start < len(words) - 1 and self.holds("articles", words[start]):
            start += 1
        return words[start:]

    def without_article(self, word: str) -> str:
        """The (folded) word without an article that the script attaches to it."""
        for article in self.words["attached_articles"]:
            if word.startswith(article) and len(word) > len(article) + 1:
                return word[len(article) :]
        return word

    def is_misprint(self, one: str, other: str) -> bool:
        """Whether two (folded) names are a letter apart, and not by a case or gender that the language's names take."""
        if not is_one_edit(one, other):
            return False
        shorter, longer = sorted((one, other), key=len)
        ending = longer.removeprefix(shorter)
        return ending == longer or ending not in {*self.case_endings, *self.gender_endings}

    def ending(self, table: str, text: str) -> str | None:
        """The longest entry of the table that the text ends with, or None."""
        folded = fold(text)
        return max((form for form in self.words[table] if folded.endswith(form)), key=len, default=None)


@cache
def international() -> frozenset[str]:
    """Names of papers, agencies and channels (folded) that texts of every language print alike. Raises BadData."""
    where, data = tables.place(OUTLETS), tables.read(OUTLETS)
    tables.require_keys(where, data, ("outlets",))
    found: set[str] = set()
    for number, entry in enumerate(data["outlets"], start=1):
        here = f"{where}: [[outlets]] {number}"
        tables.require_keys(here, entry, ("forms", "source"))
        tables.text(f"{here}: source", entry["source"])
        found.update(fold(form) for form in tables.texts(f"{here}: forms", entry["forms"]))
    return frozenset(found)


@cache
def known_languages() -> tuple[str, ...]:
    """The languages that have a marker file."""
    return tuple(sorted(path.stem for path in MARKERS.glob("*.toml")))


def primary(language: str) -> str:
    """The first part of a language tag, which decides: ``pt`` of ``pt-BR``."""
    return language.replace("_", "-").split("-")[0].lower()


@cache
def lexicon(language: str) -> Lexicon:
    """The words of the language (its primary tag decides); an empty lexicon where we have no file for it."""
    tag = primary(language)
    return load(MARKERS / f"{tag}.toml") if tag in known_languages() else _build(tag, {}, [])


def load(path: Path) -> Lexicon:
    """The words in the file. Raises BadData naming the entry that is wrong."""
    data = tables.read(path)
    where = tables.place(path)
    tables.require_keys(where, data, SCALARS, (*TABLES, UNSPACED, AS_PRINTED))
    if data["language"] != path.stem:
        raise BadData(f"{where}: language is {data['language']!r}, but the file is named {path.name}")
    for key in ("stem_endings", "case_endings", "gender_endings"):
        tables.texts(f"{where}: {key}", data[key])
    for key in ("names_are_english", UNSPACED, AS_PRINTED):
        if not isinstance(data.get(key, False), bool):
            raise BadData(f"{where}: {key} must be true or false")
    return _build(data["language"], data, list(_entries(where, data)))


def _entries(where: str, data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: dict[tuple[str, str], str] = {}
    for table, extra in TABLES.items():
        for number, entry in enumerate(data.get(table, []), start=1):
            here = f"{where}: [[{table}]] {number}"
            if not isinstance(entry, dict):
                raise BadData(f"{here}: must be a table")
            tables.require_keys(here, entry, ("forms", "source", *extra), MARKER_FLAGS if table == "markers" else ())
            tables.text(f"{here}: source", entry["source"])
            _check_entry(here, table, entry)
            for form in tables.texts(f"{here}: forms", entry["forms"]):
                key = (table, fold(form))
                if key in seen and table != "outlets":
                    raise BadData(f"{here}: {form!r} stands in {seen[key]} already")
                seen[key] = f"[[{table}]] {number}"
            yield table, entry


def _check_entry(here: str, table: str, entry: dict[str, Any]) -> None:
    if table == "markers":
        tables.one_of(f"{here}: role", entry["role"], get_args(SpeakerRole))
        tables.one_of(f"{here}: kind", entry["kind"], get_args(TurnKind))
        for flag in MARKER_FLAGS:
            if not isinstance(entry.get(flag, False), bool):
                raise BadData(f"{here}: {flag} must be true or false")
    allowed: set[str] = set()
    if table == "notes":
        kind = tables.one_of(f"{here}: kind", entry["kind"], NOTE_KINDS)
        allowed = {"language"} if kind == "translated" else {"name"}
    for form in entry["forms"] if isinstance(entry["forms"], list) else []:
        for name in _PLACEHOLDER.findall(str(form)):
            if name not in allowed:
                raise BadData(f"{here}: {{{name}}} in {form!r} is no placeholder of this table")


def _build(language: str, data: dict[str, Any], entries: list[tuple[str, dict[str, Any]]]) -> Lexicon:
    by_table: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for table, entry in entries:
        by_table[table].append(entry)
    languages = {fold(form): str(e["tag"]) for e in by_table["languages"] for form in e["forms"]}
    return Lexicon(
        language=language,
        names_are_english=data.get("names_are_english", False),
        names_as_printed=data.get(AS_PRINTED, False) or data.get("names_are_english", False),
        unspaced=data.get(UNSPACED, False),
        stem_endings=tuple(sorted(map(fold, data.get("stem_endings", ())), key=len, reverse=True)),
        case_endings=tuple(fold(ending) for ending in data.get("case_endings", ())),
        gender_endings=tuple(fold(ending) for ending in data.get("gender_endings", ())),
        markers={
            fold(f): MarkerWord(e["role"], e["kind"], e.get("names", False), e.get("leads", False))
            for e in by_table["markers"]
            for f in e["forms"]
        },
        printed_markers=tuple(f for e in by_table["markers"] for f in e["forms"] if len(f) > 2),
        longest=max((len(f.split()) for e in by_table["markers"] for f in e["forms"]), default=0),
        offices=_offices(by_table["offices"]),
        office_words=frozenset(word for e in by_table["offices"] for f in e["forms"] for word in fold(f).split()),
        notes=tuple(
            (e["kind"], _phrase(f, languages))
            for e in sorted(by_table["notes"], key=lambda entry: NOTE_KINDS.index(entry["kind"]))
            for f in sorted(e["forms"], key=len, reverse=True)
        ),
        introductions=tuple(tuple(fold(f).split()) for e in by_table["introductions"] for f in e["forms"]),
        languages=languages,
        words={
            table: frozenset(fold(f) for e in by_table[table] for f in e["forms"])
            | (international() if table == "outlets" else frozenset())
            for table in LISTS
        },
    )


def _offices(entries: list[dict[str, Any]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in entries:
        for form in entry["forms"]:
            words = tuple(fold(form).split())
            found.setdefault(words[0], []).append((words, entry["code"]))
    return {first: tuple(sorted(forms, key=lambda f: len(f[0]), reverse=True)) for first, forms in found.items()}


def _phrase(form: str, languages: dict[str, str]) -> re.Pattern[str]:
    """The phrase as an expression over folded text; ``{name}`` takes the rest, ``{language}`` one of the language words."""
    parts = _PLACEHOLDER.split(form)
    words = "|".join(sorted(map(re.escape, languages), key=len, reverse=True)) or r"(?!)"
    pieces = [re.escape(fold(part)).replace(r"\ ", r"\s+") if i % 2 == 0 else "" for i, part in enumerate(parts)]
    for i in range(1, len(parts), 2):
        before = r"\s+" if parts[i - 1].endswith(" ") else ""
        after = r"\s+" if parts[i + 1].startswith(" ") else ""
        pieces[i] = before + (r"(?P<name>\S.*?)" if parts[i] == "name" else rf"(?P<language>{words})") + after
    return re.compile("".join(pieces))

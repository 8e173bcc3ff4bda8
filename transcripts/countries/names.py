"""All names of all countries in one language, by their first words: CLDR's, our own, and their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from transcripts.countries import tables
from transcripts.countries.inflect import forms
from transcripts.countries.letters import fold, without_accents
from transcripts.countries.tables import FOLDER, Guard, Language
from transcripts.segment.tables import BadData

#: Names up to so many letters are only taken with their own accents: Irã is no Ira.
SHORT = 4
#: Abbreviations up to so many letters are only taken in their own letter case: US is no us.
CASED = re.compile(r"[A-ZÀ-ÞА-ЯЁ.\s&]{2,9}\Z")
_BRACKETS = re.compile(r"\s*\([^)]+\)")


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name. ``code`` None: words that look like a country's name and are none. ``exact``: the only spelling."""

    code: str | None
    rule: str
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The forms of a language (folded), and by first word, where it begins longer ones, form and words, the longest first."""

    cased: bool
    forms: dict[str, Name]
    longer: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    firsts: frozenset[str]
    guards: dict[str, tuple[Guard, ...]]


@cache
def names(tag: str, folder: Path = FOLDER) -> Names:
    """The names of a language. Raises BadData where two of ours are the same and mean different countries."""
    language = tables.language(tag, folder)
    found: dict[str, Name] = {}
    for name, text in _all(language, folder):
        for form, own in _variants(text, name, language):
            found.setdefault(form, own)
    longer: dict[str, list[str]] = {}
    for form in found:
        longer.setdefault(first_word(form), []).append(form)
    ordered = {
        first: tuple(
            (form, tuple(re.split("[ -]", form))) for form in sorted(those, key=lambda form: (-len(form), form))
        )
        for first, those in longer.items()
        if those != [first]
    }
    guards: dict[str, tuple[Guard, ...]] = {}
    for guard in language.guards:
        for text in guard.names:
            guards[fold(text)] = (*guards.get(fold(text), ()), guard)
    return Names(tag != "ar", found, ordered, frozenset(longer), guards)


def first_word(form: str) -> str:
    """What the text is searched for: the letters up to the first blank, hyphen, point or apostrophe."""
    found = re.match(r"\w+", form)
    return found.group() if found else form


@cache
def countries(folder: Path = FOLDER) -> dict[str, tuple[str, str, str | None]]:
    """Code to English name, kind and note: CLDR's, but for those that are no countries, and our own."""
    said = tables.codes(folder)
    own = {one.code: (one.name, one.kind, one.note) for one in said.own}
    cldr = {code: (name, "iso", None) for code, name in _territories("en").items() if _is_country(code, folder)}
    return dict(sorted({**cldr, **own}.items()))


def listed() -> list[tuple[str, str, str, str | None]]:
    """Code, English name, kind and note of each, as ``corpus.country`` has them."""
    return [(code, *said) for code, said in countries().items()]


def _is_country(code: str, folder: Path) -> bool:
    return bool(re.fullmatch("[A-Z]{2}", code)) and code not in tables.codes(folder).left_out


@cache
def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


def _all(language: Language, folder: Path) -> Iterator[tuple[Name, str]]:
    """Every name, those first that win over the later ones: what is none, our own, CLDR's."""
    for text in (*language.blocked, *language.blocked_as_written):
        yield Name(None, "not"), text
    known = countries(folder)
    seen: dict[str, str] = {}
    for kind in tables.KINDS:
        for code, texts in language.names[kind].items():
            for text in texts:
                if code not in known:
                    raise BadData(f"{_place(language, text)}: {code} is not a country of CLDR or codes.toml")
                if seen.setdefault(fold(text), code) != code:
                    raise BadData(f"{_place(language, text)}: {text!r} is {seen[fold(text)]} and {code} too")
                yield Name(code, kind), text
    for locale in language.locales:
        for text, code in cldr(locale, language, folder):
            yield Name(code, "cldr"), text


def cldr(locale: str, language: Language, folder: Path = FOLDER) -> list[tuple[str, str]]:
    """CLDR's names of a locale as they are said, and their codes; without what would name two countries."""
    found: dict[str, tuple[str, set[str]]] = {}
    for code, text in _territories(locale).items():
        if _is_country(code, folder):
            for one in _readings(text, language.spelt_out):
                found.setdefault(fold(one), (one, set()))[1].add(code)
    return [(one, code) for one, own in found.values() if len(own) == 1 for code in own]


def _place(language: Language, text: str) -> str:
    lines = language.path.read_text("utf-8").split("\n")
    line = max((i for i, line in enumerate(lines, start=1) if f'"{text}"' in line), default=1)
    return f"transcripts/data/{language.path.parent.name}/{language.path.name}, line {line}"


def _readings(text: str, spelt_out: Mapping[str, str]) -> set[str]:
    """CLDR's name without what stands in brackets (``Myanmar (Burma)``), as it is and with its abbreviations spelt out."""
    bare = _BRACKETS.sub("", text)
    full = bare
    for short, long in spelt_out.items():
        full = full.replace(short, long)
    return {bare, full}


def _variants(text: str, name: Name, language: Language) -> Iterator[tuple[str, Name]]:
    """The forms (folded) of one name."""
    cased = name.rule in ("abbreviation", "form") and CASED.match(text)
    as_it_is = cased or name.rule in ("abbreviation", "form")
    written = {text} if as_it_is else forms(text, language)
    for form in sorted(written | set(map(_plain_capitals, written))):
        key = re.sub(r"\s*-\s*", "-", fold(form))
        own = Name(name.code, name.rule, text if cased else form if text in language.blocked_as_written else None)
        yield from ((prefixed, own) for prefixed in _prefixed(key, language))
        plain = without_accents(key)
        if plain != key and len(plain) > SHORT:
            yield plain, own


def _plain_capitals(text: str) -> str:
    """As it is written where capitals have no accents: Etats-Unis."""
    return re.sub("[À-Þ]", lambda letter: without_accents(letter.group().lower()).upper(), text)


def _prefixed(key: str, language: Language) -> Iterator[str]:
    """The form, and with what is written together with it: Arabic ``wa``, ``bi``, ``li`` and ``ka``, ``li`` and ``al`` as ``lil``."""
    yield key
    for start, prefixes in language.prefixes.items():
        if start == "" or key.startswith(fold(start)):
            yield from (fold(prefix) + key[len(fold(start)) :] for prefix in prefixes)

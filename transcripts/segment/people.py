"""The people whose names we know, by language: from ``transcripts/data/people/*.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from transcripts.model import SpeakerRole
from transcripts.segment import tables
from transcripts.segment.fold import fold, is_one_edit
from transcripts.segment.lexicon import Lexicon, lexicon
from transcripts.segment.tables import BadData

PEOPLE = tables.DATA / "people"
ROLES = ("official", "journalist", "moderator", "other")
OFFICE_KEYS = ("code", "of", "since", "until")
_DOTS = re.compile(r"(?<=\.)\s+")
_WORD = re.compile(r"[^\s,،，;؛:()«»\"“”„‹›/]+")
_PARTS = re.compile(r"[\s.·・]")


@dataclass(frozen=True, slots=True)
class Office:
    """An office held from ``since`` to ``until`` (both included; None: open). ``code`` as in the marker data."""

    code: str
    of: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it was held on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: usual full English name, role before the press, names by language, offices."""

    id: str
    name: str
    role: SpeakerRole
    source: str
    names: dict[str, tuple[str, ...]]
    offices: tuple[Office, ...] = ()

    def names_in(self, language: str) -> tuple[str, ...]:
        """The names that texts in the language use; the English ones where the data has none."""
        return self.names.get(language) or self.names.get("en") or (self.name,)


def key_of(name: str) -> str:
    """One key for the printings of a full name: folded, no blank after initials, no initials between other names."""
    folded = fold(name)
    words = folded.split()
    if words and "." in words[0]:
        return _DOTS.sub("", folded)
    if len(words) > 2:
        words = [words[0], *(w for w in words[1:-1] if not w.endswith(".") and len(w) > 1), words[-1]]
    return " ".join(words)


def initials_of(name: str) -> tuple[str, ...]:
    """The forms with initials of a full name, family name last: ``С.В.Лавров`` and ``С.Лавров``."""
    words = name.split()
    given, family = words[:-1], words[-1]
    if not given or any("." in word for word in words):
        return ()
    return tuple("".join(f"{word[0]}." for word in given[:n]) + family for n in range(1, len(given) + 1))


class Directory:
    """The people as one language names them."""

    def __init__(self, people: Iterable[Person], words: Lexicon) -> None:
        self._forms: dict[str, list[Person]] = {}
        self._families: dict[str, list[Person]] = {}
        self._inflected: dict[str, list[tuple[Person, str]]] = {}
        for person in people:
            for name in person.names_in(words.language):
                self._add(person, name, words)

    def _add(self, person: Person, name: str, words: Lexicon) -> None:
        parts = name.split()
        short = (f"{parts[0]} {parts[-1]}",) if len(parts) == 3 else ()
        for form in (name, *short, *initials_of(name)):
            self._put(self._forms, key_of(form), person)
        family = fold(_PARTS.split(name)[-1])
        self._put(self._families, family, person)
        for form in inflections(family, words):
            entries = self._inflected.setdefault(form, [])
            entries.append((person, fold(name)))

    @staticmethod
    def _put(index: dict[str, list[Person]], key: str, person: Person) -> None:
        if person not in (known := index.setdefault(key, [])):
            known.append(person)

    def by_name(self, name: str) -> list[Person]:
        """The people with this full name or form with initials."""
        return self._forms.get(key_of(name), [])

    def by_name_or_misprint(self, name: str) -> list[Person]:
        """The people with this full name, or else with one that differs in a letter."""
        key = key_of(name)
        return self._forms.get(key) or [
            person for form, people in self._forms.items() if is_one_edit(form, key) for person in people
        ]

    def by_family(self, name: str) -> list[Person]:
        """The people whose family name is the name's last word."""
        return self._families.get(fold(_PARTS.split(name.strip())[-1]), [])

    def mentioned(self, text: str, words: Lexicon) -> list[Person]:
        """The people whom the text names, in its order, family names in any case; a wrong given name excludes."""
        if words.unspaced:
            return self._within(fold(text))
        found: list[Person] = []
        before = ""
        for match in _WORD.finditer(text):
            word = match[0].strip(".'’")
            for piece in (word, _cut_possessive(word)):
                family = fold(piece).split(".")[-1]
                for person, name in self._inflected.get(family, ()):
                    if person not in found and _fits(name, fold(piece), before, words):
                        found.append(person)
            before = match[0]
        return found

    def _within(self, text: str) -> list[Person]:
        """The people whose full names stand somewhere in a (folded) text without blanks."""
        places = {form: text.find(form) for form in self._forms}
        found: list[Person] = []
        for form in sorted((form for form, place in places.items() if place >= 0), key=lambda form: places[form]):
            found += [person for person in self._forms[form] if person not in found]
        return found


def inflections(family: str, words: Lexicon) -> Iterator[str]:
    """The family name in the cases of the language (itself first)."""
    yield family
    if words.case_endings and len(family) > 3:
        stem = next((family[: -len(e)] for e in words.stem_endings if family.endswith(e)), family)
        yield from {stem + ending for ending in words.case_endings} - {family}


def _cut_possessive(word: str) -> str:
    return word[:-2] if word[-2:] in {"'s", "’s"} else word.strip("'’")


def _fits(name: str, printed: str, before: str, words: Lexicon) -> bool:
    """Whether initials in the printed word, or the given name before it, are those of the (folded) name."""
    given = name.split()[0] if " " in name else name.split(".")[0]
    if "." in printed:
        return printed[0] == given[0]
    if not before or before[0].islower() or words.office_at([before]) or words.holds("honorifics", before):
        return True
    folded = fold(before)
    if before[0].isupper() and not before.isupper() and not folded.endswith("."):
        return folded[:3] == given[:3] or (len(given) < 3 and folded.startswith(given))
    return not folded.endswith(".") or folded[0] == given[0] or len(folded) > 2


@cache
def directory(language: str) -> Directory:
    """The people as the language names them (loaded once)."""
    words = lexicon(language)
    return Directory(everyone(), words)


@cache
def everyone() -> tuple[Person, ...]:
    """All people of the data files. Raises BadData naming the entry that is wrong."""
    found: dict[str, Person] = {}
    for path in sorted(PEOPLE.glob("*.toml")):
        for person in load(path):
            if person.id in found:
                raise BadData(f"{tables.place(path)}: {person.id!r} stands in another file already")
            found[person.id] = person
    return tuple(found.values())


def load(path: Path) -> list[Person]:
    """The people of one file. Raises BadData naming the entry that is wrong."""
    where = tables.place(path)
    data = tables.read(path)
    tables.require_keys(where, data, ("source",), ("person",))
    source = tables.text(f"{where}: source", data["source"])
    people = [_person(f"{where}: [[person]] {n}", entry, source) for n, entry in enumerate(data.get("person", []), 1)]
    for person in people:
        if [p.id for p in people].count(person.id) > 1:
            raise BadData(f"{where}: {person.id!r} stands twice")
    return people


def _person(where: str, entry: dict[str, Any], source: str) -> Person:
    tables.require_keys(where, entry, ("id", "name", "role"), ("names", "office", "source"))
    here = f"{where} ({entry['id']})"
    names = {
        language: tables.texts(f"{here}: names.{language}", forms) for language, forms in entry.get("names", {}).items()
    }
    return Person(
        id=tables.text(f"{here}: id", entry["id"]),
        name=tables.text(f"{here}: name", entry["name"]),
        role=cast(SpeakerRole, tables.one_of(f"{here}: role", entry["role"], ROLES)),
        source=tables.text(f"{here}: source", entry.get("source", source)),
        names=names,
        offices=tuple(_office(f"{here}: office", office) for office in entry.get("office", [])),
    )


def _office(where: str, entry: dict[str, Any]) -> Office:
    tables.require_keys(where, entry, ("code", "of"), OFFICE_KEYS)
    for key in ("since", "until"):
        if key in entry and type(entry[key]) is not date:
            raise BadData(f"{where}: {key} must be a date such as 2004-03-09")
    if entry.get("since") and entry.get("until") and entry["until"] < entry["since"]:
        raise BadData(f"{where}: until is before since")
    return Office(entry["code"], entry["of"], entry.get("since"), entry.get("until"))

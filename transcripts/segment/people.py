"""The people of the data as one language names them, looked up by what a page prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon, lexicon
from transcripts.segment.people_file import everyone
from transcripts.segment.person import FullName, Person

_DOTS = re.compile(r"(?<=\.)\s+")
_WORD = re.compile(r"[^\s,،，;؛:()«»\"“”„‹›/]+")
_PARTS = re.compile(r"[\s.·・]")


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


#: A person and the full name that an entry of the directory comes from.
_Called = tuple[Person, FullName]


class Directory:
    """The people as one language names them."""

    def __init__(self, people: Iterable[Person], words: Lexicon) -> None:
        self._words = words
        self._forms: dict[str, list[_Called]] = {}
        self._families: dict[str, list[_Called]] = {}
        self._inflected: dict[str, list[tuple[Person, str]]] = {}
        for person in people:
            for name in person.names_in(words.language):
                self._add(person, name, words)

    def _add(self, person: Person, called: FullName, words: Lexicon) -> None:
        name = called.text
        parts = name.split()
        short = (f"{parts[0]} {parts[-1]}",) if len(parts) == 3 else ()
        for form in (name, *short, *initials_of(name)):
            self._forms.setdefault(key_of(form), []).append((person, called))
        family = fold(_PARTS.split(name)[-1])
        self._families.setdefault(family, []).append((person, called))
        for form in inflections(family, words):
            entries = self._inflected.setdefault(form, [])
            entries.append((person, fold(name)))

    def by_name(self, name: str, day: date | None = None) -> list[Person]:
        """The people with this full name or form with initials (on the day, where one is given)."""
        return _people(self._forms.get(key_of(name), ()), day)

    def by_name_or_misprint(self, name: str) -> list[Person]:
        """The people with this full name, or else with one that differs in a letter."""
        key = key_of(name)
        near = (called for form, known in self._forms.items() if self._words.is_misprint(form, key) for called in known)
        return _people(self._forms.get(key) or near)

    def by_family(self, name: str, day: date | None = None) -> list[Person]:
        """The people whose family name is the name's last word (on the day, where one is given)."""
        return _people(self._families.get(fold(_PARTS.split(name.strip())[-1]), ()), day)

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
            found += [person for person in _people(self._forms[form]) if person not in found]
        return found


def _people(called: Iterable[_Called], day: date | None = None) -> list[Person]:
    """The people, each once, whose name holds on the day."""
    return list({person.id: person for person, name in called if name.holds(day)}.values())


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

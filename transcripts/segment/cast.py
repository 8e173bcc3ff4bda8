"""Who is known to speak in a document: the people of its title, and the names that its sure markers print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from transcripts.segment.fold import fold, is_one_edit
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.naming import Naming, is_initials
from transcripts.segment.person import Person
from transcripts.segment.rules import offices_like
from transcripts.segment.title import Title

#: The shortest names (letters, folded) that a misprint is looked for in: with given name, and family name alone.
_SHORTEST, _SHORTEST_FAMILY = 7, 4


@dataclass(slots=True)
class Cast:
    """Full names by folded form, the full names of each folded family name, the holders of each office (full names)."""

    words: Lexicon
    names: dict[str, str] = field(default_factory=dict)
    families: dict[str, list[str]] = field(default_factory=dict)
    holders: dict[str, list[str]] = field(default_factory=dict)
    first: str | None = None
    windows: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, title: Title, namings: Iterable[Naming], words: Lexicon) -> Cast:
        """The cast that the title and these markers make."""
        cast = cls(words)
        for person in title.people:
            cast._add_person(person, words.language)
        if title.speaker:
            cast.first = cast.names[cast._key(_form(title.speaker, words.language))]
        known = [naming for naming in namings if naming.speaker]
        for naming in sorted(known, key=lambda one: is_initials(one.speaker or "") or " " not in (one.speaker or "")):
            if " " in str(naming.speaker) or naming.office or naming.honorific:
                cast.add(str(naming.full), naming.office)
        cast.windows = _windows(title.text)
        return cast

    def add(self, name: str, office: str | None = None) -> None:
        """Somebody speaks under this name."""
        key = self._key(name)
        family = key.split()[-1].split(".")[-1]
        known = self.families.get(family, [])
        short = " " not in name or is_initials(name)
        full = known[0] if short and len(known) == 1 else self.names.setdefault(key, name)
        _put(self.families, family, full)
        if office:
            _put(self.holders, office, full)

    def short(self, name: str) -> str | None:
        """The full name whose family name this is; None where it is nobody's, or two people's."""
        found = self.families.get(self._key(name), []) if " " not in name else []
        return found[0] if len(found) == 1 else None

    def spelt(self, name: str) -> str | None:
        """The full name that this is but for an attached article."""
        return self.names.get(self._key(name))

    def misprint(self, name: str) -> str | None:
        """The one name of the cast, or of the title, that this one differs from in a letter."""
        key = self._key(name)
        if " " not in key:
            near = {f for f in self.families if len(key) >= _SHORTEST_FAMILY and self._near(key, f)}
            found = {full for family in near for full in self.families[family]}
        else:
            found = {full for known, full in self.names.items() if len(key) >= _SHORTEST and self._near(key, known)}
            if not found and len(key) >= _SHORTEST:
                found = {full for known, full in self.windows.items() if self._near(key, known)}
        return found.pop() if len(found) == 1 else None

    def holder(self, office: str) -> str | None:
        """The one who holds the office here; of several, whose words the title says the document holds."""
        found = [name for code in offices_like().get(office, (office,)) for name in self.holders.get(code, ())]
        found = list(dict.fromkeys(found))
        if self.first in found:
            return self.first
        return found[0] if len(found) == 1 else None

    def _near(self, key: str, known: str) -> bool:
        """One letter apart, but no case or gender of the language: an ending that its names take."""
        if key.split()[-1][:1] != known.split()[-1][:1] or not is_one_edit(key, known):
            return False
        longer, shorter = sorted((key, known), key=len, reverse=True)
        return not (longer.startswith(shorter) and longer[len(shorter) :] in self.words.case_endings)

    def _add_person(self, person: Person, language: str) -> None:
        for code in (office.code for office in person.offices):
            self.add(_form(person, language), code)
        self.add(_form(person, language))

    def _key(self, name: str) -> str:
        return " ".join(self.words.without_article(word) for word in fold(name).split())


def _form(person: Person, language: str) -> str:
    return person.names_in(language)[0].text


def _windows(title: str) -> dict[str, str]:
    """Runs of two and three words of the title, folded: its names are among them."""
    printed = [word.strip('.,;:،«»"“”„()') for word in title.split()]
    runs = (printed[i : i + n] for n in (2, 3) for i in range(len(printed) - n + 1))
    return {fold(" ".join(run)): " ".join(run) for run in runs if all(word and not word[0].islower() for word in run)}


def _put(index: dict[str, list[str]], key: str, name: str) -> None:
    known: Sequence[str] = index.setdefault(key, [])
    if name not in known:
        index[key].append(name)

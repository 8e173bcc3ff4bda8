"""Who is known to speak in a document: the people of its title, and the names that its sure markers print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from transcripts.segment.fold import fold, is_one_edit
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.mentions import BORDER, Mentions
from transcripts.segment.naming import Naming, has_capitals, has_outlet, is_initials, is_name_shaped
from transcripts.segment.near import Near
from transcripts.segment.person import Person
from transcripts.segment.rules import offices_like
from transcripts.segment.title import Title

#: How far before a name its office may stand (code points, and words between them).
_REACH, _BETWEEN = 90, 8
#: The shortest names (letters, folded) that a misprint is looked for in: with given name, and family name alone.
_SHORTEST, _SHORTEST_FAMILY = 7, 4
#: Of more than so many who share a family name, or an office, nobody is told apart.
_MOST = 30


@dataclass(slots=True)
class Cast:
    """Full names by folded form, the full names of each folded family name, the holders of each office (full names)."""

    words: Lexicon
    names: dict[str, str] = field(default_factory=dict)
    families: dict[str, dict[str, None]] = field(default_factory=dict)
    holders: dict[str, dict[str, None]] = field(default_factory=dict)
    first: str | None = None
    #: The names of the people of the title, in every spelling of the script.
    sure: dict[str, str] = field(default_factory=dict)
    mentions: Mentions | None = None
    windows: dict[str, str] = field(default_factory=dict)
    #: Made when first asked for, once the cast is complete.
    _indexes: dict[str, Near] = field(default_factory=dict)

    @classmethod
    def of(cls, title: Title, namings: Iterable[Naming], words: Lexicon, mentions: Mentions | None = None) -> Cast:
        """The cast that the title and these markers make."""
        cast = cls(words, mentions=mentions, windows=_windows(title.text))
        for person in title.people:
            cast._add_person(person, words.language)
        cast.sure = dict(cast.names)
        for name, code, far in _titled(title.text, words):
            if not far or cast._is_met_again(name):
                cast.add(name, code)
        if title.speaker:
            cast.first = cast.names[cast._key(_form(title.speaker, words.language))]
        known = [naming for naming in namings if naming.speaker]
        for naming in sorted(known, key=lambda one: is_initials(one.speaker or "") or " " not in (one.speaker or "")):
            if " " in str(naming.speaker) or naming.office or naming.honorific:
                cast.add(str(naming.full), naming.office)
        return cast

    def add(self, name: str, office: str | None = None) -> None:
        """Somebody speaks under this name."""
        key = self._key(name)
        family = key.split()[-1].split(".")[-1]
        relatives = self.families.get(family, ())
        same = [r for r in relatives if _same_given(key, self._key(r))] if len(relatives) <= _MOST else []
        if key in self.windows:  # two whom the title names in full are two
            same = [relative for relative in same if self._key(relative) not in self.windows]
        full = self.names.setdefault(key, same[0] if len(same) == 1 else name)
        _put(self.families, family, full)
        if office:
            _put(self.holders, office, full)

    def short(self, name: str) -> str | None:
        """The full name whose family name this is; None where it is nobody's, or two people's."""
        found = self.families.get(self._key(name), {}) if " " not in name else {}
        return next(iter(found)) if len(found) == 1 else None

    def meant(self, name: str) -> str | None:
        """The full name that a name with initials stands for, or the one in the title that it spells in another way."""
        key = self._key(name)
        full = self.names.get(key)
        if full and full != name:
            return full
        if full is None and is_initials(name):
            family = self.families.get(key.split()[-1].split(".")[-1], ())
            same = [known for known in family if _same_given(key, self._key(known))]
            if len(same) == 1:
                return same[0]
        spelt = len(key) >= _SHORTEST and key not in self.windows
        near = {full for known, full in self.sure.items() if spelt and self._near(key, known)}
        return near.pop() if len(near) == 1 else None

    def spelt(self, name: str) -> str | None:
        """The full name that this is but for an attached article."""
        return self.names.get(self._key(name))

    def misprint(self, name: str) -> str | None:
        """The one name of the cast, or of the title, that this one differs from in a letter."""
        key = self._key(name)
        if " " not in key:
            near = (f for f in self._like(key, "families", _SHORTEST_FAMILY) if self._near(key, f))
            found = _two(full for family in near for full in self.families[family])
        else:
            found = _two(self.names[k] for k in self._like(key, "names", _SHORTEST) if self._near(key, k))
            if not found:
                found = _two(self.windows[k] for k in self._like(key, "windows", _SHORTEST) if self._near(key, k))
        return found.pop() if len(found) == 1 else None

    def fellow(self, family: str, office: str) -> str | None:
        """The one of this very office whose family name this one differs from in a letter."""
        full = self.misprint(family) if " " not in family else None
        return full if full in self.holders.get(office, ()) else None

    def holder(self, office: str, printed: str = "") -> str | None:
        """The one who holds the office here, as printed; of several, whose words the title says the document holds.

        Where the document introduces one of several with the very words printed (``la Ministre ... Fontal``), that one.
        """
        found = [name for code in offices_like().get(office, (office,)) for name in self.holders.get(code, ())]
        found = list(dict.fromkeys(found))
        if 1 < len(found) <= _MOST:
            found = self._introduced(found, printed) or found
        if self.first in found:
            return self.first
        return found[0] if len(found) == 1 else None

    def _introduced(self, names: Sequence[str], printed: str) -> list[str]:
        """Those of the names that stand behind the printed words of an office somewhere; with their article, if so."""
        bare = " ".join(self.words.without_articles(printed.split()))
        for form in dict.fromkeys((fold(printed), fold(bare))):
            found = [name for name in names if form and self._stands_behind(name, form)]
            if found:
                return found if len(found) == 1 else []
        return []

    def _stands_behind(self, name: str, form: str) -> bool:
        if self.mentions is None:
            return False
        before = (self.mentions.before(at, _REACH).rpartition(BORDER)[2] for at in self.mentions.places(name))
        return any(self._ends_with_office(fold(stretch), form) for stretch in before)

    def _ends_with_office(self, stretch: str, form: str) -> bool:
        """Whether the words of an office end a stretch, up to a country between them and the person; no other office."""
        at = stretch.rfind(form)
        between = stretch[at + len(form) :].split() if at >= 0 else []
        other = any(self.words.office_at(between[i:]) for i in range(len(between)))
        return at >= 0 and len(between) <= _BETWEEN and not other

    def _like(self, key: str, table: Literal["families", "names", "windows"], shortest: int) -> list[str]:
        """The keys of a table that may be one edit from this one, if it is long enough to be a misprint."""
        if len(key) < shortest:
            return []
        if table not in self._indexes:
            self._indexes[table] = Near(getattr(self, table))
        return self._indexes[table].to(key)

    def _near(self, key: str, known: str) -> bool:
        """One letter apart, and not the first one."""
        return key[:1] == known[:1] and self.words.is_misprint(key, known)

    def _is_met_again(self, name: str) -> bool:
        """Whether the name stands in the document more than once (in the title, and elsewhere)."""
        return self.mentions is not None and sum(1 for _ in islice(self.mentions.places(name), 2)) > 1

    def _add_person(self, person: Person, language: str) -> None:
        for code in (office.code for office in person.offices):
            self.add(_form(person, language), code)
        self.add(_form(person, language))
        own = person.names_in(language)[0]
        for names in person.names.values():
            for other in names:
                if other.script == own.script and " " in other.text:
                    self.names.setdefault(self._key(other.text), own.text)

    def _key(self, name: str) -> str:
        return " ".join(self.words.without_article(word) for word in fold(name).split())


def _titled(title: str, words: Lexicon) -> Iterator[tuple[str, str, bool]]:
    """The names that stand behind offices in a title, the offices' codes, and whether other words stand between them.

    ``Ambassador Oskar Lindqvist``; with a country between: ``Ambassador to Estmark Oskar Lindqvist``. Two words behind small
    ones are a place, not a person: ``Minister in New York``.
    """
    printed = title.split()
    for i in range(len(printed)):
        office = words.office_at(printed[i:])
        if office is None:
            continue
        run: list[str] = []
        for word in printed[i + office[0] : i + office[0] + _BETWEEN]:
            bare = word.strip('.,;:،«»"“”„()')
            if bare and (not bare[0].islower() or (run and words.holds("particles", bare))):
                run.append(bare)
            elif len(run) > 1:
                break
            else:
                run = []
            if word[-1:] in ",،;:" and len(run) > 1:
                break
        name = " ".join(run[-2:])
        far = not _is_right_behind(printed[i + office[0] :], run)
        if len(run) > 1 + far and is_name_shaped(name, words) and has_capitals(name) and not has_outlet(name, words):
            yield name, office[1], far


def _is_right_behind(following: Sequence[str], run: Sequence[str]) -> bool:
    """Whether a run of two words is what the words begin with."""
    return [word.strip('.,;:،«»"“”„()') for word in following[: len(run)]] == list(run[-2:])


def _same_given(one: str, other: str) -> bool:
    """Whether two (folded) names of one family may be one person's: an initial, a shorter form, a letter apart."""
    first, second = (name.replace(".", ". ").split()[:-1] for name in (one, other))
    if not first or not second:
        return True
    a, b = first[0].rstrip("."), second[0].rstrip(".")
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    return a == b or is_one_edit(a, b) or (min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)))


def _form(person: Person, language: str) -> str:
    return person.names_in(language)[0].text


def _windows(title: str) -> dict[str, str]:
    """Runs of two and three words of the title, folded: its names are among them."""
    printed = [word.strip('.,;:،«»"“”„()') for word in title.split()]
    runs = (printed[i : i + n] for n in (2, 3) for i in range(len(printed) - n + 1))
    return {fold(" ".join(run)): " ".join(run) for run in runs if all(word and not word[0].islower() for word in run)}


def _two(names: Iterable[str]) -> set[str]:
    """The first two different names, or fewer: of several, nobody asks for more."""
    found: set[str] = set()
    for name in names:
        found.add(name)
        if len(found) > 1:
            break
    return found


def _put(index: dict[str, dict[str, None]], key: str, name: str) -> None:
    index.setdefault(key, {})[name] = None

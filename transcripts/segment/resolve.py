"""Says which person a printed name is, as of the document's day: one that the evidence makes certain, or None."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.mentions import Mentions
from transcripts.segment.naming import Naming, has_outlet, is_initials
from transcripts.segment.people import Directory
from transcripts.segment.person import Person
from transcripts.segment.rules import between_names
from transcripts.segment.title import Title

#: How far before a family name its given name is looked for (code points).
_NEAR = 40


@cache
def _before() -> re.Pattern[str]:
    """The word before a family name, with an initial and a particle between them."""
    particles = "|".join(map(re.escape, between_names()))
    return re.compile(rf"(?<!\w)([^\W\d_][\w'’-]+)\s+(?:[^\W\d_]\.\s+)?(?:(?:{particles})\s+)?$", re.IGNORECASE)


class Resolver:
    """Remembers each name of one document, so that it is looked for once."""

    def __init__(self, title: Title, mentions: Mentions, day: date | None, words: Lexicon, people: Directory) -> None:
        self._title, self._day, self._words, self._people = title, day, words, people
        self._mentions = (Mentions((title.text,)), mentions)
        self._seen: dict[Naming, tuple[Person | None, str | None]] = {}
        self._givens: dict[str, str | None] = {}

    def person(self, naming: Naming) -> tuple[Person | None, str | None]:
        """The person of the data (or None) and the full English name (or None)."""
        if naming not in self._seen:
            person = self._known(naming)
            self._seen[naming] = (person, person.name if person else self._printed(naming.full))
        return self._seen[naming]

    def _known(self, naming: Naming) -> Person | None:
        name = naming.full
        if not name:
            return None
        if full := self._people.by_name(name, self._day):
            return self._one(full, naming)
        if is_initials(name) or len(name.split()) > 3:
            return None
        family = self._people.by_family(name, self._day) or self._misspelt(naming)
        return self._one(family, naming) if len(name.split()) == 1 or naming.office or naming.honorific else None

    def _one(self, candidates: list[Person], naming: Naming) -> Person | None:
        """The one candidate that the title, the text or an office of the day stands for."""
        titled = [person for person in candidates if person in self._title.people]
        if len(titled) == 1:
            return titled[0]
        full = [
            person for person in candidates if naming.full and person in self._people.by_name(naming.full, self._day)
        ]
        if len(full) == 1:
            return full[0]
        if self._given((naming.full or "").split()[-1]) is not None:
            candidates = [person for person in candidates if self._written(person)]
            if len(candidates) < 2:
                return candidates[0] if candidates else None
        held = [person for person in candidates if self._holds(person, naming)]
        return held[0] if len(held) == 1 else None

    def _written(self, person: Person) -> bool:
        given = self._given(person.name.split()[-1])
        return given is not None and fold(person.name).startswith(fold(given)[:3])

    def _holds(self, person: Person, naming: Naming) -> bool:
        """Whether the marker fits the person's offices; a journalist has none to fit."""
        if naming.office is None and not person.offices:
            return person.role != "official"
        return any(
            (naming.office in (None, office.code)) and (office.holds(self._day) if self._day else bool(naming.office))
            for office in person.offices
        )

    def _misspelt(self, naming: Naming) -> list[Person]:
        """People named in the title whose family name is one letter away from the printed one."""
        wanted = fold((naming.full or "").split()[-1])
        if not (naming.office or naming.honorific) or len(wanted) < 5:
            return []
        return [p for p in self._title.people if self._words.is_misprint(wanted, fold(p.name.split()[-1]))]

    def _printed(self, name: str | None) -> str | None:
        """The full name as a text in Latin script itself prints it, from the marker or from the text."""
        if not name or not self._words.names_as_printed or is_initials(name):
            return None
        given = self._given(name.split()[-1])
        if len(name.split()) == 1 and given is None:
            return None
        if given is None or (len(name.split()) > 1 and not self._words.holds("particles", name.split()[0])):
            return _capitalised(name) if self._is_personal(name) else None
        return f"{given} {_capitalised(name, self._words)}"

    def _is_personal(self, name: str) -> bool:
        return all(
            word.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha() for word in name.split()
        )

    def _given(self, family: str) -> str | None:
        """The given name that stands before the family name in the title, else in the text most often."""
        if family not in self._givens:
            self._givens[family] = next(filter(None, (self._most_given(family, m) for m in self._mentions)), None)
        return self._givens[family]

    def _most_given(self, family: str, mentions: Mentions) -> str | None:
        found: Counter[str] = Counter()
        for place in mentions.places(family):
            given = _before().search(mentions.before(place, _NEAR))
            if given and self._is_given(given[1]):
                found[given[1]] += 1
        return min(found, key=lambda given: (-found[given], given), default=None)

    def _is_given(self, word: str) -> bool:
        if not word[0].isupper() or word.isupper():
            return False
        return (
            fold(word) not in self._words.office_words
            and not has_outlet(word, self._words)
            and not any(self._words.holds(table, word) for table in ("honorifics", "not_names", "particles"))
        )


def _capitalised(name: str, words: Lexicon | None = None) -> str:
    """A name printed in capitals, as it is usually written."""
    if not name.isupper():
        return name
    parts = name.title().split()
    return " ".join(
        p.lower() if words and words.holds("particles", p) and i < len(parts) - 1 else p for i, p in enumerate(parts)
    )

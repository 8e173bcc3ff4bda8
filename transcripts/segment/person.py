"""A person as the data has one: names by language, offices, each with the days on which they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transcripts.model import SpeakerRole


@dataclass(frozen=True, slots=True)
class Office:
    """An office held from ``since`` to ``until`` (both included; None: open). ``code`` as in the marker data."""

    code: str
    of: str
    since: date | None = None
    until: date | None = None
    source: str = ""

    def holds(self, day: date) -> bool:
        """Whether it was held on the day."""
        return covers(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class FullName:
    """A full name as pages of one language print it, from ``since`` to ``until`` (both included; None: always)."""

    text: str
    script: str
    since: date | None = None
    until: date | None = None
    source: str = ""

    def holds(self, day: date | None) -> bool:
        """Whether the person was called so on the day; a day that is not known excludes nothing."""
        return day is None or covers(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: usual full English name, role before the press, names by language, offices."""

    id: str
    name: str
    role: SpeakerRole
    source: str
    names: dict[str, tuple[FullName, ...]]
    offices: tuple[Office, ...] = ()

    def names_in(self, language: str) -> tuple[FullName, ...]:
        """The names that texts in the language use; the English ones where the data has none."""
        return self.names.get(language) or self.names.get("en") or (FullName(self.name, "Latn"),)


def covers(since: date | None, until: date | None, day: date) -> bool:
    """Whether the day lies within the bounds, both included; None: no bound."""
    return (since is None or since <= day) and (until is None or day <= until)

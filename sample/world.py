"""The invented country: people, places and phrases, read from `data/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[str, ...] = ("en", "ru", "de", "fr", "es", "ar", "pt")


@dataclass(frozen=True)
class Phrases:
    """Everything that one language says, by table and name; a phrase that is missing is an error that names it."""

    language: str
    data: dict[str, Any]

    def word(self, *path: str) -> str:
        """Return one phrase, e.g. `word("labels", "question")`."""
        found: Any = self.data
        for name in path:
            if name not in found:
                raise KeyError(f"sample/data/phrases/{self.language}.toml has no {'.'.join(path)}")
            found = found[name]
        return str(found)

    def words(self, *path: str) -> list[str]:
        """Return a list of phrases."""
        found: Any = self.data
        for name in path:
            found = found[name]
        return [str(one) for one in found]

    def title_date(self, day: date) -> str:
        """Write a day as titles do."""
        return self.word("title_date").format(day=day.day, month=self.words("months")[day.month - 1], year=day.year)

    def long_date(self, day: date) -> str:
        """Write a day as the line under a title does."""
        return self.word("long_date").format(day=day.day, month=self.words("months")[day.month - 1], year=day.year)


@cache
def world() -> dict[str, Any]:
    """Return the country's data."""
    return tomllib.loads((DATA / "world.toml").read_text("utf-8"))


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of one language."""
    return Phrases(language, tomllib.loads((DATA / "phrases" / f"{language}.toml").read_text("utf-8")))


@cache
def zone() -> ZoneInfo:
    """Return the ministry's time zone."""
    return ZoneInfo(world()["timezone"])


def local(day: date, hour: int, minute: int) -> datetime:
    """Return a time of the ministry's own clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone())


def name_of(person: str, language: str, case: str = "nom") -> str:
    """Return a person's name as a language prints it, in a case where that language has one for it."""
    forms = world()["people"][person][language]
    return str(forms.get(case, forms["nom"]))


def english_name(person: str) -> str:
    """Return the full English name, which is what the known answers call a person."""
    return str(world()["people"][person]["name"])


def people() -> list[dict[str, Any]]:
    """Return all people with their spellings, for whoever wants to know them beforehand."""
    return [
        {
            "name": one["name"],
            "office": one["office"],
            "names": {tag: sorted({v for k, v in one[tag].items() if "office" not in k}) for tag in LANGUAGES},
        }
        for one in world()["people"].values()
    ]

"""In which script a language prints names, and which script a name is in: from ``transcripts/data/scripts.toml``."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from transcripts.segment import tables
from transcripts.segment.tables import BadData

FILE = tables.DATA / "scripts.toml"


@dataclass(frozen=True, slots=True)
class Scripts:
    """Scripts (ISO 15924) by the first word of their letters' Unicode names, and the script of each language."""

    by_letter: dict[str, str]
    of_language: dict[str, str]


@cache
def scripts() -> Scripts:
    """The scripts of the data file. Raises BadData naming the entry that is wrong."""
    data = tables.read(FILE)
    tables.require_keys("transcripts/data/scripts.toml", data, ("scripts", "languages"))
    for language, script in data["languages"].items():
        tables.one_of(f"transcripts/data/scripts.toml: languages.{language}", script, data["scripts"])
    return Scripts({word: script for script, word in data["scripts"].items()}, dict(data["languages"]))


def script_of(where: str, language: str, name: str) -> str:
    """The script of a name that pages of the language print. Raises BadData for an unknown language or a foreign letter."""
    known = scripts()
    wanted = known.of_language.get(language)
    if wanted is None:
        raise BadData(f"{where}: {language!r} is no language that we know; known are {', '.join(known.of_language)}")
    for letter in filter(str.isalpha, name):
        word = unicodedata.name(letter, "unknown letter").split()[0]
        if known.by_letter.get(word) != wanted:
            raise BadData(
                f"{where}: {letter!r} in {name!r} is {word.capitalize()}, not {wanted} as {language} prints names"
            )
    return wanted

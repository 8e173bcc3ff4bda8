"""Finds the names: a look-up of each word, longer names first, then what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transcripts.countries.letters import View, without_accents
from transcripts.countries.names import Name, Names, names
from transcripts.countries.tables import FOLDER, Guard, languages

_WORD = re.compile(r"\w+")
_PARTING = (" ", "-")
#: A guard looks so many characters to each side.
BESIDE = 60


@dataclass(frozen=True, slots=True)
class Mention:
    """A country's name in a text: ``text[start:end]``, in code points. ``rule``: which list the name stands in."""

    start: int
    end: int
    code: str
    rule: str


def find(text: str, language: str, folder: Path = FOLDER) -> list[Mention]:
    """The mentions in a text, in its order, none inside another.

    ``language`` is a BCP 47 tag, of which the first part counts. Raises LookupError where its names are not known, BadData
    where a data file is wrong.
    """
    primary = language.split("-")[0].lower()
    if primary not in languages(folder):
        raise LookupError(f"no names of countries are known in {language!r}: known are {', '.join(languages(folder))}")
    known = names(primary, folder)
    view = View(text)
    return [
        Mention(*view.place(start, end), name.code, name.rule)
        for start, end, name in _hits(text, view, known)
        if name.code
    ]


def _hits(raw: str, view: View, known: Names) -> Iterator[tuple[int, int, Name]]:
    text, firsts, after = view.text, known.firsts, 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word not in firsts:
            continue
        start, end = match.span()
        if start < after:
            continue
        for form, stop in _forms(text, word, start, end, known):
            name = known.forms[form]
            if _is_meant(raw, view, start, stop, form, name, known):
                yield start, stop, name
                after = stop
                break


def _forms(text: str, word: str, start: int, end: int, known: Names) -> Iterator[tuple[str, int]]:
    """Names that begin with this word and stand here, the longest first, and where each ends."""
    longer = known.longer.get(word)
    if longer is None:
        yield word, end
        return
    for form, words in longer:
        stop = _end(text, words, start)
        if stop is not None:
            yield form, stop


def _end(text: str, words: tuple[str, ...], start: int) -> int | None:
    """Where these words end that begin at ``start``; None: they do not stand there whole. Blanks and hyphens part them."""
    place = start
    for word in words:
        while place > start and text[place : place + 1] in _PARTING:
            place += 1
        if not text.startswith(word, place):
            return None
        place += len(word)
        following = text[place : place + 1]
        if following.isalnum() or following == "_":
            return None
    return place


def _is_meant(raw: str, view: View, start: int, end: int, form: str, name: Name, known: Names) -> bool:
    start, end = view.place(start, end)
    surface = raw[start:end]
    if name.exact is not None:
        if surface != name.exact and _plain(surface) != _plain(name.exact):
            return False
    elif known.cased and surface.islower():
        return False
    guards = known.guards.get(form, ())
    if name.code is not None and form.isalpha():
        guards = (*guards, *known.guards.get("*", ()))
    return all(_holds(guard, raw, start, end) for guard in guards)


def _plain(text: str) -> str:
    """What is compared where the letter case counts: neither blanks nor accents."""
    return without_accents("".join(text.split()))


def _holds(guard: Guard, raw: str, start: int, end: int) -> bool:
    if guard.unless and guard.unless.search(raw[start:end]):
        return True
    before, after = raw[max(0, start - BESIDE) : start], raw[end : end + BESIDE]
    for key, pattern in guard.beside.items():
        found = pattern.search(before) if key.endswith("preceded_by") else pattern.match(after)
        if bool(found) != key.startswith("only"):
            return False
    return True

"""Reads the parenthesis of a marker: whom a question is for, after whom a speaker adds, what it was translated from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon

_PARTS = re.compile(r"\s*[,;،؛，；、]\s*")


@dataclass(frozen=True, slots=True)
class Note:
    """A marker's parentheses as printed (joined by ``; ``) and what they say. ``known`` says that all of it was read."""

    text: str | None = None
    addressed_to: str | None = None
    adding_after: str | None = None
    translated_from: str | None = None
    known: bool = False

    @property
    def tells_origin(self) -> bool:
        """Whether it says what the language's phrases do not: as a rule where the speaker is from, or for whom."""
        return self.text is not None and not self.known


NO_NOTE = Note()


def read_note(parentheses: list[str], words: Lexicon) -> Note:
    """The note that the parentheses make together; ``known`` when the language's phrases read at least one part."""
    if not parentheses:
        return NO_NOTE
    found: dict[str, str | None] = {}
    known = False
    for part in (part for text in parentheses for part in _PARTS.split(text) if part):
        known |= _read_part(part, words, found)
    return Note("; ".join(parentheses), found.get("addressed"), found.get("adding"), found.get("language"), known)


def _read_part(part: str, words: Lexicon, found: dict[str, str | None]) -> bool:
    folded = fold(part)
    for kind, pattern in words.notes:
        match = pattern.fullmatch(folded)
        if match is None:
            continue
        if kind == "translated":
            language = match.groupdict().get("language")
            if language:
                found.setdefault("language", words.languages[language])
            return True
        name = _printed(part, folded, match)
        if _starts_like_a_name(name):
            found.setdefault(kind, without_office(name, words))
            return True
    return False


def _printed(part: str, whole: str, match: re.Match[str]) -> str:
    """The stretch of the part, as printed, that the folded name came from."""
    if len(whole) == len(part):
        return part[match.start("name") : match.end("name")]
    printed = part.split()
    wanted = match["name"].split()
    count = len(wanted)
    folded = [fold(word) for word in printed]
    for start in range(len(printed) - count, -1, -1):
        if folded[start : start + count] == wanted:
            return " ".join(printed[start : start + count])
    first = next((i for i, word in enumerate(folded) if word.endswith(wanted[0])), 0)
    return " ".join([printed[first][-len(wanted[0]) :], *printed[first + 1 : first + count]])


def _starts_like_a_name(text: str) -> bool:
    return bool(text) and text[0].isalpha() and not text[0].islower()


def without_office(name: str, words: Lexicon) -> str:
    """The name without an office or honorific before it."""
    printed = name.split()
    while len(printed) > 1:
        office = words.office_at(printed)
        taken = office[0] if office else int(words.holds("honorifics", printed[0]))
        if not taken or taken >= len(printed):
            break
        printed = printed[taken:]
    return " ".join(printed)

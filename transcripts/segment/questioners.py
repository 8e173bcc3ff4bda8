"""Names the person behind a generic question marker, where the document itself does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.naming import has_outlet, is_name_shaped
from transcripts.segment.outlets import outlet_behind
from transcripts.segment.people import Directory
from transcripts.segment.speakers import Speaker
from transcripts.segment.title import Title

_NAME = r"([^\W\d_][\w'’.-]+(?:\s+[^\W\d_][\w'’.-]*){1,3})"
#: Looked for at every place, so that a sentence before the name hides no name.
_CALLED = re.compile(r"(?=(?:^|[.,:!]\s+)" + _NAME + r"\s*(?:,[^.?!]{0,60})?[.,:]?\s*$)")

#: A name as printed, and the outlet that stands behind it.
_Named = tuple[str, str | None]


def name_questioners(
    markers: Sequence[Marker],
    speakers: Sequence[Speaker],
    said: Sequence[str],
    title: Title,
    words: Lexicon,
    people: Directory,
) -> list[Speaker]:
    """The speakers, with person and outlet for generic questions: the interviewer of the title, or one called or self-named.

    Only in languages whose texts print names as English does; elsewhere a printed name is no English name, and names
    somebody only where the data has it.
    """
    english = words.names_are_english
    host = interviewer(title, words) if english else None
    usual = cache(partial(_usual, people=people, english=english))
    found: list[Speaker] = []
    called: _Named | None = None
    for marker, speaker, text in zip(markers, speakers, said, strict=True):
        if marker.word is None or speaker.role != "journalist":
            called = (_called(text, words) if english else None) if speaker.role == "moderator" else called
            found.append(speaker)
            continue
        introduced = _introduced(text, words)
        name, outlet = introduced or called or (None, None)
        name = host or name
        called = (name, outlet) if called and name and not host else None
        found.append(_named(speaker, usual(name) if name else None, outlet))
    return found


def _named(speaker: Speaker, who: tuple[str, str | None] | None, outlet: str | None) -> Speaker:
    if who is None and (speaker.outlet or not outlet):
        return speaker
    person, person_id = who or (speaker.person, speaker.person_id)
    return replace(speaker, person=person, person_id=person_id, outlet=speaker.outlet or outlet)


def _usual(name: str, people: Directory, english: bool) -> tuple[str, str | None] | None:
    """Usual form and id of a name that the data knows, perhaps misprinted here; else the name, where that is English."""
    known = people.by_name_or_misprint(name) if english else people.by_name(name)
    if len(known) == 1:
        return known[0].name, known[0].id
    return (name, None) if english else None


def interviewer(title: Title, words: Lexicon) -> str | None:
    """The one person who, by the title, led the interview."""
    for phrase in sorted(words.words["with"], key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(phrase)}\s+{_NAME}", title.text, re.IGNORECASE)
        if match is None:
            continue
        name = _cut(match[1], words)
        rest = fold(title.text[match.end() :])
        several = words.holds("conjunctions", rest.lstrip(" ,").split(" ")[0])
        if (
            name
            and not several
            and not any(fold(person.name) == fold(name) and person.role == "official" for person in title.people)
        ):
            return name
    return None


def _cut(text: str, words: Lexicon) -> str | None:
    """The first two or three words when they make a personal name, not an office or an outlet."""
    printed: list[str] = []
    for word in text.split():
        if not word[0].isupper():
            break
        printed.append(word.rstrip(".,:"))
        if word[-1] in ".,:" and len(word) > 2:
            break
    if words.office_at(printed) or any(words.office_at(printed[i:]) for i in range(len(printed))):
        return None
    name = " ".join(printed[:3])
    return name if is_name_shaped(name, words) and not has_outlet(name, words) else None


def _called(text: str, words: Lexicon) -> _Named | None:
    """The person whom a moderator calls: the turn is the name, or ends with it."""
    names = (_cut(match[1], words) for match in _CALLED.finditer(text.strip()))
    return _with_outlet(next(filter(None, names), None), text, words)


def _introduced(text: str, words: Lexicon) -> _Named | None:
    """The person whom a questioner names first: ``Jane Doe, Some Times:`` or ``This is Jane Doe``."""
    opening = text[:160].lstrip()
    bare = re.match(_NAME + r"\s*,\s*([^.?!:]{2,40})[:.]", opening)
    if bare and has_outlet(bare[2], words) and (name := _cut(bare[1], words)):
        return _with_outlet(name, text, words)
    printed = opening.split()
    folded = [fold(word) for word in printed]
    for phrase in words.introductions:
        if phrase[0] not in folded:
            continue
        for start in range(len(folded) - len(phrase)):
            if tuple(folded[start : start + len(phrase)]) == phrase:
                name = _cut(" ".join(printed[start + len(phrase) :]), words)
                if name:
                    return _with_outlet(name, text, words)
    return None


def _with_outlet(name: str | None, text: str, words: Lexicon) -> _Named | None:
    return (name, outlet_behind(name, text, words)) if name else None

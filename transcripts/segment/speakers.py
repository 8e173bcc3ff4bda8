"""Says for each marker who speaks and in which role, by what the markers of the whole document do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from transcripts.model import SpeakerRole
from transcripts.segment.evidence import ASKS
from transcripts.segment.fold import fold
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.naming import Naming, has_outlet
from transcripts.segment.outlets import journalist_of, outlet_of
from transcripts.segment.people import Directory
from transcripts.segment.person import Person
from transcripts.segment.resolve import Resolver
from transcripts.segment.rules import moderating
from transcripts.segment.title import Title

#: The most words with which somebody leads through a press conference.
_LEADING = 60
#: From this share of turns with a question mark on, a speaker is one who asks.
_ASKING = 0.4


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: name as printed, full English name, role, the person's id in the data, a journalist's outlet."""

    speaker: str | None
    person: str | None
    role: SpeakerRole
    person_id: str | None = None
    outlet: str | None = None


@dataclass(slots=True)
class _Behaviour:
    turns: int = 0
    asking: int = 0
    words: int = 0
    after_question: int = 0
    #: Whether one of the turns opens the document.
    opens: bool = False


def speakers_of(
    markers: list[Marker], said: list[str], title: Title, words: Lexicon, resolver: Resolver, directory: Directory
) -> list[Speaker]:
    """The speaker of each marker; ``said`` holds the words under each."""
    journalists = [journalist_of(m, words, directory) if m.rule == "outlet" else None for m in markers]
    people = [_person_of(*one, title, words, resolver) for one in zip(markers, journalists, strict=True)]
    sure = [_sure_role(marker, person[0], words, title) for marker, person in zip(markers, people, strict=True)]
    named = [
        (marker, role) for marker, role in zip(markers, sure, strict=True) if marker.naming.full or not marker.word
    ]
    known = {_key(marker): role for marker, role in named if role}
    sure = [role or known.get(_key(marker)) for marker, role in zip(markers, sure, strict=True)]
    behaviour = _behaviour(markers, said, sure)
    officials = "official" in sure
    asked = any(marker.word and marker.word.kind == "question" for marker in markers)
    found = []
    for marker, journalist, (person, name), role in zip(markers, journalists, people, sure, strict=True):
        key = _key(marker)
        decided = role or _by_behaviour(behaviour[key], marker, officials, asked, title.press)
        speaker = journalist or marker.naming.speaker
        outlet = outlet_of(marker, words) if decided == "journalist" else None
        found.append(Speaker(speaker, name, decided, person.id if person else None, outlet))
    leads = [_leads_others(*one, title) for one in zip(markers, people, strict=True)]
    led = [
        replace(one, role="moderator")
        if (leads[i] and _is_unasked(found, i, said)) or _gives_the_floor(markers, found, i)
        else one
        for i, one in enumerate(found)
    ]
    if led and leads[-1] and _has_led(markers, led):
        led[-1] = replace(led[-1], role="moderator")
    return led


def _has_led(markers: list[Marker], speakers: list[Speaker]) -> bool:
    """Whether who speaks last has led through the whole conference until then."""
    key = _key(markers[-1])
    before = [one.role for marker, one in zip(markers[:-1], speakers[:-1], strict=True) if _key(marker) == key]
    return bool(before) and set(before) == {"moderator"}


def _gives_the_floor(markers: list[Marker], speakers: list[Speaker], i: int) -> bool:
    """Whether a host's words are followed by a question."""
    word = markers[i].word
    return word is not None and word.leads and i + 1 < len(speakers) and speakers[i + 1].role in {"journalist", "other"}


def _leads_others(marker: Marker, person: tuple[Person | None, str | None], title: Title) -> bool:
    """Whether an office that leads press conferences speaks in one whose words are somebody else's."""
    if title.speaker is None or marker.word or marker.head.note.adding_after:
        return False
    codes = {office.code for office in person[0].offices} if person[0] else set()
    codes.add(marker.naming.office or "")
    return bool(codes & moderating()) and (person[0] is None or person[0] != title.speaker)


def _is_unasked(speakers: list[Speaker], i: int, said: list[str]) -> bool:
    """Whether the turn follows no question (or, at the end, mere thanks), and is some words of leading through."""
    if len(said[i].split()) > _LEADING:
        return False
    thanked = i + 1 == len(said) and not any(mark in said[i - 1] for mark in ASKS)
    return i == 0 or thanked or speakers[i - 1].role not in {"journalist", "other"}


def _person_of(
    marker: Marker, journalist: str | None, title: Title, words: Lexicon, resolver: Resolver
) -> tuple[Person | None, str | None]:
    if marker.word and marker.naming.speaker:
        return resolver.person(marker.naming)
    if marker.word:
        answers = marker.word.kind == "answer" and marker.word.role == "official" and not marker.word.names
        speaker = title.speaker if answers else None
        return speaker, speaker.name if speaker else None
    if marker.rule == "outlet":
        return resolver.person(Naming(journalist)) if journalist else (None, None)
    if has_outlet(marker.naming.speaker or "", words):
        person, _ = found = resolver.person(marker.naming)
        return found if person else (None, None)
    person, _ = found = resolver.person(marker.naming)
    return found if person or marker.rule != "capitals_once" else (None, None)


def _sure_role(marker: Marker, person: Person | None, words: Lexicon, title: Title) -> SpeakerRole | None:
    if marker.word:
        return marker.word.role
    if person:
        return person.role
    if marker.naming.office:
        return "official"
    note = marker.head.note
    if note.text and (word := words.marker_before(note.text + " -")[0]) and word.names:
        return "journalist" if title.interview else word.role
    if marker.rule == "person_asking":
        return "journalist"
    if marker.rule == "person_named" and title.interview:
        return "other"
    if has_outlet(marker.head.name, words) or (note.text and not note.known and has_outlet(note.text, words)):
        return "journalist"
    if note.text and not note.known and not title.press:
        return "journalist" if "," in note.text else "other"
    return None


def _behaviour(markers: list[Marker], said: list[str], sure: list[SpeakerRole | None]) -> dict[str, _Behaviour]:
    """What those do whose role nothing else tells, by their key."""
    found: dict[str, _Behaviour] = defaultdict(_Behaviour)
    for i, (marker, text) in enumerate(zip(markers, said, strict=True)):
        if sure[i] is not None:
            continue
        one = found[_key(marker)]
        one.turns += 1
        one.asking += any(mark in text for mark in ASKS)
        one.words += len(text.split())
        one.after_question += i > 0 and sure[i - 1] == "journalist"
        one.opens |= i == 0
    return found


def _by_behaviour(did: _Behaviour, marker: Marker, officials: bool, asked: bool, press: bool) -> SpeakerRole:
    """An unknown name's role: asks like a journalist, says little like a moderator, answers like an official."""
    if did.asking >= _ASKING * did.turns:
        answers = did.after_question >= 0.5 * did.turns and asked
        return "official" if answers else "journalist"
    if officials and marker.naming.honorific and did.words < 30 * did.turns and did.turns <= 3:
        return "moderator"
    if officials and marker.naming.honorific:
        return "journalist"
    unasked = not did.asking and not did.after_question and did.words < _LEADING * did.turns
    if officials and press and unasked and (did.opens or did.turns > 1) and not marker.head.note.known:
        return "moderator"
    return "official"


def _key(marker: Marker) -> str:
    return fold(marker.naming.full or marker.head.name)

"""Synthetic events: who speaks in which order and for how long, in which languages, and which phrases stand in which turn.

All language versions of an event have its turns, phrases, countries and speakers; a few lack the last exchange.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy

from bench.queries.vocabulary import LANGUAGES, Numbers, settings, vocabulary

FIRST_DAY, DAYS = date(2010, 1, 1), 16 * 365 + 4
MINISTRIES = ("north", "south", "west")
#: How many events have a version in each language of LANGUAGES.
PUBLISHED = (1.0, 0.9, 0.6, 0.6, 0.5, 0.4)
#: Words of a translation by one of the English.
LENGTH = {"ru": 0.8, "ar": 0.85}
EVENTS_AT_ONCE = 200
#: Turns that an event has in all of its versions, on average: measured.
TURNS_OF_AN_EVENT = 89.0
#: How many of a language's turns hold each of its phrases and words, in the order of `plants`: by these, of a million turns, a
#: common phrase stands in 70,000 English ones and a seldom one in 5,000.
COMMON, SELDOM, HALF, TOPIC, COUNTRY = 0.311, 0.0222, 0.03, 0.05, 0.03
TWICE, LACKING, STATEMENT, FOLLOWED, UNNAMED = 0.2, 0.04, 0.25, 0.1, 0.7
KINDS = ("press_conference", "briefing", "interview")
OFFICIALS, JOURNALISTS = 60, 200


@dataclass(frozen=True, slots=True)
class Frame:
    """When and where: sixteen years from the first day on, ministries in turns (a name that stands there twice has twice as much)."""

    first_day: date = FIRST_DAY
    ministries: tuple[str, ...] = MINISTRIES

    @property
    def years(self) -> range:
        """The years that the days lie in."""
        return range(self.first_day.year, (self.first_day + timedelta(days=DAYS)).year + 1)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn as all versions have it. ``speaker`` is a person's number; None: the page names nobody."""

    role: str
    kind: str
    speaker: int | None
    exchange: int | None
    part: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One document: an event in one language, with the texts of its turns."""

    event: int
    ministry: str
    day: date
    kind: str
    language: str
    spoken: list[Spoken]
    texts: list[str]


#: The frame of what analysts are asked for.
USUAL = Frame()


def plants(language: str) -> list[tuple[str, float]]:
    """What is planted in a language's texts, and in how many of them. Other languages have their own in the same places."""
    own = settings()[language]
    seldom = [(words, SELDOM) for words in own["seldom"]]
    halves = [(half, HALF) for words in own["seldom"] for half in words.split()[:2]]
    common = [(words, COMMON) for words in own["common"]]
    return [*common, *seldom, *halves, *((t, TOPIC) for t in own["topics"]), *((c, COUNTRY) for c in own["countries"])]


def events_for(turns: int) -> int:
    """How many events have about so many turns in all of their versions."""
    return max(2, round(turns / TURNS_OF_AN_EVENT))


def versions(events: int, seed: int = 5, frame: Frame = USUAL) -> Iterator[list[Version]]:
    """All documents of so many events over sixteen years, by some hundred events at once, in the order of their days."""
    draw = numpy.random.default_rng(seed)
    for start in range(0, events, EVENTS_AT_ONCE):
        yield list(_versions(draw, range(start, min(events, start + EVENTS_AT_ONCE)), events, frame))


def _versions(draw: numpy.random.Generator, numbers: range, events: int, frame: Frame) -> Iterator[Version]:
    drafts = [_draft(draw) for _ in numbers]
    sizes = [len(spoken) for _, spoken, _ in drafts]
    lengths = numpy.array([length for _, _, own in drafts for length in own])
    chances = numpy.array([chance for _, chance in plants("en")])
    planted = numpy.argwhere(draw.random((len(lengths), len(chances))) < chances)
    planted = numpy.concatenate([planted, planted[draw.random(len(planted)) < TWICE]])
    for language, share in zip(LANGUAGES, PUBLISHED, strict=True):
        kept = draw.random(len(drafts)) < share
        texts = _texts(draw, language, lengths, planted, numpy.repeat(kept, sizes))
        for number, there, (kind, spoken, _) in zip(numbers, kept.tolist(), drafts, strict=True):
            if there:
                said = spoken if draw.random() >= LACKING else _without_last(spoken)
                own = [next(texts) for _ in spoken][: len(said)]
                day = frame.first_day + timedelta(days=number * DAYS // events)
                yield Version(number, frame.ministries[number % len(frame.ministries)], day, kind, language, said, own)


def _texts(
    draw: numpy.random.Generator, language: str, lengths: Numbers, planted: Numbers, kept: Numbers
) -> Iterator[str]:
    own = numpy.maximum(4, (lengths[kept] * LENGTH.get(language, 1.0)).astype(int))
    place = numpy.cumsum(kept) - 1
    words = [words for words, _ in plants(language)]
    here = planted[kept[planted[:, 0]]]
    pairs = [(place[turn], words[plant]) for turn, plant in here.tolist()]
    return iter(vocabulary(language).texts(draw, own, pairs) if len(own) else [])


def _draft(draw: numpy.random.Generator) -> tuple[str, list[Spoken], list[int]]:
    """Kind, turns and their lengths in words: a statement, or an opening with questions and answers after it."""
    length = partial(_length, draw)
    official = _zipf(draw, OFFICIALS)
    if draw.random() < STATEMENT:
        return "statement", [Spoken("official", "statement", official, None, None)], [length(450)]
    spoken = [Spoken("official", "statement", official, None, None)]
    lengths = [length(150)]
    for exchange in range(1, 2 + int(draw.geometric(1 / 12))):
        asked = None if draw.random() < UNNAMED else OFFICIALS + _zipf(draw, JOURNALISTS)
        for _ in range(1 + int(draw.random() < FOLLOWED)):
            spoken.append(Spoken("journalist", "question", asked, exchange, "question"))
            lengths.append(length(42))
        for answer in range(1 + int(draw.random() < FOLLOWED)):
            speaker = official if answer == 0 else _zipf(draw, OFFICIALS)
            spoken.append(Spoken("official", "answer", speaker, exchange, "answer"))
            lengths.append(length(118))
    return KINDS[int(draw.integers(len(KINDS)))], spoken, lengths


def _without_last(spoken: list[Spoken]) -> list[Spoken]:
    last = spoken[-1].exchange
    return [one for one in spoken if last is None or one.exchange != last]


def _length(draw: numpy.random.Generator, mean: int) -> int:
    return int(numpy.clip(draw.lognormal(numpy.log(mean) - 0.18, 0.6), 6, 3000))


def _zipf(draw: numpy.random.Generator, size: int) -> int:
    """A number below ``size``, small ones more often."""
    return int(size ** draw.random()) - 1

"""Which turns of an event's language versions are the same: known from the plans, whatever words are printed.

Every version is printed from one plan; what is different in a language (`differences`) moves, cuts, joins or leaves out its
paragraphs. Two turns belong together when they print a paragraph of the plan in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from sample.answers import document
from sample.library import SampleLibrary
from sample.model import Entry, Event, Speech
from sample.plans import Plan

Paragraphs = frozenset[int]


def versions(library: SampleLibrary) -> dict[str, Any]:
    """Return all documents as they stand at the first step of the clock, and the pairs of language versions."""
    entries = library.entries(0)
    return {
        "title": "The sample's month",
        "about": "Every press conference is made to differ in one or two languages: an answer left out, questions printed as one,"
        " an answer printed as two turns, two exchanges the other way round, a question left in the language that it was asked in.",
        "documents": [_document(library, entry) for entry in entries],
        "pairs": [pair for event in library.events for pair in _pairs(library, event)],
    }


def _document(library: SampleLibrary, entry: Entry) -> dict[str, Any]:
    known = document(library, entry, 0)
    names = ("site_id", "language", "kind", "number", "published_at", "languages")
    said = ("text", "role", "kind", "person", "speaker", "note", "addressed_to", "translated_from", "adding_after")
    return {
        "name": _name(entry.event, entry.language),
        **{name: known[name] for name in names},
        "turns": [{name: turn[name] for name in said} for turn in known["turns"]],
        "exchanges": [[*one["questions"], *one["answers"]] for one in known["exchanges"]],
    }


def _name(event: str, language: str) -> str:
    return f"{event} {language}"


def _pairs(library: SampleLibrary, event: Event) -> Iterator[dict[str, Any]]:
    plans = library.plans(event, 0)
    printed = {language: _turns(plans[language], plans[None]) for language in event.languages}
    for one, other in combinations(sorted(event.languages), 2):
        yield {
            "one": _name(event.key, one),
            "other": _name(event.key, other),
            "differences": sorted({name for language, name in event.differences if language in (one, other)}),
            "turns": [
                [i, j]
                for i, mine in enumerate(printed[one])
                for j, theirs in enumerate(printed[other])
                if mine & theirs
            ],
        }


def _turns(version: Plan, plan: Plan) -> list[Paragraphs]:
    """The paragraphs of the plan that each turn prints. A speech that goes on is no turn of its own."""
    whole = [paragraph for item in plan if isinstance(item, Speech) for paragraph in item.paragraphs]
    place = {id(paragraph): number for number, paragraph in enumerate(whole)}
    turns: list[set[int]] = []
    for item in version:
        if not isinstance(item, Speech):
            continue
        if item.form != "continue":
            turns.append(set())
        turns[-1].update(place[id(paragraph)] for paragraph in item.paragraphs)
    return [frozenset(turn) for turn in turns]

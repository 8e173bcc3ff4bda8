"""The known answers: what a reader of the site's pages must find, to the letter."""

from __future__ import annotations

import unicodedata
from typing import Any

from sample.addresses import addresses, canonical
from sample.library import SampleLibrary
from sample.model import Block, Body, Entry, Turn
from sample.world import people, world

Answer = dict[str, Any]


def answers(library: SampleLibrary, step: int) -> Answer:
    """Return everything that is known of the site at a step of its clock."""
    documents = [document(library, entry, step) for entry in library.entries(step)]
    return {
        "ministry": library.ministry,
        "timezone": world()["timezone"],
        "seed": library.seed,
        "events": len(library.events),
        "since": library.since.isoformat(),
        "until": library.until.isoformat(),
        "clock": step,
        "people": people(),
        "withdrawn": sorted(canonical(entry) for entry in library.withdrawn(step)),
        "documents": sorted(documents, key=lambda one: (one["published_at"], one["site_id"], one["language"])),
    }


def document(library: SampleLibrary, entry: Entry, step: int) -> Answer:
    """Return what is known of one page."""
    body = library.body(entry, step)
    turns = turns_of(body)
    return {
        "event": entry.event,
        "generation": entry.generation,
        "id": entry.id,
        "site_id": f"{entry.generation}/{entry.id}",
        "language": entry.language,
        "addresses": addresses(entry),
        "canonical": canonical(entry),
        "title": entry.title,
        "published_at": entry.published.isoformat(),
        "event_date": entry.event_date,
        "event_place": entry.event_place,
        "number": entry.number,
        "languages": list(entry.languages),
        "kind": entry.kind,
        "unofficial_translation": entry.unofficial and any(block.role == "note" for block in body.blocks),
        "tags": list(entry.tags),
        "attachments": list(entry.attachments),
        "differences": library.differences(entry, step),
        "paragraphs": [{"role": block.role, "text": plain(block.text)} for block in body.blocks],
        "turns": turns,
        "exchanges": exchanges_of(turns),
    }


def plain(text: str) -> str:
    """Write a text as a reader knows it: NFC, every run of blanks one space."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def turns_of(body: Body) -> list[Answer]:
    """Return the turns with their paragraphs, counted from 1."""
    return [
        _turn(turn, [(n, b) for n, b in enumerate(body.blocks, 1) if b.turn == index])
        for index, turn in enumerate(body.turns)
    ]


def _turn(turn: Turn, blocks: list[tuple[int, Block]]) -> Answer:
    label = turn.label
    words = [plain(block.text[block.label :]) for _, block in blocks]
    return {
        "start": blocks[0][0],
        "end": blocks[-1][0],
        "start_char": 0,
        "label": None if label.text is None else plain(label.text),
        "speaker": label.speaker,
        "person": turn.person,
        "outlet": label.outlet,
        "role": turn.role,
        "kind": turn.kind,
        "note": label.note,
        "addressed_to": label.addressed_to,
        "translated_from": label.translated_from,
        "adding_after": label.adding_after,
        "text": "\n".join(word for word in words if word),
    }


def exchanges_of(turns: list[Answer]) -> list[Answer]:
    """Pair questions in a row with the answers up to the next question."""
    found: list[Answer] = []
    for index, turn in enumerate(turns):
        if turn["kind"] == "question":
            if not found or found[-1]["answers"]:
                found.append({"questions": [], "answers": []})
            found[-1]["questions"].append(index)
        elif found:
            found[-1]["answers"].append(index)
    return [{**one, "reason": _reason(one, turns)} for one in found]


def _reason(exchange: Answer, turns: list[Answer]) -> str | None:
    if not exchange["answers"]:
        return "unanswered"
    first = turns[exchange["answers"][0]]
    return "answer_left_out" if first["adding_after"] else None

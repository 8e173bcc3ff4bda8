"""Gold documents: real or written texts with the turns and exchanges that a person found in them.

A folder holds ``gold/<name>.json`` and ``texts/<file>``. Paragraphs of a text are its non-empty lines, numbered from 1.
A document's *body* is its paragraphs without header and footer; here all numbers are places in the body, from 1.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from transcripts.evaluate.shape import ALLOWED, NEEDED, TRAP_NEEDED, TURN_ALLOWED, TURN_NEEDED, BadGold, Place

__all__ = ["BadGold", "Gold", "GoldTurn", "Trap", "read_gold"]

#: The headline is so many of the header's lines at most.
TITLE_LINES = 3
Exchange = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """A turn as annotated: places in the body from 1, ``char`` the offset of a marker within its paragraph."""

    start: int
    end: int
    char: int
    label: str | None
    person: str | None
    role: str
    hard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """A paragraph of the body that looks like a marker and is none, and in which way."""

    start: int
    type: str


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated document. ``numbers[i]`` is the number in the file of the body's paragraph ``texts[i]``."""

    name: str
    path: Path
    ministry: str
    language: str
    title: str
    day: date | None
    numbers: tuple[int, ...]
    texts: tuple[str, ...]
    #: Headings and separators: nobody's words, and not counted.
    apart: frozenset[int]
    turns: tuple[GoldTurn, ...]
    exchanges: tuple[Exchange, ...]
    traps: tuple[Trap, ...]
    gold_digest: str
    text_digest: str

    @property
    def group(self) -> str:
        """Ministry and language: what figures are given for."""
        return f"{self.ministry} {self.language}"


def read_gold(folder: Path) -> list[Gold]:
    """All documents of a folder, by name. Raises BadGold with file and place for what cannot be used."""
    for part in ("gold", "texts"):
        if not (folder / part).is_dir():
            raise BadGold(f"{folder}: has no folder {part}/ (gold/*.json and texts/*.txt are expected in it)")
    paths = sorted((folder / "gold").glob("*.json"))
    if not paths:
        raise BadGold(f"{folder / 'gold'}: holds no *.json")
    return [read_document(path, folder / "texts") for path in paths]


def read_document(path: Path, texts: Path) -> Gold:
    """One document. Raises BadGold."""
    raw = path.read_bytes()
    try:
        place = Place(str(path), json.loads(raw))
    except ValueError as error:
        raise BadGold(f"{path}: is no JSON: {error}") from error
    place.keys(NEEDED, ALLOWED)
    text, digest = _text(place, texts)
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    count = len(paragraphs)
    if place.number("paragraphs", 1, 10**6) != count:
        raise BadGold(f"{path}: paragraphs: says {place.value['paragraphs']}, but {place.value['file']} holds {count}")
    header = place.numbers("header", 1, count)
    outside = {*header, *place.numbers("footer", 1, count)}
    numbers = [n for n in range(1, count + 1) if n not in outside]
    body = {number: i for i, number in enumerate(numbers, 1)}
    apart = {*place.numbers("headings", 1, count), *place.numbers("separators", 1, count)}
    for key in ("leads", "contents"):
        place.numbers(key, 1, count)
    turns = _turns(place, body, paragraphs)
    return Gold(
        name=path.stem,
        path=path,
        ministry=place.text("ministry"),
        language=place.text("language"),
        title=" ".join(paragraphs[n - 1] for n in header[:TITLE_LINES]),
        day=place.day("date"),
        numbers=tuple(numbers),
        texts=tuple(paragraphs[n - 1] for n in numbers),
        apart=frozenset(body[n] for n in apart if n in body),
        turns=turns,
        exchanges=_exchanges(place, len(turns)),
        traps=_traps(place, body),
        gold_digest=hashlib.sha256(raw).hexdigest(),
        text_digest=digest,
    )


def _text(place: Place, texts: Path) -> tuple[str, str]:
    file = texts / place.text("file")
    if not file.is_file():
        raise BadGold(f"{place.name}: file: there is no {file}")
    raw = file.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if place.text("sha256") != digest:
        raise BadGold(f"{place.name}: sha256: is not that of {file}, which is {digest}: the text was changed")
    try:
        return raw.decode("utf-8"), digest
    except UnicodeDecodeError as error:
        raise BadGold(f"{file}: is not UTF-8 (byte {error.start})") from error


def _turns(place: Place, body: dict[int, int], paragraphs: list[str]) -> tuple[GoldTurn, ...]:
    turns: list[GoldTurn] = []
    for one in place.places("turns"):
        turn = _turn(one, body, paragraphs)
        before = turns[-1] if turns else None
        if before and (
            turn.start < before.end or (turn.start == before.end and turn.char <= before_char(before, turn))
        ):
            raise BadGold(f"{one.name}: starts before the turn above it ends; turns stand in the text's order")
        turns.append(turn)
    return tuple(turns)


def before_char(before: GoldTurn, turn: GoldTurn) -> int:
    """The offset that a turn within the last paragraph of the one before must be past."""
    return before.char if before.start == turn.start else 0


def _turn(place: Place, body: dict[int, int], paragraphs: list[str]) -> GoldTurn:
    place.keys(TURN_NEEDED, TURN_ALLOWED)
    place.kind()
    start, end = (_in_body(place, key, body, len(paragraphs)) for key in ("start", "end"))
    if end < start:
        raise place.refuse("end", f"{place.value['start']} or more (start)")
    return GoldTurn(
        start=start,
        end=end,
        char=place.number("char", 0, len(paragraphs[place.value["start"] - 1]) - 1, default=0),
        label=place.text_or_none("label"),
        person=place.text_or_none("person"),
        role=place.role(),
        hard=place.texts("hard"),
    )


def _in_body(place: Place, key: str, body: dict[int, int], count: int) -> int:
    number = place.number(key, 1, count)
    if number not in body:
        raise BadGold(f"{place.name}: {key}: paragraph {number} is in the header or the footer")
    return body[number]


def _exchanges(place: Place, turns: int) -> tuple[Exchange, ...]:
    value: Any = place.value["exchanges_by_marker"]
    good = isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(side, list) for side in pair) for pair in value
    )
    if not good or not all(type(i) is int and 0 <= i < turns for pair in value for side in pair for i in side):
        raise place.refuse("exchanges_by_marker", f"pairs of lists of turns, which are 0 to {turns - 1}")
    return tuple((tuple(questions), tuple(answers)) for questions, answers in value)


def _traps(place: Place, body: dict[int, int]) -> tuple[Trap, ...]:
    found = []
    for one in place.places("traps"):
        one.keys(TRAP_NEEDED)
        found.append(Trap(_in_body(one, "paragraph", body, max(body, default=1)), one.text("type")))
    return tuple(found)

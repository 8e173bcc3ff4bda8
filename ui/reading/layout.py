"""From spans and turns to what a page shows: blocks of lines in the order of the text, those of one exchange together. Pure.

Each character of the body stands in exactly one piece, in its order: so the page holds all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

#: Words for the kinds of spans that are in no turn, as a reader sees them beside the text.
OUTSIDE = {
    "heading": "heading",
    "separator": "separator",
    "contents": "contents list",
    "note": "note",
    "boilerplate": "boilerplate",
    "text": "in no turn",
}

Turn = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body of one kind (as in corpus.span), within a line; a line's end belongs to its last piece."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one turn, or of nobody (``turn`` None). ``begins``: the turn's first; a turn may run on over a heading."""

    turn: Turn | None
    begins: bool
    lines: Sequence[Sequence[Piece]]
    #: Of what kind the lines are, where nobody speaks.
    kind: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing in it can be seen."""
        return not any(piece.text.strip() for line in self.lines for piece in line)


@dataclass(slots=True)
class Group:
    """Blocks that belong together: those of an exchange, or one that is in none. ``begins``: the exchange's first ones."""

    exchange: int | None
    begins: bool
    reason: str | None = None
    blocks: list[Block] = field(default_factory=list)


def groups(body: str, spans: Iterable[Mapping[str, Any]], turns: Sequence[Turn]) -> list[Group]:
    """The whole body. What nobody speaks stands within an exchange where the exchange goes on after it."""
    found: list[Group] = []
    seen: set[int] = set()
    waiting: list[Block] = []
    for block in blocks(body, spans, turns):
        if block.turn is None:
            waiting.append(block)
            continue
        exchange = block.turn["exchange"]
        if exchange is not None and found and found[-1].exchange == exchange:
            found[-1].blocks += [*waiting, block]
        else:
            found += [Group(None, True, None, [one]) for one in waiting]
            found.append(Group(exchange, exchange not in seen, block.turn["reason"], [block]))
        waiting = []
        if exchange is not None:
            seen.add(exchange)
    return found + [Group(None, True, None, [one]) for one in waiting]


def blocks(body: str, spans: Iterable[Mapping[str, Any]], turns: Sequence[Turn]) -> Iterator[Block]:
    """Spans in a row that one turn owns, or that nobody owns and that are of one kind."""
    by_ordinal = {turn["ordinal"]: turn for turn in turns}
    seen: set[int] = set()

    def owner(span: Mapping[str, Any]) -> tuple[int | None, str]:
        return span["turn"], "" if span["turn"] is not None else span["kind"]

    for (ordinal, kind), run in groupby(spans, owner):
        pieces = [Piece(span["kind"], body[span["start_char"] : span["end_char"]]) for span in run]
        yield Block(by_ordinal.get(ordinal), ordinal not in seen, list(lines(pieces)), kind)
        if ordinal is not None:
            seen.add(ordinal)


def lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces cut at the ends of lines, which stay with what they end."""
    line: list[Piece] = []
    for piece in pieces:
        for part in _parts(piece.text):
            line.append(Piece(piece.kind, part))
            if part.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _parts(text: str) -> Iterator[str]:
    """A text's lines by newline alone (``splitlines`` knows more ends, which the body's paragraphs do not)."""
    start = 0
    while (end := text.find("\n", start) + 1) > 0:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]

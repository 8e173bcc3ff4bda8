"""Which paragraphs of a page are a turn's words, and which are nobody's. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Fields = dict[str, Any]


class Piece(NamedTuple):
    """A paragraph, by its number from 1 (None: not told): somebody's words, or nobody's (a heading, a separator, a note)."""

    spoken: bool
    paragraph: int | None
    text: str


def pieces_of(turn: Fields, paragraphs: Sequence[str]) -> list[Piece]:
    """The turn's words, paragraph by paragraph, and between them what it runs on over, as headings.

    Its text is its lines in order. Where they are not found so in the paragraphs (a note within a paragraph was cut out of
    them), its lines are given as they are, without numbers, and what it runs on over is left out.
    """
    lines = [line for line in turn["text"].split("\n") if line]
    found: list[Piece] = []
    for number in range(turn["start_paragraph"], min(turn["end_paragraph"], len(paragraphs)) + 1):
        paragraph, at = paragraphs[number - 1], sum(piece.spoken for piece in found)
        if at < len(lines) and lines[at] in paragraph:
            found.append(Piece(True, number, lines[at]))
        elif paragraph.strip() and not _is_label(paragraph, turn):
            found.append(Piece(False, number, paragraph))
    if [piece.text for piece in found if piece.spoken] != lines:
        return [Piece(True, None, line) for line in lines]
    return found


def unspoken(turns: Sequence[Fields], paragraphs: Sequence[str]) -> Iterator[tuple[int, list[Piece]]]:
    """Paragraphs that no turn has, by the number of turns before them (0: before the first); all of them where there is no turn."""
    spoken = {number for turn in turns for number in range(turn["start_paragraph"], turn["end_paragraph"] + 1)}
    by_place: dict[int, list[Piece]] = {}
    for number, text in enumerate(paragraphs, 1):
        if number not in spoken and text.strip():
            before = sum(1 for turn in turns if turn["start_paragraph"] < number)
            by_place.setdefault(before, []).append(Piece(False, number, text))
    yield from by_place.items()


def _is_label(paragraph: str, turn: Fields) -> bool:
    return turn["label"] is not None and paragraph.strip() in turn["label"]

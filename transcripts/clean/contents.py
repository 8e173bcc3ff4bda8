"""A briefing's contents list, and the headings in the text that repeat its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcripts.clean.pieces import Piece
from transcripts.clean.text import ascii_digits, bare, plain
from transcripts.clean.words import Words
from transcripts.model import ParagraphRole

NUMBERED = re.compile(r"^\(?\d{1,3}\s?[.)]\s*")
#: A longer paragraph is no line of a contents list (characters).
LONGEST_ITEM = 300
#: A list runs on over so many lines that come back in other words.
REWORDED = 2


class Contents:
    """The contents list of one body: where it stands, and which lines it has."""

    def __init__(self, pieces: Sequence[Piece], words: Words, roles: Sequence[ParagraphRole | None]) -> None:
        self.pieces, self.words, self.roles = pieces, words, roles
        self.lines = [item(piece.text) if len(piece.text) <= LONGEST_ITEM else None for piece in pieces]
        self.last = {line: number for number, line in enumerate(self.lines) if line}
        start = self._start()
        self.where = range(0) if start is None else range(start, self._end(start))

    def headings(self, marks: frozenset[int]) -> list[int]:
        """The pieces outside of the list that repeat one of its lines, open the questions, or are headings by mark-up."""
        items = {self.lines[number] for number in self.where}
        return [
            number
            for number, line in enumerate(self.lines)
            if line and number not in self.where and self._is_heading(number, line, items, marks)
        ]

    def _is_heading(self, number: int, line: str, items: set[str | None], marks: frozenset[int]) -> bool:
        return line in items or line in self.words.answers or (self.pieces[number].heading and number not in marks)

    def _start(self) -> int | None:
        """The list's title; without one, the first of two links within the page that follow one another."""
        for number, piece in enumerate(self.pieces):
            if self._is_title(number):
                return number
            following = self.pieces[number + 1] if number + 1 < len(self.pieces) else None
            if self.roles[number] is None and following is not None and following.jump and _leads_to_topic(piece):
                return number
        return None

    def _is_title(self, number: int) -> bool:
        line = self.lines[number]
        return line is not None and line in self.words.contents_titles

    def _end(self, start: int) -> int:
        """The number after the list's last line: it ends where a line comes a second time, or where text begins."""
        number = end = start + self._is_title(start)
        seen: set[str] = set()
        while number < len(self.pieces) and number - end <= REWORDED:
            line = self.lines[number]
            if line is None or line in seen or self.roles[number] is not None or self.pieces[number].heading:
                break
            if self._is_item(number, line):
                end = number + 1
            seen.add(line)
            number += 1
        return end

    def _is_item(self, number: int, line: str) -> bool:
        """Items are links within the page, or numbered, or come back as a line of their own."""
        piece = self.pieces[number]
        if piece.jump:
            return True
        if piece.align in ("center", "right"):
            return False
        return self.last[line] > number or NUMBERED.match(piece.text) is not None or line in self.words.answers


def _leads_to_topic(piece: Piece) -> bool:
    """Whether a piece is a link within the page that has words, and is no footnote's number."""
    return piece.jump and any(len(word) > 2 and word.isalpha() for word in piece.text.split())


def item(text: str) -> str:
    """A contents line made comparable with its heading: without number, brackets and asterisks."""
    line = ascii_digits(bare(text))
    number = NUMBERED.match(line)
    return plain(line[number.end() :] if number else line)

"""What each piece of a body is: text, or one of the things that a page puts around and between what was said.

The words by which lines are known are data; what stands here is how position, alignment, links and repetition count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.clean.contents import Contents
from transcripts.clean.dates import days
from transcripts.clean.language import LINE_ENTRY
from transcripts.clean.markers import introduction, marked
from transcripts.clean.pieces import Piece
from transcripts.clean.text import bare, plain
from transcripts.clean.words import Words
from transcripts.model import ParagraphRole

Roles = list[ParagraphRole | None]

#: No group is repeated: that would take memory for each of a million signs. Blanks are single, as texts are folded.
SEPARATOR = re.compile(r"^(?:\*|[*_=~•·]\s?[*_=~•·][*_=~•·\s]*|[-–—]\s?[-–—]\s?[-–—][-–—\s]*)$")
COPYRIGHT = re.compile(r"^(?:©|\(c\)\s)", re.I)
#: Longer paragraphs are no headings, notes or lines of the frame (characters).
LONGEST_LINE, LONGEST_NOTE = 200, 160
#: A place and date line has no more than this beside the date (characters, words).
LONGEST_PLACE, MOST_WORDS = 45, 4
SENTENCE = re.compile(r"[:;!?]|[^\W\d_]{2,}\. ")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page prints outside of the body, and may print in it once more: none of it is what was said."""

    title: str
    printed_date: str | None = None
    number: str | None = None


def roles_of(pieces: Sequence[Piece], words: Words, frame: Frame, *, is_interview: bool = False) -> list[ParagraphRole]:
    """The role of each piece. ``words`` are those of the content's language and of the page's frame.

    In an interview the editors' words before the first question are a note.
    """
    marks = marked(pieces, words)
    roles: Roles = [_by_itself(piece, words) for piece in pieces]
    contents = Contents(pieces, words, roles)
    _set(roles, "contents", contents.where)
    _set(roles, "heading", contents.headings(marks))
    _edges(pieces, words, frame, roles)
    _placed(pieces, marks, roles)
    found: list[ParagraphRole] = [role or "text" for role in roles]
    if is_interview:
        for number in introduction(marks, found):
            found[number] = "note"
    return found


def _set(roles: Roles, role: ParagraphRole, numbers: Sequence[int]) -> None:
    for number in numbers:
        roles[number] = roles[number] or role


def _by_itself(piece: Piece, words: Words) -> ParagraphRole | None:
    """The role of a line that is known wherever it stands."""
    if SEPARATOR.match(piece.text):
        return "separator"
    if len(piece.text) > LONGEST_LINE:
        return None
    line = plain(piece.text)
    if line in words.back or COPYRIGHT.match(line) or any(album.fullmatch(line) for album in words.album):
        return "boilerplate"
    if bare(line).startswith(words.unofficial):
        return "note"
    return None


def _edges(pieces: Sequence[Piece], words: Words, frame: Frame, roles: Roles) -> None:
    """What stands before the first and after the last words: the frame once more, section lines, footers."""
    repeated = {plain(text) for text in (frame.printed_date, frame.number, frame.title) if text}
    for number, piece in enumerate(pieces):
        line = bare(plain(piece.text))
        if line in repeated or line in words.sections or LINE_ENTRY.match(piece.text.lstrip("• ")):
            roles[number] = "boilerplate"
        elif roles[number] is None:
            break
    footer = _footer(pieces, words, roles)
    if any(len(pieces[number].text) > 1 for number in footer):
        roles[footer.start :] = ["boilerplate"] * len(footer)


def _footer(pieces: Sequence[Piece], words: Words, roles: Roles) -> range:
    """The last pieces, as far up as they are lines of a footer."""
    start = len(pieces)
    while start and (roles[start - 1] == "boilerplate" or plain(pieces[start - 1].text) in words.footers):
        start -= 1
    return range(start, len(pieces))


def _placed(pieces: Sequence[Piece], marks: frozenset[int], roles: Roles) -> None:
    """Centred and right-aligned lines, where that is not how the whole page is set: headings and notes.

    A place and date line is a note; so is a signature after the last words and any short line on the right. Other
    centred lines are headings of what follows them.
    """
    meant = {align for align in ("center", "right") if _is_unusual(pieces, align)}
    texts = [number for number, role in enumerate(roles) if role is None and pieces[number].align not in meant]
    first, last = (texts[0], texts[-1]) if texts else (len(pieces), -1)
    for number, piece in enumerate(pieces):
        if roles[number] is not None or number in marks or len(piece.text) > LONGEST_LINE:
            continue
        aside = piece.align in meant
        if (aside or number <= first or number >= last) and is_place_and_date(piece.text):
            roles[number] = "note"
        elif aside:
            is_note = (piece.align == "right" or number > last) and len(piece.text) <= LONGEST_NOTE
            roles[number] = "note" if is_note else "heading"


def _is_unusual(pieces: Sequence[Piece], align: str) -> bool:
    return sum(piece.align == align for piece in pieces) * 2 <= len(pieces)


def is_place_and_date(text: str) -> bool:
    """Whether a line holds a date and beside it no more than a place, e.g. ``Lisbon, 3 May 2021``."""
    if len(text) > LONGEST_NOTE:
        return False
    for printed in days(text):
        rest = (text[: printed.start] + text[printed.end :]).strip(" ,،.()–-")
        return len(rest) <= LONGEST_PLACE and SENTENCE.search(rest) is None and _is_name(rest)
    return False


def _is_name(rest: str) -> bool:
    return len(rest.split()) <= MOST_WORDS and not rest[:1].islower()

"""What each piece of a body is: text, or one of the things that a page puts around and between what was said.

The words by which lines are known are data; what stands here is how position, alignment, links and repetition count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.clean.dates import days
from transcripts.clean.language import LINE_ENTRY
from transcripts.clean.pieces import Piece
from transcripts.clean.text import ascii_digits, plain
from transcripts.clean.words import Words
from transcripts.model import ParagraphRole

SEPARATOR = re.compile(r"^(?:\*|(?:[*_=~•·]\s?){2,}|(?:[-–—]\s?){3,})$")
NUMBERED = re.compile(r"^\(?\d{1,3}\s?[.)]\s*")
COPYRIGHT = re.compile(r"^(?:©|\(c\)\s)", re.I)
#: A paragraph's first words up to a colon: at most 60 characters, no sentence end but initials; a parenthesis may follow.
LABEL = re.compile(
    r"^(?P<label>[^\W\d_][^:：.!?…()]{0,60}(?:\.[^:：.!?…()]{0,40}){0,3})\s?(?:\([^)]{0,160}\))?\s?[:：]"
)
#: Longer lines are no headings, notes, or items of a contents list (characters).
LONGEST_LINE, LONGEST_ITEM, LONGEST_NOTE = 200, 300, 160
#: A place and a date leave no more than this beside the date (characters).
LONGEST_PLACE = 45
#: Editors introduce an interview in a few paragraphs; more than these are somebody's words.
LONGEST_INTRODUCTION = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page prints outside of the body, and may print in it once more: none of it is what was said."""

    title: str
    printed_date: str | None = None
    number: str | None = None


def roles_of(pieces: Sequence[Piece], words: Words, frame: Frame) -> list[ParagraphRole]:
    """The role of each piece. ``words`` are those of the content's language and of the page's frame."""
    roles: list[ParagraphRole | None] = [_by_itself(piece, words) for piece in pieces]
    _contents(pieces, words, roles)
    _edges(pieces, words, frame, roles)
    _placed(pieces, words, roles)
    return [role or "text" for role in roles]


def _by_itself(piece: Piece, words: Words) -> ParagraphRole | None:
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


def bare(line: str) -> str:
    """A line without the brackets, asterisks and blanks around it."""
    return line.strip(' ()[]*«»"')


def item(text: str) -> str:
    """A contents line made comparable with its heading: without number and asterisks."""
    return plain(NUMBERED.sub("", ascii_digits(bare(text))))


def _contents(pieces: Sequence[Piece], words: Words, roles: list[ParagraphRole | None]) -> None:
    """Finds the contents list (by its title, or as a run of links within the page) and the headings that repeat it."""
    start = _contents_start(pieces, words, roles)
    items: set[str] = set()
    if start is not None:
        first = start
        if _is_title(pieces[start], words):
            roles[start] = "contents"
            first = start + 1
        for number in range(first, _contents_end(pieces, words, roles, first)):
            roles[number] = "contents"
            items.add(item(pieces[number].text))
    _headings(pieces, words, roles, items)


def _contents_start(pieces: Sequence[Piece], words: Words, roles: list[ParagraphRole | None]) -> int | None:
    for number, piece in enumerate(pieces):
        if _is_title(piece, words):
            return number
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if roles[number] is None and piece.jump and following is not None and following.jump:
            return number
    return None


def _is_title(piece: Piece, words: Words) -> bool:
    return len(piece.text) <= LONGEST_LINE and bare(plain(piece.text)) in words.contents_titles


def _contents_end(pieces: Sequence[Piece], words: Words, roles: Sequence[ParagraphRole | None], first: int) -> int:
    """The number after the list's last item: items jump within the page, are numbered, or come back as lines later."""
    seen: set[str] = set()
    end = number = first
    while number < len(pieces) and number - end < 3:
        piece = pieces[number]
        line = item(piece.text)
        if roles[number] is not None or len(piece.text) > LONGEST_ITEM or line in seen:
            break
        if _is_item(pieces, number, line, words):
            end = number + 1
        elif piece.heading:
            break
        seen.add(line)
        number += 1
    return end


def _is_item(pieces: Sequence[Piece], number: int, line: str, words: Words) -> bool:
    piece = pieces[number]
    if piece.jump:
        return True
    if piece.align in ("center", "right") or piece.heading:
        return False
    comes_back = any(item(later.text) == line for later in pieces[number + 1 :] if len(later.text) <= LONGEST_ITEM)
    return comes_back or (bool(NUMBERED.match(piece.text)) and line in words.answers)


def _headings(pieces: Sequence[Piece], words: Words, roles: list[ParagraphRole | None], items: set[str]) -> None:
    for number, piece in enumerate(pieces):
        if roles[number] is None and len(piece.text) <= LONGEST_ITEM:
            line = item(piece.text)
            if line in items or piece.heading or line in words.answers:
                roles[number] = "heading"


def _edges(pieces: Sequence[Piece], words: Words, frame: Frame, roles: list[ParagraphRole | None]) -> None:
    """What stands before the first and after the last words: the frame once more, section lines, footers."""
    repeated = {plain(text) for text in (frame.printed_date, frame.number, frame.title) if text}
    for number, piece in enumerate(pieces):
        line = bare(plain(piece.text))
        if line in repeated or LINE_ENTRY.match(piece.text.lstrip("• ")) or line in words.sections:
            roles[number] = "boilerplate"
        elif roles[number] is None:
            break
    footer = _footer(pieces, words, roles)
    if any(len(pieces[number].text) > 1 for number in footer):
        roles[footer.start :] = ["boilerplate"] * len(footer)


def _footer(pieces: Sequence[Piece], words: Words, roles: Sequence[ParagraphRole | None]) -> range:
    """The last pieces, as far up as they are lines of a footer."""
    start = len(pieces)
    while start and (roles[start - 1] == "boilerplate" or plain(pieces[start - 1].text) in words.footers):
        start -= 1
    return range(start, len(pieces))


def _placed(pieces: Sequence[Piece], words: Words, roles: list[ParagraphRole | None]) -> None:
    """Centred and right-aligned lines, where that is not how the whole page is set: headings and notes.

    A place and date line is a note; so is a signature after the last words and any short line on the right. Other
    centred lines are headings of what follows them.
    """
    meant = {align for align in ("center", "right") if _is_unusual(pieces, align)}
    texts = [number for number, role in enumerate(roles) if role is None and pieces[number].align not in meant]
    last = texts[-1] if texts else -1
    for number, piece in enumerate(pieces):
        if roles[number] is not None or len(piece.text) > LONGEST_LINE:
            continue
        aside = piece.align in meant
        before_all = not texts or number <= texts[0]
        if is_place_and_date(piece.text) and (aside or before_all or number >= last):
            roles[number] = "note"
        elif aside and LABEL.match(piece.text) is None:
            is_note = piece.align == "right" or number > last
            roles[number] = "note" if is_note and len(piece.text) <= LONGEST_NOTE else "heading"


def _is_unusual(pieces: Sequence[Piece], align: str) -> bool:
    return sum(piece.align == align for piece in pieces) * 2 <= len(pieces)


def is_place_and_date(text: str) -> bool:
    """Whether a line holds a date and beside it no more than a place, e.g. ``Lisbon, 3 May 2021``."""
    if len(text) > LONGEST_NOTE:
        return False
    for printed in days(text):
        rest = (text[: printed.start] + text[printed.end :]).strip(" ,،.()–-")
        return len(rest) <= LONGEST_PLACE and not re.search(r"[:;!?]|[^\W\d_]{2,}\. ", rest) and _is_name(rest)
    return False


def _is_name(rest: str) -> bool:
    """Few words, the first of which may be a name: no sentence."""
    return len(rest.split()) <= 4 and (not rest or not rest[0].islower())


def introduction(pieces: Sequence[Piece], words: Words, roles: Sequence[ParagraphRole]) -> range:
    """The editors' words before an interview's first marked turn; empty when there are none, or no turn is marked."""
    labels = [_label(piece) if role == "text" else None for piece, role in zip(pieces, roles, strict=True)]
    marked = [
        number
        for number, label in enumerate(labels)
        if label and (labels.count(label) > 1 or label.startswith(words.questions))
    ]
    if not marked:
        return range(0)
    before = [number for number in range(marked[0]) if roles[number] == "text"]
    return range(marked[0]) if 0 < len(before) <= LONGEST_INTRODUCTION else range(0)


def _label(piece: Piece) -> str | None:
    hit = LABEL.match(piece.text)
    return plain(hit["label"]) if hit else None

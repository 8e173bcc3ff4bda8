"""Finds what could be a marker at the start of a paragraph: a short head before a colon. Decides nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from transcripts.segment.fold import spelt
from transcripts.segment.lexicon import Lexicon
from transcripts.segment.notes import Note, read_note
from transcripts.segment.style import Style

#: Longest stretch before a colon, parentheses and glued biographies included (code points).
REACH = 300
_COLON = re.compile(r"[:：]")
_PARENTHESIS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_STOP = re.compile(r"[!?;…。！？؟<>\[\]{}|=]")
_DOT = re.compile(r"(\w*)\.(?=\s|$)")
#: Blanks, and the marks of writing direction that stand alone.
_BLANKS = re.compile(r"[\s\u200e\u200f\u061c]*")
_TOOLTIP = re.compile(r"((?:[^\W\d_]\.\s?){1,2}([^\W\d_][\w-]+))\s+\2\b.*")
_UNSEEN = " \u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_OPENING = '«"“„‹「『《'


@dataclass(frozen=True, slots=True)
class Head:
    """A possible marker: its label as printed ends before ``end``, its turn's words start at ``text_start``.

    Offsets count in the paragraph's view. ``name`` is the head without parentheses; ``glued`` says that a biography
    was cut from it. ``after`` is the note that follows the colon.
    """

    paragraph: int
    start: int
    end: int
    text_start: int
    label: str
    name: str
    note: Note
    glued: bool = False
    note_start: int = 0


def read_head(paragraph: int, text: str, start: int, words: Lexicon, style: Style) -> Head | None:
    """The head that starts at this offset of the paragraph's view, or None."""
    colon = _colon(text, start)
    if colon is None:
        return None
    printed = text[start:colon]
    parentheses = [found.strip() for found in _PARENTHESIS.findall(printed)]
    name = _PARENTHESIS.sub(" ", printed) if parentheses else printed
    name = " ".join(spelt(name).replace(" ,", ",").split())
    tooltip = _TOOLTIP.fullmatch(name) if len(name) > 20 else None
    if tooltip:
        name = tooltip[1]
    elif len(name) > _limit(name, words, style) or not _is_plain(name, words):
        return None
    if not name or not (name[0].isalpha() or name[0] in _OPENING) or name[0].islower():
        return None
    end = colon + 1
    text_start = _skip_blanks(text, end)
    note_start = 0
    after = _PARENTHESIS.match(text, text_start)
    if after and (note := read_note([after[1].strip()], words)).known and note.text:
        parentheses.append(note.text)
        note_start, text_start = text_start, after.end()
    note = read_note([found for found in parentheses if found], words)
    return Head(paragraph, start, end, text_start, text[start:end], name, note, tooltip is not None, note_start)


def _limit(name: str, words: Lexicon, style: Style) -> int:
    """The longest marker of the style; an office and its country may stand before the name."""
    office = len(name) > style.head_limit and words.office_at(words.without_articles(name.split()))
    return 2 * style.head_limit if office else style.head_limit


def _colon(text: str, start: int) -> int | None:
    """The first colon outside parentheses, near enough to end a marker; one that bears an accent is none."""
    found = _COLON.search(text, start, start + REACH)
    while found:
        before, accent = text[start : found.start()], text[found.end() : found.end() + 1]
        if accent and unicodedata.combining(accent):
            return None
        if before.count("(") + before.count("（") == before.count(")") + before.count("）"):
            return found.start()
        found = _COLON.search(text, found.end(), start + REACH)
    return None


def _is_plain(name: str, words: Lexicon) -> bool:
    """No sentence punctuation but initials, abbreviated honorifics, and dots inside a word."""
    if _STOP.search(name):
        return False
    return all(len(dot[1]) == 1 or words.holds("honorifics", dot[0]) for dot in _DOT.finditer(name))


def first_letter(text: str) -> int:
    """The offset behind the blanks and marks of writing direction that the text begins with."""
    return len(text) - len(text.lstrip(_UNSEEN))


def _skip_blanks(text: str, offset: int) -> int:
    match = _BLANKS.match(text, offset)
    return match.end() if match else offset

"""Deals the text paragraphs out to the turns, and says where the body is to be cut for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from transcripts.model import ParagraphRole
from transcripts.segment.fold import View, is_blank
from transcripts.segment.marker import Marker
from transcripts.segment.spans import Cut


class Piece(NamedTuple):
    """A stretch of a text paragraph [start, end) in its view, under one turn; ``marker`` where one opens it."""

    paragraph: int
    start: int
    end: int
    marker: Marker | None


def pieces_of(views: Sequence[View], roles: Sequence[ParagraphRole], markers: Sequence[Marker]) -> list[list[Piece]]:
    """The pieces before the first marker, then those under each marker; ``markers`` stand in the body's order."""
    groups: list[list[Piece]] = [[] for _ in range(len(markers) + 1)]
    at = 0
    for i, view in enumerate(views):
        if roles[i] != "text":
            continue
        start, opened = 0, None
        while at < len(markers) and markers[at].head.paragraph == i:
            head = markers[at].head
            if opened is not None or not is_blank(view.text[start : head.start]):
                groups[at].append(Piece(i, start, head.start, opened))
                start = head.start
            opened = markers[at]
            at += 1
        groups[at].append(Piece(i, start, len(view.text), opened))
    return groups


def said(pieces: Sequence[Piece], views: Sequence[View]) -> str:
    """The words of the pieces without their labels, one line for each paragraph that holds some."""
    parts = (views[p.paragraph].text[p.marker.head.text_start if p.marker else p.start : p.end] for p in pieces)
    return "\n".join(part.strip() for part in parts if not is_blank(part))


def first_paragraph(pieces: Sequence[Piece], views: Sequence[View]) -> int:
    """The first paragraph in which the turn says something."""
    return next(p.paragraph for p in pieces if not is_blank(views[p.paragraph].text[p.start : p.end]))


def last_paragraph(pieces: Sequence[Piece], views: Sequence[View]) -> int:
    """The last paragraph in which the turn says something (or is marked)."""
    return next(
        (p.paragraph for p in reversed(pieces) if p.marker or not is_blank(views[p.paragraph].text[p.start : p.end])),
        pieces[0].paragraph,
    )


def cuts_of(turns: Sequence[Sequence[Piece]], views: Sequence[View], roles: Sequence[ParagraphRole]) -> list[Cut]:
    """The cuts of all paragraphs, in order. Text that no turn owns, where others do, is the editors' note."""
    by_paragraph: dict[int, list[Cut]] = {}
    for turn, pieces in enumerate(turns):
        for piece in pieces:
            by_paragraph.setdefault(piece.paragraph, []).extend(_cuts(piece, turn, views[piece.paragraph]))
    cuts: list[Cut] = []
    for i, role in enumerate(roles):
        free = "note" if role == "text" and turns else role
        own = by_paragraph.get(i, [])
        cuts += own if own and own[0].offset == 0 else [Cut(i, 0, free, None), *own]
    return cuts


def _cuts(piece: Piece, turn: int, view: View) -> list[Cut]:
    if piece.marker is None:
        if _is_unseen(view.text[piece.start : piece.end]):
            return [Cut(piece.paragraph, view.raw(piece.start), "separator", None)]
        return [Cut(piece.paragraph, view.raw(piece.start), "text", turn)]
    head = piece.marker.head
    cuts = [Cut(piece.paragraph, view.raw(piece.start), "label", turn)]
    if head.note_start:
        cuts.append(Cut(piece.paragraph, view.raw(head.note_start), "note", turn))
    if head.text_start < piece.end and not _is_unseen(view.text[head.text_start : piece.end]):
        cuts.append(Cut(piece.paragraph, view.raw(head.text_start), "text", turn))
    return cuts


def _is_unseen(text: str) -> bool:
    """Whether there is something, and none of it is seen (marks of writing direction alone): no words of anybody's."""
    return is_blank(text) and not text.isspace() and text != ""

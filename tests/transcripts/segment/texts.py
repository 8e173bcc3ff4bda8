"""Small documents of our own invention, and how the tests look at what became of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from transcripts.model import DocumentKind, Paragraph, ParagraphRole, Segmentation, Turn
from transcripts.segment import Context, segment


def segmented(
    *lines: str | Paragraph,
    language: str = "en",
    title: str = "",
    style: str = "mid_ru",
    kind: DocumentKind | None = None,
    day: date | None = None,
) -> Segmentation:
    """The segmentation of a document whose paragraphs are these lines."""
    return segment(
        [line if isinstance(line, Paragraph) else Paragraph("text", line) for line in lines],
        Context(style, language, title, day, kind),
    )


def line(role: ParagraphRole, text: str) -> Paragraph:
    return Paragraph(role, text)


def labels(found: Segmentation) -> list[str | None]:
    return [turn.label for turn in found.turns]


def rules(found: Segmentation) -> list[str]:
    return [turn.rule for turn in found.turns]


def kinds(found: Segmentation) -> list[tuple[str, str]]:
    return [(turn.role, turn.kind) for turn in found.turns]


def exchanges(found: Segmentation) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(one.questions, one.answers) for one in found.exchanges]


def spans_of(body: str, found: Segmentation) -> list[tuple[str, str, int | None]]:
    """Each span as (its text, kind, turn)."""
    return [(body[span.start : span.end], span.kind, span.turn) for span in found.spans]


def words(text: str) -> str:
    """What a reader sees of the text: NFC, single blanks, no marks of direction or joiners."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def stored(text: str) -> str:
    """What the database compares of a text: all of it but its blanks and line breaks."""
    return "".join(unicodedata.normalize("NFC", text).split())


def held(turn: int, body: str, found: Segmentation) -> str:
    """What a turn's text spans hold, as the database compares it."""
    return stored("\n".join(body[s.start : s.end] for s in found.spans if s.turn == turn and s.kind == "text"))


def text_of(turn: int, body: str, found: Segmentation) -> str:
    """A turn's words as its text spans hold them."""
    return words("".join(body[s.start : s.end] for s in found.spans if s.turn == turn and s.kind == "text"))


def by_speaker(turns: Iterable[Turn]) -> dict[str | None, tuple[str | None, str]]:
    return {turn.speaker: (turn.person, turn.role) for turn in turns}

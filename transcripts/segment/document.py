"""One document on its way from paragraphs to turns: what each step found, for the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transcripts.model import KINDS_WITHOUT_TURNS, Paragraph, ParagraphRole, Segmentation, Turn
from transcripts.segment.accept import Judge, Marker
from transcripts.segment.context import Context
from transcripts.segment.exchanges import exchanges_of
from transcripts.segment.fold import View
from transcripts.segment.heads import first_letter, read_head
from transcripts.segment.inline import inline_markers
from transcripts.segment.kinds import kinds_of
from transcripts.segment.lexicon import Lexicon, lexicon
from transcripts.segment.people import Directory, directory
from transcripts.segment.questioners import name_questioners
from transcripts.segment.resolve import Resolver
from transcripts.segment.review import reasons_of
from transcripts.segment.rules import confidences
from transcripts.segment.spans import Cut, spans_of
from transcripts.segment.speakers import Speaker, speakers_of
from transcripts.segment.structure import roles_of
from transcripts.segment.style import Style, style
from transcripts.segment.title import Title, read_title


def segment(paragraphs: Sequence[Paragraph], context: Context) -> Segmentation:
    """The turns, exchanges and spans of a document. Pure; whatever the paragraphs hold, it answers.

    Raises UnknownStyle for a marker style that has no file, BadData for a wrong data file.
    """
    return _Document(paragraphs, context).segmentation()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a text paragraph [start, end) in its view, under a turn; ``marker`` where one opens it."""

    paragraph: int
    start: int
    end: int
    marker: Marker | None


class _Document:
    def __init__(self, paragraphs: Sequence[Paragraph], context: Context) -> None:
        self.context = context
        self.style: Style = style(context.style)
        self.words: Lexicon = lexicon(context.language)
        self.people: Directory = directory(self.words.language)
        self.title: Title = read_title(context, self.words, self.people)
        self.paragraphs = paragraphs
        self.views = [View(paragraph.text) for paragraph in paragraphs]
        self.texts = [view.text for view in self.views]
        self.roles: list[ParagraphRole] = roles_of(paragraphs, self.texts, self.words)

    def segmentation(self) -> Segmentation:
        """All of it."""
        markers = [] if self.context.kind in KINDS_WITHOUT_TURNS else self._markers()
        grouped = self._pieces(markers)
        opening = grouped.pop(0)
        turns = [*self._opening_turn(opening, markers)]
        lead = not turns
        turns += self._marked_turns(markers, grouped)
        owned = grouped if lead else [opening, *grouped]
        return Segmentation(
            turns=tuple(turns),
            exchanges=exchanges_of(turns, self.style.questions),
            spans=spans_of([paragraph.text for paragraph in self.paragraphs], self._cuts(owned, bool(markers))),
            review=reasons_of(turns, self.context.kind, self.title),
        )

    def _markers(self) -> list[Marker]:
        judge = Judge(self.words, self.people, self.title, self.style)
        spoken = [text if role == "text" else "" for text, role in zip(self.texts, self.roles, strict=True)]
        heads = []
        for i, text in enumerate(spoken):
            if (":" in text or "：" in text) and (
                head := read_head(i, text, first_letter(text), self.words, self.style)
            ):
                heads.append(head)
        found = judge.markers(heads, self.texts)
        found += inline_markers(spoken, found, self.words, self.style)
        return sorted(found, key=lambda marker: (marker.head.paragraph, marker.head.start))

    def _pieces(self, markers: list[Marker]) -> list[list[_Piece]]:
        """The text pieces before the first marker, then those under each marker."""
        groups: list[list[_Piece]] = [[] for _ in range(len(markers) + 1)]
        at = 0
        for i, text in enumerate(self.texts):
            if self.roles[i] != "text":
                continue
            start, opened = 0, None
            while at < len(markers) and markers[at].head.paragraph == i:
                head = markers[at].head
                inside = bool(text[start : head.start].strip()) if opened is None else True
                if inside:
                    groups[at].append(_Piece(i, start, head.start, opened))
                    start = head.start
                opened = markers[at]
                at += 1
            groups[at].append(_Piece(i, start, len(text), opened))
        return groups

    def _said(self, pieces: list[_Piece]) -> str:
        parts = (self.texts[p.paragraph][p.marker.head.text_start if p.marker else p.start : p.end] for p in pieces)
        return "\n".join(part.strip() for part in parts if part.strip())

    def _opening_turn(self, pieces: list[_Piece], markers: list[Marker]) -> list[Turn]:
        """The turn without a marker: the whole document, or the statement before the first marker."""
        said = self._said(pieces)
        if not said or self.context.kind in KINDS_WITHOUT_TURNS:
            return []
        if markers and self._opens_with_lead(markers[0]):
            return []
        speaker = None if self.title.notice else self.title.speaker
        rule = "unmarked_opening" if markers else "unmarked_document"
        return [
            Turn(
                start=pieces[0].paragraph + 1,
                end=_last(pieces, self.texts) + 1,
                text=said,
                role="official",
                kind="statement",
                rule=rule,
                confidence=confidences()[rule],
                person=speaker.name if speaker else None,
            )
        ]

    def _opens_with_lead(self, first: Marker) -> bool:
        """Whether unmarked text before the first marker is the editors' lead and nobody's words."""
        if self.style.unmarked_opening == "lead":
            return True
        return self.title.interview and first.word is not None and first.word.role == "journalist"

    def _marked_turns(self, markers: list[Marker], grouped: list[list[_Piece]]) -> list[Turn]:
        said = [self._said(pieces) for pieces in grouped]
        resolver = Resolver(self.title, self.texts, self.context.day, self.words, self.people)
        speakers = speakers_of(markers, said, self.title, self.words, resolver)
        speakers = name_questioners(markers, speakers, said, self.title, self.words)
        kinds = kinds_of(markers, speakers, said, self.style.questions == "kind")
        shares = confidences()
        turns = []
        for marker, speaker, kind, text, pieces in zip(markers, speakers, kinds, said, grouped, strict=True):
            turn = self._turn(marker, speaker, text, pieces)
            turns.append(replace(turn, kind=kind, confidence=shares[marker.rule]))
        return turns

    def _turn(self, marker: Marker, speaker: Speaker, text: str, pieces: list[_Piece]) -> Turn:
        head, note = marker.head, marker.head.note
        inside = pieces[0].start > 0
        return Turn(
            start=head.paragraph + 1,
            end=_last(pieces, self.texts) + 1,
            text=text,
            role=speaker.role,
            kind="statement",
            rule=marker.rule,
            confidence=0.0,
            start_char=self.views[head.paragraph].raw(head.start) if inside else 0,
            label=head.label,
            speaker=speaker.speaker,
            person=speaker.person,
            note=note.text,
            addressed_to=note.addressed_to,
            translated_from=note.translated_from,
            adding_after=note.adding_after,
        )

    def _cuts(self, owned: list[list[_Piece]], marked: bool) -> list[Cut]:
        """The cuts of all paragraphs, in order. Text that no turn owns is the editors' note where turns are marked."""
        by_paragraph: dict[int, list[Cut]] = {}
        for turn, pieces in enumerate(owned):
            for piece in pieces:
                by_paragraph.setdefault(piece.paragraph, []).extend(self._piece_cuts(piece, turn))
        cuts: list[Cut] = []
        for i, role in enumerate(self.roles):
            free = "note" if role == "text" and marked else role
            cuts += by_paragraph.get(i) or [Cut(i, 0, free, None)]
        return cuts

    def _piece_cuts(self, piece: _Piece, turn: int) -> list[Cut]:
        raw = self.views[piece.paragraph].raw
        if piece.marker is None:
            return [Cut(piece.paragraph, raw(piece.start), "text", turn)]
        head = piece.marker.head
        cuts = [Cut(piece.paragraph, raw(piece.start), "label", turn)]
        if head.note_start:
            cuts.append(Cut(piece.paragraph, raw(head.note_start), "note", turn))
        if head.text_start < piece.end:
            cuts.append(Cut(piece.paragraph, raw(head.text_start), "text", turn))
        return cuts


def _last(pieces: list[_Piece], texts: list[str]) -> int:
    """The last paragraph in which the turn says something (or is marked)."""
    return next(
        (p.paragraph for p in reversed(pieces) if p.marker or texts[p.paragraph][p.start : p.end].strip()),
        pieces[0].paragraph,
    )

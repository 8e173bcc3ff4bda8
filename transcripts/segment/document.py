"""One document on its way from paragraphs to turns: what each step found, for the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transcripts.corrections.model import Correction
from transcripts.model import KINDS_WITHOUT_TURNS, Paragraph, ParagraphRole, Segmentation, Turn, TurnKind
from transcripts.segment.accept import Judge
from transcripts.segment.context import Context
from transcripts.segment.correct import Corrections, forced_head, forced_marker
from transcripts.segment.exchanges import exchanges_of
from transcripts.segment.fold import View
from transcripts.segment.heads import first_letter, read_head
from transcripts.segment.inline import Inside
from transcripts.segment.kinds import kinds_of
from transcripts.segment.lexicon import Lexicon, lexicon
from transcripts.segment.marker import Marker
from transcripts.segment.mentions import Mentions
from transcripts.segment.people import Directory, directory
from transcripts.segment.pieces import Piece, cuts_of, first_paragraph, last_paragraph, pieces_of, said
from transcripts.segment.places import Placed
from transcripts.segment.questioners import name_questioners
from transcripts.segment.resolve import Resolver
from transcripts.segment.review import doubts_of
from transcripts.segment.rules import confidences
from transcripts.segment.spans import spans_of
from transcripts.segment.speakers import Speaker, speakers_of
from transcripts.segment.structure import roles_of
from transcripts.segment.style import Style, style
from transcripts.segment.suspects import unmarked_heads
from transcripts.segment.title import Title, read_title


def segment(paragraphs: Sequence[Paragraph], context: Context, corrections: Sequence[Correction] = ()) -> Segmentation:
    """The turns, exchanges and spans of a document. Pure; whatever the paragraphs hold, it answers.

    ``corrections`` are the document's, undone ones left out. One whose place is not there any more puts the document on
    the review list.

    Raises UnknownStyle for a marker style that has no file, BadData for a wrong data file.
    """
    return _Document(paragraphs, context, corrections).segmentation()


class _Document:
    def __init__(self, paragraphs: Sequence[Paragraph], context: Context, corrections: Sequence[Correction]) -> None:
        self.views = [View(paragraph.text) for paragraph in paragraphs]
        self.corrections = Corrections.of(corrections, self.views)
        self.context = replace(context, kind=self.corrections.kind(context.kind))
        self.style: Style = style(context.style)
        self.words: Lexicon = lexicon(context.language)
        self.people: Directory = directory(self.words.language)
        self.title: Title = read_title(self.context, self.words, self.people)
        self.paragraphs = paragraphs
        self.texts = [view.text for view in self.views]
        self.mentions = Mentions((context.title, *self.texts))
        self.roles: list[ParagraphRole] = roles_of(paragraphs, self.texts, self.words)
        for paragraph in self.corrections.spoken():
            self.roles[paragraph] = "text"
        self.judge = Judge(self.words, self.people, self.title, self.style, self.mentions)

    def segmentation(self) -> Segmentation:
        """All of it."""
        silent = self.context.kind in KINDS_WITHOUT_TURNS
        markers = [] if silent else self._markers()
        before, *marked = pieces_of(self.views, self.roles, markers)
        marked_turns = self._marked_turns(markers, marked)
        opening = None if silent else self._opening_turn(before, marked_turns)
        turns = [*([opening] if opening else []), *marked_turns]
        owned = [before, *marked] if opening else marked
        heads = [head for head in self.judge.doubtful if not self.corrections.settles(head)]
        doubts = doubts_of(turns, self.context.kind, self.title, heads, self.corrections.unheard(turns))
        return Segmentation(
            turns=tuple(turns),
            exchanges=exchanges_of(turns, self.style.questions),
            spans=spans_of([p.text for p in self.paragraphs], cuts_of(owned, self.views, self.roles)),
            review=tuple(dict.fromkeys(doubt.reason for doubt in doubts)),
            kind=self.context.kind if self.corrections.kind(None) else None,
            doubts=tuple(doubts),
            **self.corrections.facts(),
        )

    def _markers(self) -> list[Marker]:
        spoken = [text if role == "text" else "" for text, role in zip(self.texts, self.roles, strict=True)]
        heads = [
            head
            for i, text in enumerate(spoken)
            if (":" in text or "：" in text)
            and (head := read_head(i, text, first_letter(text), self.words, self.style))
        ]
        found = self.judge.markers(heads, self.texts)
        people = (name.text for person in self.title.people for name in person.names_in(self.words.language))
        inside = Inside(spoken, found, people, self.words, self.style, self.judge.alone)
        found += inside.markers()
        self.judge.doubtful.extend([*inside.doubtful(found), *unmarked_heads(spoken, found, self.words)])
        return self.corrections.markers(found, self._forced)

    def _forced(self, place: Placed) -> Marker:
        """The marker that a reviewer puts there."""
        text = self.texts[place.paragraph]
        read = read_head(place.paragraph, text, place.offset, self.words, self.style)
        head = forced_head(place, text, read)
        return forced_marker(head, self.judge.alone(head) if head is read else None)

    def _opening_turn(self, pieces: list[Piece], marked: list[Turn]) -> Turn | None:
        """The turn without a marker: the whole document, or the statement before the first marker."""
        text = said(pieces, self.views)
        if not text or (marked and self._opens_with_lead(marked[0])):
            return None
        speaker = None if self.title.notice else self.title.speaker
        rule = "unmarked_opening" if marked else "unmarked_document"
        paragraph = first_paragraph(pieces, self.views)
        turn = Turn(
            start=paragraph + 1,
            end=last_paragraph(pieces, self.views) + 1,
            text=text,
            role="official",
            kind="statement",
            rule=rule,
            confidence=confidences()[rule],
            person=speaker.name if speaker else None,
            person_id=speaker.id if speaker else None,
        )
        return self.corrections.turn(turn, paragraph, 0)

    def _opens_with_lead(self, first: Turn) -> bool:
        """Whether unmarked text before the first marker is the editors' lead and nobody's words."""
        if self.style.unmarked_opening == "lead":
            return True
        return self.title.interview and first.role in {"journalist", "moderator"}

    def _marked_turns(self, markers: list[Marker], marked: list[list[Piece]]) -> list[Turn]:
        words_of = [said(pieces, self.views) for pieces in marked]
        resolver = Resolver(self.title, self.mentions, self.context.day, self.words, self.people)
        speakers = speakers_of(markers, words_of, self.title, self.words, resolver, self.people)
        speakers = name_questioners(markers, speakers, words_of, self.title, self.words, self.people)
        speakers = [self.corrections.speaker(one, marker.head) for one, marker in zip(speakers, markers, strict=True)]
        kinds = kinds_of(markers, speakers, words_of, self.style.questions == "kind")
        return [self._turn(*parts) for parts in zip(markers, speakers, kinds, words_of, marked, strict=True)]

    def _turn(self, marker: Marker, speaker: Speaker, kind: TurnKind, text: str, pieces: list[Piece]) -> Turn:
        head, note = marker.head, marker.head.note
        inside = pieces[0].start > 0
        turn = Turn(
            start=head.paragraph + 1,
            end=last_paragraph(pieces, self.views) + 1,
            text=text,
            role=speaker.role,
            kind=kind,
            rule=marker.rule,
            confidence=confidences()[marker.rule],
            start_char=self.views[head.paragraph].raw(head.start) if inside else 0,
            label=head.label or None,
            speaker=speaker.speaker,
            person=speaker.person,
            person_id=speaker.person_id,
            outlet=speaker.outlet,
            note=note.text,
            addressed_to=note.addressed_to,
            translated_from=note.translated_from,
            adding_after=note.adding_after,
        )
        return self.corrections.turn(turn, head.paragraph, head.start)

"""Tries a correction on the document that it is about, before it is taken: it must find its place and change something there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transcripts.corrections.model import PLACED, BadCorrection, Correction
from transcripts.model import Paragraph, Segmentation, Turn
from transcripts.segment import Context, segment
from transcripts.segment.fold import View
from transcripts.segment.people_file import everyone
from transcripts.segment.places import Letters, places_of

#: Rules of turns that begin where no marker stands: there is nothing that one could deny.
_UNMARKED = frozenset({"unmarked_opening", "unmarked_document"})


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text as it is published, and how the segmenter sees it."""

    paragraphs: Sequence[Paragraph]
    context: Context

    def segmentation(self, corrections: Sequence[Correction]) -> Segmentation:
        """What the segmenter that is at work here makes of it."""
        return segment(self.paragraphs, self.context, corrections)

    @property
    def views(self) -> list[View]:
        """The paragraphs as words are searched in them."""
        return [View(one.text) for one in self.paragraphs]


def fit(correction: Correction, text: Text, standing: Sequence[Correction], where: str) -> Correction:
    """The correction with its place made plain: which of equal words is meant.

    Raises BadCorrection naming ``where`` when its words do not stand there, or once more than it says; when no turn begins
    there; when it names a person that the data does not have.
    """
    person = correction.changes.get("person_id")
    if person and all(person != known.id for known in everyone()):
        raise BadCorrection(
            f"{where}: person_id {person!r} is not in transcripts/data/people: add the person there first"
        )
    if correction.action not in PLACED:
        return correction
    views = text.views
    placed = correction if correction.among else _placed(correction, Letters(views), where)
    found, _ = places_of([placed], views)
    if not found:
        raise BadCorrection(f"{where}: the label {placed.label!r} does not stand at {placed.quote!r}")
    place = found[0].paragraph + 1, views[found[0].paragraph].raw(found[0].offset)
    if _inside_word(text.paragraphs[found[0].paragraph].text, place[1]):
        raise BadCorrection(f"{where}: {placed.quote!r} begins inside a word: quote the whole word")
    if placed.action != "split":
        _check_turn(placed, _turn_at(text.segmentation(standing).turns, *place, text), where)
    after = text.segmentation([*standing, placed])
    if any(doubt.correction == placed.id for doubt in after.doubts):
        raise BadCorrection(f"{where}: {placed.action} at {placed.quote!r} changes nothing in this document")
    return placed


def at_turn(correction: Correction, text: Text, paragraph: int, char: int, quote: str) -> Correction:
    """The correction with the place where a turn begins: the words there, and which of equal ones they are."""
    views = text.views
    letters = Letters(views)
    found = letters.find(quote)
    places = [letters.place(at) for at in found]
    which = next(n for n, (i, at) in enumerate(places, 1) if (i + 1, views[i].raw(at)) >= (paragraph, char))
    return replace(correction, quote=quote, paragraph=paragraph, which=which, among=len(found))


def _placed(correction: Correction, letters: Letters, where: str) -> Correction:
    found = letters.find(correction.quote)
    paragraphs = [letters.place(at)[0] + 1 for at in found]
    fitting = [i for i, one in enumerate(paragraphs) if correction.paragraph in (0, one)]
    if len(fitting) == 1:
        number = fitting[0]
        return replace(correction, paragraph=paragraphs[number], which=number + 1, among=len(found))
    what = f"{where}: the words {correction.quote!r}"
    if not found:
        raise BadCorrection(f"{what} do not stand in document {correction.document}")
    stand = ", ".join(map(str, sorted(set(paragraphs))))
    if not fitting:
        raise BadCorrection(f"{what} do not stand in paragraph {correction.paragraph}; they stand in {stand}")
    raise BadCorrection(
        f"{what} stand {len(found)} times, in paragraph {stand}: name the paragraph, or quote more of them"
    )


def _inside_word(text: str, at: int) -> bool:
    """Whether letters stand on both sides. Of scripts with small and capital letters only: others may put no blanks."""
    sides = text[at - 1 : at], text[at : at + 1]
    return at > 0 and all(side.isalpha() and side.lower() != side.upper() for side in sides)


def _turn_at(turns: Sequence[Turn], paragraph: int, char: int, text: Text) -> Turn | None:
    for turn in turns:
        between = sorted((turn.start_char, char))
        if turn.start == paragraph and not text.paragraphs[paragraph - 1].text[slice(*between)].strip():
            return turn
    return None


def _check_turn(correction: Correction, turn: Turn | None, where: str) -> None:
    if turn is None:
        raise BadCorrection(
            f"{where}: no turn begins at {correction.quote!r} (paragraph {correction.paragraph}):"
            f" `transcripts review {correction.document}` shows where turns begin; split begins one"
        )
    if correction.action == "join" and turn.rule in _UNMARKED:
        raise BadCorrection(
            f"{where}: the turn at {correction.quote!r} has no marker, and no turn stands before it that it could join"
        )

"""Whatever reviewers say of whatever paragraphs: an answer, the same twice, and not a character lost or doubled."""

from __future__ import annotations

import unicodedata
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.corrections.written import later, said
from transcripts.corrections.model import Action, Correction
from transcripts.corrections.quote import letters, quoted
from transcripts.model import DocumentKind, Paragraph, SpeakerRole, TurnKind
from transcripts.segment import Context, segment
from transcripts.segment.fold import View
from transcripts.segment.places import Letters, places_of

from .test_any_paragraphs import check, contexts, odd, paragraphs


@st.composite
def corrections(draw: st.DrawFn, given: list[Paragraph]) -> list[Correction]:
    """Corrections at places that are there (and at some that are not), several of them at one place."""
    found = []
    starts = [(i, at) for i, one in enumerate(given) for at in range(len(one.text))]
    for number in range(draw(st.integers(1, 5))):
        action: Action = draw(st.sampled_from(["turn", "split", "split", "join", "kind"]))
        if action == "kind":
            found.append(
                said("kind", at=later(number), changes={"kind": draw(st.sampled_from(get_args(DocumentKind)))})
            )
            continue
        quote, length = draw(odd), draw(st.integers(0, 20))
        if starts and draw(st.booleans()):
            paragraph, at = draw(st.sampled_from(starts))
            quote = given[paragraph].text[at:]
        quote = quoted(quote) or "Question:"
        among = len(Letters([View(one.text) for one in given]).find(quote))
        more: dict[str, Any] = {"which": draw(st.integers(min(among, 1), among)), "among": among}
        if action == "split":
            more["label"] = quote[:length]
        if action != "join":
            more["changes"] = draw(changes)
        found.append(said(action, quote, at=later(number), **more))
    return found


changes = st.fixed_dictionaries(
    {"role": st.sampled_from(get_args(SpeakerRole))},
    optional={
        "kind": st.sampled_from(get_args(TurnKind)),
        "speaker": odd,
        "person_id": st.sampled_from(["sergey-lavrov", "nobody", ""]),
        "outlet": odd,
    },
)
documents = paragraphs.flatmap(lambda given: st.tuples(st.just(given), corrections(given)))


def spoken(given: list[Paragraph], corrections: list[Correction]) -> list[Paragraph]:
    """The paragraphs, text wherever a reviewer begins a turn."""
    placed, _ = places_of([one for one in corrections if one.action == "split"], [View(one.text) for one in given])
    begun = {one.paragraph for one in placed}
    return [Paragraph("text", one.text) if i in begun else one for i, one in enumerate(given)]


@given(documents, contexts)
def test_a_corrected_body_is_tiled_and_each_turn_is_what_its_spans_hold(
    document: tuple[list[Paragraph], list[Correction]], context: Context
) -> None:
    given, corrections = document
    found = segment(given, context, corrections)
    check(spoken(given, corrections), found)
    assert segment(list(given), context, list(reversed(corrections))) == found
    known = {one.id for one in corrections}
    assert {key for turn in found.turns for key in turn.corrections} <= known
    assert {doubt.correction for doubt in found.doubts} - {""} <= known


@given(documents, contexts)
def test_a_corrected_body_in_other_blanks_and_decomposed_letters_is_corrected_alike(
    document: tuple[list[Paragraph], list[Correction]], context: Context
) -> None:
    given, corrections = document
    usual = [Paragraph(one.role, unicodedata.normalize("NFC", one.text)) for one in given]
    other = [Paragraph(one.role, unicodedata.normalize("NFD", one.text).replace(" ", "\u00a0")) for one in usual]
    one, two = segment(usual, context, corrections), segment(other, context, corrections)
    assert [(s.kind, s.turn) for s in one.spans] == [(s.kind, s.turn) for s in two.spans]
    assert [(t.label, t.text, t.corrections, t.start) for t in one.turns] == [
        (t.label, t.text, t.corrections, t.start) for t in two.turns
    ]
    assert one.review == two.review


@given(documents, contexts)
def test_a_split_that_is_not_lost_begins_a_turn_there_with_that_label(
    document: tuple[list[Paragraph], list[Correction]], context: Context
) -> None:
    given, corrections = document
    splits = [one for one in corrections if one.action == "split"][:1]
    found = segment(given, context, splits)
    if splits and context.kind not in {"announcement", "title_only"} and "correction_lost" not in found.review:
        turn = next(turn for turn in found.turns if splits[0].id in turn.corrections)
        assert letters(turn.label or "") == letters(splits[0].label)

"""Whatever the paragraphs hold: an answer, the same twice, and spans that lose and double no character."""

from __future__ import annotations

import unicodedata
from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from transcripts.model import KINDS_WITHOUT_TURNS, DocumentKind, Paragraph, ParagraphRole, Segmentation
from transcripts.segment import Context, segment
from transcripts.segment.lexicon import known_languages
from transcripts.segment.style import known_styles

from .texts import held, stored, text_of, words

HEADS = [
    "Question", "Q", "A", "Answer", "Sergey Lavrov", "Foreign Minister Lavrov", "SECRETARY VENN", "MR. FALK", "Вопрос",
    "С.В.Лавров", "О. П. Кранц", "Frage", "Réponse", "Pregunta", "سؤال", "سيرغي لافروف", "问", "外交部长王毅", "新华社记者",
    "Harbour Gazette", "«Маяк»", "Kranz", "(As translated) Venn", "Cafe\u0301 Ølé", "Contents", "Dr.", "\u200f", "—",
]  # fmt: skip
NOTES = [
    "",
    "",
    " (for Jean Asselborn, re-translated from French)",
    " (adding after Kranz)",
    "（译自法文）",
    " (",
    " (10:30)",
]
COLONS = [":", " :", "\u00a0:", "：", "", ": (Via interpreter) ", ":\u200f "]
LINES = ["* * *", "1. Ferries", "From answers to media questions:", "(Break.)", "Back to contents", " ", "\u00a0", ""]

#: Whole Unicode but surrogates, which no decoded page holds; letters that compose and blanks come often.
odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
letters = st.text(st.sampled_from("aé́̈ ñß.:?()«“\u00a0\u2003\u3000\u0085\n\u200bÅ각각한ИЙ̆ا"), max_size=12)
marked = st.tuples(
    st.sampled_from(HEADS), st.sampled_from(NOTES), st.sampled_from(COLONS), st.sampled_from([" ", ""]), odd | letters
).map("".join)
glued = st.lists(marked, min_size=1, max_size=3).map(".".join)
texts = st.one_of(glued, st.sampled_from(LINES), odd, letters)
paragraphs = st.lists(
    st.builds(Paragraph, st.sampled_from(["text"] * 4 + list(get_args(ParagraphRole))), texts), max_size=9
)
contexts = st.builds(
    Context,
    st.sampled_from(known_styles()),
    st.sampled_from([*known_languages(), "pt-BR", "fi", ""]),
    st.one_of(st.sampled_from(HEADS), odd),
    kind=st.sampled_from([None, *get_args(DocumentKind)]),
)


def check(given: list[Paragraph], found: Segmentation) -> None:
    body = "\n".join(paragraph.text for paragraph in given)
    at = 0
    for span in found.spans:
        assert span.start == at < span.end
        at = span.end
    assert at == len(body)
    assert {span.turn for span in found.spans} - {None} == set(range(len(found.turns)))
    for i, turn in enumerate(found.turns):
        assert text_of(i, body, found) == words(turn.text)
        assert held(i, body, found) == stored(turn.text)
        label = "".join(body[s.start : s.end] for s in found.spans if s.turn == i and s.kind == "label")
        assert words(label) == words(turn.label or "")
        assert 1 <= turn.start <= turn.end <= len(given)
        assert {given[turn.start - 1].role, given[turn.end - 1].role} == {"text"}
        opening = given[turn.start - 1].text[turn.start_char :]
        assert not turn.start_char or words(opening).startswith(words(turn.label or ""))
    starts = [(turn.start, turn.start_char) for turn in found.turns]
    assert starts == sorted(set(starts))
    owned = [span.turn for span in found.spans if span.turn is not None]
    assert owned == sorted(owned)


@given(paragraphs, contexts)
@example([], Context("mid_ru", "en"))
@example([Paragraph("text", "")], Context("mid_ru", "en"))
@example(
    [Paragraph("text", "Question: .Вопрос: "), Paragraph("text", "Вопрос: ")], Context("kremlin", "ru", "Question")
)
@example(
    [Paragraph("text", "Question: \u202a"), Paragraph("text", "\u202e"), Paragraph("text", "So.")],
    Context("mid_ru", "en"),
)
@example(
    [Paragraph("text", "\u202e"), Paragraph("text", "We met."), Paragraph("text", "\u200f")], Context("mid_ru", "ar")
)
@example(
    [Paragraph("text", "\u0633\u0624\u0627\u0644: \u0640"), Paragraph("text", "\u200f\u0640")], Context("mid_ru", "ar")
)
def test_the_body_is_tiled_and_each_turn_is_what_its_spans_hold(given: list[Paragraph], context: Context) -> None:
    found = segment(given, context)
    check(given, found)
    assert segment(list(given), context) == found
    if context.kind in KINDS_WITHOUT_TURNS:
        assert (found.turns, found.exchanges) == ((), ())


@given(paragraphs, contexts)
def test_exchanges_name_turns_in_order_and_none_twice(given: list[Paragraph], context: Context) -> None:
    found = segment(given, context)
    named = [i for one in found.exchanges for i in one.questions + one.answers]
    assert named == sorted(set(named))
    assert all(one.questions for one in found.exchanges)
    assert all(0 <= i < len(found.turns) for i in named)


@given(paragraphs, contexts)
def test_other_blanks_and_decomposed_letters_change_nothing_but_offsets(
    given: list[Paragraph], context: Context
) -> None:
    usual = [Paragraph(one.role, unicodedata.normalize("NFC", one.text)) for one in given]
    other = [Paragraph(one.role, unicodedata.normalize("NFD", one.text).replace(" ", "\u00a0")) for one in usual]
    one, two = segment(usual, context), segment(other, context)
    assert [(s.kind, s.turn) for s in one.spans] == [(s.kind, s.turn) for s in two.spans]
    assert [(t.label, t.text, t.person, t.role, t.kind, t.start, t.end, t.note, t.rule) for t in one.turns] == [
        (t.label, t.text, t.person, t.role, t.kind, t.start, t.end, t.note, t.rule) for t in two.turns
    ]
    assert one.exchanges == two.exchanges


def test_an_empty_document_has_no_spans() -> None:
    found = segment([], Context("mid_ru", "en"))
    assert (found.turns, found.exchanges, found.spans, found.review) == ((), (), (), ())

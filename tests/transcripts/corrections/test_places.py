"""Where a correction's words stand: in this reading, in another reading of the same words, in another revision."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from transcripts.corrections.quote import QUOTE, letters, quoted
from transcripts.segment.fold import View
from transcripts.segment.places import places_of

from .written import said

LINES = ("Question: Why?", "Orla Venn: So. Question: Really?", "Orla Venn: Yes.", "Question: Why?", "Orla Venn: Yes.")


def place(quote: str, lines: Sequence[str] = LINES, label: str = "", **more: int) -> tuple[int, int] | None:
    """Paragraph (from 1) and offset in it as it is; None: the correction is lost."""
    views = [View(line) for line in lines]
    one = said("split" if label else "join", quote, label=label, **more)
    placed, lost = places_of([one], views)
    assert len(placed) + len(lost) == 1
    return (placed[0].paragraph + 1, views[placed[0].paragraph].raw(placed[0].offset)) if placed else None


def test_words_that_stand_once_are_found_at_a_paragraphs_start_or_inside() -> None:
    assert place("Orla Venn: So.") == (2, 0)
    assert place("Question: Really?") == (2, 15)


def test_of_equal_words_the_one_that_was_meant() -> None:
    assert [place("Question: Why?", which=n, among=2) for n in (1, 2)] == [(1, 0), (4, 0)]
    assert place("Orla Venn: Yes.", ("Before.", *LINES), which=2, among=2) == (6, 0)


def test_equal_words_within_one_paragraph_are_told_apart() -> None:
    line = "Q: Yes. A: No. Q: Yes."
    assert [place("Q: Yes.", (line,), which=n, among=2) for n in (1, 2)] == [(1, 0), (1, 15)]


@pytest.mark.parametrize(
    "lines",
    [
        LINES[1:],
        (*LINES, "Question: Why?"),
        ("Nothing.",),
        (),
    ],
    ids=["one is gone", "one more", "all are gone", "no text"],
)
def test_words_that_stand_more_or_less_often_are_lost_rather_than_moved_to_a_stranger(lines: tuple[str, ...]) -> None:
    assert place("Question: Why?", lines, which=1, among=2) is None


def test_words_that_were_not_counted_must_stand_once() -> None:
    assert place("Orla Venn: So.") == (2, 0)
    assert place("Question: Why?") is None


def test_words_are_found_however_paragraphs_are_cut() -> None:
    assert place("Orla Venn: So.", ("Orla Venn:", "So."), label="Orla Venn:") == (1, 0)
    assert place("Orla Venn: So.", (" ", "Orla Venn:  So.Question: Really?")) == (2, 0)
    assert place("Venn: So. And", ("Orla Venn: So.", "", "And so on.")) == (1, 5)


def test_a_label_that_runs_over_two_paragraphs_is_none() -> None:
    assert place("Orla Venn: So.", ("Orla", "Venn: So."), label="Orla Venn:") is None


def test_a_label_longer_than_its_quote_is_looked_for_whole() -> None:
    label = "The Minister of " + "very " * 30 + "foreign affairs:"
    assert place(quoted(label), (f"{label} So.",), label=label) == (1, 0)
    assert place(quoted(label), (f"{label[:-2]}, So.",), label=label) is None


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "  ", "\u2028"])
def test_other_blanks_and_decomposed_letters_are_the_same_words(blank: str) -> None:
    line = "É é: Às. Frage: Wäre das möglich?"
    other = unicodedata.normalize("NFD", line).replace(" ", blank)
    assert place("Frage: Wäre", (line,), label="Frage:") == (1, 9)
    found = place("Frage: Wäre", (other,), label="Frage:")
    assert found is not None and other[found[1] :].startswith("Frage:")
    assert place(quoted(other), (line,)) == (1, 0)


def test_a_quote_is_cut_between_letters_and_never_between_a_letter_and_its_accent() -> None:
    long = "a" * (QUOTE - 1) + "e\u0301" + "b"
    assert quoted(long)[-1] == "é"
    assert len(quoted(long)) == QUOTE
    assert letters(long).startswith(letters(quoted(long)))
    assert quoted(" a\u00a0 b \n") == "a b"


def test_nothing_is_cut_between_a_letter_and_its_accent() -> None:
    assert place("\u0300c", ("0\u0300c",)) is None
    assert place("0\u0300c", ("0\u0300c",), label="0") is None

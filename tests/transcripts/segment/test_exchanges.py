"""Exchanges: questions in a row, then the answers up to the next question."""

import pytest

from .texts import exchanges, segmented

Q, A = "Question: Why?", "Sergey Lavrov: So."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((Q, A), [((0,), (1,))]),
        ((A, Q, A), [((1,), (2,))]),
        ((Q, Q, A), [((0, 1), (2,))]),
        ((Q, A, "Emmanuel Macron: Thus.", Q, A), [((0,), (1, 2)), ((3,), (4,))]),
        ((Q, A, Q), [((0,), (1,)), ((2,), ())]),
        ((Q,), [((0,), ())]),
        ((A,), []),
        (("So.",), []),
    ],
)
def test_questions_and_answers_are_tied(lines: tuple[str, ...], expected: list[object]) -> None:
    assert exchanges(segmented(*lines)) == expected


def test_an_unanswered_question_says_so() -> None:
    assert [one.reason for one in segmented(Q, A, Q).exchanges] == [None, "unanswered"]


def test_an_addition_to_an_answer_that_is_left_out_says_so() -> None:
    added = "Sergey Lavrov (adding after Jean Asselborn): So."
    assert segmented("Question (for Jean Asselborn): Why?", added).exchanges[0].reason == "answer_left_out"
    after = segmented(Q, "Jean Asselborn: Thus.", added).exchanges[0]
    assert (after.answers, after.reason) == ((1, 2), None)


def test_the_moderator_belongs_to_no_exchange() -> None:
    found = segmented("Moderator: Welcome.", Q, A, "Moderator: The next one.", Q, A)
    assert exchanges(found) == [((1,), (2,)), ((4,), (5,))]


def test_where_the_style_says_so_a_journalists_words_open_an_exchange_whatever_they_are() -> None:
    lines = ("QUESTION: Why?", "SECRETARY VENN: So.", "QUESTION: I see.", "SECRETARY VENN: Good.")
    assert exchanges(segmented(*lines, style="us_state")) == [((0,), (1,)), ((2,), (3,))]

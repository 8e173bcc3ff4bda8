"""No turn is lost in silence: it is found, or a person is asked to look."""

import pytest

from .texts import by_speaker, labels, segmented

Q, A = "Question: Why?", "Sergey Lavrov: So."


def test_several_whose_names_are_not_printed_are_told_apart_by_number() -> None:
    lines = ("Shri Arindam Bagchi: Good day.", "Speaker 1: Why?", "Speaker 2: When?", "Shri Arindam Bagchi: Soon.")
    assert labels(segmented(*lines)) == ["Shri Arindam Bagchi:", "Speaker 1:", "Speaker 2:", "Shri Arindam Bagchi:"]


@pytest.mark.parametrize("number", ["ONE", "TWO", "#2", "3"])
def test_officials_who_are_not_to_be_named(number: str) -> None:
    label = f"SENIOR STATE DEPARTMENT OFFICIAL {number}:"
    lines = ("MODERATOR: Good day.", f"{label} Thank you.", "QUESTION: Why?", f"{label} So.")
    found = segmented(*lines, title="Background Briefing on Secretary Powell's Trip", style="us_state")
    assert labels(found) == ["MODERATOR:", label, "QUESTION:", label]
    assert [(turn.role, turn.person) for turn in found.turns[1::2]] == [("official", None)] * 2


@pytest.mark.parametrize("head", ["The Ambassador", "Deputy Minister", "ANI", "SZ"])
def test_what_may_have_asked_or_answered_is_pointed_out(head: str) -> None:
    text = "And you?" if head.isupper() else "Well."
    found = segmented(Q, A, f"{head}: {text}", A, title="Press conference of Sergey Lavrov")
    assert labels(found) == [Q[:9], A[:14], A[:14]]
    assert [doubt.words for doubt in found.doubts] == [f"{head}:"]


def test_a_word_for_a_question_with_a_name_behind_it_is_pointed_out_where_it_opens_no_turn() -> None:
    found = segmented(Q, "Question Falk: And you?", A)
    assert (labels(found), [doubt.words for doubt in found.doubts]) == ([Q[:9], A[:14]], ["Question Falk:"])


@pytest.mark.parametrize("names", [("Ambassador Orla Venn", "Ambassador Hugo Venn"), ("O.P.Venn", "H.P.Venn")])
def test_a_family_name_that_two_speakers_share_is_pointed_out(names: tuple[str, str]) -> None:
    found = segmented(f"{names[0]}: One.", f"{names[1]}: Two.", Q, "Venn: Three.")
    assert [doubt.words for doubt in found.doubts] == ["Venn:"]


@pytest.mark.parametrize("text", ["three points.", "It is open.", "“Enough.”"])
def test_a_topic_of_one_word_is_not(text: str) -> None:
    assert segmented(Q, A, f"Libya: {text}", Q, A).review == ()


def test_who_is_introduced_by_a_word_keeps_the_role() -> None:
    lines = ("Rector Elias Santar: Welcome.", A, Q, A, "Elias Santar: Thank you all.")
    assert by_speaker(segmented(*lines).turns)["Elias Santar"] == ("Elias Santar", "other")


@pytest.mark.parametrize(
    ("language", "question", "office"),
    [("en", "Question:", "Foreign Minister:"), ("fr", "Question :", "Le Ministre :"), ("es", "Pregunta:", "Ministro:")],
)
def test_an_office_alone_answers_where_an_answer_must_begin(language: str, question: str, office: str) -> None:
    found = segmented(f"{question} A?", f"{office} B.", language=language)
    assert (labels(found), found.turns[1].person, found.review) == ([question, office], None, ("doubtful_marker",))


def test_whoever_answers_for_an_authority_in_parentheses_is_an_official() -> None:
    lines = (
        "Seibert (Bundesregierung): Guten Tag.",
        "Frage (zur Reise): Wann?",
        "Seibert (Bundesregierung): Am Montag.",
    )
    more = ("Zusatzfrage: Warum?", "Schäfer (AA): Darum.", "Frage: Wo?", "Schäfer (AA): Dort.")
    found = segmented(*lines, *more, language="de", title="Regierungspressekonferenz vom 3. März")
    assert [turn.role for turn in found.turns][2::2] == ["official"] * 3

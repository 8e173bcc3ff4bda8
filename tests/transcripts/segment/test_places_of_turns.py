"""A name that nothing else speaks for: where an answer or a question must begin it is a marker, and the document is doubtful."""

from __future__ import annotations

import pytest

from .texts import labels, rules, segmented

TITLE = "Press conference of Foreign Minister Anton Velin"
Q, A = "Question: Why?", "Anton Velin: So."


def test_between_two_questions_it_answers() -> None:
    found = segmented(Q, "Orla Venn: I should add a number.", "Question: When?", A, title=TITLE)
    assert labels(found)[1] == "Orla Venn:"
    assert found.turns[1].rule == "person_placed"
    assert (found.turns[1].role, found.turns[1].kind) == ("official", "answer")
    assert found.review == ("doubtful_marker",)


@pytest.mark.parametrize(
    "line",
    [
        "Orla Venn: Will the ferry sail?",
        "Orla Venn: Mr. Velin, they say that it will not.",
        "Orla Venn: Minister, one more thing.",
        "Orla Venn, The Lighthouse: Will it?",
    ],
)
def test_before_an_official_it_asks_when_it_asks_or_addresses_somebody(line: str) -> None:
    found = segmented(Q, A, line, "Anton Velin: It will.", title=TITLE)
    assert (found.turns[2].speaker, found.turns[2].role, found.turns[2].kind) == ("Orla Venn", "journalist", "question")
    assert found.exchanges[1].questions == (2,)


def test_a_student_says_so() -> None:
    found = segmented(Q, A, "Ines Corvo, student of law: I wonder how.", "Anton Velin: Well.", title=TITLE)
    assert (found.turns[2].speaker, found.turns[2].role) == ("Ines Corvo", "other")


def test_who_was_called_upon_speaks_next() -> None:
    found = segmented(Q, A, "Moderator: The next question is from Orla Venn.", "Orla Venn: I have one.", A, title=TITLE)
    assert rules(found)[3] == "person_named"


@pytest.mark.parametrize(
    "line",
    [
        "Northern Strait: we have agreed on patrols.",
        "Fisheries Agreement: signed on Monday.",
        "Orla Venn: “No comment.”",
        "Ladies and gentlemen, dear friends: welcome.",
    ],
)
def test_inside_an_answer_a_name_before_a_colon_stays_text(line: str) -> None:
    found = segmented(Q, A, line, "And that is all.", "Question: When?", A, title=TITLE)
    assert labels(found) == ["Question:", "Anton Velin:", "Question:", "Anton Velin:"]


def test_what_looks_like_a_name_there_is_not_passed_over_silently() -> None:
    found = segmented(Q, A, "Orla Venn: They run.", "Question: When?", A, title=TITLE)
    assert "possible_marker" in found.review


def test_numbered_questions_right_after_a_question_are_one_letter() -> None:
    found = segmented("Question: I read out.", "Question 1: Why?", "Question 2: When?", A, title=TITLE)
    assert labels(found) == ["Question:", "Anton Velin:"]


def test_a_list_in_roman_numbers_is_no_list_of_initials() -> None:
    found = segmented(
        "А.П.Велин: Так.", "I. Ports: open.", "II. Fish: closed.", "Вопрос: Да?", language="ru", title="Велин"
    )
    assert labels(found) == ["А.П.Велин:", "Вопрос:"]


@pytest.mark.parametrize(
    ("first", "role"),
    [
        ("Irena Kaland: Good morning. Questions, please.", "moderator"),
        ("Irena Kaland: " + "We begin. " * 60, "official"),
    ],
)
def test_a_spokesperson_who_leads_through_somebody_elses_press_conference(first: str, role: str) -> None:
    assert segmented(first, Q, A, title=TITLE).turns[0].role == role


def test_a_spokesperson_who_is_asked_answers() -> None:
    found = segmented(Q, "Irena Kaland: Tomorrow.", title=TITLE)
    assert (found.turns[1].role, found.turns[1].kind) == ("official", "answer")


@pytest.mark.parametrize(
    "first", ["Nora Venn (Channel North): Why here?", "Channel North: Why here?", "Question: Why?"]
)
def test_what_stands_before_an_interviewers_first_turn_is_the_editors_lead(first: str) -> None:
    title = "Interview of Foreign Minister Anton Velin to the Channel North"
    found = segmented("We met the minister in the harbour.", first, "Anton Velin: So.", title=title)
    assert len(found.turns) == 2
    assert found.turns[0].role == "journalist"


def test_a_contents_list_without_a_title_that_we_know() -> None:
    lines = ("Plan of the speech", "The neighbours", "The language", "Dear friends.", "The neighbours", "We have some.",
             "The language", "We speak it.")  # fmt: skip
    found = segmented(*lines, title="Speech of Foreign Minister Anton Velin")
    assert found.turns[0].start == 4
    assert [span.kind for span in found.spans] == ["contents", "text", "heading", "text", "heading", "text"]


def test_a_known_name_this_once_in_an_answer_is_in_doubt_and_in_an_interview_spoken_of() -> None:
    lines = (Q, A, "Sergey Lavrov: I have known him for years.", "Question: When?", A)
    found = segmented(*lines, title=TITLE)
    assert (found.turns[2].rule, found.review) == ("person_once", ("doubtful_marker",))
    interview = segmented(*lines, title="Interview of Foreign Minister Anton Velin")
    assert labels(interview) == ["Question:", "Anton Velin:", "Question:", "Anton Velin:"]
    assert interview.review == ("possible_marker",)


@pytest.mark.parametrize("name", ["The Evening Lantern", "«Lantern»"])
def test_the_paper_of_the_title_asks(name: str) -> None:
    title = f"Interview of Foreign Minister Anton Velin to {name}, Harvik"
    found = segmented("The minister receives us.", f"{name}: Why here?", "Anton Velin: So.", title=title)
    assert labels(found) == [f"{name}:", "Anton Velin:"]
    assert (found.turns[0].role, found.turns[0].person) == ("journalist", None)


def test_a_word_of_agreement_after_an_answer_leads_through_nothing() -> None:
    found = segmented(Q, A, "Orla Venn (translated from French): Agreed.", "Question: When?", A, title=TITLE)
    assert (found.turns[2].role, found.turns[2].kind) == ("official", "answer")


def test_who_is_spoken_of_in_an_interview_is_pointed_out_in_a_script_without_capitals_too() -> None:
    lines = ("سؤال: لماذا؟", "أنطون فيلين: هكذا.", "يوناس هالبرغ: أعرفه منذ سنوات.", "سؤال: متى؟", "أنطون فيلين: غدا.")
    found = segmented(*lines, language="ar", title="مقابلة وزير الخارجية أنطون فيلين")
    assert len(found.turns) == 4
    assert found.review == ("possible_marker",)

"""What stands between the turns: headings, separators, contents lists, notes. None of it belongs to a turn's words."""

import pytest

from .texts import line, segmented, spans_of

Q, A = "Question: Why?", "Sergey Lavrov: So."


def test_a_turn_runs_on_over_a_heading_without_its_words() -> None:
    lines = [line("text", "Sergey Lavrov: One."), line("heading", "On the ferries"), line("text", "Two.")]
    found = segmented(*lines)
    (turn,) = found.turns
    assert (turn.start, turn.end, turn.text) == (1, 3, "One.\nTwo.")
    assert spans_of("\n".join(one.text for one in lines), found) == [
        ("Sergey Lavrov: ", "label", 0),
        ("One.\n", "text", 0),
        ("On the ferries\n", "heading", None),
        ("Two.", "text", 0),
    ]


def test_a_colon_in_what_was_not_said_is_no_marker() -> None:
    found = segmented(line("note", "Question: how do I find a document?"), line("heading", "Sergey Lavrov:"), Q, A)
    assert [turn.label for turn in found.turns] == ["Question:", "Sergey Lavrov:"]


@pytest.mark.parametrize(
    "stars", ["* * *", "***", "* * * *", "⁂", "###", "———", "\u0640\u0640\u0640\u0640", "[…]", "<...>"]
)
def test_a_row_of_marks_is_a_separator(stars: str) -> None:
    found = segmented(Q, A, stars, Q, A)
    assert found.turns[1].end == 2
    assert [span.kind for span in found.spans].count("separator") == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "(Break.)"),
        ("en", "(Commercial break)"),
        ("ru", "(Рекламная пауза)"),
        ("es", "(Corte comercial)"),
        ("ar", "(فاصل إعلاني)"),
    ],
)
def test_a_break_is_a_separator(language: str, text: str) -> None:
    assert [span.kind for span in segmented("1.", text, "2.", language=language).spans] == ["text", "separator", "text"]


def test_laughter_is_text() -> None:
    assert segmented(Q, A, "(Laughter.)").turns[1].text == "So.\n(Laughter.)"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "From answers to media questions:"),
        ("ru", "Из ответов на вопросы:"),
        ("de", "Aus den Antworten auf Medienfragen:"),
        ("fr", "Extraits des réponses aux questions des médias :"),
        ("es", "De las respuestas a las preguntas de los medios:"),
        ("pt", "Das respostas às perguntas dos meios de comunicação:"),
        ("ar", "من الردود على أسئلة وسائل الإعلام:"),
        ("zh", "答记者问："),
    ],
)
def test_the_line_that_opens_the_answers_is_a_heading(language: str, text: str) -> None:
    assert [span.kind for span in segmented("1.", text, "2.", language=language).spans] == ["text", "heading", "text"]


def test_a_contents_list_and_the_headings_that_it_announces() -> None:
    lines = [
        "Contents",
        "1. Ferries",
        "2. Quays",
        "3. Answers to media questions:",
        "Ferries",
        "They sail.",
        "Quays",
        "They stand.",
        "Back to contents",
    ]
    found = segmented(*lines)
    assert spans_of("\n".join(lines), found) == [
        ("\n".join(lines[:4]) + "\n", "contents", None),
        ("Ferries\n", "heading", None),
        ("They sail.\n", "text", 0),
        ("Quays\n", "heading", None),
        ("They stand.\n", "text", 0),
        ("Back to contents", "boilerplate", None),
    ]


def test_the_readings_own_contents_list_is_trusted() -> None:
    found = segmented(line("contents", "Contents"), line("contents", "Ferries"), "Contents", "Ferries", "They sail.")
    assert found.turns[0].text == "Contents\nFerries\nThey sail."


def test_the_editors_lead_before_an_interview_is_a_note() -> None:
    found = segmented("We spoke in spring.", Q, A, title="Interview with Sergey Lavrov", kind="interview")
    assert [turn.label for turn in found.turns] == ["Question:", "Sergey Lavrov:"]
    assert (found.spans[0].kind, found.spans[0].turn) == ("note", None)


def test_in_other_styles_what_stands_before_the_first_marker_is_a_lead() -> None:
    found = segmented("In the hall of mirrors.", "QUESTION: Why?", "SECRETARY VENN: So.", style="us_state")
    assert [turn.kind for turn in found.turns] == ["question", "answer"]

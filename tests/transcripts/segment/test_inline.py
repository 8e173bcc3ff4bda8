"""Markers within a paragraph, where the page glued a turn to the one before."""

from .texts import labels, segmented, spans_of


def test_a_marker_glued_to_the_sentence_before_opens_a_turn() -> None:
    lines = ["Question: Why?", "Sergey Lavrov: So.Question: When?", "Sergey Lavrov: Soon."]
    found = segmented(*lines)
    assert labels(found) == ["Question:", "Sergey Lavrov:", "Question:", "Sergey Lavrov:"]
    inside = found.turns[2]
    assert (inside.start, inside.end, inside.start_char, inside.text) == (2, 2, 18, "When?")
    assert inside.rule == "inline"
    assert (found.turns[1].end, found.turns[1].text) == (2, "So.")
    assert spans_of("\n".join(lines), found)[2:6] == [
        ("Sergey Lavrov: ", "label", 1),
        ("So.", "text", 1),
        ("Question: ", "label", 2),
        ("When?\n", "text", 2),
    ]


def test_a_rhetorical_question_after_a_blank_is_no_marker() -> None:
    found = segmented("Question: Why?", "Sergey Lavrov: They asked. Question: who pays? I do.")
    assert len(found.turns) == 2


def test_capitals_after_a_blank_are_a_marker_where_the_style_says_so() -> None:
    lines = ("QUESTION: Why?", "SECRETARY VENN: So. QUESTION: When?", "SECRETARY VENN: Soon.")
    assert len(segmented(*lines, style="us_state").turns) == 4


def test_a_marker_that_the_document_does_not_print_elsewhere_is_none() -> None:
    assert len(segmented("Question: Why?", "Sergey Lavrov: So.Emmanuel Macron: Thus.").turns) == 2


def test_offsets_count_in_the_paragraph_as_it_is() -> None:
    cut = "Sergey Lavrov: Cafe\u0301.Question: When?"
    inside = segmented("Question: Why?", cut).turns[2]
    assert cut[inside.start_char :].startswith("Question:")

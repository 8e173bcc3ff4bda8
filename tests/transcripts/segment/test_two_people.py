"""Nobody is taken for somebody else: places for the holders of offices, two people for one, a caption for a person."""

import pytest

from .texts import labels, segmented

Q = "Question: Why?"


@pytest.mark.parametrize(
    ("language", "title", "question", "office"),
    [
        ("de", "Interview des Außenministers mit der Süddeutschen Zeitung", "Frage:", "Außenminister:"),
        ("de", "Pressekonferenz des Außenministers im Deutschen Bundestag", "Frage:", "Außenminister:"),
        ("en", "Press conference of the Foreign Minister at the United Nations Office in Geneva", "Question:", "Foreign Minister:"),
        ("en", "Remarks by the Foreign Minister in New York City", "Question:", "Foreign Minister:"),
        ("fr", "Conférence de presse du Ministre des Affaires étrangères à New York", "Question :", "Le Ministre :"),
        ("pt", "Conferência de imprensa do Ministro das Relações Exteriores em São Paulo", "Pergunta:", "Ministro:"),
    ],
)  # fmt: skip
def test_a_place_of_the_title_holds_no_office(language: str, title: str, question: str, office: str) -> None:
    found = segmented(
        f"{question} A?", f"{office} B.", f"{question} C?", f"{office} D.", language=language, title=title
    )
    assert labels(found) == [question, office] * 2
    assert {turn.person for turn in found.turns} == {None}


@pytest.mark.parametrize(
    "title", ["Joint press conference of Ambassador Orla Venn, Harvik", "Talks of Ambassador to Estmark Orla Venn"]
)
def test_a_person_of_the_title_does(title: str) -> None:
    found = segmented("Orla Venn: Good day.", Q, "Ambassador: So.", Q, "Ambassador: Yes.", title=title)
    assert [turn.person for turn in found.turns] == ["Orla Venn", None] * 2 + ["Orla Venn"]


@pytest.mark.parametrize("label", ["Foreign Minister Ivanova", "Igor Ivanova", "Ivanova"])
def test_a_woman_is_no_misprint_of_a_man(label: str) -> None:
    lines = (Q, "Foreign Minister Ivanov: So.", Q, "Igor Ivanov: So.", Q, f"{label}: Yes.", Q, f"{label}: Yes.")
    found = segmented(*lines, title="Press conference of Foreign Minister Igor Ivanov")
    assert {turn.person for turn in found.turns if turn.speaker and "Ivanova" in turn.speaker} <= {None, "Igor Ivanova"}


def test_two_of_the_title_are_two() -> None:
    title = "Joint press conference of Foreign Minister Jan Novak and Ambassador Jana Novak"
    found = segmented("Jan Novak: Good day.", "Jana Novak: Good day.", Q, "Jana Novak: So.", title=title)
    assert [turn.person for turn in found.turns] == ["Jan Novak", "Jana Novak", None, "Jana Novak"]


@pytest.mark.parametrize("label", ["TAKEN QUESTION", "NORTH KOREA"])
def test_a_caption_in_capitals_names_nobody(label: str) -> None:
    lines = ("SECRETARY POWELL: So.", f"{label}: The talks on North Korea go on. A taken question.", "QUESTION: Why?")
    found = segmented(*lines, title="Secretary Powell Press Briefing", style="us_state")
    assert {turn.person for turn in found.turns} == {"Colin Powell", None}


@pytest.mark.parametrize("label", ["SECRETARY ALBIGHT", "SECRETARY ALBRIGHTT"])
def test_a_misprint_behind_an_office_is_who_holds_it_here(label: str) -> None:
    lines = (
        "SECRETARY ALBRIGHT: So.",
        "QUESTION: Why?",
        f"{label}: Yes.",
        "QUESTION: When?",
        "SECRETARY ALBRIGHT: Now.",
    )
    found = segmented(*lines, title="Remarks on Kosovo", style="us_state")
    assert [turn.person for turn in found.turns if turn.role == "official"] == ["Madeleine Albright"] * 3

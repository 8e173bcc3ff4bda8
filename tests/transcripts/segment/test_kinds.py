"""Roles and kinds: what a turn does, by its marker's word, else by who speaks and where."""

import pytest

from .texts import kinds, segmented

QUESTION, ANSWER = ("journalist", "question"), ("official", "answer")


def test_words_before_any_question_are_a_statement() -> None:
    found = segmented("Sergey Lavrov: Welcome.", "Question: Why?", "Sergey Lavrov: So.")
    assert kinds(found) == [("official", "statement"), QUESTION, ANSWER]


def test_the_markers_word_decides_whatever_is_said() -> None:
    found = segmented("Question: Thank you.", "Sergey Lavrov: Is that all?")
    assert kinds(found) == [QUESTION, ANSWER]


def test_two_ministers_answer() -> None:
    found = segmented("Question: Why?", "Sergey Lavrov: So.", "Emmanuel Macron (retranslated): Thus.")
    assert kinds(found) == [QUESTION, ANSWER, ANSWER]


@pytest.mark.parametrize(
    ("language", "marker", "role", "kind"),
    [
        ("en", "Moderator:", "moderator", "remark"),
        ("en", "Student:", "other", "question"),
        ("en", "Senior State Department Official:", "official", "answer"),
        ("ru", "Реплика:", "unknown", "interjection"),
        ("ru", "Ведущий:", "journalist", "question"),
        ("de", "Zusatzfrage:", "journalist", "question"),
        ("de", "Zuruf:", "unknown", "interjection"),
        ("fr", "Journaliste :", "journalist", "question"),
        ("es", "Interlocutora:", "other", "question"),
        ("pt", "Jornalista:", "journalist", "question"),
        ("ar", "المذيع:", "journalist", "question"),
        ("zh", "主持人：", "moderator", "remark"),
    ],
)
def test_further_words_of_the_languages(language: str, marker: str, role: str, kind: str) -> None:
    first = segmented("Sergey Lavrov: 0.", f"{marker} 1.", language=language).turns[-1]
    assert (first.label, first.role) == (marker, role)
    asked = {"en": "Question: 1?", "zh": "问：1？"}.get(language)
    lines = [asked, f"{marker} 2."] if asked else [f"{marker} 2."]
    assert segmented(*lines, language=language).turns[-1].kind == kind


def test_a_known_journalist_without_a_question_mark() -> None:
    lines = (
        "Л.Кинг: Почему?",
        "В.Путин: Так.",
        "Л.Кинг: Ясно.",
        "В.Путин: Да.",
        "Л.Кинг: Расскажите об этом всё.",
        "В.Путин: Вот.",
    )
    found = segmented(*lines, language="ru", style="kremlin")
    assert [turn.kind for turn in found.turns] == ["question", "answer", "interjection", "answer", "question", "answer"]


def test_a_meeting_without_journalists_has_questions_between_officials() -> None:
    lines = ("В.Путин: Как идут дела?", "С.Шойгу: Всё готово.", "В.Путин: Хорошо.")
    assert [turn.kind for turn in segmented(*lines, language="ru", style="kremlin").turns] == [
        "question",
        "statement",
        "remark",
    ]


def test_an_unknown_name_that_asks_is_a_journalist() -> None:
    lines = ("MR. FALK: Why?", "SECRETARY VENN: So.", "MR. FALK: When?", "SECRETARY VENN: Soon.")
    found = segmented(*lines, style="us_state")
    assert [turn.role for turn in found.turns] == ["journalist", "official", "journalist", "official"]

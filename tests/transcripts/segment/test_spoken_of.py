"""Names and topics before a colon of whom somebody speaks: they are no speakers, and no reason to look at the document."""

import pytest

from .texts import labels, rules, segmented

OPENING = {
    "en": ("Question: Why?", "Sergey Lavrov: So."),
    "ru": ("Вопрос: Почему?", "С.В.Лавров: Так."),
    "de": ("Frage: Warum?", "Sergej Lawrow: Darum."),
    "fr": ("Question : Pourquoi ?", "Sergueï Lavrov : Ainsi."),
    "es": ("Pregunta: ¿Por qué?", "Serguéi Lavrov: Así."),
    "pt": ("Pergunta: Porquê?", "Serguei Lavrov: Assim."),
}
SPOKEN_OF = {
    "en": ("Henry Kissinger: that is who said it first.", "Nord Stream: the project goes on.", "Igor Ivanov: he knew it."),
    "ru": ("А.С.Пушкин: вот кто сказал это лучше всех.", "В.Л.Иванов: мой предшественник.", "И.С.Иванов: он это знал."),
    "de": ("Europäische Union: ihre Lage ist bekannt.", "Jonas Hallberg: ein Mann, der zuhört."),
    "fr": ("Albert Camus : voilà un auteur que j’aime.", "Détroit du Nord : il est ouvert."),
    "es": ("Fidel Castro: un gran hombre, sin duda.", "Mar del Norte: allí faenan cinco países."),
    "pt": ("Machado de Assis: um autor que leio com prazer.", "Mar do Norte: está aberto."),
}  # fmt: skip


@pytest.mark.parametrize("language", OPENING)
def test_a_sentence_that_goes_on_in_small_letters_is_nobodys_turn(language: str) -> None:
    opening = OPENING[language]
    found = segmented(*opening, *SPOKEN_OF[language], opening[0], language=language)
    assert [turn.start for turn in found.turns] == [1, 2, 3 + len(SPOKEN_OF[language])]
    assert found.review == ()


def test_where_somebody_who_speaks_here_is_spoken_of_a_person_looks_at_it() -> None:
    found = segmented(*OPENING["en"], "Sergey Lavrov: he decides.", *OPENING["en"])
    assert [turn.start for turn in found.turns] == [1, 2, 4, 5]
    assert [(doubt.reason, doubt.paragraph) for doubt in found.doubts] == [("possible_marker", 3)]


def test_a_typist_who_begins_all_turns_in_small_letters_is_followed() -> None:
    found = segmented("Question: why?", "Sergey Lavrov: so.", "Question: when?", "Sergey Lavrov: now.")
    assert labels(found) == ["Question:", "Sergey Lavrov:"] * 2
    only_names = segmented("Sergey Lavrov: good day.", "Igor Ivanov: good day.", "Sergey Lavrov: so.")
    assert labels(only_names) == ["Sergey Lavrov:", "Igor Ivanov:", "Sergey Lavrov:"]


@pytest.mark.parametrize(
    "label", ["Answer:", "Sergey Lavrov (adding after Igor Ivanov):", "Question (for Igor Ivanov):"]
)
def test_what_is_unmistakable_marks_a_turn_all_the_same(label: str) -> None:
    assert label in labels(segmented(*OPENING["en"], "Question: Why?", f"{label} and then, well."))


def test_capitals_are_unmistakable_too() -> None:
    found = segmented("QUESTION: Why?", "SECRETARY POWELL: and so.", "QUESTION: When?", style="us_state")
    assert rules(found) == ["marker_word", "office_name", "marker_word"]

"""A newspaper or channel as the marker stands where others print the word for a question."""

import pytest

from .test_markers import PAIRS
from .texts import segmented

OUTLETS = {
    "en": ["Harbour Gazette", "Renmin Ribao", "BBC", "“Quay” newspaper", "Lighthouse TV"],
    "ru": ["Портовая газета", "Газета «Причал»", "Телеканал «Маяк»", "BBC", "Жэньминь жибао"],
    "de": ["Hafen-Kurier", "Hafenblatt", "Neue Hafenzeitung", "Frankfurter Allgemeine"],
    "fr": ["Courrier du Port", "Gazette de Morvène", "Radio Phare", "AFP"],
    "es": ["Correo del Puerto", "Gaceta de Morvena", "Europa Press"],
    "pt": ["Correio do Porto", "Gazeta de Morvena", "Agência Lusa"],
    "ar": ["بريد الميناء", "جريدة المنارة", "قناة الجزيرة"],
    "zh": ["新华社", "港口日报", "《灯塔报》"],
}
CASES = [(language, outlet) for language, outlets in OUTLETS.items() for outlet in outlets]


@pytest.mark.parametrize(("language", "outlet"), CASES)
def test_an_outlet_asks(language: str, outlet: str) -> None:
    _, minister, _, colon = PAIRS[language]
    found = segmented(f"{outlet}{colon} 1?", f"{minister}{colon} 2.", f"{outlet}{colon} 3.", language=language)
    first, second, last = found.turns
    assert (first.speaker, first.person, first.role, first.kind) == (outlet, None, "journalist", "question")
    assert second.kind == "answer"
    assert (last.role, last.kind) == ("journalist", "question")


def test_an_outlet_of_the_title_is_no_person() -> None:
    title = "Sergey Lavrov’s interview with the newspaper Harbour Gazette"
    turn = segmented("Harbour Gazette: Why?", "Sergey Lavrov: So.", title=title).turns[0]
    assert (turn.person, turn.rule) == (None, "outlet")


def test_a_bare_word_that_names_outlets_too_needs_a_question() -> None:
    answered = ("С.В.Лавров: Так.", "Вопрос: Да?")
    assert segmented(*answered, "Правда: Почему?", language="ru").turns[-1].speaker == "Правда"
    assert len(segmented(*answered, "Правда: она одна.", language="ru").turns) == 2


def test_an_outlet_in_a_parenthesis_makes_a_journalist() -> None:
    found = segmented("О.Кранц (газета «Маяк»): Почему?", "В.Путин: Так.", language="ru", style="kremlin")
    assert (found.turns[0].role, found.turns[0].note) == ("journalist", "газета «Маяк»")

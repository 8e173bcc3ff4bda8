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


MINISTER = {
    "en": "Sergey Lavrov: So.",
    "ru": "С.В.Лавров: Так.",
    "de": "Sergej Lawrow: So.",
    "zh": "外交部长王毅：好。",
}
PRINTED = [
    ("en", "Renmin Ribao: Why?", "Renmin Ribao", "Renmin Ribao", None),
    ("en", "B. Kendall (BBC, Moscow): Why?", "BBC", "B. Kendall", "bridget-kendall"),
    ("en", "Bridget Kendall, BBC: Why?", "BBC", "Bridget Kendall", "bridget-kendall"),
    ("en", "Anna Post, Harbour Gazette: Why?", "Harbour Gazette", "Anna Post", None),
    ("en", "Asahi Shimbun, SATO: Why?", "Asahi Shimbun", "SATO", None),
    ("en", "Question (RIA Novosti): Why?", "RIA Novosti", None, None),
    ("en", "Question (Harbour Gazette, retranslated from French): Why?", "Harbour Gazette", None, None),
    ("en", "“Quay” newspaper: Why?", "Quay", "“Quay” newspaper", None),
    ("ru", "Вопрос программы «Маяк»: Почему?", "Маяк", None, None),
    ("ru", "О.Кранц (Газета.Ru Морвена): Почему?", "Газета.Ru", "О.Кранц", None),
    ("ru", "Агентство «Маяк» (Порт), газета «Причал» (Гавань): Почему?", "Маяк, Причал", "Агентство «Маяк», газета «Причал»", None),
    ("de", "Frage (dpa): Warum?", "dpa", None, None),
    ("zh", "新华社记者：为什么？", "新华社", None, None),
    ("zh", "《灯塔报》：为什么？", "灯塔报", "《灯塔报》", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "asked", "outlet", "speaker", "person_id"), PRINTED)
def test_a_marker_prints_the_journalists_outlet(
    language: str, asked: str, outlet: str, speaker: str | None, person_id: str | None
) -> None:
    style = "kremlin" if "(" in asked and language == "ru" else "mid_ru"
    turn = segmented(asked, MINISTER[language], language=language, style=style).turns[0]
    assert (turn.outlet, turn.speaker, turn.person_id, turn.role) == (outlet, speaker, person_id, "journalist")


@pytest.mark.parametrize(
    ("language", "asked", "outlet", "person"),
    [
        ("en", "Question: Anna Falk, Harbour Gazette. Why?", "Harbour Gazette", "Anna Falk"),
        (
            "en",
            "Question: Good morning. This is Anna Falk with the Harbour Gazette. Why?",
            "Harbour Gazette",
            "Anna Falk",
        ),
        ("en", "Question: I'm Anna Falk from Lighthouse TV, and I wonder: why?", "Lighthouse TV", "Anna Falk"),
        ("en", "Question: I'm Anna Falk. In the Harbour Gazette you say so. Why?", None, "Anna Falk"),
        ("en", "Question: I'm Anna Falk, Morvena. Why?", None, "Anna Falk"),
        ("ru", "Вопрос: Анна Фальк, «Портовая газета». Почему?", "Портовая газета", None),
        ("ru", "Вопрос: Меня зовут Бриджет Кенделл, радио «Маяк». Почему?", "Маяк", "Bridget Kendall"),
    ],
)
def test_a_journalist_who_says_the_name_says_the_outlet(
    language: str, asked: str, outlet: str | None, person: str | None
) -> None:
    turn = segmented(asked, MINISTER[language], language=language).turns[0]
    assert (turn.outlet, turn.person) == (outlet, person)


def test_a_moderator_who_calls_a_journalist_says_the_outlet() -> None:
    lines = (
        "MODERATOR: Thank you. Tom Falk, Harbour TV.",
        "QUESTION: Why?",
        "SECRETARY VENN: So.",
        "QUESTION: And when?",
    )
    found = segmented(*lines, style="us_state")
    assert [(turn.person, turn.outlet) for turn in found.turns[1::2]] == [("Tom Falk", "Harbour TV")] * 2


def test_officials_have_no_outlet_and_a_name_like_a_papers_is_none() -> None:
    official = segmented("Question: Why?", "Foreign Minister Orla Post: So.").turns[1]
    assert (official.role, official.outlet) == ("official", None)
    asked = segmented("QUESTION: Why?", "SECRETARY VENN: So.", "MS. POST: And why?", style="us_state").turns[2]
    assert (asked.role, asked.outlet) == ("journalist", None)


@pytest.mark.parametrize("note", ["for the Harbour Gazette", "about the BBC", "Morvena"])
def test_a_note_that_only_speaks_of_an_outlet_names_none(note: str) -> None:
    assert segmented(f"Question ({note}): Why?", "Sergey Lavrov: So.").turns[0].outlet is None

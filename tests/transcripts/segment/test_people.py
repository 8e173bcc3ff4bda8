"""One person however a page spells the name; as of the day; and nobody where two could be meant."""

from datetime import date
from pathlib import Path

import pytest

from transcripts.segment.lexicon import lexicon
from transcripts.segment.mentions import Mentions
from transcripts.segment.naming import Naming
from transcripts.segment.people import Directory, directory
from transcripts.segment.people_file import load
from transcripts.segment.resolve import Resolver
from transcripts.segment.title import Title

from .texts import segmented

SPELLINGS = {
    "sergey-lavrov": {
        "en": [
            "Sergey Lavrov",
            "Sergei Lavrov",
            "Sergey V. Lavrov",
            "SERGEY LAVROV",
            "S. Lavrov",
            "Foreign Minister Lavrov",
        ],
        "ru": ["С.В.Лавров", "С. В. Лавров", "С.Лавров", "Сергей Лавров", "Сергей Викторович Лавров"],
        "de": ["Sergej Lawrow", "Sergei Lawrow", "Außenminister Lawrow"],
        "fr": ["Sergueï Lavrov", "Serguei Lavrov", "Sergeï Lavrov"],
        "es": ["Serguéi Lavrov", "Serguei Lavrov"],
        "pt": ["Serguei Lavrov", "Sergey Lavrov"],
        "ar": ["سيرغي لافروف", "سيرجي لافروف"],
        "zh": ["谢尔盖·拉夫罗夫", "外交部长拉夫罗夫"],
    },
    "maria-zakharova": {
        "en": ["Maria Zakharova"],
        "ru": ["М.В.Захарова", "М.Захарова", "Мария Захарова"],
        "de": ["Maria Sacharowa"],
        "es": ["María Zajárova"],
    },
    "sergei-ryabkov": {"en": ["Sergey Ryabkov", "Sergei Ryabkov"], "ru": ["С.А.Рябков"], "de": ["Sergej Rjabkow"]},
    "vladimir-putin": {"ru": ["В.Путин", "В.В.Путин"], "de": ["Wladimir Putin"], "fr": ["Vladimir Poutine"]},
    "sample-velin": {"en": ["Anton Velin"], "ru": ["А.П.Велин"], "de": ["Anton Welin"], "fr": ["Anton Véline"]},
}
CASES = [(key, lang, name) for key, forms in SPELLINGS.items() for lang, names in forms.items() for name in names]
ASKS = {"ru": "Вопрос: Да?", "de": "Frage: Ja?", "fr": "Question : Oui ?", "es": "Pregunta: ¿Sí?", "pt": "Pergunta: Sim?", "ar": "سؤال: نعم؟", "zh": "问：好吗？"}  # fmt: skip


@pytest.mark.parametrize(("person", "language", "name"), CASES)
def test_all_spellings_of_a_name_are_one_person(person: str, language: str, name: str) -> None:
    asked = ASKS.get(language, "Question: Yes?")
    style = "kremlin" if name.startswith("В.П") else "mid_ru"
    turn = segmented(
        asked, f"{name}: 1.", asked, f"{name}: 2.", language=language, style=style, day=date(2020, 2, 28)
    ).turns[1]
    assert (turn.label, turn.person_id) == (f"{name}:", person)


def test_who_is_not_in_the_data_has_a_name_where_the_text_gives_it_and_no_id() -> None:
    lines = ("We thank Foreign Minister Orla Venn.", "Question: Why?", "Foreign Minister Venn: So.")
    turn = segmented(*lines).turns[2]
    assert (turn.speaker, turn.person, turn.person_id) == ("Venn", "Orla Venn", None)


def test_the_speaker_of_an_unmarked_document_has_the_id_too() -> None:
    turn = segmented("We met.", title="Statement by Foreign Minister Sergey Lavrov").turns[0]
    assert (turn.label, turn.person_id) == (None, "sergey-lavrov")


def people(folder: Path, *entries: str) -> Directory:
    """People of our own invention, as English pages name them."""
    file = folder / "some.toml"
    file.write_text("\n".join(['source = "our own invention"', *entries]), encoding="utf-8")
    return Directory(load(file), lexicon("en"))


def who(known: Directory, name: str, day: date | None, *, office: str | None = None, text: str = "") -> str | None:
    """The person that a marker with this name resolves to."""
    title = Title("", "", (), None, False, False)
    person, _ = Resolver(title, Mentions((text,)), day, lexicon("en"), known).person(Naming(name, office))
    return person.id if person else None


MARRIED = """
[[person]]
id = "mira-holt"
name = "Mira Holt"
role = "official"
office = [{ code = "foreign_minister", of = "Morvena", since = 2001-01-01 }]
names = { en = [{ name = "Mira Sand", until = 2010-06-30 }, { name = "Mira Holt", since = 2010-07-01 }] }
"""
OTHER_SAND = MARRIED.replace("mira-holt", "mira-sand-younger").replace("until = 2010-06-30", "since = 2015-01-01")


@pytest.mark.parametrize(
    ("name", "day", "person"),
    [
        ("Mira Sand", date(2010, 6, 30), "mira-holt"),
        ("Mira Sand", date(2010, 7, 1), None),
        ("Mira Holt", date(2010, 6, 30), None),
        ("Mira Holt", date(2010, 7, 1), "mira-holt"),
        ("Mira Sand", None, "mira-holt"),
    ],
)
def test_a_name_of_some_years_is_the_persons_in_those_years(
    tmp_path: Path, name: str, day: date | None, person: str | None
) -> None:
    assert who(people(tmp_path, MARRIED), name, day) == person


def test_a_name_that_passed_on_is_each_holders_in_their_years(tmp_path: Path) -> None:
    known = people(tmp_path, MARRIED, OTHER_SAND)
    assert who(known, "Mira Sand", date(2009, 1, 1)) == "mira-holt"
    assert who(known, "Mira Sand", date(2016, 1, 1)) == "mira-sand-younger"


def namesake(key: str, office: str) -> str:
    return f'[[person]]\nid = "{key}"\nname = "Jon Reed"\nrole = "official"\noffice = [{{ code = "{office}", of = "Morvena", since = 2001-01-01 }}]\n'


def test_two_people_of_one_name_in_office_at_once_are_told_apart_by_the_office_alone(tmp_path: Path) -> None:
    day, text = date(2005, 1, 1), "We thank Jon Reed and Jon Reed."
    known = people(tmp_path, namesake("reed-one", "foreign_minister"), namesake("reed-two", "spokesperson"))
    for said in ("", text):
        assert who(known, "Jon Reed", day, text=said) is None
        assert who(known, "Jon Reed", day, office="spokesperson", text=said) == "reed-two"
        assert who(known, "Reed", day, office="foreign_minister", text=said) == "reed-one"


def test_two_people_of_one_name_and_office_are_nobody(tmp_path: Path) -> None:
    known = people(tmp_path, namesake("reed-one", "minister"), namesake("reed-two", "minister"))
    assert who(known, "Jon Reed", date(2005, 1, 1), office="minister") is None


def test_the_directory_has_each_person_once_however_many_names_fit() -> None:
    assert [person.id for person in directory("en").by_family("Lavrov")] == ["sergey-lavrov"]

"""Whom a document knows: a short form, a misprint, another spelling or an office alone stands for somebody of its cast."""

from __future__ import annotations

import pytest

from transcripts.model import Segmentation

from .texts import labels, rules, segmented

Q = "Question: Why?"
TITLE = "News conference of Foreign Minister Anton Velin with Foreign Minister of Estmark Jonas Hallberg, Harvik"


def last(found: Segmentation) -> tuple[str | None, str | None, str]:
    turn = found.turns[-1]
    return turn.label, turn.person, turn.rule


@pytest.mark.parametrize(
    ("label", "person", "rule"),
    [
        ("Velin:", "Anton Velin", "short_name"),
        ("Hallberg:", "Jonas Hallberg", "short_name"),
        ("Anton Vellin:", "Anton Velin", "name_typo"),
        ("Jonas Halberg:", "Jonas Hallberg", "name_typo"),
        ("Halberg:", "Jonas Hallberg", "name_typo"),
        ("António Velin:", "Anton Velin", "short_name"),
    ],
)
def test_a_name_of_the_title_in_another_form(label: str, person: str, rule: str) -> None:
    assert last(segmented(Q, f"{label} So it is.", title=TITLE)) == (label, person, rule)


def test_a_name_that_only_a_marker_prints_is_known_from_then_on() -> None:
    found = segmented(
        "Ambassador Orla Venn: Welcome.", Q, "Venn: So.", Q, "Orla Ven: Well.", Q, "O. Venn: Yes.", title=TITLE
    )
    assert [turn.person for turn in found.turns if turn.role == "official"] == ["Orla Venn"] * 4
    assert rules(found)[::2] == ["office_name", "short_name", "name_typo", "initials"]


def test_two_of_one_family_have_no_short_form() -> None:
    lines = ("Ambassador Orla Venn: One.", "Ambassador Hugo Venn: Two.", Q, "Venn: Three.")
    found = segmented(*lines, title=TITLE)
    assert (found.turns[-1].person, found.turns[-1].rule) != ("Orla Venn", "short_name")
    assert found.turns[-1].person is None or "Venn:" not in labels(found)


def test_another_person_one_letter_of_grammar_away_is_no_misprint() -> None:
    found = segmented(
        "Посол А.Петров: Да.",
        "Вопрос: Почему?",
        "А.Петрова: Так.",
        language="ru",
        title="О встрече послов",
        style="mid_ru",
    )
    assert [turn.speaker for turn in found.turns] == ["А.Петров", None, "А.Петрова"]
    assert found.turns[-1].rule != "name_typo"


@pytest.mark.parametrize(
    ("language", "title", "long", "alone", "person"),
    [
        ("en", TITLE, "Foreign Minister Anton Velin", "The Minister", "Anton Velin"),
        ("de", "Pressekonferenz des Außenministers Anton Welin", "Präsident von Belmor Amir Dannar", "Präsident", "Amir Dannar"),
        ("fr", "Conférence de presse du ministre Anton Véline", "Président du Belmor Amir Dannar", "Le Président", "Amir Dannar"),
        ("es", "Rueda de prensa del ministro Antón Velin", "Presidente de Belmor Amir Dannar", "El Presidente", "Amir Dannar"),
        ("pt", "Coletiva do ministro António Velin", "Presidente do Belmor Amir Dannar", "O Presidente", "Amir Dannar"),
        ("ar", "المؤتمر الصحفي لوزير الخارجية أنطون فيلين", "رئيس بلمور أمير دنّار", "الرئيس", "Amir Dannar"),
    ],
)  # fmt: skip
def test_an_office_alone_is_its_holder(language: str, title: str, long: str, alone: str, person: str) -> None:
    found = segmented(f"{long}: ...", f"{alone}: ...", language=language, title=title)
    assert last(found) == (f"{alone}:", person, "office_alone")


def test_of_two_holders_the_one_whom_the_document_introduces_so() -> None:
    title = "Rencontre de la vice-ministre Martha Sorel et du secrétaire d'État Tomas Verhaven"
    lines = (
        "Secrétaire d'État du Norland Tomas Verhaven : Bonjour.",
        "Vice-ministre Martha Sorel : Merci.",
        "Question : Quand ?",
        "Le Secrétaire d'État : Lundi.",
    )
    assert segmented(*lines, language="fr", title=title).turns[-1].person == "Tomas Verhaven"


def test_an_office_that_nobody_holds_here_stays_text() -> None:
    found = segmented(Q, "Sergey Lavrov: So.", "The Ambassador: a word about him.", title="Interview of Sergey Lavrov")
    assert labels(found) == ["Question:", "Sergey Lavrov:"]

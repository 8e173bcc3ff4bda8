"""Who speaks: names as printed, the person that they make certain, and the role."""

from datetime import date

import pytest

from transcripts.segment.fold import fold
from transcripts.segment.lexicon import lexicon
from transcripts.segment.people import directory, key_of

from .texts import by_speaker, labels, rules, segmented

ASKED = "Question: Why?"


@pytest.mark.parametrize(
    ("language", "marker", "speaker", "person"),
    [
        ("en", "Foreign Minister Lavrov:", "Lavrov", "Sergey Lavrov"),
        ("en", "President of France Emmanuel Macron (retranslated):", "Emmanuel Macron", "Emmanuel Macron"),
        ("en", "Maria Zakharova, Foreign Ministry Spokesperson:", "Maria Zakharova", "Maria Zakharova"),
        ("en", "Mr. Sergey Lavrov:", "Sergey Lavrov", "Sergey Lavrov"),
        ("ru", "Министр иностранных дел Лавров:", "Лавров", "Sergey Lavrov"),
        ("ru", "С. В. Лавров:", "С. В. Лавров", "Sergey Lavrov"),
        ("de", "Außenminister Lawrow:", "Lawrow", "Sergej Lawrow"),
        ("de", "Bundesaußenministerin Annalena Baerbock:", "Annalena Baerbock", "Annalena Baerbock"),
        ("fr", "Ministre des Affaires étrangères Lavrov :", "Lavrov", "Sergey Lavrov"),
        ("fr", "Président de la République Emmanuel Macron :", "Emmanuel Macron", "Emmanuel Macron"),
        ("es", "Ministro de Asuntos Exteriores Lavrov:", "Lavrov", "Sergey Lavrov"),
        ("pt", "Ministro dos Negócios Estrangeiros Lavrov:", "Lavrov", "Sergey Lavrov"),
        ("ar", "وزير الخارجية لافروف:", "لافروف", "Sergey Lavrov"),
        ("zh", "外交部长王毅：", "王毅", "Wang Yi"),
        ("zh", "俄罗斯外长拉夫罗夫：", "拉夫罗夫", "Sergey Lavrov"),
    ],
)
def test_an_office_before_or_behind_the_name_is_no_part_of_it(
    language: str, marker: str, speaker: str, person: str
) -> None:
    turn = segmented(f"{marker} So.", language=language, day=date(2020, 2, 28)).turns[0]
    assert (turn.label, turn.speaker, turn.role) == (marker, speaker, "official")
    assert turn.person == person.replace("Sergej Lawrow", "Sergey Lavrov")


def test_a_person_whom_nobody_knows_is_null_and_the_label_stays() -> None:
    turn = segmented("Вопрос: Почему?", "О.П.Кранц: Так.", "О.П.Кранц: Да.", language="ru").turns[1]
    assert (turn.label, turn.speaker, turn.person) == ("О.П.Кранц:", "О.П.Кранц", None)


def test_an_english_text_gives_the_full_name_itself() -> None:
    lines = ("We thank Foreign Minister Orla Venn.", ASKED, "Foreign Minister Venn: So.", ASKED, "Minister Venn: Yes.")
    assert by_speaker(segmented(*lines).turns[1:])["Venn"] == ("Orla Venn", "official")


def test_a_family_name_alone_in_an_english_text_is_not_guessed() -> None:
    assert segmented(ASKED, "Foreign Minister Venn: So.").turns[1].person is None


def test_an_office_picks_its_holder_on_the_day() -> None:
    then = segmented("Foreign Minister Ivanov: So.", ASKED, day=date(2003, 1, 23)).turns[0]
    now = segmented("Foreign Minister Ivanov: So.", ASKED, day=date(2020, 2, 28)).turns[0]
    assert (then.person, now.person) == ("Igor Ivanov", None)


def test_the_title_decides_between_namesakes() -> None:
    marker = "С.Иванов: Так."
    defence = segmented("Вопрос: Да?", marker, language="ru", title="Выступление С.Б.Иванова", day=date(2003, 1, 23))
    assert defence.turns[1].person == "Sergei Ivanov"


def test_the_title_names_people_in_any_case() -> None:
    for language, title in {
        "ru": "Интервью Министра иностранных дел С.В.Лаврова газете «Маяк»",
        "de": "Interview Sergej Lawrows mit dem Hafenblatt",
        "en": "Sergey Lavrov’s interview with the Harbour Gazette",
        "ar": "مقابلة سيرغي لافروف، موسكو",
        "zh": "外交部长拉夫罗夫接受采访",
    }.items():
        words = lexicon(language)
        named = directory(language).mentioned(title, words)
        assert [person.name for person in named] == ["Sergey Lavrov"], language


def test_another_given_name_is_another_person() -> None:
    assert directory("en").mentioned("Remarks by Oleg Lavrov", lexicon("en")) == []


def test_a_name_that_the_title_holds_is_a_speaker() -> None:
    found = segmented("Orla Venn: So.", "Patience: that is all.", title="Briefing by Spokeswoman Orla Venn")
    assert (labels(found), rules(found)) == (["Orla Venn:"], ["person_titled"])
    assert found.turns[0].person == "Orla Venn"


def test_a_name_that_the_text_gives_an_office_is_a_speaker() -> None:
    lines = ("I thank Ambassador Orla Venn.", ASKED, "Orla Venn: So.")
    assert rules(segmented(*lines)) == ["unmarked_opening", "marker_word", "person_mentioned"]
    assert rules(segmented("I thank them all.", ASKED, "Orla Venn: So."))[-1] != "person_mentioned"


def test_a_name_that_comes_again_is_a_speaker() -> None:
    assert rules(segmented(ASKED, "Orla Venn: So.", ASKED, "Orla Venn: Yes."))[1::2] == ["repeated", "repeated"]


def test_unknown_initials_need_company() -> None:
    alone = segmented("О.П.Кранц: всё течёт.", "Так сказал поэт.", language="ru")
    assert labels(alone) == [None]
    assert rules(segmented("Вопрос: Да?", "О.П.Кранц: Да.", language="ru"))[1] == "initials"
    quoted = segmented("Вопрос: Да?", "С.В.Лавров: Да.", "О.П.Кранц: «Всё течёт».", language="ru")
    assert len(quoted.turns) == 2


def test_a_biography_glued_into_the_marker_is_in_the_label_only() -> None:
    marker = "О.Кранц      Кранц Ольга Петровнаначальник порта – первый заместитель мэра :"
    turn = segmented(f"{marker} Так.", language="ru", style="kremlin").turns[0]
    assert (turn.label, turn.speaker, turn.rule) == (marker, "О.Кранц", "tooltip")


def test_an_interview_names_its_interviewer_in_the_title() -> None:
    title = "Secretary Orla Venn Interview With Tom Falk of Harbour TV"
    found = segmented("QUESTION: Why?", "SECRETARY VENN: So.", style="us_state", title=title)
    assert found.turns[0].person == "Tom Falk"


def test_a_questioner_who_gives_a_name_has_it() -> None:
    found = segmented(
        "QUESTION: Hello, this is Tom Falk with Harbour TV. Why?", "SECRETARY VENN: So.", style="us_state"
    )
    assert found.turns[0].person == "Tom Falk"


def test_words_that_only_sound_like_a_name_given_name_nobody() -> None:
    for asked in ("Is this the plan that the Venn Administration has?", "I'm wondering what Orla Venn will do?"):
        found = segmented(f"QUESTION: {asked}", "SECRETARY VENN: So.", style="us_state")
        assert found.turns[0].person is None, asked


def test_blanks_behind_initials_and_middle_initials_do_not_matter() -> None:
    assert key_of("С. В. Лавров") == key_of("С.В.Лавров") == fold("С.В.Лавров")
    assert key_of("Orla P. Venn") == key_of("Orla Venn")

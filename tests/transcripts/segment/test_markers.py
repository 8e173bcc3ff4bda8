"""The markers that open a turn, in every language that we have words for."""

import pytest

from .texts import kinds, labels, line, rules, segmented

#: language: question's marker, the minister's marker and person, answer's marker, the colon as printed.
PAIRS = {
    "en": ("Question", "Sergey Lavrov", "Answer", ":"),
    "ru": ("Вопрос", "С.В.Лавров", "Ответ", ":"),
    "de": ("Frage", "Sergej Lawrow", "Antwort", ":"),
    "fr": ("Question", "Sergueï Lavrov", "Réponse", " :"),
    "es": ("Pregunta", "Serguéi Lavrov", "Respuesta", ":"),
    "pt": ("Pergunta", "Serguei Lavrov", "Resposta", ":"),
    "ar": ("سؤال", "سيرغي لافروف", "جواب", ":"),
    "zh": ("问", "拉夫罗夫", "答", "："),
}
EVERY_LANGUAGE = pytest.mark.parametrize("language", sorted(PAIRS))


@EVERY_LANGUAGE
def test_the_plain_pair(language: str) -> None:
    question, minister, _, colon = PAIRS[language]
    found = segmented(f"{question}{colon} 1, 2?", f"{minister}{colon} 3.", "4.", language=language)
    asked, answered = found.turns
    assert (asked.label, asked.role, asked.kind) == (question + colon, "journalist", "question")
    assert (asked.speaker, asked.person) == (None, None)
    assert (answered.label, answered.speaker, answered.person) == (minister + colon, minister, "Sergey Lavrov")
    assert (answered.role, answered.kind, answered.text) == ("official", "answer", "3.\n4.")
    assert (asked.start, asked.end, answered.start, answered.end) == (1, 1, 2, 3)


@EVERY_LANGUAGE
def test_a_generic_answer_is_the_person_of_the_title(language: str) -> None:
    question, minister, answer, colon = PAIRS[language]
    found = segmented(f"{question}{colon} 1?", f"{answer}{colon} 2.", language=language, title=f"– {minister} –")
    assert kinds(found) == [("journalist", "question"), ("official", "answer")]
    assert (found.turns[1].speaker, found.turns[1].person) == (None, "Sergey Lavrov")


@EVERY_LANGUAGE
def test_a_marker_alone_on_its_line(language: str) -> None:
    question, minister, _, colon = PAIRS[language]
    found = segmented(f"{minister}{colon}", "1.", f"{question}{colon}", "2?", language=language)
    assert [(turn.start, turn.end, turn.text) for turn in found.turns] == [(1, 2, "1."), (3, 4, "2?")]


@EVERY_LANGUAGE
def test_a_statement_before_the_first_marker_is_the_titles_persons(language: str) -> None:
    question, minister, _, colon = PAIRS[language]
    found = segmented("1.", "2.", f"{question}{colon} 3?", language=language, title=f"– {minister} –")
    opening = found.turns[0]
    assert (opening.label, opening.speaker, opening.person) == (None, None, "Sergey Lavrov")
    assert (opening.role, opening.kind, opening.rule) == ("official", "statement", "unmarked_opening")
    assert (opening.start, opening.end, opening.text) == (1, 2, "1.\n2.")


@pytest.mark.parametrize("colon", [":", " :", "\u00a0:", "\u202f:", "："])
def test_the_colons_that_copies_print(colon: str) -> None:
    found = segmented(f"Question{colon} Why?", f"Sergey Lavrov{colon} Why not.")
    assert [turn.label and turn.label[:-1].rstrip() for turn in found.turns] == ["Question", "Sergey Lavrov"]
    assert [turn.text for turn in found.turns] == ["Why?", "Why not."]


def test_letters_are_compared_without_case_and_accents() -> None:
    assert len(segmented("QUESTION: Why?", "SERGEY LAVROV: Why not.").turns) == 2
    assert len(segmented("Reponse : non.", "Question : quoi ?", language="fr").turns) == 2


def test_marks_of_writing_direction_do_not_hide_a_marker() -> None:
    found = segmented("\u200fسؤال\u200f: \u200fلماذا؟", "\u202bسيرغي لافروف\u202c: نعم.", language="ar")
    assert kinds(found) == [("journalist", "question"), ("official", "answer")]
    assert found.turns[1].person == "Sergey Lavrov"


def test_numbers_and_outlets_may_follow_the_word() -> None:
    found = segmented("Question 1: Why?", "Question No. 2: How?", "Sergey Lavrov: So.")
    assert rules(found)[0] == "marker_word_extended"
    russian = segmented("Вопрос программы «Маяк»: Почему?", "С.В.Лавров: Потому.", language="ru")
    assert kinds(russian)[0] == ("journalist", "question")
    chinese = segmented("新华社记者：为什么？", "《港口日报》记者：如何？", "拉夫罗夫：好。", language="zh")
    assert [turn.kind for turn in chinese.turns] == ["question", "question", "answer"]


def test_single_letters_need_their_counterpart() -> None:
    assert labels(segmented("Q: Why?", "A: So.")) == ["Q:", "A:"]
    assert labels(segmented("A: the first point.", "B: the second point.")) == [None]


def test_a_misprint_of_a_word_that_the_document_uses() -> None:
    found = segmented("Question: Why?", "Sergey Lavrov: So.", "Quesiton: How?", "Sergey Lavrov: Thus.")
    assert rules(found)[2] == "marker_typo"
    assert found.review == ("doubtful_marker",)


def test_the_plural_is_no_misprint() -> None:
    assert labels(segmented("Question: Why?", "Questions: they were many.")) == ["Question:"]


def test_a_page_without_turns_has_none_whatever_it_holds() -> None:
    found = segmented("Question: Why?", line("heading", "Talks"), kind="announcement")
    assert (found.turns, found.exchanges) == ((), ())
    assert [span.kind for span in found.spans] == ["text", "heading"]


def test_a_text_without_markers_is_one_turn() -> None:
    found = segmented("The ferry sails.", "It comes back.", title="Remarks by Sergey Lavrov")
    (turn,) = found.turns
    assert (turn.kind, turn.rule, turn.person) == ("statement", "unmarked_document", "Sergey Lavrov")


def test_a_language_without_words_of_ours_still_gives_a_turn() -> None:
    assert [turn.rule for turn in segmented("Kysymys: Miksi?", language="fi").turns] == ["unmarked_document"]

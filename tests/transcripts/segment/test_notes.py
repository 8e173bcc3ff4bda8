"""The parenthesis of a marker: for whom a question is, after whom a speaker adds, what was translated from what."""

import pytest

from .texts import segmented

#: language: (marker, addressed_to, translated_from, adding_after)
NOTES = {
    "en": [
        ("Question (for Jean Asselborn):", "Jean Asselborn", None, None),
        ("Question (for Jean Asselborn, re-translated from French):", "Jean Asselborn", "fr", None),
        ("Question (re-translated from German, for Minister Jean Asselborn):", "Jean Asselborn", "de", None),
        ("Question (to Sergey Lavrov):", "Sergey Lavrov", None, None),
        ("Question (retranslated):", None, None, None),
        ("Question (retranslated from Spanish):", None, "es", None),
        ("Question (in French):", None, "fr", None),
        ("Sergey Lavrov (adding after Jean Asselborn):", None, None, "Jean Asselborn"),
        ("Sergey Lavrov (speaks after de Vileppin):", None, None, None),
        ("Foreign Minister Lavrov (speaking after Mr. Asselborn):", None, None, "Asselborn"),
    ],
    "ru": [
        ("Вопрос (адресован Жану Асселборну):", "Жану Асселборну", None, None),
        ("Вопрос (перевод с английского языка):", None, "en", None),
        ("С.В.Лавров (добавляет после Ж.Асселборна):", None, None, "Ж.Асселборна"),
        ("С.В.Лавров (говорит по-немецки, перевод синхронный):", None, "de", None),
    ],
    "de": [
        ("Frage (an Jean Asselborn, aus dem Französischen übersetzt):", "Jean Asselborn", "fr", None),
        ("Frage (auf Englisch):", None, "en", None),
        ("Sergej Lawrow (ergänzt nach Jean Asselborn):", None, None, "Jean Asselborn"),
        ("Sergej Lawrow (fügt nach Jean Asselborn hinzu):", None, None, "Jean Asselborn"),
    ],
    "fr": [
        ("Question (à Jean Asselborn, traduite de l’anglais) :", "Jean Asselborn", "en", None),
        ("Question (retraduit du russe) :", None, "ru", None),
        ("Sergueï Lavrov (ajoute après Jean Asselborn) :", None, None, "Jean Asselborn"),
    ],
    "es": [
        ("Pregunta (para Jean Asselborn, retraducida del francés):", "Jean Asselborn", "fr", None),
        ("Pregunta (habla en inglés):", None, "en", None),
        ("Serguéi Lavrov (añade tras Jean Asselborn):", None, None, "Jean Asselborn"),
    ],
    "pt": [
        ("Pergunta (para Jean Asselborn, retraduzida do francês):", "Jean Asselborn", "fr", None),
        ("Pergunta (em inglês):", None, "en", None),
        ("Serguei Lavrov (acrescenta após Jean Asselborn):", None, None, "Jean Asselborn"),
    ],
    "ar": [
        ("سؤال (إلى جان أسيلبورن، ترجمة عن الفرنسية):", "جان أسيلبورن", "fr", None),
        ("سؤال (باللغة الإنجليزية):", None, "en", None),
        ("سيرغي لافروف (يضيف بعد جان أسيلبورن):", None, None, "جان أسيلبورن"),
    ],
    "zh": [
        ("问（向阿塞尔博恩提问，译自法文）：", "阿塞尔博恩", "fr", None),
        ("拉夫罗夫（在阿塞尔博恩之后补充）：", None, None, "阿塞尔博恩"),
    ],
}
CASES = [(language, *case) for language, cases in NOTES.items() for case in cases]


@pytest.mark.parametrize(("language", "marker", "to", "translated", "after"), CASES)
def test_what_the_note_says(
    language: str, marker: str, to: str | None, translated: str | None, after: str | None
) -> None:
    first = segmented(f"{marker} 1.", "2.", language=language).turns[0]
    assert first.label == marker
    assert (
        first.note
        == marker[marker.index("(" if "(" in marker else "（") + 1 : marker.rindex(")" if ")" in marker else "）")]
    )
    assert (first.addressed_to, first.translated_from, first.adding_after) == (to, translated, after)


def test_two_parentheses_are_one_note() -> None:
    turn = segmented("Question (for Jean Asselborn) (retranslated from French): Why?").turns[0]
    assert turn.note == "for Jean Asselborn; retranslated from French"
    assert (turn.addressed_to, turn.translated_from) == ("Jean Asselborn", "fr")


def test_a_note_makes_a_marker_of_an_unknown_name() -> None:
    turn = segmented("Anna Berg (retranslated): So.", "Question: Why?").turns[0]
    assert (turn.rule, turn.speaker) == ("note_known", "Anna Berg")


def test_a_parenthesis_that_is_no_note_keeps_its_words_and_says_nothing() -> None:
    turn = segmented("Question (Harbour Gazette): Why?").turns[0]
    assert turn.note == "Harbour Gazette"
    assert (turn.addressed_to, turn.translated_from, turn.adding_after) == (None, None, None)


def test_a_colon_within_the_parenthesis_does_not_end_the_marker() -> None:
    turn = segmented("Question (in writing, 10:30): Why?").turns[0]
    assert (turn.label, turn.text) == ("Question (in writing, 10:30):", "Why?")


def test_a_note_after_the_colon_is_no_part_of_label_and_words() -> None:
    body = "SECRETARY BERG: (Via interpreter) So."
    found = segmented(body, style="us_state")
    turn = found.turns[0]
    assert (turn.label, turn.note, turn.text) == ("SECRETARY BERG:", "Via interpreter", "So.")
    assert [(body[s.start : s.end], s.kind) for s in found.spans] == [
        ("SECRETARY BERG: ", "label"),
        ("(Via interpreter) ", "note"),
        ("So.", "text"),
    ]


def test_a_stage_direction_after_the_colon_is_text() -> None:
    assert segmented("Question: (Laughter.) Why?").turns[0].text == "(Laughter.) Why?"

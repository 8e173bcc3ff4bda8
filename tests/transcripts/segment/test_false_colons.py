"""Colons that open no turn: they stay in the words of whoever speaks."""

import pytest

from .test_markers import PAIRS
from .texts import labels, segmented

FALSE = {
    "en": [
        "The harbour master told me one thing: never sail on a Friday.",
        "A quick reminder: the ferry leaves at six.",
        "Let me put it bluntly: the ferry is ours.",
        "Dear friends: welcome to the quay.",
        "Date of publication: 3 March",
        "There is but one answer: patience.",
        "When Anna Berg, the mayor of the port, says in public: “We are late”, it counts.",
        "He asked me. Question: who pays? Answer: everyone.",
        "ALSO READ: How the quay was built",
        "Three Points: bread, salt, water.",
        "United Nations: we stand by its Charter.",
        "New York: that is where we met.",
        "Questions: they were many.",
        "It began at 6:30 and ended at 7:15.",
        "See https://harbour.example/ for more.",
        "News: the ice is gone.",
        "Photo: Harbour Gazette",
        "Prime Minister: that was once his title.",
        "Do you know it? Patience: that is all.",
        "General Assembly: it met twice.",
        "Major Challenges: bread, salt, water.",
        "St. Petersburg: the talks go on.",
        "Justice Department: no comment.",
    ],
    "ru": [
        "Начальник порта сказал мне одно: в пятницу не выходи.",
        "Есть у нас поговорка: тише едешь – дальше будешь.",
        "Ответ простой: ждём.",
        "Дорогие друзья: добро пожаловать.",
        "Дата публикации: 3 марта",
        "Меня спросили о простом. Вопрос: успеем ли? Успеем.",
        "Ближний Восток: переговоры идут.",
        "Правда: она всегда одна.",
        "Вопросы: их было много.",
    ],
    "de": [
        "Der Hafenmeister sagte mir eines: nie am Freitag auslaufen.",
        "Kurze Antwort: nein.",
        "Gute Nachricht: das Eis ist weg.",
        "Zweite Bemerkung: es bleibt dabei.",
        "Liebe Freunde: willkommen am Kai.",
        "Die Welt: sie ist klein geworden.",
        "Fragen: es gab viele.",
        "Naher Osten: die Gespräche gehen weiter.",
        "Am Anfang: Stille.",
    ],
    "fr": [
        "Le capitaine m’a dit une chose : ne jamais partir un vendredi.",
        "Courte réponse : non.",
        "Chers amis : bienvenue sur le quai.",
        "Bonne Nouvelle : la glace a fondu.",
        "Date de publication : 3 mars",
        "Nations Unies : nous tenons à la Charte.",
    ],
    "es": [
        "El capitán me dijo una cosa: nunca zarpar en viernes.",
        "Estimadas damas y caballeros: bienvenidos.",
        "Respuesta corta: no.",
        "Buena Noticia: el hielo se fue.",
        "Oriente Medio: las conversaciones siguen.",
    ],
    "pt": [
        "O capitão disse-me uma coisa: nunca partir à sexta-feira.",
        "Resposta curta: não.",
        "Caros amigos: bem-vindos.",
        "Boa Notícia: o gelo foi-se.",
        "Médio Oriente: as conversas seguem.",
    ],
    "ar": [
        "قال لي قائد الميناء شيئا واحدا: لا تبحر يوم الجمعة.",
        "أقولها بصراحة: العبّارة لنا.",
        "أيها الأصدقاء: أهلا بكم.",
        "خبر سار: ذاب الجليد.",
        "الأمم المتحدة: نحن مع ميثاقها.",
        "الشرق الأوسط: المحادثات مستمرة.",
        "تاريخ النشر: 3 مارس",
        "رئيس اللجنة: هذا منصب رفيع.",
    ],
    "zh": [
        "港口负责人对我说过一句话：星期五不要出海。",
        "简短的回答：不。",
        "朋友们：欢迎。",
        "联合国：我们支持宪章。",
        "发布时间：3月3日",
        "好消息：冰化了。",
        "部长会议：开了两次。",
    ],
}
CASES = [(language, sentence) for language, sentences in FALSE.items() for sentence in sentences]


@pytest.mark.parametrize(("language", "sentence"), CASES)
def test_it_stays_text_between_true_markers(language: str, sentence: str) -> None:
    question, minister, _, colon = PAIRS[language]
    found = segmented(
        f"{question}{colon} 1?", f"{minister}{colon} 2.", sentence, f"{question}{colon} 3?", language=language
    )
    assert labels(found) == [question + colon, minister + colon, question + colon]
    assert found.turns[1].text == f"2.\n{sentence}"


@pytest.mark.parametrize("language", sorted(FALSE))
def test_together_they_are_one_unmarked_statement(language: str) -> None:
    found = segmented(*FALSE[language], language=language)
    assert labels(found) == [None]
    assert found.turns[0].text == "\n".join(FALSE[language])


def test_a_colon_in_the_title_names_no_speaker_of_the_text() -> None:
    title = "ANNA BERG: WE HAVE COME TO STAY"
    assert labels(segmented("Question: Why?", "Patience: that is all.", title=title)) == ["Question:"]


def test_a_head_that_is_too_long_is_a_sentence() -> None:
    long = "The Minister of the Harbours, the Ferries, the Quays and the Lighthouses of Talvia Anna Berg: so."
    assert labels(segmented("Question: Why?", long)) == ["Question:"]

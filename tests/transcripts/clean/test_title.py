"""A title tells the event's date and place, and the kind of the document, in each language."""

from datetime import UTC, date, datetime

import pytest

from transcripts.clean.title import event_of, kind_of
from transcripts.clean.words import words_for

DAY = date(2020, 2, 28)


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Remarks on ferries, Lisbon, February 28, 2020", "Lisbon"),
        ("Remarks on ferries, Lisbon, 28 February 2020", "Lisbon"),
        ("Выступление о паромах, Лиссабон, 28 февраля 2020 года", "Лиссабон"),
        ("Выступление о паромах, Нью-Йорк, 28 февраля 2020 г.", "Нью-Йорк"),
        ("Rede zu den Fähren, Außenamt, Lissabon, 28. Februar 2020", "Lissabon"),
        ("Discours sur les bacs, Lisbonne, 28 février 2020", "Lisbonne"),
        ("Discurso sobre los barcos, Lisboa, 28 de febrero de 2020", "Lisboa"),
        ("Discurso sobre os barcos, Lisboa, 28 de fevereiro de 2020", "Lisboa"),
        ("كلمة بشأن العبّارات، لشبونة، 28 فبراير 2020", "لشبونة"),
        ("كلمة بشأن العبّارات، لشبونة، ٢٨ فبراير ٢٠٢٠", "لشبونة"),
        ("Remarks on ferries, Washington, D.C., February 28, 2020", "Washington, D.C."),
        ("Remarks on ferries, Lisbon, February 28-29, 2020", "Lisbon"),
        ("Harbour Office statement, 28 February 2020", None),
        ("Interview with “Gazette, Weekly”, 28 February 2020", None),
        ("Remarks by the minister, at the port, February 28, 2020", None),
        ("INTERVIEW PRINTED ON FEBRUARY 28, 2020", None),
    ],
)
def test_event_date_and_place(title: str, place: str | None) -> None:
    published = datetime(2020, 3, 1, tzinfo=UTC)
    assert event_of(title, published) == (DAY, place)


@pytest.mark.parametrize("title", ["Remarks on ferries", "On the treaty of 28 February 2020 and its meaning"])
def test_no_event_date_where_the_title_has_none_of_its_own(title: str) -> None:
    assert event_of(title, None) == (None, None)


def test_an_anniversarys_date_at_the_titles_end_is_not_the_events() -> None:
    published = datetime(2025, 5, 9, tzinfo=UTC)
    assert event_of("On the memory of 9 May 1945", published) == (None, None)


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("en", "Minister’s statement and answers to media questions at a joint news conference", "press_conference"),
        ("en", "Minister’s interview with the Gazette", "interview"),
        ("en", "Briefing by the spokesperson", "briefing"),
        ("en", "Minister’s remarks at the forum", "remarks"),
        ("en", "Harbour Office statement on ferries", "statement"),
        ("en", "Comment by the press department", "statement"),
        ("en", "Accreditation of journalists", "announcement"),
        ("en", "Article by the minister", None),
        ("ru", "Выступление и ответы на вопросы СМИ министра", "press_conference"),
        ("ru", "Ответы министра на вопросы телеканала", "interview"),
        ("ru", "Брифинг официального представителя", "briefing"),
        ("ru", "Заявление министерства", "statement"),
        ("de", "Rede und Antworten auf Fragen der Medien des Ministers", "press_conference"),
        ("de", "Erklärung des Hafenamts", "statement"),
        ("fr", "Allocution et réponses aux questions des médias", "press_conference"),
        ("fr", "Point de presse de la porte-parole", "briefing"),
        ("es", "Rueda de prensa conjunta de los ministros", "press_conference"),
        ("es", "Rueda de prensa de la portavoz", "briefing"),
        ("pt", "Entrevista coletiva do ministro", "press_conference"),
        ("pt", "Entrevista do ministro ao jornal", "interview"),
        ("ar", "بيان الوزارة", "statement"),
        ("ar", "كلمة الوزير في المؤتمر الصحفي المشترك", "press_conference"),
    ],
)
def test_the_kind_by_the_titles_words(language: str, title: str, kind: str | None) -> None:
    assert kind_of(title, words_for((language,))) == kind

"""analysis.search: each language by its own stems, with and without accents, only what is shown, and clear words for bad input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

from tests.schema.searched import Said, analyst, ask, say

pytestmark = pytest.mark.database

ADA, BEN = "sample-velin", "sample-kaland"
SAID = (
    Said("en", date(2026, 1, 5), ((None, "Will the ferries sail, minister?"), (ADA, "Ferries sailed. The ferry is ours."))),
    Said("en", date(2026, 2, 9), ((BEN, "No harbour, no ferry: a treaty on harbours <applause> and on war of attrition."),)),
    Said("en", date(2026, 4, 1), ((ADA, "The café serves naïve vice-ministers."),), "tin"),
    Said("en", None, ((BEN, "An undated ferry."),)),
    Said("ru", date(2026, 1, 6), ((ADA, "Ёлки и самолёты ещё летят."), (BEN, "Ёлка, елка и самолет: всё."))),
    Said("de", date(2026, 1, 7), ((ADA, "Die Länder und die Straßen; Außenminister und Gespräche."),)),
    Said("fr", date(2026, 1, 8), ((ADA, "La sécurité a été négociée par les États."),)),
    Said("es", date(2026, 1, 9), ((ADA, "La declaración sobre España: los países hablarían cada año."),)),
    Said("pt", date(2026, 1, 10), ((ADA, "As declarações do país sobre a segurança."),)),
    Said("ar", date(2026, 1, 11), ((ADA, "أَكَّدَ الوزير مصطفى أنّ الأمن في المدرسة أيضاً."),)),
    Said("uk", date(2026, 1, 12), ((ADA, "Порома немає, є літак."),)),
)  # fmt: skip


@pytest.fixture(scope="module")
def owner(database_url: str) -> Iterator[Connection]:
    with closing(psycopg2.connect(database_url, options="-c timezone=UTC")) as connection:
        for number, said in enumerate(SAID, 1):
            say(connection, number, said)
        yield connection


@pytest.fixture
def link(owner: Connection, analyst_url: str) -> Iterator[Connection]:
    with analyst(analyst_url) as connection:
        yield connection


def found(link: Connection, query: str, language: str | None = None) -> list[str]:
    """Titles and ordinals of what a query finds, sorted."""
    return sorted(f"{title[3:]}.{ordinal}" for title, ordinal in
        ask(link, "SELECT title, ordinal FROM analysis.search(%s, %s)", query, language))  # fmt: skip


@pytest.mark.parametrize(
    ("language", "query", "turns"),
    [
        ("en", "ferry", ["1.1", "1.2", "2.1", "4.1"]),
        ("en", "ferries sailing", ["1.1", "1.2"]),
        ("en", '"ferries sail"', ["1.1", "1.2"]),
        ("en", "harbour or sail", ["1.1", "1.2", "2.1"]),
        ("en", "ferry -harbour", ["1.1", "1.2", "4.1"]),
        ("en", '"war of attrition"', ["2.1"]),
        ("en", '"attrition war"', []),
        ("en", "applause", ["2.1"]),
        ("en", "CAFES naive", ["3.1"]),
        ("en", "café naïve", ["3.1"]),
        ("en", "minister", ["1.1", "3.1"]),
        ("en", "vice-minister", ["3.1"]),
        ("ru", "елка", ["5.1", "5.2"]),
        ("ru", "ёлками", ["5.1", "5.2"]),
        ("ru", "самолета", ["5.1", "5.2"]),
        ("ru", "САМОЛЁТ", ["5.1", "5.2"]),
        ("ru", '"самолёты еще летят"', ["5.1"]),
        ("de", "länder strasse", ["6.1"]),
        ("de", "laender straße", ["6.1"]),
        ("de", "lander gesprach", ["6.1"]),
        ("de", "aussenminister gespraech", ["6.1"]),
        ("fr", "sécurité", ["7.1"]),
        ("fr", "securite negociees etat", ["7.1"]),
        ("fr", "negocie", ["7.1"]),
        ("fr", "SÉCURITÉ", ["7.1"]),
        ("es", "declaracion", ["8.1"]),
        ("es", "declaraciones pais espana", ["8.1"]),
        ("es", "hablaria año", ["8.1"]),
        ("es", "hablarían", ["8.1"]),
        ("pt", "declaracao", ["9.1"]),
        ("pt", "declaração países", ["9.1"]),
        ("pt", "declaracoes seguranca paises", ["9.1"]),
        ("ar", "اكد الامن", ["10.1"]),
        ("ar", "أكد أمن", ["10.1"]),
        ("ar", "مصطفي", ["10.1"]),
        ("ar", "مدرسه ايضا", ["10.1"]),
        ("uk", "літак", ["11.1"]),
    ],
)
def test_what_a_query_finds(link: Connection, language: str, query: str, turns: list[str]) -> None:
    assert found(link, query, language) == turns
    assert found(link, query) == turns, "and so where all languages are searched"


def test_a_row_can_be_cited(link: Connection) -> None:
    query = """SELECT s.language, s.ministry, s.published_on::text, s.title, s.ordinal, s.person_id, s.role, s.kind, s.hits,
        s.headline, s.address = d.address, s.turn_id = t.turn_id FROM analysis.search('sailed -minister') s
        JOIN analysis.turns t USING (turn_id) JOIN analysis.transcripts d ON d.document_id = s.document_id"""
    assert ask(link, query) == [
        ("en", "toy", "2026-01-05", "On 1", 2, ADA, "official", "statement", 1,
         "Ferries **sailed**. The ferry is ours", True, True)
    ]  # fmt: skip


def test_the_best_come_first_and_all_are_counted(link: Connection) -> None:
    rows = ask(link, "SELECT title, ordinal, rank, hits FROM analysis.search('ferry', 'en', most => 2)")
    assert rows[0][:2] == ("On 1", 2), "it stands there twice"
    assert rows[0][2] > rows[1][2] > 0
    assert [row[3] for row in rows] == [4, 4]


def test_the_newest_come_first_and_those_without_a_day_last(link: Connection) -> None:
    query = "SELECT title, ordinal, rank, hits FROM analysis.search('ferry', sort => 'newest')"
    assert ask(link, query) == [
        ("On 2", 1, None, None), ("On 1", 1, None, None), ("On 1", 2, None, None), ("On 4", 1, None, None)
    ]  # fmt: skip
    assert [row[0] for row in ask(link, query.replace("'newest'", "'newest', most => 1"))] == ["On 2"]


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ("ministry => 'tin'", ["On 3"]),
        ("since => '2026-04-01'", ["On 3"]),
        ("until => '2026-01-05'", ["On 1"]),
        ("since => '2026-02-09', until => '2026-02-09'", []),
        (f"speaker => '{ADA}'", ["On 3"]),
        ("speaker => 'ANTON  Velin'", ["On 3"]),
        ("speaker => 'А. П. Велин'", ["On 3"]),
        (f"speaker => '{BEN}'", []),
    ],
)
def test_filters(link: Connection, chosen: str, titles: list[str]) -> None:
    for sort in ("rank", "newest"):
        query = f"SELECT title FROM analysis.search('minister', 'en', {chosen}, sort => '{sort}')"
        assert [row[0] for row in ask(link, query)] == titles


def test_headlines_are_the_words_as_printed(link: Connection) -> None:
    for query, headline in (
        ("елка летит", "**Ёлки** и самолёты ещё **летят**"),
        ("securite etats", "**sécurité** a été négociée par les **États**"),
        ("applause", "harbour, no ferry: a treaty on harbours <**applause**> and on war of attrition"),
    ):
        assert ask(link, "SELECT headline FROM analysis.search(%s, most => 1)", query) == [(headline,)]


def test_what_is_hidden_is_neither_found_nor_counted(owner: Connection, link: Connection) -> None:
    counts = (
        "SELECT count(*) FROM analysis.search('ferry')",
        "SELECT count(*) FROM analysis.search('ferry', sort => 'newest')",
        "SELECT count(*) FROM analysis.kwic('ferry')",
        "SELECT sum(turns_with) FROM analysis.mentions_by_month('ferry')",
        "SELECT sum(turns) FROM analysis.word_share(language => 'en')",
    )
    before = [ask(link, query)[0][0] for query in counts]
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO corpus.hidden SELECT document_id, 'set_aside' FROM analysis.transcripts WHERE title = 'On 1'"
        )
        owner.commit()
        try:
            assert [ask(link, query)[0][0] for query in counts] == [2, 2, 2, 2, 3]
        finally:
            cursor.execute("DELETE FROM corpus.hidden")
            owner.commit()
    assert [ask(link, query)[0][0] for query in counts] == before == [4, 4, 5, 4, 5]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("search('x', 'xx')", "no text is in the language 'xx'"),
        ("search('x', ministry => 'nowhere')", "no ministry has the code 'nowhere'"),
        ("search('x', speaker => 'Nobody Known')", "no person is known by the name 'Nobody Known'"),
        ("search('x', speaker => '')", "no person is known by the name ''"),
        ("search('x', since => '2026-02-01', until => '2026-01-01')", "since (2026-02-01) is after until (2026-01-01)"),
        ("search('x', most => 0)", "most is 0, but has to lie between 1 and 1000"),
        ("search('x', most => NULL)", "most is NULL, but has to lie between 1 and 1000"),
        ("search('x', most => 1001)", "most is 1001, but has to lie between 1 and 1000"),
        ("search('x', sort => 'oldest')", "sort is 'oldest', but has to be rank or newest"),
        ("search('-ferry')", "the query says only what must not stand there"),
        ("search('ferry or -sail', 'en')", "the query says only what must not stand there"),
        ("search(repeat('ferry ', 200))", "the query has 1200 characters, at most 1000 are taken"),
        ("kwic('ferry -lines')", "'ferry -lines' says what must not stand there, which only search() can ask"),
        ("mentions_by_month('-ferry', 'en')", "'-ferry' says what must not stand there, which only search() can ask"),
        (
            "word_share('speaker', 'ferry or -\"sail\"')",
            "'ferry or -\"sail\"' says what must not stand there, which only search() can ask",
        ),
        ("kwic('x', width => 0)", "width is 0, but has to lie between 1 and 1000"),
        ("kwic('x', most => 10001)", "most is 10001, but has to lie between 1 and 10000"),
        ("kwic('x', language => 'xx')", "no text is in the language 'xx'"),
        ("mentions_by_month('x', ministry => 'nowhere')", "no ministry has the code 'nowhere'"),
        ("word_share('sanctions')", "by is 'sanctions', but has to be speaker, ministry, language, role or month"),
        ("word_share(speaker => 'Nobody')", "no person is known by the name 'Nobody'"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_way_out(link: Connection, call: str, said: str) -> None:
    with pytest.raises(psycopg2.Error) as error:
        ask(link, f"SELECT * FROM analysis.{call}")
    assert error.value.pgcode == "22023"
    assert error.value.diag.message_primary == said
    assert error.value.diag.message_hint


def test_a_name_that_is_not_quite_right_leads_to_those_that_are_alike(link: Connection) -> None:
    with pytest.raises(psycopg2.Error) as error:
        ask(link, "SELECT * FROM analysis.search('x', speaker => 'Velin')")
    assert "sample-velin" in str(error.value.diag.message_hint)


@pytest.mark.parametrize(
    "call", ["search(%s, 'en')", "kwic(%s, 20, 'en')", "mentions_by_month(%s, 'en')", "word_share('role', %s, 'en')"]
)
@pytest.mark.parametrize(
    ("query", "notice"),
    [("", "the query is empty"), (None, "the query is empty"), ('" - ', "the query is empty"), ("the of", "only stop words")],
)  # fmt: skip
def test_what_holds_no_word_is_empty_and_says_so(link: Connection, call: str, query: str | None, notice: str) -> None:
    if query is None and "share" in call:
        return  # no term: all words are shared out
    assert ask(link, f"SELECT * FROM analysis.{call}", query) == []
    assert len(link.notices) == 1
    assert notice in link.notices[0]


def test_a_word_that_only_some_languages_stop_is_searched_in_the_others(link: Connection) -> None:
    assert found(link, "die") == [], "German stops it; elsewhere it stands nowhere"
    assert link.notices == []


WORDS = st.text(st.one_of(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), st.sampled_from('"-:*&|!()<>\\\' ')), max_size=40)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, st.sampled_from([None, "en", "ru", "fr", "ar", "uk"]))
def test_nothing_that_somebody_types_is_an_internal_error(link: Connection, query: str, language: str | None) -> None:
    for call in ("search(%s, %s)", "kwic(%s, 20, %s)", "mentions_by_month(%s, %s)", "word_share('speaker', %s, %s)"):
        try:
            ask(link, f"SELECT * FROM analysis.{call}", query, language)
        except psycopg2.Error as error:
            assert error.pgcode == "22023", (query, error)
            assert error.diag.message_hint


def test_the_time_out_of_the_session_holds_inside(link: Connection) -> None:
    ask(link, "SELECT set_config('statement_timeout', '1ms', false)")
    with pytest.raises(psycopg2.errors.QueryCanceled):
        ask(link, "SELECT * FROM analysis.search('ferry or harbour or sail or the'), analysis.kwic('ferry')")


def test_a_new_revision_is_searched_instead_of_the_old_one(owner: Connection, link: Connection) -> None:
    def both() -> tuple[Any, ...]:
        return found(link, "lighthouse", "en"), found(link, "beacon", "en"), ask(
            link, "SELECT words FROM analysis.word_share('ministry', ministry => 'new')"
        )  # fmt: skip

    say(owner, 90, Said("en", date(2026, 5, 1), ((ADA, "A lighthouse."),), "new"))
    assert both() == (["90.1"], [], [(2,)])
    say(owner, 90, Said("en", date(2026, 5, 1), ((ADA, "A new beacon."),), "new"), hours=1)
    assert both() == ([], ["90.1"], [(3,)])

"""analysis.kwic, mentions_by_month and word_share: each place of a word, how often it is said, and what to divide by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.schema.searched import Said, analyst, ask, say

pytestmark = pytest.mark.database

ADA, BEN = "sample-velin", "sample-kaland"
SAID = (
    Said(
        "en",
        date(2026, 1, 31),
        (
            (None, "On arms control, minister?"),
            (ADA, "Arms control is control of arms.\nArms controls need arms; controlled arms too."),
        ),
    ),
    Said("en", date(2026, 2, 1), ((BEN, "No word of it here at all."),)),
    Said(
        "en", date(2026, 4, 1), ((BEN, "Treaties: the treaty of arms <and arms> of the day, vice-ministers."),), "tin"
    ),
    Said("en", None, ((BEN, "Arms without a day."),)),
    Said("fr", date(2026, 1, 8), ((ADA, "La sécurité ! La SÉCURITÉ des États, des securites."),)),
    Said("ru", date(2026, 1, 9), ((ADA, "Самолёт и самолеты."),)),
)


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


def hits(link: Connection, term: str, language: str | None = None, **more: object) -> list[str]:
    query = "SELECT hit FROM analysis.kwic(%s, 20, %s, since => %s, most => %s)"
    return [row[0] for row in ask(link, query, term, language, more.get("since"), more.get("most", 100))]


def test_a_word_in_its_context(link: Connection) -> None:
    query = """SELECT k.title, k.ordinal, k.before, k.hit, k.after, k.person_id, substr(t.text, k.position, length(k.hit)) = k.hit
        FROM analysis.kwic('arms control', 12, 'en') k JOIN analysis.turns t USING (turn_id)"""
    assert ask(link, query) == [
        ("On 1", 1, "On ", "arms control", ", minister?", None, True),
        ("On 1", 2, "", "Arms control", " is control ", ADA, True),
        ("On 1", 2, "ol of arms. ", "Arms controls", " need arms; ", ADA, True),
        ("On 1", 2, "ntrols need ", "arms; controlled", " arms too.", ADA, True),
    ]


@pytest.mark.parametrize(
    ("term", "language", "printed"),
    [
        ("treaty", "en", ["Treaties", "treaty"]),
        ("controlling arms", "en", ["controlled arms"]),
        ("control of arms", "en", ["control of arms", "controls need arms"]),
        ("treaty or vice-minister", "en", ["Treaties", "treaty", "vice-ministers"]),
        ("minister", "en", ["ministers", "minister"]),
        ("securite", "fr", ["sécurité", "SÉCURITÉ", "securites"]),
        ("sécurités", None, ["sécurité", "SÉCURITÉ", "securites"]),
        ("самолет", None, ["Самолёт", "самолеты"]),
        ("securite etat", "fr", []),
        ("securite des etats", "fr", ["SÉCURITÉ des États"]),
    ],
)
def test_what_the_index_finds_is_cut_out_as_printed(
    link: Connection, term: str, language: str | None, printed: list[str]
) -> None:
    assert hits(link, term, language) == printed


def test_the_newest_come_first_and_no_more_than_asked_for(link: Connection) -> None:
    assert hits(link, "arms", "en", most=1) == ["arms"]
    assert len(hits(link, "arms", "en")) == 9
    assert hits(link, "arms", "en", since=date(2026, 2, 1)) == ["arms", "arms"]


def test_mentions_by_month_with_the_words_to_divide_by(link: Connection) -> None:
    query = (
        "SELECT month::text, turns_with, mentions, turns, words, per_million FROM analysis.mentions_by_month(%s, %s)"
    )
    found = ask(link, query, "arms", "en")
    assert [row[:5] for row in found] == [
        ("2026-01-01", 2, 6, 2, 17), ("2026-02-01", 0, 0, 1, 7), ("2026-04-01", 1, 2, 1, 11), (None, 1, 1, 1, 4)
    ]  # fmt: skip
    assert [round(float(row[5])) for row in found] == [round(row[2] * 1e6 / row[4]) for row in found]


def test_a_phrase_and_alternatives_are_counted_as_kwic_shows_them(link: Connection) -> None:
    for term in ("arms control", "control of arms", "treaty or arms", "vice-minister", "arms or control of arms"):
        counted = ask(link, "SELECT sum(mentions) FROM analysis.mentions_by_month(%s, 'en')", term)[0][0]
        assert counted == len(hits(link, term, "en")) > 0, term


def test_mentions_are_counted_in_the_selection_and_divided_by_its_words(link: Connection) -> None:
    query = "SELECT month::text, mentions, turns, words FROM analysis.mentions_by_month('arms', {})"
    assert ask(link, query.format(f"'en', speaker => '{ADA}'")) == [("2026-01-01", 5, 1, 13)]
    assert ask(link, query.format("ministry => 'tin'")) == [("2026-04-01", 2, 1, 11)]
    assert ask(link, query.format("'en', since => '2026-02-01', until => '2026-03-31'")) == [("2026-02-01", 0, 1, 7)]


def test_every_language_has_its_own_months(link: Connection) -> None:
    query = "SELECT language, month::text, mentions FROM analysis.mentions_by_month('securite', until => '2026-01-31')"
    assert ask(link, query) == [("en", "2026-01-01", 0), ("fr", "2026-01-01", 3), ("ru", "2026-01-01", 0)]


def test_who_speaks_how_much(link: Connection) -> None:
    query = "SELECT key, name, documents, turns, words, share, mentions FROM analysis.word_share(language => 'en')"
    rows = ask(link, query)
    assert [row[:5] for row in rows] == [
        (BEN, "Irena Kaland", 3, 3, 22), (ADA, "Anton Velin", 1, 1, 13), (None, None, 1, 1, 4)
    ]  # fmt: skip
    assert [round(float(row[5]), 3) for row in rows] == [0.564, 0.333, 0.103]
    assert {row[6] for row in rows} == {None}
    words = ask(link, "SELECT sum(words) FROM analysis.turns WHERE language = 'en'")[0][0]
    assert sum(row[4] for row in rows) == words, "as the view counts them"


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("speaker", [(ADA, 1, 5, 13), (BEN, 2, 3, 22), (None, 1, 1, 4)]),
        ("role", [("official", 3, 8, 35), ("journalist", 1, 1, 4)]),
        ("ministry", [("toy", 3, 7, 28), ("tin", 1, 2, 11)]),
        ("language", [("en", 4, 9, 39)]),
        ("month", [("2026-01-01", 2, 6, 17), ("2026-02-01", 0, 0, 7), ("2026-04-01", 1, 2, 11), (None, 1, 1, 4)]),
    ],
)
def test_who_says_a_term_how_often(link: Connection, by: str, rows: list[tuple[object, ...]]) -> None:
    query = "SELECT key, turns_with, mentions, words, mention_share FROM analysis.word_share(%s, 'arms', 'en')"
    found = ask(link, query, by)
    assert [row[:4] for row in found] == rows
    assert abs(sum(float(row[4] or 0) for row in found) - 1) < 1e-5


def test_the_analyst_reaches_none_of_the_inner_functions(link: Connection) -> None:
    for call in ("corpus.ranked_hits('en', 'x', NULL, NULL, NULL, NULL, 1)", "corpus.make_searchable('{1}')"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(link, f"SELECT {call}")


def test_nobody_but_the_analyst_and_the_owner_may_call_what_reads_by_the_owners_rights(owner: Connection) -> None:
    query = """SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'analysis'::regnamespace AND p.prosecdef
        AND p.proname IN ('search', 'kwic', 'mentions_by_month', 'word_share')
        AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0) AND has_function_privilege('analyst', p.oid, 'EXECUTE')
        AND p.proconfig @> '{"search_path=pg_catalog, pg_temp"}'"""
    assert len(ask(owner, query)) == 4
    owner.rollback()

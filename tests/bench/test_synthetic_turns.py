"""The synthetic turns that queries are timed on: their words, their phrases, and rows that the schema takes."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import numpy
import psycopg2
import pytest

from bench.queries.events import events_for, plants, versions
from bench.queries.filling import fill
from bench.queries.vocabulary import LANGUAGES, vocabulary

TURNS = 4000


@pytest.fixture(scope="module")
def documents():
    return [one for some in versions(60) for one in some]


def test_words_follow_the_law_of_zipf_and_a_turn_has_its_length() -> None:
    draw = numpy.random.default_rng(1)
    texts = vocabulary("en").texts(draw, numpy.full(3000, 80), [(7, "grain corridor")])
    words = Counter(word.strip(".,").lower() for text in texts for word in text.split())
    assert {len(text.split(" ")) for text in texts} == {80, 81}  # a phrase takes the place of one word
    assert 1.7 < words["the"] / words["of"] < 2.3
    assert 7 < words["the"] / words["that"] < 11  # the eighth
    assert len(words) > 20_000
    assert [number for number, text in enumerate(texts) if "grain corridor" in text] == [7]


def test_texts_are_the_same_each_time(documents) -> None:
    again = [one for some in versions(60) for one in some]
    assert [one.texts for one in again] == [one.texts for one in documents]


def test_all_versions_of_an_event_have_its_phrases_in_the_same_turns(documents) -> None:
    for place, (words, _) in enumerate(plants("en")[:2]):
        theirs = plants("ru")[place][0]
        by_event = {one.event: one for one in documents if one.language == "ru"}
        for one in documents:
            if one.language == "en":
                pairs = zip(one.texts, by_event[one.event].texts, strict=False)
                found = [(words in ours, theirs in other) for ours, other in pairs]
                # Where two phrases fall on the same word of one version, the later one stands there.
                assert sum(a != b for a, b in found) <= 0.1 * len(found) + 2


def test_languages_days_and_kinds_are_many(documents) -> None:
    assert {one.language for one in documents} == set(LANGUAGES)
    assert documents[0].day.year == 2010 and documents[-1].day.year == 2025
    assert {one.kind for one in documents} == {"statement", "press_conference", "briefing", "interview"}
    turns = sum(len(one.texts) for one in documents)
    assert 0.6 < events_for(turns) / 60 < 1.6


@pytest.fixture(scope="module")
def filled(database_url: str):
    """Filled by the owner: every foreign key is asked for."""
    count = fill(database_url, TURNS, lambda _: None)
    with closing(psycopg2.connect(database_url)) as connection, connection.cursor() as cursor:

        def rows(statement: str):
            cursor.execute(statement)
            return cursor.fetchall()

        yield count, rows


@pytest.mark.database
def test_the_views_of_analysts_show_all_of_it(filled) -> None:
    count, rows = filled
    assert rows("SELECT count(*), sum(turns) FROM analysis.transcripts") == [(count.documents, count.turns)]
    assert rows("SELECT count(*) FROM analysis.turns") == [(count.turns,)]
    assert rows("SELECT count(*) FROM corpus.turn_search") == [(count.turns,)]
    assert rows("SELECT count(*) FROM analysis.sources") == [(count.documents,)]
    assert rows("SELECT count(*) > 0 FROM analysis.turns WHERE office IS NOT NULL AND person IS NOT NULL") == [(True,)]


@pytest.mark.database
def test_indexes_are_as_the_schema_has_them(filled) -> None:
    _, rows = filled
    found = rows(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = 'corpus.turn_search'::regclass ORDER BY 1"
    )
    assert [name for (name,) in found] == [
        "turn_search_days", "turn_search_documents", "turn_search_pkey", "turn_search_words",
    ]  # fmt: skip
    assert rows("SELECT count(*) FROM pg_inherits WHERE inhparent = 'corpus.turn_search_words'::regclass") == [(8,)]


@pytest.mark.database
def test_new_keys_come_after_the_filled_ones(filled) -> None:
    _, rows = filled
    ((highest, following),) = rows(
        "SELECT max(segmentation_id), nextval(pg_get_serial_sequence('corpus.segmentation', 'segmentation_id'))"
        " FROM corpus.segmentation"
    )
    assert following == highest + 1

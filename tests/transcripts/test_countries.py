"""Mentions of countries in the database: what analysts see, when rows are replaced, and that they follow the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from launcher.postgres import Postgres
from tests.transcripts.collecting import Here
from tests.transcripts.replaying import databases_of
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.countries import find
from transcripts.digest import digests
from transcripts.process import pending, process
from transcripts.replay import replay
from transcripts.steps import countries as step
from transcripts.store import work

pytestmark = pytest.mark.database
FIRST = ("Question: What of Chile?", "Sergey Lavrov: Chile and the United States, Russia too.")
THEN = ("Question: What of Peru?", "Sergey Lavrov: Peru, as I said.")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("countries"), (1, 2, 3)) as it:
        it.publish(
            {1: FIRST, 2: ("Sergey Lavrov: Nothing of the kind.",), 3: ("Sergey Lavrov: We left Peru for Peru.",)}
        )
        yield it


def seen(house: Reviewing, number: int = 1) -> list[tuple[Any, ...]]:
    return house.rows(
        "SELECT ordinal, surface, code, country, person FROM analysis.country_mentions"
        f" WHERE document_id = '{house.id(number)}' ORDER BY ordinal, start_char"
    )


def test_analysts_see_who_names_what_in_which_words(house: Reviewing, analyst_url: str) -> None:
    lavrov = "Sergey Lavrov"
    assert seen(house) == [
        (1, "Chile", "CL", "Chile", None),
        (2, "Chile", "CL", "Chile", lavrov),
        (2, "United States", "US", "United States", lavrov),
        (2, "Russia", "RU", "Russia", lavrov),
    ]
    with closing(psycopg2.connect(analyst_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), bool_and(substr(t.text, m.start_char + 1, m.end_char - m.start_char) = m.surface)"
            " FROM analysis.country_mentions m JOIN analysis.turns t USING (turn_id)"
        )
        assert cursor.fetchone() == (6, True)
        cursor.execute("SELECT mentions, turns, documents FROM analysis.country_months WHERE code = 'PE'")
        assert cursor.fetchall() == [(2, 1, 1)]
        cursor.execute("SELECT name, kind FROM analysis.countries WHERE code = 'SU'")
        assert cursor.fetchall() == [("USSR", "former")]


def test_a_document_that_names_none_is_told_from_one_that_nobody_read(house: Reviewing) -> None:
    assert house.rows(
        f"SELECT mentions FROM corpus.country_reading WHERE segmentation_id = {house.segmentation(2)}"
    ) == [(0,)]


def test_nothing_is_written_twice(house: Reviewing) -> None:
    before = house.rows("SELECT xmin::text, m::text FROM corpus.country_mention m ORDER BY 2")
    house.process()
    assert house.rows("SELECT xmin::text, m::text FROM corpus.country_mention m ORDER BY 2") == before


def with_version(house: Reviewing, monkeypatch: pytest.MonkeyPatch, version: str, old: str, new: str) -> dict[str, int]:
    """The step run by another version, in which one name is another."""
    monkeypatch.setattr("transcripts.countries.VERSION", version)
    monkeypatch.setattr(step, "VERSION", version)
    monkeypatch.setattr(step, "find", lambda text, language: FIND(text.replace(old, new), language))
    return house.process().get("countries", {})


FIND = find


def test_another_version_replaces_the_rows_and_the_first_one_takes_them_back(
    house: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, digest = seen(house), digests(house.url)
    with monkeypatch.context() as other:
        assert with_version(house, other, "other", "Russia", "Norway")["done"] == 3
        assert ("Russia", "NO") in [row[1:3] for row in seen(house)], "the place is the same, the code is not"
        assert pending(house.url)["countries"] == 0
        unchanged = "SELECT count(DISTINCT xmin::text) FROM corpus.country_mention"
        assert house.rows(unchanged) == [(2,)], "only the row that differs was written anew"
    assert pending(house.url)["countries"] == 3
    house.process()
    assert seen(house) == first
    assert digests(house.url) == digest


def test_mentions_follow_the_pointer_away_and_back(house: Reviewing) -> None:
    first = seen(house)
    house.publish({1: THEN})
    assert [row[1] for row in seen(house)] == ["Peru", "Peru"]
    house.publish({1: FIRST})
    assert seen(house) == first


def test_a_replay_makes_the_same_rows_and_none_of_texts_that_were_replaced(
    house: Reviewing, postgres: Postgres, migrated: str
) -> None:
    assert house.rows("SELECT count(DISTINCT segmentation_id) FROM corpus.country_mention") > [(2,)], (
        "an older text has rows"
    )
    with databases_of(postgres, migrated, "countries") as fresh:
        there = Here(fresh("again"), house.folder)
        replay(there.url, there.archive)
        process(there.url, there.archive, 2)
        assert digests(there.url) == digests(house.url)
        assert there.rows("SELECT count(DISTINCT segmentation_id) FROM corpus.country_mention") == [(2,)]


def test_a_pointer_that_comes_back_to_rows_of_an_older_version_has_them_read_again(
    house: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = house.segmentation(1)
    house.execute(f"UPDATE corpus.country_reading SET version = 'old' WHERE segmentation_id = {shown}")
    house.execute(f"DELETE FROM corpus.country_mention WHERE segmentation_id = {shown} AND code = 'RU'")
    assert pending(house.url)["countries"] == 1
    house.process()
    assert "RU" in [row[2] for row in seen(house)]


def test_a_language_without_names_is_noted_and_not_tried_again(
    house: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(text: str, language: str) -> list[Any]:
        raise LookupError(f"no names of countries are known in {language!r}")

    with monkeypatch.context() as other:
        other.setattr("transcripts.countries.VERSION", "wordless")
        other.setattr(step, "VERSION", "wordless")
        other.setattr(step, "find", unknown)
        house.process()
        assert house.rows("SELECT DISTINCT mentions FROM corpus.country_reading WHERE version = 'wordless'") == [
            (None,)
        ]
        assert pending(house.url)["countries"] == 0
        assert seen(house) == []
    house.process()
    assert seen(house) != []


def test_a_text_on_which_the_search_fails_is_noted_and_takes_no_other_with_it(
    house: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(text: str, language: str) -> list[Any]:
        if "Chile" in text:
            raise RuntimeError("chilli")
        return FIND(text, language)

    with monkeypatch.context() as other:
        other.setattr("transcripts.countries.VERSION", "faulty")
        other.setattr(step, "VERSION", "faulty")
        other.setattr(step, "find", failing)
        counts = house.process()["countries"]
        assert (counts["done"], counts["failed"]) == (2, 1)
        assert house.rows("SELECT detail FROM pipeline.attempt WHERE version = 'faulty' AND outcome = 'failed'") == [
            ("RuntimeError: chilli",)
        ]
        assert pending(house.url)["countries"] == 1, "it is tried again"
        assert seen(house) != [], "what stood there stays until then"
        other.setattr(step, "find", FIND)
        house.process()
        assert pending(house.url)["countries"] == 0
    house.process()


def test_the_list_asks_for_published_documents_only(house: Reviewing) -> None:
    versions = work.Versions("", "", "", countries="never")
    with closing(psycopg2.connect(house.url)) as connection:
        keys = work.keys(connection, "countries", versions, ["tiny"], 100)
    assert sorted(int(key) for _, key in keys) == sorted(house.segmentation(number) for number in (1, 2, 3))


def test_a_hidden_document_is_hidden_here_too(house: Reviewing, tmp_path: Path) -> None:
    house.execute(
        f"INSERT INTO corpus.hidden (document_id, because, instead) VALUES ('{house.id(3)}', 'set_aside', NULL)"
    )
    assert seen(house, 3) == []
    assert house.rows("SELECT count(*) FROM analysis.country_months WHERE code = 'PE'") == [(0,)]
    house.execute("DELETE FROM corpus.hidden")

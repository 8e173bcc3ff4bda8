"""A document's title and dates put right: shown corrected wherever they stand, taken back without a trace, the same in a replay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from launcher.postgres import Postgres
from tests.transcripts.replaying import databases_of
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.digest import digests
from transcripts.process import process
from transcripts.replay import replay

pytestmark = pytest.mark.database
MOMENT, EVENT = "2019-05-02T23:30:00+00:00", "2019-05-01"
#: Views with a title or a date of one document, by the column that names it.
TITLES = ("transcripts", "turns", "exchanges", "turn_history")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("titles"), range(1, 7)) as it:
        yield it


def of(house: Reviewing, number: int, columns: str, view: str = "transcripts") -> list[tuple[Any, ...]]:
    return house.rows(f"SELECT DISTINCT {columns} FROM analysis.{view} WHERE document_id = '{house.id(number)}'")


def test_a_title_is_corrected_wherever_it_stands(house: Reviewing) -> None:
    assert of(house, 1, "title, corrected") == [("Document 1", False)]
    key = house.say(1, "title", changes={"title": "The harbour's <b>first</b> day"})
    house.process()
    for view in TITLES:
        assert of(house, 1, "title", view) == [("The harbour's <b>first</b> day",)], view
    assert of(house, 1, "corrected") == [(True,)]
    assert of(house, 1, "title", "revisions") == [("Document 1",)], "what the page printed stays to be seen"
    [(action, changes, by, undone)] = of(house, 1, "action, changes::text, by, undone_by", "corrections")
    assert (action, json.loads(changes), by, undone) == (
        "title",
        {"title": "The harbour's <b>first</b> day"},
        "ada",
        None,
    )
    assert "The harbour's <b>first</b> day" in house.rows(f"SELECT citation FROM analysis.cite('{house.id(1)}')")[0][0]
    hits = house.rows(f"SELECT DISTINCT title FROM analysis.search('harbour') WHERE document_id = '{house.id(1)}'")
    assert hits == [("The harbour's <b>first</b> day",)]
    assert of(house, 2, "title, corrected") == [("Document 2", False)], "and no other document's"
    assert len(key) == 16


def test_dates_are_corrected_and_the_days_that_follow_from_them(house: Reviewing) -> None:
    house.say(2, "date", changes={"published_at": MOMENT, "event_date": EVENT})
    house.process()
    found = of(house, 2, "published_on::text, event_date::text, published_at::text, corrected")
    assert found == [("2019-05-02", EVENT, "2019-05-02 23:30:00+00", True)]
    for view in ("turns", "exchanges", "turn_history"):
        assert of(house, 2, "published_on::text, event_date::text", view) == [("2019-05-02", EVENT)], view
    where = f"document_id = '{house.id(2)}'"
    searched = "SELECT DISTINCT published_on::text FROM analysis.search('harbour', since => '2019-05-01', until => '2019-05-31') WHERE "
    assert house.rows(searched + where) == [("2019-05-02",)], "it is found by its day"
    cited = house.rows(f"SELECT day::text FROM analysis.cite('{house.id(2)}')")
    assert cited == [(EVENT,)]


def test_offices_are_those_of_the_corrected_day(house: Reviewing) -> None:
    """A minister of 2026 held no office of ours in 1990 yet."""
    before = of(house, 3, "office", "turns")
    house.say(3, "date", changes={"event_date": "1990-06-01"})
    house.process()
    assert of(house, 3, "office", "turns") != before or before == [(None,)]
    assert house.rows(f"SELECT event_date::text FROM analysis.transcripts WHERE document_id = '{house.id(3)}'") == [
        ("1990-06-01",)
    ]


def test_taken_back_it_leads_to_the_very_rows_that_were_there(house: Reviewing) -> None:
    before, digest = house.segmentation(4), digests(house.url)
    key = house.say(4, "title", changes={"title": "Another"})
    house.process()
    assert house.segmentation(4) != before
    house.say(4, "undo", undoes=key)
    house.process()
    assert house.segmentation(4) == before
    assert of(house, 4, "title, corrected") == [("Document 4", False)]
    assert {new.table for old, new in zip(digest, digests(house.url), strict=True) if old != new} == {"correction"}


def test_the_newest_word_counts_and_a_new_text_keeps_it(house: Reviewing) -> None:
    house.say(5, "title", changes={"title": "First"})
    house.say(5, "title", changes={"title": "Second"})
    house.publish({5: ("Question: Why?", "Sergey Lavrov: So.")})
    assert of(house, 5, "title, turns") == [("Second", 2)]


def test_a_replay_from_the_archive_alone_has_the_same_digest(
    house: Reviewing, postgres: Postgres, migrated: str
) -> None:
    with databases_of(postgres, migrated, "titles") as fresh:
        url = fresh("replay")
        replay(url, house.archive)
        process(url, house.archive, 100)
        assert digests(url) == digests(house.url)


def test_the_commands_set_them_in_the_ministrys_zone_and_say_what_cannot_be(house: Reviewing) -> None:
    done = house.run("correct", "title", house.id(6), "  Its   title ", "--reason", "as spoken", "--by", "ada")
    assert done.returncode == 0 and done.stdout.startswith("noted as ")
    done = house.run("correct", "date", house.id(6), "--published", "2019-05-02 14:30", "--reason", "the page's foot")
    assert done.returncode == 0, done.stderr
    assert house.run("process").returncode == 0
    assert of(house, 6, "title, published_at::text") == [("Its title", "2019-05-02 14:30:00+00")]
    for words, told in (
        (("date", house.id(6), "--reason", "x"), "it changes nothing; date sets published_at, event_date"),
        (("date", house.id(6), "--published", "soon", "--reason", "x"), "is no time such as 2026-03-05 14:30"),
        (("date", "abcdefghijklmnop", "--event", "2019-05-02", "--reason", "x"), "no document 'abcdefghijklmnop' is published"),
        (("title", house.id(6), " ", "--reason", "x"), "must be one line of words"),
    ):  # fmt: skip
        refused = house.run("correct", *words)
        assert refused.returncode == 2 and told in refused.stderr and refused.stderr.count("\n") == 1

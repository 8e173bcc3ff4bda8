"""Analysts see each document once, and none that a person set aside; all views of theirs agree on that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.decide import decide, now, undo
from transcripts.decisions import Decision
from transcripts.process import process, settle

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def three(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("shown"), (1, 2, 3)) as it:
        yield it


def views_of(house: Reviewing, column: str) -> list[str]:
    """The views of analysts with such a column."""
    return [
        name
        for (name,) in house.rows(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            f" WHERE c.relnamespace = 'analysis'::regnamespace AND c.relkind = 'v' AND a.attname = '{column}' ORDER BY 1"
        )
    ]


def shown_in(house: Reviewing, document: str) -> set[str]:
    views = [view for view in views_of(house, "document_id") if view != "corrections"]
    return {
        view for view in views if house.rows(f"SELECT FROM analysis.{view} WHERE document_id = '{document}' LIMIT 1")
    }


def test_no_view_of_analysts_asks_for_what_is_published_but_for_what_is_shown(three: Reviewing) -> None:
    found = three.rows(
        "SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class c"
        " WHERE c.relnamespace = 'analysis'::regnamespace AND c.relkind = 'v'"
    )
    assert len(found) > 12
    assert [name for name, query in found if "corpus.publication" in query] == []
    assert sum("corpus.shown" in query for _, query in found) >= 10


def test_what_is_set_aside_leaves_every_view_and_comes_back(three: Reviewing) -> None:
    before = shown_in(three, three.id(1))
    assert {"transcripts", "turns", "exchanges", "sources", "revisions"} <= before
    said = Decision("not_transcript", "tiny", "document", "ada", "a timetable", now(), "tiny/1")
    key = decide(three.url, three.archive, said)
    assert shown_in(three, three.id(1)) == set()
    assert three.rows("SELECT because, instead FROM corpus.hidden") == [("set_aside", None)]
    assert shown_in(three, three.id(2)) == before, "the others stay"
    undo(three.url, three.archive, key, "ada", "it was none")
    assert shown_in(three, three.id(1)) == before


def test_where_nothing_changed_nothing_is_written(three: Reviewing) -> None:
    said = Decision("not_transcript", "tiny", "document", "ada", "a timetable", now(), "tiny/3")
    decide(three.url, three.archive, said)
    before = three.rows("SELECT ctid::text, xmin::text, document_id FROM corpus.hidden")
    assert len(before) == 1
    assert settle(three.url, three.archive) == 0
    process(three.url, three.archive, 100)
    assert three.rows("SELECT ctid::text, xmin::text, document_id FROM corpus.hidden") == before

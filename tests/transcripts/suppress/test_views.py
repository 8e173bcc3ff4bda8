"""A document that is suppressed stands in no view and in no answer of a function, until that is taken back."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest

from tests.transcripts.reviewing import Reviewing
from tests.transcripts.suppress.rows import WORDS, analysts_rows, answers, ids_of, meets
from transcripts.digest import digests
from transcripts.meanwhile import Meanwhile
from transcripts.process import settle
from transcripts.suppress import suppress, undo

pytestmark = pytest.mark.database


def test_it_leaves_every_view_and_every_function(house: Reviewing, first: str, analyst_url: str) -> None:
    words = [*ids_of(house), *WORDS]
    before, said = analysts_rows(analyst_url), answers(analyst_url, [])
    saw = {view for view, rows in before.items() if any(meets(row, words) for row in rows)}
    assert {"transcripts", "turns", "exchanges", "corrections", "sources", "turn_history", "turn_pairs"} <= saw
    assert {name for name, text in said.items() if meets(text, words)} >= {"search", "kwic", "turns_as_of"}
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    after, said = analysts_rows(analyst_url), answers(analyst_url, [])
    assert {view: [row for row in rows if meets(row, words)] for view, rows in after.items()} == {v: [] for v in after}
    assert {name: meets(text, words) for name, text in said.items()} == {name: [] for name in said}
    assert len(after["transcripts"]) == len(before["transcripts"]) - 1, "the others stay"


def test_its_ids_are_said_to_be_withheld_without_a_word_of_it(house: Reviewing, first: str, analyst_url: str) -> None:
    document, *turns = ids_of(house)
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    with closing(psycopg2.connect(analyst_url)) as connection, connection.cursor() as cursor:
        for key, kind in [(document, "document"), *((turn, "turn") for turn in turns)]:
            cursor.execute("SELECT how, kind, reason, current_id, document_id, note FROM analysis.resolve(%s)", [key])
            [(how, what, reason, current, of, note)] = cursor.fetchall()
            assert (how, what, reason, current) == ("hidden", kind, "suppressed", None)
            assert of in (None, key) and "withheld" in note
            cursor.execute("SELECT c::text, citation, text FROM analysis.cite(%s) AS c", [key])
            [(whole, citation, text)] = cursor.fetchall()
            assert citation is None and text is None and not meets(whole, list(WORDS))


def test_taken_back_everything_is_as_before(house: Reviewing, first: str, analyst_url: str) -> None:
    before, digest = analysts_rows(analyst_url), digests(house.url)
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    assert digests(house.url) != digest or analysts_rows(analyst_url) != before
    house.process()
    assert undo(house.url, house.archive, first, "eve", "the request was a mistake")
    house.process()
    assert analysts_rows(analyst_url) == before
    assert digests(house.url) == digest
    assert house.rows("SELECT kind, by FROM pipeline.decision ORDER BY at DESC LIMIT 2") == [
        ("undo", "eve"),
        ("suppress", "ada"),
    ]


def test_where_nothing_changed_nothing_is_written(house: Reviewing, first: str) -> None:
    key = suppress(house.url, house.archive, first, "ada", "a person asked for it")
    hidden = "SELECT ctid::text, xmin::text FROM corpus.hidden"
    before = house.rows(hidden)
    assert suppress(house.url, house.archive, first, "ada", "a person asked for it") == key
    with pytest.raises(Meanwhile, match=r"^ada suppressed it on .*'a person asked for it'"):
        suppress(house.url, house.archive, first, "bob", "said twice")
    assert settle(house.url, house.archive) == 0
    assert house.rows(hidden) == before


def test_it_is_no_gap_that_was_accepted(house: Reviewing, first: str) -> None:
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    assert house.rows("SELECT FROM pipeline.decision_standing WHERE kind = 'suppress'") == []
    items = "SELECT state, accepted FROM pipeline.balance_items('tiny', '2026-03-02', '2026-03-02') WHERE site_id = 'tiny/1'"
    assert house.rows(items) == [("published", False)]

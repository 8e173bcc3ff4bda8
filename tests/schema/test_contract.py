"""Analysts' queries of today run tomorrow: what the schema `analysis` has promised stays, and grows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest

from tests.schema.contract import Contract, ask_all, broken, pinned, standing, unpinned

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def found(database_url: str) -> Contract:
    with closing(psycopg2.connect(database_url)) as connection:
        return standing(connection)


def test_all_that_was_promised_stands(found: Contract) -> None:
    assert broken(pinned(), found) == []


def test_all_that_stands_is_promised(found: Contract) -> None:
    assert unpinned(pinned(), found) == [], "`make contract` pins what is new"


def test_an_analyst_may_ask_all_of_it(found: Contract, analyst_url: str) -> None:
    with closing(psycopg2.connect(analyst_url)) as connection, connection.cursor() as cursor:
        assert ask_all(cursor, found) == len(found["views"]) + len(found["functions"]) > 20


# The test of the test: what breaks, and what does not

PROMISED: Contract = {
    "views": {"turns": [["turn_id", "text"], ["words", "integer"]]},
    "functions": {
        "search": {
            "arguments": [["query", "text"], ["most", "integer"]],
            "required": 1,
            "returns": "table",
            "columns": [["turn_id", "text"], ["rank", "real"]],
        }
    },
}


def changed(change: Callable[[Contract], object]) -> list[str]:
    now = copy.deepcopy(PROMISED)
    change(now)
    return broken(PROMISED, now)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it["views"].clear(), "analysis.turns: it is gone"),
        (lambda it: it["views"]["turns"].pop(), "analysis.turns: words is gone"),
        (lambda it: it["views"]["turns"][1].__setitem__(0, "length"), "analysis.turns: words is gone"),
        (lambda it: it["views"]["turns"][1].__setitem__(1, "bigint"), "analysis.turns: words was integer and is bigint"),
        (lambda it: it["views"]["turns"].reverse(), "analysis.turns: turn_id stood in place 1 and does not"),
        (lambda it: it["functions"].clear(), "analysis.search(): it is gone"),
        (lambda it: it["functions"]["search"]["arguments"][0].__setitem__(0, "q"), "analysis.search(): argument query is gone"),
        (lambda it: it["functions"]["search"]["columns"].pop(), "analysis.search(): column rank is gone"),
        (lambda it: it["functions"]["search"].__setitem__("required", 2), "analysis.search(): it wants 2 arguments and wanted 1"),
        (lambda it: it["functions"]["search"].__setitem__("returns", "text"), "analysis.search(): it returned table and returns text"),
    ],
)  # fmt: skip
def test_what_breaks_a_promise_is_told_with_the_way_out(change: Callable[[Contract], object], said: str) -> None:
    first = changed(change)[0]
    assert first.startswith(said)
    assert "make a new version beside the old (analysis.turns_v2)" in first.replace("search_v2", "turns_v2")


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["views"].__setitem__("speakers", [["name", "text"]]),
        lambda it: it["views"]["turns"].append(["outlet", "text"]),
        lambda it: it["functions"]["search"]["arguments"].append(["speaker", "text"]),
        lambda it: it["functions"]["search"]["columns"].append(["headline", "text"]),
        lambda it: it["functions"]["search"].__setitem__("required", 0),
    ],
)
def test_what_is_added_breaks_nothing(change: Callable[[Contract], object]) -> None:
    now = copy.deepcopy(PROMISED)
    change(now)
    assert broken(PROMISED, now) == []
    assert unpinned(PROMISED, now) != []

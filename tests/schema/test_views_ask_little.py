"""Views of analysts make only what is asked for, and joined with one another they are entered by their indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest

from bench.queries.filling import fill

pytestmark = pytest.mark.database

Plan = Callable[[str], str]


@pytest.fixture(scope="module")
def plan(database_url: str, analyst_url: str) -> Iterator[Plan]:
    """The plan of an analyst's query over some thousand turns."""
    fill(database_url, 3000, lambda _: None)
    with closing(psycopg2.connect(analyst_url)) as connection, connection.cursor() as cursor:

        def explain(query: str) -> str:
            cursor.execute("EXPLAIN (COSTS OFF) " + query)
            return "\n".join(line for (line,) in cursor.fetchall())

        yield explain


def test_exchanges_are_counted_without_their_words(plan: Plan) -> None:
    assert " on turn " not in plan("SELECT ministry, reason, count(*) FROM analysis.exchanges GROUP BY 1, 2")
    assert " on turn " in plan("SELECT question FROM analysis.exchanges")


def test_turns_are_counted_without_offices_and_exchanges(plan: Plan) -> None:
    asked = plan("SELECT person_id, count(*), sum(words) FROM analysis.turns GROUP BY 1")
    assert " on office " not in asked and "exchange_turn" not in asked


def test_an_office_is_looked_up_once_for_a_person_and_day(plan: Plan) -> None:
    asked = plan("SELECT office, sum(words) FROM analysis.turns GROUP BY 1")
    assert asked.count(" on office ") == 1 and "SubPlan" not in asked


@pytest.mark.parametrize(
    "query",
    [
        "SELECT t.text FROM unnest(ARRAY['a', 'b']) s (turn_id) JOIN analysis.turns t USING (turn_id)",
        "SELECT x.answer FROM unnest(ARRAY['a', 'b']) s (turn_id) JOIN analysis.turns t USING (turn_id)"
        " JOIN analysis.exchanges x ON x.document_id = t.document_id AND x.ordinal = t.exchange",
        "SELECT n.text FROM unnest(ARRAY['a', 'b']) s (turn_id) JOIN analysis.turns t USING (turn_id)"
        " JOIN analysis.turns n ON n.document_id = t.document_id AND n.ordinal = t.ordinal + 1",
    ],
)
def test_some_turns_are_joined_by_index_with_other_views(plan: Plan, query: str) -> None:
    asked = plan(query)
    assert "turn_by_id" in asked
    assert "Seq Scan on turn" not in asked and "Seq Scan on exchange" not in asked

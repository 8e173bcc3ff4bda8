"""Rows go by COPY and come back as they were, whatever they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

from transcripts.store.rows import Json, field, merge

pytestmark = pytest.mark.database

ODD = 'tab\t newline\n return\r backslash \\ \\N quote " brace { } comma , й é 🙂 \u2028'


def test_values_of_every_type_come_back(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE corpus.odd (n int, t text, b boolean, d date, m timestamptz, a text[], j jsonb, r real)"
        )
        moment = datetime(2026, 3, 2, 1, 2, 3, 456, tzinfo=UTC)
        row = (7, ODD, True, date(2026, 3, 2), moment, [ODD, "", "NULL"], Json({"k": [ODD, None]}), 0.5)
        nothing = (8, None, None, None, None, None, None, None)
        merge(cursor, ("corpus", "odd"), ("n", "t", "b", "d", "m", "a", "j", "r"), [row, nothing])
        cursor.execute("SELECT * FROM corpus.odd ORDER BY n")
        found = cursor.fetchall()
    connection.rollback()
    assert found[0] == (7, ODD, True, date(2026, 3, 2), moment, [ODD, "", "NULL"], {"k": [ODD, None]}, 0.5)
    assert found[1] == nothing


def test_what_is_there_stays_and_only_news_is_returned(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE corpus.once (k text PRIMARY KEY, v int)")
        columns, table = ("k", "v"), ("corpus", "once")
        assert merge(cursor, table, columns, [("a", 1)], returning=("k",)) == [("a",)]
        assert merge(cursor, table, columns, [("a", 2), ("b", 3)], returning=("k",)) == [("b",)]
        assert merge(cursor, table, columns, [], returning=("k",)) == []
        cursor.execute("SELECT k, v FROM corpus.once ORDER BY k")
        assert cursor.fetchall() == [("a", 1), ("b", 3)]
    connection.rollback()


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_field_never_breaks_its_row(text: str) -> None:
    written = field(text)
    assert not {"\t", "\n", "\r"} & set(written)
    assert written != "\\N"


def test_a_nul_is_an_error_that_names_its_place() -> None:
    with pytest.raises(ValueError, match="NUL character at offset 3 of 'abc"):
        field("abc\0def")

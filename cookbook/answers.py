"""Asks the database as an analyst does, and puts values the way the page shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from cookbook.questions import Question

NUMBERS = (int, float, Decimal)


@dataclass(frozen=True, slots=True)
class Answer:
    """A result: the columns' names, and all rows as values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def column(self, name: str) -> list[Any]:
        """All values of a column. Raises ValueError naming those that there are."""
        if name not in self.columns:
            raise ValueError(f"the result has no column {name!r}, but {', '.join(self.columns)}")
        return [row[self.columns.index(name)] for row in self.rows]


@contextmanager
def analyst(url: str) -> Iterator[Connection]:
    """An analyst's connection, in UTC."""
    with closing(psycopg2.connect(url, options="-c timezone=UTC")) as connection:
        yield connection


def ask(connection: Connection, question: Question) -> Answer:
    """Runs a question. Raises psycopg2.Error where the database refuses it."""
    with connection.cursor() as cursor:
        cursor.execute(question.sql)
        columns = tuple(column.name for column in cursor.description or ())
        rows = tuple(cursor.fetchall())
    connection.rollback()
    return Answer(columns, rows)


def table(answer: Answer, shown: int, widest: int) -> list[str]:
    """The first rows as a Markdown table, and how many there are."""
    right = [all(isinstance(v, (*NUMBERS, type(None))) for v in answer.column(name)) for name in answer.columns]
    lines = [_line(answer.columns), _line([("--:" if one else ":--") for one in right])]
    lines += [_line([cell(value, widest) for value in row]) for row in answer.rows[:shown]]
    count, first = len(answer.rows), min(shown, len(answer.rows))
    told = f"{first} of {count} rows." if first < count else f"{count} row{'' if count == 1 else 's'}."
    return [*lines, "", told]


def cell(value: object, widest: int) -> str:
    """One value on one line, cut where it is long, with nothing in it that Markdown would take for its own."""
    text = " ".join(plain(value).split())
    cut = text if len(text) <= widest else text[: widest - 1].rstrip() + "…"
    for sign in "\\|<*_[`":
        cut = cut.replace(sign, f"\\{sign}")
    return cut


def plain(value: object) -> str:
    """One value as text, as psql prints it but for NULL, which it leaves blank."""
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").replace("+00:00", "+00")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, timedelta, *NUMBERS)):
        return str(value)
    if isinstance(value, list):
        return "{" + ", ".join(map(plain, value)) + "}"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

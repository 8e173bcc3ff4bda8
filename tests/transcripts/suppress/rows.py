"""What analysts see, and whether something of the first document is in it."""

from __future__ import annotations

from contextlib import closing

import psycopg2

from tests.schema.contract import SAID, pinned
from tests.transcripts.reviewing import Reviewing

#: What is in document 1 alone.
WORDS = ("harbour 1 ", "Document 1<", "/doc/1", "tiny/1")
ASKED = {
    "t": "2099-01-01",
    "by": "month",
    "term": "ships",
    "query": "ships",
    "day": "2026-03-02",
    "person_id": "sergey-lavrov",
}


def analysts_rows(url: str) -> dict[str, list[str]]:
    """All that each view of analysts has, as text."""
    found = {}
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for view in pinned()["views"]:
            cursor.execute(f"SELECT v::text FROM analysis.{view} AS v")
            found[view] = sorted(row[0] for row in cursor.fetchall())
    return found


def answers(url: str, ids: list[str]) -> dict[str, str]:
    """What each function answers that is not told an id of the document."""
    found = {}
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for name, function in pinned()["functions"].items():
            given = function["arguments"][: function["required"]]
            if [one for one, _ in given] == ["id"]:
                continue
            cursor.execute(
                f"SELECT v::text FROM analysis.{name}({', '.join(['%s'] * len(given))}) AS v",
                [ASKED.get(argument, SAID[kind]) for argument, kind in given],
            )
            found[name] = " ".join(row[0] or "" for row in cursor.fetchall())
    return found


def ids_of(house: Reviewing) -> list[str]:
    """The ids of the first document and of its turns."""
    return [house.id(1), *(key for (key,) in house.turns(1, "turn_id"))]


def meets(text: str, words: list[str]) -> list[str]:
    return [word for word in words if word in text]

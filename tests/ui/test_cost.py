"""What each page asks of the database: few statements, and no reading through the turns of the whole corpus, whatever its size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from bench.pages.views import View, views
from bench.queries.filling import fill
from launcher import databases

pytestmark = pytest.mark.database

#: So many statements a page may ask, with what connecting takes.
MOST = 40
#: With the scans of whole tables forbidden, a plan has one where no index serves the question at all.
WATCHED = {
    "session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json", "auto_explain.log_level": "log", "enable_seqscan": "off", "jit": "off",
}  # fmt: skip
#: Search goes through the index of words, whose tables are others; these pages show figures of upkeep's, not of turns.
TURNS = re.compile(r"turn(_\w+)?$")
#: A day and a calendar find what was published on their days, corrected dates too, by an index.
OF_DAYS = re.compile(r"turn(_\w+)?$|reading$")


@pytest.fixture(scope="module")
def filled(postgres: Any, database_url: str) -> Iterator[list[View]]:
    """Some documents, and a server that writes down the plan of each statement."""
    name = database_url.rsplit("/", 1)[1]
    fill(postgres.url(name), 600, lambda _: None)
    with closing(databases.connect(postgres.url())) as link, link.cursor() as cursor:
        for setting, value in WATCHED.items():
            cursor.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'")
    yield list(views(database_url, "railways"))


def plans(text: str) -> list[dict[str, Any]]:
    """The plans in a piece of the server's log."""
    return [json.loads(hit)["Plan"] for hit in re.findall(r"plan:\n(\t?\{.*?\n\t?\})", text, re.S)]


def scans(plan: dict[str, Any], tables: re.Pattern[str]) -> Iterator[str]:
    """The tables that a plan reads through from end to end."""
    whole = plan["Node Type"] == "Seq Scan" or (
        "Index" in plan["Node Type"] and "Relation Name" in plan and "Index Cond" not in plan
    )
    if whole and tables.match(plan["Relation Name"]):
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scans(part, tables)


def test_no_page_reads_through_the_turns_and_each_asks_few_questions(
    postgres: Any, filled: list[View], operator: Any
) -> None:
    log = postgres.log
    seen = 0
    for view in filled:
        start = log.stat().st_size
        answer = operator.get(view.path)
        if "None" in view.path or view.path.startswith("/documents/"):
            continue  # a small filling has none, or its turns are a fair part of all, which a plan may read: `make bench-pages` times it
        assert answer.status_code in (200, 404), view
        said = plans(log.read_text("utf-8")[start:])
        seen += len(said)
        assert 0 < len(said) <= MOST, f"{view.name}: {len(said)} statements"
        tables = OF_DAYS if view.path.startswith("/coverage") else TURNS
        found = [table for plan in said for table in scans(plan, tables)]
        assert not found, f"{view.name} reads through {found}"
    assert seen > 60

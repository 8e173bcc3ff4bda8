"""Arrows point one way: which room may import what, and where SQL may stand. Read from every file, not only those that run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

#: What a room may not import, wherever in its files.
FORBIDDEN = {
    "transcripts": {"scrapy", "airflow", "dags", "launcher", "sample", "reliability", "twisted"},
    "scraper": {"psycopg2", "psycopg", "sqlalchemy", "airflow", "transcripts", "dags", "launcher", "sample"},
    "sample": {"scraper", "transcripts", "dags", "launcher", "scrapy", "airflow", "psycopg2"},
    "dags": {"scrapy", "psycopg2", "psycopg", "requests", "httpx", "urllib", "bs4", "lxml", "launcher", "sample"},
    "reliability": {"scrapy", "airflow", "dags", "sample", "twisted"},
    "ui": {"scrapy", "dags", "launcher", "sample", "twisted", "requests", "httpx"},
    "cookbook": {"scrapy", "airflow", "dags", "twisted"},
    "launcher": {"scrapy", "airflow", "dags", "transcripts", "sample"},
}
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE\s+TABLE|ALTER\s+TABLE)\b", re.S
)


def files(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"no files in {room}"
    return found


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module that a file imports, also within functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute in this house"
            yield node.lineno, node.module or ""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string constant."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_nothing_that_it_may_not(room):
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files(room)
        for line, name in imports(path)
        if name.split(".")[0] in FORBIDDEN[room]
    ]
    assert wrong == []


def test_ministries_are_data_and_import_the_model_only():
    allowed = ("scraper.ministries", "re", "__future__", "datetime", "dataclasses", "typing", "collections")
    mechanism = {"registry.py", "model.py", "__init__.py"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files("scraper/ministries")
        if path.name not in mechanism
        for line, name in imports(path)
        if not name.startswith(allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["dags", "ui", "scraper", "sample", "reliability", "cookbook"])
def test_no_sql_stands_outside_the_store(room):
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}"
        for path in files(room)
        for line, text in texts(path)
        if SQL.search(text)
    ]
    assert wrong == []


def test_the_expression_for_sql_knows_sql_when_it_sees_it():
    assert SQL.search("SELECT a\nFROM b") and SQL.search("INSERT INTO x VALUES (1)")
    assert not SQL.search("Select a ministry from the list")

"""Values go to the database as parameters. Read from every file: what is written into the text of a statement is our own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_rooms import ROOT, files

ROOMS = ("transcripts", "launcher", "deploy", "dags", "ui", "reliability", "bench", "cookbook")
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|WHERE|JOIN|CREATE|DROP|ALTER|GRANT|COPY|CALL|SET)\b")
#: What is written into statements besides constants of the same module: names of our own tables, columns and conditions.
OWN = {
    (
        "transcripts/store/revised.py",
        "', '.join((f'{column} = excluded.{column}' for column in changed))",
    ): "our columns",
    ("transcripts/store/quarantine.py", "of_these"): "one of our conditions",
    ("transcripts/store/people.py", "sets"): "our columns",
    ("transcripts/store/people.py", "table"): "our tables",
    (
        "launcher/server.py",
        "' '.join(lacking)",
    ): "words for a person, no statement that we run: the server's owner is to",
    ("launcher/server.py", "rights.role"): "the same",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def is_constant(expression: ast.expr) -> bool:
    """A constant of a module (``_COLUMNS``, ``corrections.STANDING``), or an entry of one (``_LISTS[step]``)."""
    if isinstance(expression, ast.Subscript):
        return is_constant(expression.value)
    name = expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")
    return bool(re.fullmatch(r"_?[A-Z][A-Z_]*", name))


def written_in(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that a text is made of: by an f-string, by ``%``, by ``+`` or by ``format`` of a plain string."""
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr) and SQL.search(words_of(part)):
            yield from (value.value for value in part.values if isinstance(value, ast.FormattedValue))
        elif isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod | ast.Add):
            sides = (part.left, part.right)
            if any(
                isinstance(side, ast.Constant) and isinstance(side.value, str) and SQL.search(side.value)
                for side in sides
            ):
                yield from (side for side in sides if not isinstance(side, ast.Constant | ast.JoinedStr))
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "format":
            of = part.func.value
            if isinstance(of, ast.Constant) and SQL.search(str(of.value)):
                yield from part.args


def words_of(text: ast.JoinedStr) -> str:
    return "".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))


@pytest.mark.parametrize("room", ROOMS)
def test_no_value_is_written_into_a_statement(room: str) -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), ast.unparse(expression))
        for path in files(room)
        for expression in written_in(tree(path))
        if not is_constant(expression)
    }
    assert found - OWN.keys() == set()


def test_what_is_allowed_still_stands_there() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), ast.unparse(expression))
        for room in ROOMS
        for path in files(room)
        for expression in written_in(tree(path))
    }
    assert OWN.keys() - found == set()
    assert all(OWN.values())


@pytest.mark.parametrize(
    "code",
    [
        'cursor.execute(f"SELECT a FROM b WHERE c = {value}")',
        'cursor.execute("SELECT a FROM b WHERE c = %s" % value)',
        'cursor.execute("SELECT a FROM b WHERE c = " + value)',
        'cursor.execute("SELECT a FROM b WHERE c = {}".format(value))',
        'query = f"DELETE FROM {table}"',
    ],
)
def test_the_rule_knows_a_value_when_it_sees_one(code: str) -> None:
    assert [ast.unparse(one) for one in written_in(ast.parse(code)) if not is_constant(one)] in (["value"], ["table"])


def test_the_rule_lets_constants_and_parameters_through() -> None:
    code = 'cursor.execute(f"SELECT {_COLUMNS} FROM {tables.ALL} WHERE a = %(a)s" + _MORE, {"a": value})'
    assert [one for one in written_in(ast.parse(code)) if not is_constant(one)] == []

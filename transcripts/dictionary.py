"""The data dictionary: what the catalogue says of our schemas, as a page with diagrams. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transcripts.store.catalog import SCHEMAS, Catalog, Column, Function, Reference, Relation

DATA = Path(__file__).with_name("data") / "dictionary.toml"
#: The page's name in the folder of docs.
PAGE = "data-dictionary.md"
#: Where an example of a function's comment begins.
EXAMPLE = re.compile(r"\bExamples?:\s*|(?<=[.;:\n])\s*(?=SELECT )")
#: One statement: up to a semicolon that stands in no text.
STATEMENT = re.compile(r"(?:'[^']*'|[^';])+")
HEAD = """# Data dictionary

All schemas, views, tables, columns and functions, as the database itself describes them. Written by `transcripts dictionary --write docs`
(and by `make cookbook`) from the catalogue's comments; a test fails where something of ours has no comment, or this page says something else than a
freshly migrated database. The same stands in SQL: in psql `\\d+ analysis.turns` shows a view with its columns and comments, `\\dv+ analysis.*` all
views, `\\df+ analysis.*` all functions; DBeaver and other tools show the comments beside the columns.

Analysts need the schema [analysis](#schema-analysis) and nothing else: it stays as it is described, views get new columns at their end only. How questions
are put to it stands in [cookbook.md](cookbook.md). The other schemas are for developers and operators, and may change with any migration."""
VIEWS = """## How the views join

By permanent ids. A line leads to the view in which the id has a row of its own; only columns with ids are shown. What leads to a turn leads to its
document and speaker, too, without a line. Views without ids are joined by `ministry`, `language` and days."""
INNER = """## How the tables refer to each other

Foreign keys of {schemas}, with the columns that lead over. Nearly all rows of `corpus` also name the attempt that wrote them ({left_out}), which is not drawn."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in one diagram."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """How the page draws. ``homes``: the view and column to which a column of that name leads; ``nowhere``: ids that lead to none."""

    homes: dict[str, tuple[str, str]]
    nowhere: frozenset[str]
    left_out: frozenset[tuple[str, str]]
    views: tuple[Group, ...]
    tables: tuple[Group, ...]


@cache
def policy() -> Policy:
    """What dictionary.toml says."""
    raw = tomllib.loads(DATA.read_text("utf-8"))
    homes = {name: _pair(place) for name, place in raw["homes"].items()}
    groups = [tuple(Group(one["title"], tuple(one["names"])) for one in raw[kind]) for kind in ("views", "tables")]
    return Policy(
        homes, frozenset(raw["nowhere"]["columns"]), frozenset(map(_pair, raw["left_out"]["tables"])), *groups
    )


def page(catalog: Catalog) -> str:
    """The page's text."""
    lines = [*HEAD.splitlines(), "", *_contents(catalog), *VIEWS.splitlines(), "", *_drawn(views_diagrams(catalog))]
    left = ", ".join(f"`{schema}.{table}`" for schema, table in sorted(policy().left_out))
    inner = INNER.format(schemas=", ".join(f"`{schema}`" for schema in SCHEMAS[1:]), left_out=left)
    lines += [*inner.splitlines(), "", *_drawn(tables_diagrams(catalog))]
    for schema in SCHEMAS:
        lines += _schema(catalog, schema)
    return "\n".join(lines).rstrip() + "\n"


def _drawn(diagrams: Iterator[tuple[str, list[str]]]) -> Iterator[str]:
    for title, lines in diagrams:
        yield from (f"### {title}", "", *lines, "")


def uncommented(catalog: Catalog) -> list[str]:
    """The names of all that has no comment."""
    found = [schema for schema in SCHEMAS if not catalog.schemas.get(schema)]
    for one in catalog.relations:
        name = f"{one.schema}.{one.name}"
        found += [name] if not one.comment else []
        found += [f"{name}.{column.name}" for column in one.columns if not column.comment]
    found += [f"{one.schema}.{one.name}({one.arguments})" for one in catalog.functions if not one.comment]
    return found


def homeless(catalog: Catalog) -> list[str]:
    """Columns of analysts that look like ids and of which dictionary.toml says nothing."""
    known = policy().homes.keys() | policy().nowhere
    return [
        f"{one.name}.{column.name}"
        for one in catalog.of("analysis")
        for column in one.columns
        if column.name.endswith(("_id", "_ids")) and column.name not in known
    ]


def views_diagrams(catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    """How analysts' views join by ids: titles, and lines of Mermaid's erDiagram.

    Who has the turn has its document and its speaker, so that only the line to the turn is drawn.
    """
    views = {view.name: view for view in catalog.of("analysis", "view") if any(_leading(view))}
    for title, names in _shared_out(views, policy().views):
        lines: list[str] = []
        for name in names:
            ways: dict[str, list[Column]] = {}
            for column, home in _leading(views[name]):
                if home[0] in views and home[0] != name:
                    ways.setdefault(home[0], []).append(column)
            for home_view, columns in ways.items():
                if home_view == "turns" or "turns" not in ways:
                    ends = "}o--o{" if all(column.type.endswith("[]") for column in columns) else "}o--o|"
                    lines.append(f'    {name} {ends} {home_view} : "{", ".join(column.name for column in columns)}"')
        for name in names:
            lines.append(f"    {name} {{")
            for column, home in _leading(views[name]):
                key = "PK" if home == (name, column.name) else "FK"
                lines.append(f"        {_word(column.type)} {column.name} {key}")
            lines.append("    }")
        yield title, _mermaid(lines)


def tables_diagrams(catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    """How the inner tables refer to each other: titles, and lines of Mermaid's erDiagram."""
    tables = {f"{one.schema}.{one.name}": one for one in catalog.relations if one.references or one.key}
    for title, names in _shared_out(tables, policy().tables):
        lines = []
        for one in (tables[name] for name in names):
            for reference in one.references:
                if reference.to not in policy().left_out:
                    ways = f"{_entity(one.schema, one.name)} {_ends(one, reference)} {_entity(*reference.to)}"
                    lines.append(f'    {ways} : "{", ".join(reference.columns)}"')
        if lines:
            yield title, _mermaid(lines)


def _shared_out(there: Collection[str], groups: Sequence[Group]) -> Iterator[tuple[str, list[str]]]:
    """What there is by diagrams: in the one that names it, else in the last."""
    named = {name for group in groups for name in group.names}
    for group in groups:
        more = sorted(set(there) - named) if group is groups[-1] else []
        yield group.title, [name for name in group.names if name in there] + more


def _leading(view: Relation) -> Iterator[tuple[Column, tuple[str, str]]]:
    """Its columns that lead to a view, with that view and its column."""
    for column in view.columns:
        if home := policy().homes.get(column.name):
            yield column, home


def _mermaid(lines: Sequence[str]) -> list[str]:
    return ["```mermaid", "erDiagram", *lines, "```"]


def _ends(one: Relation, reference: Reference) -> str:
    """The line's ends: at most one row where the columns are the key, else many; perhaps none where they may be NULL."""
    optional = any(column.nullable for column in one.columns if column.name in reference.columns)
    return ("|o" if reference.columns == one.key else "}o") + "--" + ("o|" if optional else "||")


def _entity(schema: str, table: str) -> str:
    return f"{schema}_{table}"


def _word(type_name: str) -> str:
    return re.sub(r"\W+", "_", type_name.replace("[]", "_list")).strip("_")


def _contents(catalog: Catalog) -> Iterator[str]:
    for schema in SCHEMAS:
        names = ", ".join(f"[{one.name}](#{schema}-{one.name})" for one in catalog.of(schema))
        functions = ", ".join(
            dict.fromkeys(f"[{one.name}()](#{schema}-{one.name})" for one in catalog.functions if one.schema == schema)
        )
        yield f"- **[{schema}](#schema-{schema})**: {', '.join(filter(None, (names, functions)))}"
    yield ""


def _schema(catalog: Catalog, schema: str) -> Iterator[str]:
    yield from (f"## Schema {schema}", "", f"{_text(catalog.schemas.get(schema, ''))}.", "")
    for one in catalog.of(schema):
        yield from _relation(one)
    functions = [one for one in catalog.functions if one.schema == schema]
    if functions:
        yield from (f"### Functions of {schema}", "")
    anchored: set[str] = set()
    for function in functions:
        yield from _function(function, anchored)


def _relation(one: Relation) -> Iterator[str]:
    yield from (f'<a id="{one.schema}-{one.name}"></a>', "", f"### {one.kind} `{one.schema}.{one.name}`", "")
    yield from (f"{_text(one.comment)}.", "")
    if one.kind != "table":
        yield from ("| column | type | what |", "| :-- | :-- | :-- |")
        yield from (f"| `{column.name}` | {column.type} | {_text(column.comment)} |" for column in one.columns)
    else:
        yield from ("| column | type | key | what |", "| :-- | :-- | :-- | :-- |")
        for column in one.columns:
            null = ", or NULL" if column.nullable else ""
            yield f"| `{column.name}` | {column.type}{null} | {_key(one, column)} | {_text(column.comment)} |"
    yield ""


def _key(one: Relation, column: Column) -> str:
    own = ["primary key" if len(one.key) == 1 else "part of the key"] if column.name in one.key else []
    return "; ".join(
        [*own, *(_leads_to(reference) for reference in one.references if column.name in reference.columns)]
    )


def _leads_to(reference: Reference) -> str:
    schema, table = reference.to
    return f"→ [{table}](#{schema}-{table})"


def _function(function: Function, anchored: set[str]) -> Iterator[str]:
    if function.name not in anchored:
        anchored.add(function.name)
        yield from (f'<a id="{function.schema}-{function.name}"></a>', "")
    arguments = re.sub(r"::(text|integer|date|jsonb|timestamp with time zone)\b", "", function.arguments)
    yield from (f"#### `{function.schema}.{function.name}({_named(arguments)})`", "")
    said, examples = parts(function.comment)
    yield from (f"{_text(said)}.", "")
    yield from ("```sql", f"{function.schema}.{function.name}({arguments})", f"    -- {function.result}")
    yield from ("", *examples) if examples else ()
    yield from ("```", "")


def _named(arguments: str) -> str:
    """The arguments' names alone."""
    return ", ".join(one.strip().split(" ")[0] for one in arguments.split(",")) if arguments else ""


def parts(comment: str) -> tuple[str, Sequence[str]]:
    """A function's comment: what it says, and its examples, a call each."""
    said, *rest = EXAMPLE.split(comment)
    calls = [STATEMENT.match(one.strip()) for one in rest]
    return said.strip(), [" ".join(one[0].split()).rstrip(".") + ";" for one in calls if one]


def _text(comment: str) -> str:
    """A comment within a line of Markdown."""
    text = " ".join(comment.split()).rstrip(".")
    for sign in "\\|<*_":
        text = text.replace(sign, f"\\{sign}")
    return text


def _pair(place: str) -> tuple[str, str]:
    first, second = place.split(".")
    return first, second

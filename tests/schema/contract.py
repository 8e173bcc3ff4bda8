"""What the schema `analysis` promises: columns of views and signatures of functions, as pinned in contract.json.

``python -m tests.schema.contract`` (``make contract``) adds what is new to the pinned file. It never takes anything away.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

PINNED = Path(__file__).with_name("contract.json")
#: What each function is asked with, by the type of the argument.
SAID = {
    "text": "ferries",
    "date": date(2026, 3, 2),
    "timestamp with time zone": datetime(2026, 3, 2, 12, tzinfo=UTC),
    "integer": 5,
}

#: Name and type; in that order.
Column = list[str]


class Function(TypedDict):
    """What a caller says and gets. The first ``required`` of the arguments have no default."""

    arguments: list[Column]
    required: int
    returns: str
    columns: list[Column]


class Contract(TypedDict):
    """All that analysts may rely on."""

    views: dict[str, list[Column]]
    functions: dict[str, Function]


def pinned() -> Contract:
    """What was promised so far."""
    contract: Contract = json.loads(PINNED.read_text("utf-8"))
    return contract


def standing(connection: Connection) -> Contract:
    """What the catalogue of this database has. Raises ValueError where two functions share a name: calls by names would be in doubt."""
    views: dict[str, list[Column]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for view, column, kind in cursor.fetchall():
            views.setdefault(view, []).append([column, kind])
        cursor.execute(_FUNCTIONS)
        found = cursor.fetchall()
    functions: dict[str, Function] = {}
    for name, modes, names, kinds, required, returns in found:
        if name in functions:
            raise ValueError(f"analysis.{name}: two functions of this name. Give the other one a name of its own")
        named = list(zip(modes, names, kinds, strict=True))
        functions[name] = {
            "arguments": [[one, kind] for mode, one, kind in named if mode in "iv"],
            "required": required,
            "returns": "table" if "t" in modes else returns,
            "columns": [[one, kind] for mode, one, kind in named if mode in "ot"],
        }
    return {"views": views, "functions": functions}


def broken(promised: Contract, found: Contract) -> list[str]:
    """What no longer holds, each with the way out; what is new breaks nothing. Empty: all holds."""
    said = []
    for view, columns in promised["views"].items():
        for what in _lost(columns, found["views"].get(view)):
            said.append(f"analysis.{view}: {what}: make a new version beside the old (analysis.{view}_v2)")
    for name, function in promised["functions"].items():
        for what in _changed(function, found["functions"].get(name)):
            said.append(f"analysis.{name}(): {what}: make a new version beside the old (analysis.{name}_v2)")
    return said


def unpinned(promised: Contract, found: Contract) -> list[str]:
    """Names of what stands and is not (wholly) pinned yet."""
    views = [name for name, columns in found["views"].items() if columns != promised["views"].get(name)]
    functions = [
        f"{name}()" for name, function in found["functions"].items() if function != promised["functions"].get(name)
    ]
    return sorted(views) + sorted(functions)


def ask_all(cursor: Cursor, found: Contract) -> int:
    """Selects from each view and calls each function once, with the arguments that have no default. Returns how many there are."""
    for view in found["views"]:
        cursor.execute(sql.SQL("SELECT * FROM analysis.{}").format(sql.Identifier(view)))
        cursor.fetchall()
    for name, function in found["functions"].items():
        values = [SAID[kind] for _, kind in function["arguments"][: function["required"]]]
        given = sql.SQL(", ").join(map(sql.Literal, values))
        cursor.execute(sql.SQL("SELECT * FROM analysis.{}({})").format(sql.Identifier(name), given))
        cursor.fetchall()
    return len(found["views"]) + len(found["functions"])


def _lost(promised: Sequence[Column], found: Sequence[Column] | None) -> Iterable[str]:
    if found is None:
        yield "it is gone"
        return
    now = dict(found)
    for place, (name, kind) in enumerate(promised):
        if name not in now:
            yield f"{name} is gone"
        elif now[name] != kind:
            yield f"{name} was {kind} and is {now[name]}"
        elif found[place][0] != name:
            yield f"{name} stood in place {place + 1} and does not"


def _changed(promised: Function, found: Function | None) -> Iterable[str]:
    if found is None:
        yield "it is gone"
        return
    yield from (f"argument {what}" for what in _lost(promised["arguments"], found["arguments"]))
    yield from (f"column {what}" for what in _lost(promised["columns"], found["columns"]))
    if found["required"] > promised["required"]:
        yield f"it wants {found['required']} arguments and wanted {promised['required']}"
    if found["returns"] != promised["returns"]:
        yield f"it returned {promised['returns']} and returns {found['returns']}"


_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'analysis'::regnamespace AND c.relkind IN ('v', 'm', 'r', 'p') ORDER BY c.relname, a.attnum
"""
_FUNCTIONS = """
SELECT p.proname,
    coalesce(p.proargmodes::text[], array_fill('i'::text, ARRAY[p.pronargs::integer])),
    coalesce(p.proargnames, array_fill(''::text, ARRAY[p.pronargs::integer])),
    array(SELECT format_type(t.oid, NULL) FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY t (oid, n)
        ORDER BY t.n),
    p.pronargs - p.pronargdefaults, pg_get_function_result(p.oid)
FROM pg_proc p WHERE p.pronamespace = 'analysis'::regnamespace ORDER BY p.proname
"""


def main() -> int:
    """Pins what is new. Returns 1, and changes nothing, where a promise is broken."""
    from launcher import databases, ports
    from launcher.postgres import UNSAFE_BUT_FAST, Postgres
    from transcripts.store.migrations import migrate

    folder = Path(tempfile.mkdtemp(prefix="contract-"))
    server = Postgres(folder / "data", ports.choose(), "for-the-contract", folder / "log", UNSAFE_BUT_FAST)
    try:
        server.create()
        server.start()
        with closing(databases.connect(server.url())) as link:
            for role in (databases.OWNER, databases.ANALYST):
                databases.ensure_role(link, role, server.password)
            databases.ensure_database(link, databases.OWNER, databases.OWNER)
        url = server.url(databases.OWNER, databases.OWNER)
        migrate(url)
        with closing(psycopg2.connect(url)) as connection:
            found = standing(connection)
    finally:
        server.stop()
        shutil.rmtree(folder)
    promised = pinned() if PINNED.exists() else Contract(views={}, functions={})
    for what in (said := broken(promised, found)):
        sys.stderr.write(f"{what}\n")
    if said:
        return 1
    sys.stdout.write("".join(f"pinned: {name}\n" for name in unpinned(promised, found)) or "nothing is new\n")
    PINNED.write_text(_written(found), "utf-8")
    return 0


def _written(contract: Contract) -> str:
    """As JSON, a column a line, so that a change shows as a line."""
    text = json.dumps(contract, indent=1, sort_keys=True)
    return re.sub(r'\[\s+("[^"]*"),\s+("[^"]*")\s+\]', r"[\1, \2]", text) + "\n"


if __name__ == "__main__":
    sys.exit(main())

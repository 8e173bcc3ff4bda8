"""What the server does for a statement, also within functions: the nodes of its plans, as short text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import psycopg2

from bench.queries.question import Values

#: auto_explain (it comes with the server) tells each plan as a notice.
EXPLAIN = """
    LOAD 'auto_explain';
    SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_nested_statements = on;
    SET auto_explain.log_format = json;
    SET auto_explain.log_level = notice;
    SET client_min_messages = notice;
"""
#: The role's own settings, which a session takes at its login only.
AS_AT_LOGIN = """
    SELECT set_config(split_part(said, '=', 1), substr(said, strpos(said, '=') + 1), false)
    FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) said
    WHERE r.rolname = %s
"""
SHORT = {
    "Bitmap Index Scan": "bitmap", "Index Only Scan": "index only", "Index Scan": "index", "Seq Scan": "all of",
    "Function Scan": "function",
}  # fmt: skip
#: Nodes that say nothing of how rows are found.
SILENT = {"Result", "Append", "Materialize", "Memoize", "Subquery Scan", "CTE Scan", "ProjectSet", "Hash", "BitmapOr",
          "BitmapAnd", "Bitmap Heap Scan", "Gather", "Gather Merge", "WindowAgg", "Merge Append", "Limit", "Unique",
          "Values Scan", "SetOp"}  # fmt: skip


def shape(superuser_url: str, role: str, statement: str, values: Values) -> str:
    """The plans of a statement asked by a role, the innermost statements first."""
    with closing(psycopg2.connect(superuser_url)) as connection, connection.cursor() as cursor:
        cursor.execute(EXPLAIN)
        cursor.execute(AS_AT_LOGIN, (role,))
        cursor.execute("SELECT set_config('session_authorization', %s, false)", (role,))
        connection.notices.clear()
        cursor.execute(statement, values)
        plans = [
            json.loads(hit[1])["Plan"]
            for hit in map(re.compile(r"plan:\s*(\{.*\})", re.S).search, connection.notices)
            if hit
        ]
    said = [words for plan in plans if (words := " < ".join(dict.fromkeys(_nodes(plan))))]
    return "; ".join(dict.fromkeys(said))


def _nodes(plan: Mapping[str, Any]) -> Iterator[str]:
    kind = plan["Node Type"]
    where = plan.get("Index Name") or plan.get("Relation Name") or plan.get("Function Name")
    if kind not in SILENT:
        yield f"{SHORT.get(kind, kind.lower())} {where}" if where else kind.lower()
    for part in plan.get("Plans", ()):
        yield from _nodes(part)

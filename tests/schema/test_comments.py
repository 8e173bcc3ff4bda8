"""Whoever opens the database with any tool finds out there what each table and column is."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest

pytestmark = pytest.mark.database

OURS = "('archive', 'corpus', 'analysis', 'pipeline')"


def rows(url: str, query: str) -> list[tuple[str, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_every_table_and_view_has_a_comment(database_url: str) -> None:
    query = f"""SELECT n.nspname, c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN {OURS} AND c.relkind IN ('r', 'p', 'v')"""
    found = rows(database_url, query)
    assert len(found) > 20
    assert [row[:2] for row in found if not row[2]] == []


def test_every_column_has_a_comment(database_url: str) -> None:
    query = f"""SELECT n.nspname, c.relname, a.attname, col_description(c.oid, a.attnum) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname IN {OURS} AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition"""
    found = rows(database_url, query)
    assert len(found) > 200
    assert [row[:3] for row in found if not row[3]] == []


def test_every_function_and_schema_has_a_comment(database_url: str) -> None:
    functions = f"""SELECT n.nspname, p.proname, obj_description(p.oid, 'pg_proc') FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN {OURS}"""
    schemas = f"SELECT nspname, nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname IN {OURS}"
    found = [*rows(database_url, functions), *rows(database_url, schemas)]
    assert len(found) >= 8
    assert [row[:2] for row in found if not row[2]] == []

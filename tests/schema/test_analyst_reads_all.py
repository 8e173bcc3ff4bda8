"""Whatever stands in the schema analysis, the analyst may read, also where it asks through functions of other schemas."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest

pytestmark = pytest.mark.database


def test_the_analyst_reads_every_view(analyst_url: str) -> None:
    refused = []
    with closing(psycopg2.connect(analyst_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'analysis'::regnamespace AND relkind IN ('v', 'm')"
        )
        views = [row[0] for row in cursor.fetchall()]
        for view in views:
            try:
                cursor.execute(f"SELECT * FROM {view}")
            except psycopg2.Error as error:
                refused.append(f"{view}: {str(error).splitlines()[0]}")
                connection.rollback()
    assert len(views) > 15
    assert refused == []

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A connection as the store has them; every test starts from empty tables."""
    link = psycopg2.connect(database_url, options="-c timezone=UTC")
    with link.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('corpus.publishing', 'yes', true);"
            "TRUNCATE archive.crawl, pipeline.attempt, corpus.ministry RESTART IDENTITY CASCADE"
        )
    link.commit()
    yield link
    link.close()

"""A database in which nothing happened yet, and crawls of the tests' ministry as they end."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from tests.transcripts.health.history import History


@pytest.fixture
def history(database_url: str, tiny: None) -> Iterator[History]:
    """Nothing happened yet."""
    link = psycopg2.connect(database_url, options="-c timezone=UTC")
    with link.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('corpus.publishing', 'yes', true);"
            "TRUNCATE archive.crawl, pipeline.attempt, corpus.ministry, pipeline.check_result, pipeline.measurement,"
            " pipeline.verification, pipeline.schedule_state RESTART IDENTITY CASCADE"
        )
    link.commit()
    yield History(link)
    link.close()

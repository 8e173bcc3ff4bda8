"""A database in which nothing happened yet, and crawls of the tests' ministry as they end."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from tests.transcripts.health.history import History


@pytest.fixture
def history(database_url: str, tiny: None) -> Iterator[History]:
    """Nothing happened yet; what a test writes is never committed."""
    link = psycopg2.connect(database_url, options="-c timezone=UTC")
    yield History(link)
    link.close()

"""Published language versions of invented talks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from tests.transcripts.steps.talks import Talks, empty


@pytest.fixture
def talks(database_url: str) -> Iterator[Talks]:
    with closing(psycopg2.connect(database_url, options="-c timezone=UTC")) as link:
        empty(link)
        yield Talks(link)

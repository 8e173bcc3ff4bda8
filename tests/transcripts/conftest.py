"""The tests' own ministry, its site, and where its pages go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from scraper.ministries import registry
from tests.scraper.tiny_site import Site, served
from tests.transcripts.collecting import MODULES, Here
from tests.transcripts.reviewing import Reviewing, reviewing

#: Each test of corrections has documents of its own.
REVIEWED = tuple(range(1, 20))


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(registry.FOLDER_SETTING, str(MODULES))
    registry._read.cache_clear()
    yield
    monkeypatch.undo()
    registry._read.cache_clear()


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as it:
        yield it


@pytest.fixture
def here(database_url: str, tmp_path: Path, tiny: None) -> Iterator[Here]:
    with closing(psycopg2.connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('corpus.publishing', 'yes', true);"
            "TRUNCATE archive.crawl, pipeline.attempt, corpus.ministry CASCADE"
        )
        connection.commit()
    yield Here(database_url, tmp_path)


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Published documents that a reviewer looks at."""
    with reviewing(database_url, tmp_path_factory.mktemp("reviewing"), REVIEWED) as it:
        yield it

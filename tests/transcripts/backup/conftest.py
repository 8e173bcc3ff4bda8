"""One house for all tests of backups here, one backup of it, and empty databases to bring backups back into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.postgres import Postgres
from tests.transcripts.replaying import databases_of
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.backup.take import backup


@pytest.fixture(scope="package")
def empty(postgres: Postgres, migrated: str) -> Iterator[Callable[[str], str]]:
    """Makes empty migrated databases."""
    with databases_of(postgres, migrated, "restored") as make:
        yield make


@pytest.fixture(scope="package")
def house(empty: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Published documents with their archive."""
    with reviewing(empty("house"), tmp_path_factory.mktemp("reviewing"), range(1, 6)) as it:
        yield it


@pytest.fixture(scope="package")
def kept(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with one backup of the house."""
    place = tmp_path_factory.mktemp("backups")
    _, manifest = backup(house.url, house.archive, str(place))
    assert manifest.agrees and manifest.problems == []
    return place

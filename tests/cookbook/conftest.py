"""The sample's month in a database, loaded once: what the cookbook asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from psycopg2.extensions import connection as Connection

from cookbook.answers import analyst
from cookbook.month import load
from launcher import databases
from launcher.postgres import Postgres

NAME = "cookbook"


@pytest.fixture(scope="session")
def month_url(postgres: Postgres, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The analyst's address of the month."""
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, NAME, databases.OWNER, template=migrated)
    load(postgres.url(NAME, databases.OWNER), tmp_path_factory.mktemp("month"))
    return postgres.url(NAME, databases.ANALYST)


@pytest.fixture(scope="package")
def month(month_url: str) -> Iterator[Connection]:
    """An analyst's connection to the month, closed after the tests here: others count the sessions of analysts."""
    with analyst(month_url) as connection:
        yield connection

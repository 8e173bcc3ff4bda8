"""In whatever order crawls arrive and are processed, the same comes of them: see `transcripts replay --order random --each`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from launcher.postgres import Postgres
from tests.transcripts.collecting import Here
from tests.transcripts.replaying import Fresh, databases_of, history
from tests.transcripts.reviewing import Reviewing
from transcripts.digest import digests
from transcripts.process import process
from transcripts.replay import replay

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with history(database_url, tmp_path_factory.mktemp("history")) as it:
        yield it


@pytest.fixture(scope="module")
def fresh(postgres: Postgres, migrated: str) -> Iterator[Fresh]:
    with databases_of(postgres, migrated, "orders") as make:
        yield make


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_of_crawls_and_of_processing_counts(house: Reviewing, fresh: Fresh, seed: int) -> None:
    there, order = Here(fresh(f"order_{seed}"), house.folder), []

    def processed(crawl: str) -> None:
        order.append(crawl)
        process(there.url, there.archive, 2)

    replay(there.url, there.archive, order="random", seed=seed, on_crawl=processed)
    assert order != sorted(order)
    assert digests(there.url) == digests(house.url)

"""Both sides do the work that the figures compare: the pages are as said, and the same rows come out in the same tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from bench import chain, crawled, heavy, reading, recipe
from bench.rows import TABLES
from transcripts.process import pending


@pytest.fixture(scope="module")
def pages() -> list[heavy.Page]:
    return heavy.pages(10)


def test_a_heavy_page_has_the_size_that_the_goal_names(pages: list[heavy.Page]) -> None:
    assert len({page.body for page in pages}) == 10
    for page in pages:
        assert 118_000 <= len(page.body) <= 120_000
        assert 16_000 <= page.text_bytes <= 18_000


def test_we_and_the_recipe_find_the_same_turns_in_it(pages: list[heavy.Page]) -> None:
    for page in pages:
        ours = [turn.text for turn in reading.product(page).turns]
        assert len(ours) == heavy.TURNS
        assert ours == [turn.text for turn in reading.bare(recipe.fragment, page)], page.address


def test_the_recipe_reads_what_the_usual_way_reads(pages: list[heavy.Page]) -> None:
    for page in pages:
        assert recipe.fragment(page.body) == recipe.whole_page(page.body)


@pytest.mark.database
@pytest.mark.parametrize("side", [chain.product, chain.product_by_two, chain.bare, chain.usual])
def test_every_side_publishes_all_pages_with_all_that_belongs_to_them(side, postgres, migrated, tmp_path: Path) -> None:
    from launcher import databases

    name = f"bench_{side.__name__}"
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER, template=migrated)
    url = postgres.url(name, databases.OWNER)
    crawled.store(url, tmp_path, 60)
    with side(url, f"file://{tmp_path}") as work:
        work()
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        counts = {}
        for table in (*TABLES, "turn_search"):
            cursor.execute(f"SELECT count(*) FROM corpus.{table}")
            counts[table] = cursor.fetchone()[0]
    assert counts["document"] == counts["revision"] == counts["publication"] == 60
    assert counts["turn"] == counts["turn_search"] > 300
    assert min(counts["span"], counts["paragraph"]) > counts["turn"]
    assert counts["exchange_turn"] > counts["exchange"] > 50
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)


@pytest.mark.database
def test_pages_found_as_they_were_are_no_work(database_url: str, tmp_path: Path) -> None:
    crawled.store(database_url, tmp_path, 20)
    assert pending(database_url)["clean"] > 0
    with chain.product(database_url, f"file://{tmp_path}") as work:
        work()
    crawled.store_again(database_url, tmp_path)
    assert pending(database_url) == {"clean": 0, "segment": 0, "publish": 0}

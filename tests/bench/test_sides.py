"""Both sides do the work that the figures compare: the pages are as said, and the same rows come out in the same tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from bench import chain, crawled, heavy, reading, recipe
from bench.rows import TABLES
from launcher import databases
from transcripts.process import pending
from transcripts.store.work import LANDING


@pytest.fixture(scope="module")
def pages() -> list[heavy.Page]:
    return heavy.pages(10)


def test_a_heavy_page_has_the_size_that_the_goal_names(pages: list[heavy.Page]) -> None:
    assert len({page.body for page in pages}) == 10
    for page in pages:
        assert 118_000 <= len(page.body) <= 120_000
        assert 16_000 <= page.text_bytes <= 18_000


def test_we_and_the_recipe_find_the_same_turns_in_it(pages: list[heavy.Page]) -> None:
    ours, theirs = reading.product(pages), reading.bare(recipe.fragment, pages)
    for page, own, other in zip(pages, ours, theirs, strict=True):
        assert len(own.turns) == heavy.TURNS
        assert [turn.text for turn in own.turns] == [turn.text for turn in other], page.address


def test_the_recipe_reads_what_the_usual_way_reads(pages: list[heavy.Page]) -> None:
    for page in pages:
        assert recipe.fragment(page.body) == recipe.whole_page(page.body)


SIDES = (chain.product, chain.product_by_two, chain.bare, chain.usual)


@pytest.fixture(scope="module")
def counts(postgres, migrated, tmp_path_factory) -> dict[str, dict[str, int]]:
    """How many rows each side writes into each table."""
    return {side.__name__: written(side, postgres, migrated, tmp_path_factory.mktemp(side.__name__)) for side in SIDES}


def written(side, postgres, migrated, folder: Path) -> dict[str, int]:
    name = f"bench_{side.__name__}"
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER, template=migrated)
    url = postgres.url(name, databases.OWNER)
    crawled.store(url, folder, 60)
    with side(url, f"file://{folder}") as work:
        work()
    found = {}
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for table in (*TABLES, "turn_search"):
            cursor.execute(f"SELECT count(*) FROM corpus.{table}")
            found[table] = cursor.fetchone()[0]
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
    return found


@pytest.mark.database
@pytest.mark.full
@pytest.mark.parametrize("side", [side.__name__ for side in SIDES])
def test_every_side_publishes_all_pages_with_all_that_belongs_to_them(side: str, counts) -> None:
    own = counts[side]
    assert own["document"] == own["revision"] == own["publication"] == 60
    assert own["turn"] == own["turn_search"] > 300
    assert min(own["span"], own["paragraph"]) > own["turn"]
    assert own["exchange_turn"] > own["exchange"] > 50


@pytest.mark.database
@pytest.mark.full
@pytest.mark.parametrize("side", ["bare", "usual"])
def test_the_other_sides_write_about_as_many_rows_and_never_more(side: str, counts) -> None:
    ours, other = counts["product"], counts[side]
    assert counts["product_by_two"] == ours
    for table in ours:
        assert other[table] <= 1.2 * ours[table], table
        # A generic question without a colon right behind it, or a newspaper's, is none to the recipe.
        assert other[table] >= (0.3 if table.startswith("exchange") else 0.8) * ours[table], table


@pytest.mark.database
def test_pages_found_as_they_were_are_no_work(database_url: str, tmp_path: Path) -> None:
    crawled.store(database_url, tmp_path, 20)
    assert pending(database_url)["clean"] > 0
    with chain.product(database_url, f"file://{tmp_path}") as work:
        work()
    crawled.store_again(database_url, tmp_path)
    left = pending(database_url)
    assert {step: left[step] for step in LANDING} == dict.fromkeys(LANDING, 0)

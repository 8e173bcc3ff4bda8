"""What is suppressed comes back neither by another cleaner, nor by a replay, nor as the same document of another generation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from launcher.postgres import Postgres
from tests.transcripts.importing import tiny_modules
from tests.transcripts.replaying import databases_of
from tests.transcripts.reread import later_cleaner
from tests.transcripts.reviewing import Reviewing
from tests.transcripts.suppress.rows import analysts_rows, ids_of, meets
from tests.transcripts.test_same_document import NAME, PAGES, House, written
from transcripts.ids import document_id
from transcripts.process import process, settle
from transcripts.replay import replay
from transcripts.suppress import suppress, undo

pytestmark = pytest.mark.database


def test_another_cleaner_that_makes_another_document_of_its_pages_does_not_show_it(
    house: Reviewing, first: str
) -> None:
    words = ["harbour 1 ", first]
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    with later_cleaner("99-later", "fr"):
        process(house.url, house.archive, 100)
        other = document_id("tiny", "tiny/1", "fr")
        assert set(house.rows("SELECT document_id FROM corpus.hidden WHERE because = 'suppressed'")) == {
            (first,),
            (other,),
        }
        found = analysts_rows(house.url)
        assert {view for view, rows in found.items() if any(meets(row, [*words, other]) for row in rows)} == set()
        assert house.rows(f"SELECT how FROM analysis.resolve('{other}')") == [("hidden",)]
    process(house.url, house.archive, 100)


def test_a_replay_has_it_by_another_cleaner_too(
    house: Reviewing, first: str, postgres: Postgres, migrated: str
) -> None:
    turns = ids_of(house)[1:]
    suppress(house.url, house.archive, first, "ada", "a person asked for it")
    settle(house.url, house.archive)
    with databases_of(postgres, migrated, "suppressed") as fresh, later_cleaner("99-later", "fr"):
        url = fresh("replay")
        replay(url, house.archive)
        process(url, house.archive, 100)
        found = analysts_rows(url)
        assert any("harbour 2 " in row for row in found["turns"])
        assert {v for v, rows in found.items() if any(meets(row, ["harbour 1 ", first]) for row in rows)} == set()
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            for key in (first, *turns):
                cursor.execute("SELECT how, reason FROM analysis.resolve(%s)", [key])
                assert cursor.fetchall() == [("hidden", "suppressed")]


@pytest.fixture(scope="module")
def moved(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Documents that stand in two generations of a site."""
    with tiny_modules():
        it = House(house.url, tmp_path_factory.mktemp("moved"))
        folder = Path(it.archive.removeprefix("file://")).parent
        for generation in ("new", "old", "oldest"):
            it.take(written(folder, generation, [a for a in PAGES if a.startswith(f"{generation}/")]), ministry=NAME)
        process(it.url, it.archive, 100)
        yield it


@pytest.mark.parametrize("named", ["new/3", "old/3"])
@pytest.mark.parametrize("aside", [False, True], ids=["", "set aside too"])
def test_the_same_document_of_another_generation_is_not_shown_instead(moved: House, named: str, aside: bool) -> None:
    from transcripts.quarantine import set_aside
    from transcripts.quarantine import undo as take_back

    old, new = (document_id(NAME, one, "en") for one in ("old/3", "new/3"))
    both = f"SELECT document_id FROM analysis.transcripts WHERE document_id IN ('{old}', '{new}')"
    assert moved.rows(both) == [(new,)]
    one = document_id(NAME, named, "en")
    suppress(moved.url, moved.archive, one, "ada", "a person asked for it")
    if aside and named == "new/3":
        set_aside(moved.url, moved.archive, one, "ada", "and no transcript")
    assert moved.rows(both) == []
    assert moved.rows(f"SELECT FROM analysis.same_documents WHERE alias_id = '{old}'") == []
    if aside and named == "new/3":
        take_back(moved.url, moved.archive, one, "ada", "it is one")
    undo(moved.url, moved.archive, new, "ada", "of the other one, too")
    assert moved.rows(both) == [(new,)]

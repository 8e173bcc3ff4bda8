"""Old ids lead on where a newer cleaner reads other words of a page, or takes it for another document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from launcher.postgres import Postgres
from tests.transcripts.collecting import Here
from tests.transcripts.replaying import Fresh, databases_of, history
from tests.transcripts.reread import LEFT_OUT, later_cleaner
from tests.transcripts.reviewing import Reviewing
from tests.transcripts.test_old_ids import REDIRECTS, ids_ever_shown, resolved
from transcripts.process import process
from transcripts.replay import replay

pytestmark = [pytest.mark.database, pytest.mark.full]
#: Redirects as analysts see them.
SEEN = REDIRECTS.replace("corpus.turn_redirect", "analysis.turn_redirects")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with history(database_url, tmp_path_factory.mktemp("history")) as it:
        yield it


@pytest.fixture(scope="module")
def fresh(postgres: Postgres, migrated: str) -> Iterator[Fresh]:
    with databases_of(postgres, migrated, "reread") as make:
        yield make


def test_a_newer_cleaner_that_reads_other_words_leads_all_old_ids_alike_here_and_in_a_replay(
    house: Reviewing, fresh: Fresh
) -> None:
    ever, before = ids_ever_shown(house), {row[0] for row in house.rows("SELECT turn_id FROM analysis.turns")}
    there = Here(fresh("cleaner"), house.folder)
    with later_cleaner("98-later"):
        replay(there.url, there.archive)
        process(there.url, there.archive, 3)
        house.process()
        assert house.rows(f"SELECT count(*) FROM analysis.turns WHERE text LIKE '%{LEFT_OUT}%'") == [(0,)]
        assert there.rows(REDIRECTS) == house.rows(REDIRECTS)
        now = {row[0] for row in there.rows("SELECT turn_id FROM analysis.turns")}
        assert len(before - now) > 5, "it does read otherwise"
        for turn in before - now:
            assert {(how, reason) for how, _, reason, _ in resolved(there, turn)} == {("redirected", "cleaner")}
        assert {how for turn in ever for how, *_ in resolved(there, turn)} == {"same", "redirected", "hidden"}
    house.process()
    assert {row[0] for row in house.rows("SELECT turn_id FROM analysis.turns")} == before, "and back again"
    for turn in before:
        assert resolved(house, turn) == [("same", turn, None, None)]


def test_a_newer_cleaner_that_tells_another_language_leads_documents_and_turns_on(
    house: Reviewing, fresh: Fresh
) -> None:
    before = house.rows("SELECT turn_id, document_id, ordinal FROM analysis.turns")
    assert len(before) > 20
    there = Here(fresh("language"), house.folder)
    with later_cleaner("98-pt", "pt"):
        replay(there.url, there.archive)
        process(there.url, there.archive, 3)
        house.process()
        assert there.rows("SELECT DISTINCT language FROM analysis.turns") == [("pt",)]
        assert house.rows("SELECT DISTINCT language FROM analysis.turns") == [("pt",)]
        assert there.rows(SEEN) == house.rows(SEEN)
        for turn, document, _ in before:
            for one in (there, house):
                ((how, new, reason),) = one.rows(f"SELECT how, current_id, reason FROM analysis.resolve('{turn}')")
                assert (how, reason) == ("redirected", "cleaner")
                assert one.rows(f"SELECT language FROM analysis.turns WHERE turn_id = '{new}'") == [("pt",)]
                ((how, new),) = one.rows(f"SELECT how, current_id FROM analysis.resolve('{document}')")
                assert how == "redirected" and new != document

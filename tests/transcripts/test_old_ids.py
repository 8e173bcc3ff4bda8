"""Ids that analysts were shown lead somewhere for good: over new revisions, corrections, segmenters, and a lost database."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from launcher.postgres import Postgres
from scraper.archive import Archive
from tests.transcripts.collecting import Here
from tests.transcripts.recut import later_segmenter
from tests.transcripts.replaying import Fresh, _page, databases_of, history
from tests.transcripts.reviewing import Reviewing
from transcripts import issued
from transcripts.digest import digests, rows
from transcripts.kept import Unusable
from transcripts.process import process, settle, take
from transcripts.replay import replay
from transcripts.store.connection import connected

pytestmark = pytest.mark.database
REDIRECTS = "SELECT turn_id, ordinal, document_id, new_id, new_document_id, reason, score FROM corpus.turn_redirect ORDER BY 1, 2"


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with history(database_url, tmp_path_factory.mktemp("history")) as it:
        yield it


@pytest.fixture(scope="module")
def fresh(postgres: Postgres, migrated: str) -> Iterator[Fresh]:
    with databases_of(postgres, migrated, "ids") as make:
        yield make


def resolved(here: Here, turn: str) -> list[tuple[Any, ...]]:
    return here.rows(f"SELECT how, current_id, reason, score FROM analysis.resolve('{turn}')")


def ids_ever_shown(here: Here) -> set[str]:
    return {row[0] for row in here.rows("SELECT DISTINCT unnest(turn_ids) FROM pipeline.issue")}


def files(here: Reviewing) -> list[Path]:
    return sorted((here.folder / "archive" / "issued").iterdir())


def test_a_turn_that_did_not_change_keeps_its_id_over_revisions(house: Reviewing) -> None:
    before, after = (
        {
            row[0]
            for row in house.rows(
                f"SELECT turn_id FROM analysis.turn_history WHERE document_id = '{house.id(3)}' AND stands_until IS {how}"
            )
        }
        for how in ("NOT NULL", "NULL")
    )
    assert len(before) == 5
    assert len(after - before) == 1, "one turn came to it, and five are what they were"


def test_where_the_ministry_took_a_turn_away_and_brought_it_back_nothing_leads_in_a_circle(house: Reviewing) -> None:
    assert house.rows(f"SELECT count(*) FROM corpus.revision WHERE document_id = '{house.id(1)}'") == [(5,)]
    assert (
        house.rows(
            "SELECT turn_id FROM corpus.turn_redirect r WHERE EXISTS (SELECT FROM analysis.turns t WHERE t.turn_id = r.turn_id)"
        )
        == []
    )
    for turn in house.turns(1, "turn_id"):
        assert resolved(house, *turn) == [("same", *turn, None, None)]


def test_every_id_that_was_ever_shown_is_shown_or_leads_to_what_is_or_was_removed(house: Reviewing) -> None:
    ever = ids_ever_shown(house)
    assert len(ever) > 30
    hows = {how for turn in ever for how, *_ in resolved(house, turn)}
    assert hows == {"same", "redirected", "hidden"}, "number 8 is a menu: a reviewer set it aside"


def test_a_turn_that_the_ministry_took_away_leads_nowhere_and_is_cited_as_it_stood(house: Reviewing) -> None:
    texts = [text for (text,) in house.turns(2, "text")]
    assert texts[-1] == "Nine."
    gone = house.turn_id(2, len(texts))
    _page(house.site, 2)
    house.collect(house.site)
    house.process()
    assert resolved(house, gone) == [("removed", None, "revision", 0)]
    ((words, note, cited),) = house.rows(f"SELECT text, note, citation FROM analysis.cite('{gone}')")
    assert (words, note) == ("Nine.", "its words are not in the document any more")
    assert "Not in the document any more since 20" in cited


def test_a_correction_leads_the_old_turn_to_its_parts_and_taken_back_the_parts_to_the_whole(house: Reviewing) -> None:
    whole = house.turn_id(6, 4)
    said = house.say(6, "split", "A voice from the hall asked about bread.")
    house.process()
    parts = [house.turn_id(6, n) for n in (4, 5)]
    found = resolved(house, whole)
    assert [row[:3] for row in found] == [("redirected", part, "correction") for part in parts]
    assert 0.9 < sum(row[3] for row in found) <= 1
    house.say(6, "undo", undoes=said)
    house.process()
    assert resolved(house, whole) == [("same", whole, None, None)]
    assert [resolved(house, part) for part in parts] == [[("redirected", whole, "correction", 1)]] * 2


def test_a_newer_segmenter_in_the_same_database_and_a_replay_by_it_into_an_empty_one_lead_all_old_ids_alike(
    house: Reviewing, fresh: Fresh
) -> None:
    ever, before = ids_ever_shown(house), {row[0] for row in house.rows("SELECT turn_id FROM analysis.turns")}
    there = Here(fresh("later"), house.folder)
    with later_segmenter():
        replay(there.url, there.archive)
        process(there.url, there.archive, 3)
        assert there.rows("SELECT DISTINCT split_part(segmenter, '+', 1) FROM corpus.segmentation") == [("99-later",)]
        house.process()
        assert there.rows(REDIRECTS) == house.rows(REDIRECTS)
        assert digests(there.url) == digests(house.url)
        now = {row[0] for row in there.rows("SELECT turn_id FROM analysis.turns")}
        assert len(before - now) > 5, "it does cut otherwise"
        for turn in before - now:
            assert {(how, reason) for how, _, reason, _ in resolved(there, turn)} == {("redirected", "segmenter")}
        hows = {how for turn in ever for how, *_ in resolved(there, turn)}
        assert hows == {"same", "redirected", "removed", "hidden"}
    house.process()
    assert {row[0] for row in house.rows("SELECT turn_id FROM analysis.turns")} == before, "and back again"
    for turn in before:
        assert resolved(house, turn) == [("same", turn, None, None)]
    for turn in now - before:
        assert {how for how, *_ in resolved(house, turn)} == {"redirected"}


def test_it_is_known_where_the_words_of_an_old_turn_stand_now(house: Reviewing, fresh: Fresh) -> None:
    whole, there = house.turn_id(7, 4), Here(fresh("words"), house.folder)
    with later_segmenter():
        replay(there.url, there.archive)
        process(there.url, there.archive, 100)
        texts = there.rows(
            f"SELECT t.text, r.reason FROM analysis.turn_redirects r JOIN analysis.turns t ON t.turn_id = r.new_id WHERE r.turn_id = '{whole}' ORDER BY r.ordinal"
        )
    assert [reason for _, reason in texts] == ["segmenter", "segmenter"]
    assert texts[1][0] == "A voice from the hall asked about bread. There is bread."


def test_an_installation_with_rows_from_before_knows_all_ids_that_it_has(house: Reviewing) -> None:
    ever, before = ids_ever_shown(house), house.rows(REDIRECTS)
    house.execute(
        "DELETE FROM pipeline.issue; DELETE FROM pipeline.issue_file; DELETE FROM pipeline.redirected;"
        " DELETE FROM corpus.turn_redirect; SELECT pipeline.note_issues(NULL, true)"  # as the migration does
    )
    assert ids_ever_shown(house) == ever
    assert resolved(house, before[0][0])[0][0] == "pending", "and says so until the next run"
    settle(house.url, house.archive)
    assert house.rows(REDIRECTS) == before


def test_nothing_changed_means_nothing_written_neither_here_nor_in_the_archive(house: Reviewing) -> None:
    house.process()
    state = (
        "SELECT xmin::text, * FROM corpus.turn_redirect ORDER BY turn_id, ordinal",
        "SELECT xmin::text, * FROM pipeline.issue ORDER BY issue_id",
    )
    before, kept = [house.rows(query) for query in state], {path: path.stat().st_mtime_ns for path in files(house)}
    take(house.url, house.archive)
    house.process()
    assert settle(house.url, house.archive) == 0
    assert [house.rows(query) for query in state] == before
    assert {path: path.stat().st_mtime_ns for path in files(house)} == kept
    assert len(kept) < 12, "a file for what a run published, not one for each turn"


def test_redirects_of_the_ministrys_own_changes_are_content_and_those_of_our_versions_are_not(house: Reviewing) -> None:
    reasons = {row[0] for row in house.rows("SELECT DISTINCT reason FROM corpus.turn_redirect")}
    assert {"revision", "segmenter", "correction"} <= reasons
    counted = [line for line in rows(house.url, "turn_redirect") if "segmenter" in line or "correction" in line]
    assert counted == []
    assert any("segmenter" in line for line in rows(house.url, "turn_redirect", history=True))


def test_whoever_is_killed_between_the_file_and_the_note_of_it_finds_it_again(house: Reviewing) -> None:
    held = files(house)
    house.execute("UPDATE pipeline.issue SET file = NULL; DELETE FROM pipeline.issue_file")
    take(house.url, house.archive)
    assert files(house) == held
    assert house.rows("SELECT count(*) FROM pipeline.issue WHERE file IS NULL") == [(0,)]


def test_the_archive_gets_again_what_it_lost(house: Reviewing) -> None:
    ever = ids_ever_shown(house)
    for path in files(house):
        path.unlink()
    take(house.url, house.archive)
    assert len(files(house)) == 1
    lines = gzip.decompress(files(house)[0].read_bytes()).decode()
    assert all(turn in lines for turn in ever)


def test_a_file_that_was_changed_is_named_and_all_else_is_taken(house: Reviewing, fresh: Fresh) -> None:
    there, bad = Here(fresh("bad"), house.folder), house.folder / "archive" / "issued" / f"{'0' * 16}.jsonl.gz"
    bad.write_bytes(gzip.compress(b"{}\n"))
    try:
        with pytest.raises(Unusable, match=r"issued/0{16}\.jsonl\.gz: it was changed \(its digest is "):
            take(there.url, there.archive)
        assert ids_ever_shown(there) == ids_ever_shown(house)
    finally:
        bad.unlink()


def test_an_id_of_the_archives_list_whose_page_is_not_here_is_said_to_have_been_shown_once(
    house: Reviewing, fresh: Fresh
) -> None:
    there, turn = Here(fresh("listed"), house.folder), house.turn_id(1, 1)
    with connected(there.url) as connection:
        issued.reconcile(connection, Archive(there.archive))
    assert resolved(there, turn) == [("removed", None, None, None)]
    assert there.rows(f"SELECT how FROM analysis.resolve('{house.id(1)}')") == [("removed",)]


@pytest.mark.parametrize("given", ["", "nonsense", "aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "' OR true --"])
def test_an_id_that_never_was_is_unknown_and_no_error(house: Reviewing, given: str) -> None:
    with connected(house.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT how, current_id, note FROM analysis.resolve(%s)", (given,))
        ((how, current, note),) = cursor.fetchall()
    assert (how, current) == ("unknown", None)
    assert note

"""What a reviewer puts right, all the way: said, kept, applied, seen by analysts, and there again after whatever happens."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.reviewing import LINES, Reviewing
from transcripts.correct import say
from transcripts.corrections import BadCorrection, Correction
from transcripts.corrections.model import now
from transcripts.meanwhile import Meanwhile

pytestmark = pytest.mark.database
VOICE = "A voice from the hall asked about bread."
PARTS = ("Question:", "Sergey Lavrov:", "Question:", "Sergey Lavrov:")


def test_the_documents_are_cut_as_these_tests_think(house: Reviewing) -> None:
    assert [row[0] for row in house.turns(1)] == list(PARTS)
    assert house.turns(1)[1][2] == "Seven.\nIt was a paper once."


def test_a_correction_is_seen_by_analysts_and_nothing_else_is_written_again(house: Reviewing, analyst_url: str) -> None:
    before = house.segmentations()
    key = house.say(1, "split", VOICE, changes={"role": "journalist", "kind": "question"})
    counts = house.process()
    assert (counts["segment"]["segmented"], counts["publish"]["published"]) == (1, 1)
    assert house.segmentations()[:-1] == before, "other documents' rows are as they were"
    assert house.turns(1)[-1] == (None, "journalist", "A voice from the hall asked about bread. There is bread.", [key])
    with closing(psycopg2.connect(analyst_url)) as link, link.cursor() as cursor:
        cursor.execute("SELECT corrected FROM analysis.transcripts WHERE document_id = %s", (house.id(1),))
        assert cursor.fetchall() == [(True,)]
        cursor.execute('SELECT action, "by", reason, undone_by, turn_ids FROM analysis.corrections')
        [(action, by, reason, undone, turns)] = cursor.fetchall()
        assert (action, by, reason, undone) == ("split", "ada", "I was there", None)
        assert turns == [house.turn_id(1, 5)]
    assert house.process() == {}, "nothing is left to do"


def test_each_action_at_once(house: Reviewing) -> None:
    house.say(2, "join", "Question: And how many", changes={})
    house.say(2, "turn", "Question: How many", changes={"outlet": "Harbour TV", "speaker": "Ada"})
    house.say(2, "kind", changes={"kind": "briefing"})
    house.process()
    found = house.turns(2, "label, speaker, outlet, document_kind, cardinality(corrections)")
    assert found[0] == ("Question:", "Ada", "Harbour TV", "briefing", 1)
    assert found[1] == ("Sergey Lavrov:", "Sergey Lavrov", None, "briefing", 1), "the turn that grew by the join"
    assert len(found) == 3


def test_of_two_equal_answers_the_one_that_was_meant(house: Reviewing) -> None:
    said = Correction(
        house.id(3), "turn", "ada", "not he", now(), quote="Sergey Lavrov: Seven.", changes={"person": ""}
    )
    with pytest.raises(BadCorrection, match=r"stand 2 times, in paragraph \d, \d: name the paragraph"):
        say(house.url, house.archive, [said])
    places = [row[0] for row in house.turns(3, "start_paragraph")]
    house.say(3, "turn", said.quote, paragraph=places[3], changes={"person": ""})
    house.process()
    assert [row[0] for row in house.turns(3, "person")] == [None, "Sergey Lavrov", None, None]


def test_taken_back_it_leads_to_the_old_segmentation_without_new_rows(house: Reviewing) -> None:
    old = house.segmentation(4)
    key = house.say(4, "split", VOICE)
    house.process()
    new, before = house.segmentation(4), house.segmentations()
    assert new != old
    undo = house.say(4, "undo", undoes=key)
    counts = house.process()
    assert house.segmentation(4) == old
    assert house.segmentations() == before
    assert counts == {"publish": {"published": 1}}
    assert house.rows(f"SELECT undone_by, turn_ids FROM analysis.corrections WHERE correction_id = '{key}'") == [
        (undo, [])
    ]
    assert house.say(4, "undo", undoes=key) == undo, "the same again is there already"
    other = Correction(house.id(4), "undo", "eve", "it is none", now(), undoes=key)
    with pytest.raises(Meanwhile, match=f"correction {key} is taken back already: ada did that on "):
        say(house.url, house.archive, [other])
    house.say(4, "split", VOICE)
    house.process()
    assert house.segmentation(4) not in (old, new), "said again it is another"


def test_it_survives_another_version_of_the_segmenter(house: Reviewing, monkeypatch: pytest.MonkeyPatch) -> None:
    key = house.say(5, "split", VOICE, changes={"role": "other"})
    house.process()
    before = house.turns(5), house.segmentation(5)
    with monkeypatch.context() as patch:
        for module in ("transcripts.segment", "transcripts.steps.segment", "transcripts.correct"):
            patch.setattr(f"{module}.VERSION", "99-another")
        house.process()
        assert house.turns(5) == before[0]
        assert house.turns(5)[-1][3] == [key]
        assert house.segmentation(5) != before[1]
    house.process()
    assert (house.turns(5), house.segmentation(5)) == before, "and the way back"


def test_it_survives_a_new_revision_of_the_text_wherever_its_turn_stands_now(house: Reviewing) -> None:
    places = [row[0] for row in house.turns(6, "start_paragraph")]
    house.say(6, "turn", "Sergey Lavrov: Seven.", paragraph=places[3], changes={"outlet": "second"})
    house.say(6, "split", VOICE, changes={"outlet": "voice"})
    house.process()
    lines = [line.format(n=6) for line in LINES]
    house.publish({6: ["We met in the old harbour.", *lines[:1], "Sergey Lavrov: Seven.", *lines[3:], "And so on."]})
    assert house.rows(f"SELECT revisions FROM analysis.transcripts WHERE document_id = '{house.id(6)}'") == [(2,)]
    assert [row[0] for row in house.turns(6, "outlet")] == [None, None, None, None, "second", "voice"]
    assert house.reasons(6) == []


def test_a_correction_whose_turn_is_gone_puts_the_document_on_the_review_list(house: Reviewing) -> None:
    key = house.say(7, "split", VOICE)
    house.process()
    house.publish({7: [line.format(n=7) for line in LINES[:-1]]})
    assert house.reasons(7) == ["correction_lost"]
    done = house.run("review", house.id(7))
    assert f"to be looked at: correction_lost, paragraph 7: {VOICE} (correction {key})" in done.stdout, done.stderr
    house.say(7, "undo", undoes=key)
    house.process()
    assert house.reasons(7) == []


def test_a_replay_from_the_archive_into_an_empty_database_gives_the_same(
    house: Reviewing, postgres: Postgres, migrated: str
) -> None:
    house.say(8, "split", VOICE, changes={"role": "other"})
    kept = house.say(8, "kind", changes={"kind": "interview"})
    house.say(8, "undo", undoes=kept)
    house.process()
    seen = (
        "SELECT document_id, turn_id, label, role, outlet, kind, text, corrections, document_kind FROM analysis.turns ORDER BY 1, ordinal",
        "SELECT correction_id, undone_by, turn_ids FROM analysis.corrections ORDER BY 1",
        "SELECT document_id, reasons, confirmed FROM analysis.review ORDER BY 1",
    )
    name = "a_replay"
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, name, databases.OWNER, template=migrated)
    try:
        url = postgres.url(name, databases.OWNER)
        replay = Reviewing(url, house.folder, house.site)
        for table in ("archive.crawl", "archive.snapshot"):
            copy(house.url, url, table)
        replay.process()
        assert [replay.rows(query) for query in seen] == [house.rows(query) for query in seen]
    finally:
        with closing(databases.connect(postgres.url())) as link:
            databases.drop_database(link, name)


def copy(one: str, other: str, table: str) -> None:
    """What a registration of the archive's journals would write."""
    with closing(psycopg2.connect(one)) as source, closing(psycopg2.connect(other)) as target:
        with source.cursor() as reading, target.cursor() as writing:
            reading.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            for (row,) in reading.fetchall():
                writing.execute(
                    f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_record(NULL::{table}, %s)",
                    (row,),
                )
        target.commit()

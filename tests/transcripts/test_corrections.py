"""What a reviewer puts right, all the way: said, kept, applied, seen by analysts, and there again after whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.reviewing import LINES, Reviewing, reviewing
from transcripts.correct import say, take
from transcripts.corrections import BadCorrection, Correction
from transcripts.corrections.model import now
from transcripts.evaluate.gold import read_gold
from transcripts.evaluate.measure import measure
from transcripts.process import process
from transcripts.segment.lexicon import MarkerWord, lexicon

pytestmark = pytest.mark.database
VOICE = "A voice from the hall asked about bread."
PARTS = ("Question:", "Sergey Lavrov:", "Question:", "Sergey Lavrov:")
#: Each test has documents of its own.
NUMBERS = tuple(range(1, 20))


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("reviewing"), NUMBERS) as it:
        yield it


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
    with pytest.raises(BadCorrection, match=f"correction {key} is taken back already"):
        house.say(4, "undo", undoes=key)
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


def test_what_was_kept_while_the_database_was_down_is_taken_later(house: Reviewing) -> None:
    from scraper.archive import Archive
    from transcripts.corrections.kept import keep

    one = Correction(house.id(9), "split", "ada", "I was there", now(), quote=VOICE, paragraph=7, which=1, among=1)
    keep(Archive(house.archive), one)
    assert house.turns(9)[-1][3] == []
    house.process()
    assert house.turns(9)[-1][3] == [one.id]
    assert take(house.url, house.archive) == 0


def test_a_file_of_the_archive_that_was_changed_is_named_and_holds_nobody_up(house: Reviewing) -> None:
    key = house.say(10, "split", VOICE)
    file = house.folder / "archive" / "corrections" / f"{key}.json"
    strange = file.with_name("00112233445566aa.json")
    strange.write_text(file.read_text().replace("I was there", "I was not there"))
    binary = file.with_name("00112233445566ab.json")
    binary.write_bytes(b"\xff")
    try:
        with pytest.raises(BadCorrection) as told:
            house.process()
        assert f"{strange.name}: it was changed" in str(told.value)
        assert f"{binary.name}: is not UTF-8" in str(told.value)
        assert house.turns(10)[-1][3] == [key], "the others' work is done all the same"
    finally:
        strange.unlink()
        binary.unlink()


def test_the_same_twice_is_one(house: Reviewing) -> None:
    at = now()
    keys = {house.say(11, "split", VOICE, at=at) for _ in range(2)} | {house.say(11, "split", VOICE)}
    assert len(keys) == 1, "also said again later, when nothing else was said of the place"
    joined = house.say(11, "join", VOICE)
    assert house.say(11, "split", VOICE) not in keys
    assert joined not in keys


def test_two_processes_at_once_write_it_once(house: Reviewing) -> None:
    key = house.say(12, "split", VOICE)
    with ThreadPoolExecutor(4) as pool:
        [future.result() for future in [pool.submit(process, house.url, house.archive, 100) for _ in range(4)]]
    assert house.turns(12)[-1][3] == [key]
    query = f"""SELECT count(*) FROM corpus.segmentation s JOIN corpus.reading r USING (reading_id)
        JOIN corpus.revision v USING (revision_id) WHERE v.document_id = '{house.id(12)}' AND s.segmenter LIKE '%+%'"""
    assert house.rows(query) == [(1,)]


def test_two_reviewers_at_once_both_count(house: Reviewing) -> None:
    with ThreadPoolExecutor(2) as pool:
        keys = [
            pool.submit(house.say, 13, "split", VOICE),
            pool.submit(house.say, 13, "turn", "Question: How", changes={"outlet": "Harbour TV"}),
        ]
        split, turn = (key.result() for key in keys)
    house.process()
    assert [row[3] for row in house.turns(13)] == [[turn], [], [], [], [split]]


def test_all_or_none(house: Reviewing) -> None:
    good = Correction(house.id(14), "split", "ada", "I was there", now(), quote=VOICE)
    bad = Correction(house.id(14), "split", "ada", "I was there", now(), quote="Nobody said that.")
    before = house.rows("SELECT count(*) FROM corpus.correction"), kept(house)
    with pytest.raises(BadCorrection, match=r"^correction 2: the words 'Nobody said that\.' do not stand in document"):
        say(house.url, house.archive, [good, bad])
    assert (house.rows("SELECT count(*) FROM corpus.correction"), kept(house)) == before


def test_one_that_the_database_refuses_does_not_lie_in_the_archive(house: Reviewing) -> None:
    before = kept(house)
    with pytest.raises((BadCorrection, psycopg2.Error)):
        house.say(14, "turn", "Question: How", changes={"outlet": "a\0b"})
    assert kept(house) == before


def test_where_the_archive_is_out_of_reach_all_are_noted_and_kept_later(
    house: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a file must not come back from the archive as if it were the whole."""
    from scraper.archive import Archive

    said = [
        Correction(house.id(14), "turn", "ada", f"paper {n}", now(), quote="Question: How", changes={"outlet": f"{n}"})
        for n in range(3)
    ]
    put, calls = Archive.put, []

    def full(archive: Archive, local: Path, relative: str) -> None:
        calls.append(relative)
        if len(calls) > 1:
            raise OSError(28, f"archive {archive.address}: No space left on device")
        put(archive, local, relative)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "put", full)
        with pytest.raises(
            OSError,
            match=r"No space left on device\. What was said is noted all the same \(.*\); the next run of `process` keeps it",
        ):
            say(house.url, house.archive, said)
    noted = house.rows(
        f"SELECT correction_id || '.json' FROM analysis.corrections WHERE document_id = '{house.id(14)}'"
    )
    names = {row[0] for row in noted}
    assert len(names) == 3
    assert len(kept(house) & names) == 1
    house.process()
    assert kept(house) >= names


def test_what_an_older_archive_lacks_is_put_back(house: Reviewing) -> None:
    key = house.say(17, "split", VOICE)
    undo = house.say(17, "undo", undoes=key)
    before = {name: (folder_of(house) / name).read_bytes() for name in (f"{key}.json", f"{undo}.json")}
    for name in before:
        (folder_of(house) / name).unlink()
    assert take(house.url, house.archive) == 0
    assert {name: (folder_of(house) / name).read_bytes() for name in before} == before


def folder_of(house: Reviewing) -> Path:
    return house.folder / "archive" / "corrections"


def kept(house: Reviewing) -> set[str]:
    folder = folder_of(house)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.mark.parametrize(
    ("action", "quote", "more", "message"),
    [
        ("turn", "It was a paper", {"changes": {"role": "other"}}, "no turn begins at 'It was a paper' (paragraph"),
        ("join", "It was a paper", {}, "no turn begins at"),
        ("turn", "Question: How", {"changes": {"person_id": "nobody"}}, "person_id 'nobody' is not in transcripts/data/people"),
        ("split", VOICE, {"paragraph": 2}, "do not stand in paragraph 2; they stand in "),
        ("split", "It was a paper", {"label": "It was a paper twice"}, "does not stand at"),
        ("split", "oice from the hall", {}, "'oice from the hall' begins inside a word"),
        ("undo", "", {"undoes": "00112233445566ff"}, "has no correction '00112233445566ff'"),
        ("confirm", "", {}, "is not on the review list, there is nothing to confirm"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_document_is_refused(
    house: Reviewing, action: Any, quote: str, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadCorrection) as refused:
        house.say(15, action, quote, **more)
    assert message in str(refused.value)


def test_a_turn_without_a_marker_has_nothing_to_deny(house: Reviewing) -> None:
    house.publish({20: ["The minister opened the harbour.", *LINES[:2]]})
    with pytest.raises(BadCorrection, match="has no marker, and no turn stands before it"):
        house.say(20, "join", "The minister opened")


def test_corrections_are_never_changed(house: Reviewing) -> None:
    house.say(16, "split", VOICE)
    for statement in (
        "UPDATE corpus.correction SET reason = 'x'",
        "DELETE FROM corpus.correction",
        "TRUNCATE corpus.correction",
    ):
        with (
            closing(psycopg2.connect(house.url)) as link,
            link.cursor() as cursor,
            pytest.raises(psycopg2.errors.RaiseException, match=r"rows of corpus\.correction are never changed"),
        ):
            cursor.execute(statement)


def test_a_document_that_was_confirmed_leaves_the_list_until_its_text_or_turns_change(house: Reviewing) -> None:
    doubtful = ["Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon."]

    def waits() -> list[tuple[Any, ...]]:
        return house.rows(f"SELECT confirmed, confirmed_by FROM analysis.review WHERE document_id = '{house.id(21)}'")

    house.publish({21: doubtful})
    assert house.reasons(21) == ["doubtful_marker"]
    key = house.say(21, "confirm")
    assert waits() == [(True, "ada")]
    house.process()
    assert waits() == [(True, "ada")]
    house.say(21, "undo", undoes=key)
    assert waits() == [(False, None)]
    house.say(21, "confirm")
    house.publish({21: [*doubtful, "Question: Really?"]})
    assert waits() == [(False, None)], "the text changed"
    house.say(21, "confirm")
    assert waits() == [(True, "ada")]
    house.say(21, "turn", "Sergey Lavrov: Soon.", changes={"outlet": "x"})
    house.process()
    assert waits() == [(False, None)], "a turn changed"


def test_analysts_read_the_list_and_the_corrections_and_write_neither(house: Reviewing, analyst_url: str) -> None:
    with closing(psycopg2.connect(analyst_url)) as link, link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM analysis.review")
        cursor.execute("SELECT count(*) FROM analysis.corrections")
        for statement in (
            "DELETE FROM analysis.corrections",
            "UPDATE analysis.review SET reasons = '{}'",
            "SELECT * FROM corpus.correction",
            "SELECT * FROM corpus.correction_standing",
            "INSERT INTO corpus.correction SELECT * FROM corpus.correction",
        ):
            with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ObjectNotInPrerequisiteState)):
                cursor.execute(statement)
            link.rollback()


def test_a_corrected_document_is_measured_ever_after(
    house: Reviewing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(
        {22: ["Question: Why?", "Sergey Lavrov: So.", "Heckler: Is there bread?", "Sergey Lavrov: There is."]}
    )
    heckler = {"role": "journalist", "kind": "question"}
    house.say(22, "split", "Heckler: Is", label="Heckler:", changes={**heckler, "speaker": ""})
    house.say(15, "split", VOICE)
    house.process()
    house.say(16, "kind", changes={"kind": "announcement"})
    house.publish({23: ["Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon."]})
    house.say(23, "turn", "Sergey Lavrov: Soon.", changes={"outlet": "x"})
    house.process()
    house.say(16, "kind", changes={"kind": "statement"})
    done = house.run("correct", "export", str(tmp_path))
    assert done.returncode == 0, done.stderr
    exported = {path.stem for path in (tmp_path / "gold").iterdir()}
    assert {house.id(22), house.id(15)} <= exported
    assert house.id(16) not in exported, "what is said of it waits for `process`"
    assert house.id(23) not in exported, "one turn of it is right now, the doubtful one waits for somebody"
    house.say(23, "confirm")
    assert house.run("correct", "export", str(tmp_path)).returncode == 0
    exported = {path.stem for path in (tmp_path / "gold").iterdir()}
    assert house.id(23) in exported
    for key in exported - {house.id(22)}:
        (tmp_path / "gold" / f"{key}.json").unlink()

    measured = house.run("evaluate", str(tmp_path), "--verbose")
    assert measured.returncode == 0, measured.stderr
    assert "missed: wanted Heckler:, found nothing" in measured.stdout, "without the reviewer's help"
    assert mistakes(tmp_path) == {"missed", "words", "exchange missed", "exchange false"}
    mended = replace(lexicon("en"), markers={**lexicon("en").markers, "heckler": MarkerWord("journalist", "question")})
    monkeypatch.setattr("transcripts.segment.document.lexicon", lambda language: mended)
    assert mistakes(tmp_path) == set(), "once the data has the word"


def mistakes(folder: Path) -> set[str]:
    return {mistake.what for mistake in measure(read_gold(folder)).mistakes}

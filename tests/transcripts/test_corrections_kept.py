"""What a reviewer says is taken whole or not at all, kept in database and archive alike, and never changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.transcripts.reviewing import LINES, Reviewing
from transcripts.correct import say, take
from transcripts.corrections import BadCorrection, Correction
from transcripts.corrections.model import now
from transcripts.kept import Unusable
from transcripts.process import process

pytestmark = pytest.mark.database
VOICE = "A voice from the hall asked about bread."


def test_what_was_kept_while_the_database_was_down_is_taken_later(house: Reviewing) -> None:
    from scraper.archive import Archive
    from transcripts.corrections.kept import KEPT

    one = Correction(house.id(9), "split", "ada", "I was there", now(), quote=VOICE, paragraph=7, which=1, among=1)
    KEPT.keep(Archive(house.archive), one)
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
        with pytest.raises(Unusable) as told:
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

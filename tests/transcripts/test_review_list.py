"""The review list: who is on it and until when, who reads it, and how what was put right is measured ever after."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.transcripts.reviewing import Reviewing
from transcripts.evaluate.gold import read_gold
from transcripts.evaluate.measure import measure
from transcripts.segment.lexicon import MarkerWord, lexicon

pytestmark = pytest.mark.database
VOICE = "A voice from the hall asked about bread."


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

"""`make run TEXTS=`: real transcripts go the whole way. They lie beside the project and are never copied into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.house import ROOT, House

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(300), pytest.mark.full]

TEXTS = ROOT.parent / "shared" / "corpus" / "texts"
FOUNDING = "000_26716d5f07b89309.txt"


@pytest.mark.skipif(not (TEXTS / FOUNDING).exists(), reason=f"the given texts are not there: no {TEXTS / FOUNDING}")
def test_the_founding_sample_ends_as_one_document_with_its_turns_and_notes(main_job: House, tmp_path: Path) -> None:
    shutil.copy(TEXTS / FOUNDING, tmp_path / FOUNDING)
    (tmp_path / "state_en_other.txt").write_text("A text of another ministry.\n", "utf-8")
    said = main_job.make("run", f"TEXTS={tmp_path}").stdout
    assert "refused state_en_other.txt: its name begins with none of 000_, mid_" in said
    (document,) = main_job.as_analyst(
        "SELECT published_at AT TIME ZONE 'Europe/Moscow' AS moscow, event_date, event_place, languages, kind, turns,"
        " exchanges, body FROM analysis.transcripts WHERE ministry = 'mid_ru_texts'"
    )
    assert document["moscow"].isoformat() == "2020-02-28T13:54:00"
    assert (document["event_date"].isoformat(), document["event_place"]) == ("2020-02-28", "Moscow")
    assert document["languages"] == ["de", "en", "es", "fr", "ru"]
    assert (document["kind"], document["turns"], document["exchanges"]) == ("press_conference", 7, 3)
    for boilerplate in ("Additional materials", "Advanced settings", "en-GB", "13:54"):
        assert boilerplate not in document["body"]
    turns = main_job.as_analyst(
        "SELECT ordinal, person, role, note, addressed_to, translated_from, adding_after FROM analysis.turns"
        " WHERE ministry = 'mid_ru_texts' ORDER BY ordinal"
    )
    asked, added = turns[1], turns[2]
    assert (asked["role"], asked["addressed_to"], asked["translated_from"]) == ("journalist", "Jean Asselborn", "fr")
    assert asked["note"] == "for Jean Asselborn, re-translated from French"
    assert (added["person"], added["adding_after"]) == ("Sergey Lavrov", "Jean Asselborn")
    assert added["note"] == "adding after Jean Asselborn"


def test_a_folder_without_texts_is_told(main_job: House, tmp_path: Path) -> None:
    done = main_job.make("run", f"TEXTS={tmp_path}", check=2)
    assert "no folder with *.txt files" in done.stderr

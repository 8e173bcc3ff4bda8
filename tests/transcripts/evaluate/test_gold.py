"""Gold that cannot be used is refused with the file and the place."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.transcripts.evaluate.written import FERRY, ferry, turn, write, written
from transcripts.evaluate import BadGold, measure, read_gold


def test_the_body_is_the_text_without_header_and_footer(tmp_path: Path) -> None:
    gold = written(tmp_path)
    assert gold.title == "Remarks by Foreign Minister Sergey Lavrov, Porto, March 3, 2021"
    assert gold.numbers == (2, 3, 4, 5, 6, 7, 8)
    assert gold.texts[0] == "We met in the old harbour."
    assert gold.apart == {2}
    assert [(one.start, one.end, one.char) for one in gold.turns[-2:]] == [(7, 7, 26), (7, 7, 44)]
    assert (gold.group, str(gold.day)) == ("mid_ru en", "2021-03-03")


def test_a_line_ends_at_a_newline_and_at_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, gold={**ferry(), "sha256": "0" * 64}, text=FERRY.replace("old harbour", "old\u0085harbour"))
    with pytest.raises(
        BadGold, match=r"sha256: is not that of .*ferry.txt, which is [0-9a-f]{64}: the text was changed"
    ):
        read_gold(tmp_path)
    digest = read_digest(tmp_path)
    assert read_gold(
        write(tmp_path, gold={**ferry(), "sha256": digest}, text=(tmp_path / "texts/ferry.txt").read_text("utf-8"))
    )


def read_digest(folder: Path) -> str:
    import hashlib

    return hashlib.sha256((folder / "texts/ferry.txt").read_bytes()).hexdigest()


def with_turn(number: int, **fields: Any) -> dict[str, Any]:
    turns = ferry()["turns"]
    turns[number] = {**turns[number], **fields}
    return {"turns": turns}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mood": "glad"}, "unknown key mood (known are file, sha256,"),
        ({"paragraphs": 10}, "paragraphs: says 10, but ferry.txt holds 9"),
        ({"paragraphs": "9"}, "paragraphs: must be a number from 1 to 1000000, not '9'"),
        ({"file": "boat.txt"}, "file: there is no "),
        ({"header": [0]}, "header: must be a list of numbers from 1 to 9, not [0]"),
        ({"leads": ["one"]}, "leads: must be a list of numbers from 1 to 9, not ['one']"),
        ({"separators": [True]}, "separators: must be a list of numbers from 1 to 9, not [True]"),
        ({"date": "3 March"}, "date: must be a day such as 2020-02-28, not '3 March'"),
        ({"language": " "}, "language: must be text, not ' '"),
        ({"turns": {}}, "turns: must be a list of objects, not {}"),
        ({"turns": [3]}, "turns[0]: must be an object, not 3"),
        ({"turns": [{"start": 2}]}, "turns[0]: lacks end, label, speaker, person, role, kind"),
        (with_turn(2, mood="glad"), "turns[2]: unknown key mood"),
        (with_turn(2, start=99), "turns[2]: start: must be a number from 1 to 9, not 99"),
        (with_turn(0, start=1), "turns[0]: start: paragraph 1 is in the header or the footer"),
        (with_turn(2, end=4), "turns[2]: end: must be 5 or more (start), not 4"),
        (with_turn(2, start=4), "turns[2]: starts before the turn above it ends"),
        (with_turn(3, start=6, end=6), "turns[3]: starts before the turn above it ends"),
        (with_turn(6, char=26), "turns[6]: starts before the turn above it ends"),
        (with_turn(6, char=99), "turns[6]: char: must be a number from 0 to "),
        (with_turn(2, role="minister"), "turns[2]: role: must be one of official, journalist,"),
        (with_turn(2, kind="joke"), "turns[2]: kind: must be one of question, answer,"),
        (with_turn(2, person=7), "turns[2]: person: must be text, not 7"),
        (with_turn(2, hard="inline"), "turns[2]: hard: must be a list of texts, not 'inline'"),
        ({"exchanges_by_marker": [[[1], [7]]]}, "exchanges_by_marker: must be pairs of lists of turns, which are 0 to 6"),
        ({"exchanges_by_marker": [[1, 2]]}, "exchanges_by_marker: must be pairs of lists of turns"),
        ({"traps": [{"paragraph": 6}]}, "traps[0]: lacks type"),
        ({"traps": [{"paragraph": 1, "type": "x"}]}, "traps[0]: paragraph: paragraph 1 is in the header or the footer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    write(tmp_path, gold={**ferry(), **changes})
    with pytest.raises(BadGold) as caught:
        read_gold(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'gold/ferry.json'}: {said}")


def test_no_key_may_lack(tmp_path: Path) -> None:
    write(tmp_path, gold={key: value for key, value in ferry().items() if key != "footer"})
    with pytest.raises(BadGold, match=r"ferry\.json: lacks footer"):
        read_gold(tmp_path)


def test_no_folder_no_gold_no_json(tmp_path: Path) -> None:
    with pytest.raises(BadGold, match="has no folder gold/"):
        read_gold(tmp_path / "nowhere")
    write(tmp_path)
    (tmp_path / "gold/ferry.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadGold, match=r"ferry\.json: is no JSON"):
        read_gold(tmp_path)
    (tmp_path / "gold/ferry.json").unlink()
    with pytest.raises(BadGold, match=r"holds no \*.json"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ministry": "nowhere"}, "ministry: there is no nowhere; known are "),
        ({"language": "tlh"}, "language: there are no markers for tlh; known are "),
    ],
)
def test_a_ministry_or_a_language_that_the_segmenter_lacks(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    golds = read_gold(write(tmp_path, gold={**ferry(), **changes}))
    with pytest.raises(BadGold) as caught:
        measure(golds)
    assert str(caught.value).startswith(f"{tmp_path / 'gold/ferry.json'}: {said}")


def test_a_turn_may_start_within_the_last_paragraph_of_the_one_before(tmp_path: Path) -> None:
    said = {**ferry(), "turns": [turn(2, 2, None), turn(4, 8, "Question:"), turn(8, 8, "Sergey Lavrov:", char=44)]}
    said["exchanges_by_marker"] = [[[1], [2]]]
    assert len(read_gold(write(tmp_path, gold=json.loads(json.dumps(said))))[0].turns) == 3

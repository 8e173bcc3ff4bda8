"""`transcripts review` and `transcripts correct`, as a reviewer at a terminal has them."""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Iterator

import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.reviewing import LINES, Reviewing, reviewing

pytestmark = pytest.mark.database
VOICE = "A voice from the hall asked about bread."
DOUBTFUL = ("Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon.")
NOTED = re.compile(r"noted as ([0-9a-f]{16})\n")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("reviewing"), range(1, 8)) as it:
        it.publish({30: DOUBTFUL, 31: DOUBTFUL})
        yield it


def noted(house: Reviewing, *words: str) -> str:
    done = house.run("correct", *words)
    assert done.returncode == 0, done.stderr
    found = NOTED.match(done.stdout)
    assert found, done.stdout
    return found[1]


def mark(shown: str, turn_id: str) -> str:
    """What stands before a turn's id."""
    return next(line for line in shown.splitlines() if turn_id in line).partition(turn_id)[0].strip()


def refused(house: Reviewing, *words: str) -> str:
    done = house.run("correct", *words)
    assert (done.returncode, done.stdout) == (2, ""), done.stdout
    assert done.stderr.startswith("transcripts correct") and done.stderr.count("\n") == 1
    return done.stderr


def test_the_list_says_which_documents_wait_and_why(house: Reviewing) -> None:
    done = house.run("review")
    assert done.stdout.startswith(f"{house.id(30)}  undated en Document 30\n    doubtful_marker  http://127.0.0.1") or (
        done.stdout.startswith(f"{house.id(31)}  undated en Document 31\n    doubtful_marker  http://127.0.0.1")
    )
    assert done.stdout.endswith("\n2 documents to be looked at\n")
    [one] = [row for row in json.loads(house.run("review", "--json").stdout) if row["document_id"] == house.id(30)]
    assert (one["reasons"], one["confirmed"], one["ministry"]) == (["doubtful_marker"], False, "tiny")
    assert house.run("review", "--ministry", "sample").stdout == "0 documents to be looked at\n"
    status = json.loads(house.run("status", "--json").stdout)
    assert (status["to_review"], status["review"]) == (2, {"doubtful_marker": 2})
    assert "review      2 documents: doubtful_marker 2 (`transcripts review`)" in house.run("status").stdout


def test_a_document_is_shown_with_its_doubts_and_the_turns_ids(house: Reviewing) -> None:
    done = house.run("review", house.id(30))
    lines = done.stdout.splitlines()
    assert lines[:2] == ["Document 30", "tiny en undated, other"]
    ids = [row[0] for row in house.turns(30, "turn_id")]
    assert [mark(done.stdout, key) for key in ids] == ["", "", "?", ""]
    assert "to be looked at: doubtful_marker, paragraph 4: Quesiton:" in lines
    shown = json.loads(house.run("review", house.id(30), "--json").stdout)
    assert [turn["turn_id"] for turn in shown["turns"]] == ids
    assert [(one["reason"], one["paragraph"]) for one in shown["doubts"]] == [("doubtful_marker", 4)]
    assert shown["pending"] is False


def test_a_document_that_nobody_knows_is_one_line(house: Reviewing) -> None:
    done = house.run("review", "abcdefghijklmnop")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("transcripts review: DOCUMENT: no document 'abcdefghijklmnop' is published")


def test_a_turn_is_put_right_by_its_id(house: Reviewing) -> None:
    key = noted(
        house, "turn", house.turn_id(1, 2), "--set", "role=moderator", "--set", "person=", "--reason", "not he", "--by", "ada"
    )  # fmt: skip
    shown = house.run("review", house.id(1)).stdout
    assert "1 corrections stand" in shown
    assert "analysts do not see these turns yet" in shown
    assert house.run("process").returncode == 0
    assert house.turns(1, "role, person, corrections")[1] == ("moderator", None, [key])
    assert house.turns(1, "role")[3] == ("official",), "an equal turn is another"
    assert mark(house.run("review", house.id(1)).stdout, house.turn_id(1, 2)) == "*"
    assert "analysts do not see" not in house.run("review", house.id(1)).stdout


def test_a_turn_of_two_equal_ones_is_known_by_its_id(house: Reviewing) -> None:
    noted(house, "turn", house.turn_id(2, 4), "--set", "outlet=x", "--reason", "why not")
    house.run("process")
    assert [row[0] for row in house.turns(2, "outlet")] == [None, None, None, "x"]


def test_borders_are_put_right_and_a_kind_is(house: Reviewing) -> None:
    noted(house, "split", house.id(3), "--at", f"{VOICE} There is", "--set", "role=journalist", "--reason", "a voice")
    noted(house, "join", house.turn_id(3, 3), "--reason", "he asked himself")
    noted(house, "kind", house.id(3), "interview", "--reason", "the title")
    house.run("process")
    assert [row[:2] for row in house.turns(3)] == [
        ("Question:", "journalist"),
        ("Sergey Lavrov:", "official"),
        ("Sergey Lavrov:", "official"),
        (None, "journalist"),
    ]
    assert house.turns(3, "document_kind")[0] == ("interview",)


def test_who_says_so_is_the_user_if_nobody_else_is_named(house: Reviewing) -> None:
    key = noted(house, "split", house.id(4), "--at", VOICE, "--reason", "a voice")
    [row] = json.loads(house.run("correct", "list", house.id(4), "--json").stdout)
    assert (row["correction_id"], row["by"], row["reason"]) == (key, getpass.getuser(), "a voice")


def test_a_file_is_taken_whole_and_the_same_file_twice_is_once(house: Reviewing, tmp_path) -> None:
    file = tmp_path / "corrections.toml"
    entry = f'[[correction]]\ndocument = "{house.id(5)}"\nby = "ada"\nreason = "I was there"\n'
    good = f'{entry}action = "split"\nquote = "{VOICE}"\nrole = "other"\n\n{entry}action = "kind"\nkind = "briefing"\n'
    file.write_text(f'{good}{entry}action = "join"\nquote = "Nobody"\n')
    assert "correction 3: the words 'Nobody' do not stand in document" in refused(house, "apply", str(file))
    assert house.run("correct", "list", house.id(5)).stdout == "0 corrections\n", "all or none"
    file.write_text(good)
    first, second = (house.run("correct", "apply", str(file)).stdout for _ in range(2))
    assert first == second and first.count("noted as") == 2
    assert house.run("correct", "list", house.id(5)).stdout.endswith("\n2 corrections\n")


def test_a_correction_is_taken_back(house: Reviewing) -> None:
    key = noted(house, "split", house.id(6), "--at", VOICE, "--reason", "a voice")
    undo = noted(house, "undo", key, "--reason", "it was no voice")
    assert f"(taken back by {undo})" in house.run("correct", "list", house.id(6)).stdout
    assert "is taken back already" in refused(house, "undo", key, "--reason", "again")


def test_a_document_is_confirmed(house: Reviewing) -> None:
    done = house.run("correct", "confirm", house.id(31), "--reason", "the misprint is the site's", "--by", "ada")
    assert NOTED.fullmatch(done.stdout), "nothing has to be processed for it"
    assert house.id(31) not in house.run("review").stdout
    assert "doubtful_marker (confirmed by ada)" in house.run("review", "--all").stdout
    assert "confirmed by ada" in house.run("review", house.id(31)).stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("turn", "nosuchturn", "--set", "role=other", "--reason", "x"), "turn 'nosuchturn': no published turn has this id"),
        (("undo", "00112233445566ff", "--reason", "x"), "there is no correction '00112233445566ff'; `transcripts correct list`"),
        (("kind", "abcdefghijklmnop", "briefing", "--reason", "x"), "no document 'abcdefghijklmnop' is published"),
        (("kind", "mid_ru/7", "briefing", "--reason", "x"), "document 'mid_ru/7' is no document's id"),
        (("kind", "abcdefghijklmnop", "talk", "--reason", "x"), "kind 'talk' must be one of press_conference"),
        (("kind", "abcdefghijklmnop", "briefing"), "Missing option '--reason'"),
        (("turn", "x", "--set", "role", "--reason", "x"), "--set role: must be FIELD=VALUE"),
        (("turn", "x", "--set", "role=other", "--set", "role=official", "--reason", "x"), "--set role: is said twice"),
        (("apply", "/nowhere.toml"), "/nowhere.toml"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_one_line(house: Reviewing, words: tuple[str, ...], message: str) -> None:
    done = house.run("correct", *words)
    assert done.returncode in (1, 2) and done.stdout == ""
    assert message in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("correct", "turn", "x", "--set", "role=other", "--reason", "x"), ("process",), ("status",)]
)
def test_the_analysts_address_is_not_enough_and_that_is_one_line(
    house: Reviewing, analyst_url: str, words: tuple[str, ...]
) -> None:
    done = house.run(*words, TRANSCRIPTS_DATABASE_URL=analyst_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().count("\n") == 0
    assert "permission denied" in done.stderr and "must be its owner's address" in done.stderr


def test_a_database_without_tables_is_one_line(house: Reviewing, postgres: Postgres) -> None:
    done = house.run("review", TRANSCRIPTS_DATABASE_URL=postgres.url("postgres", databases.OWNER))
    assert (done.returncode, done.stdout) == (1, "")
    assert "`transcripts migrate`" in done.stderr and done.stderr.count("\n") == 1


def test_no_secret_is_shown(house: Reviewing) -> None:
    password = house.url.split(":")[2].split("@")[0]
    for words in (("review",), ("review", house.id(1)), ("correct", "list"), ("status",)):
        done = house.run(*words)
        assert done.returncode == 0
        assert password not in done.stdout + done.stderr


def test_the_lines_of_these_documents_are_all_there(house: Reviewing) -> None:
    assert len(house.turns(7)) == 4 and len(LINES) == 6

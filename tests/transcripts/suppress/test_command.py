"""`transcripts suppress`, as an operator at a terminal has it; and what it says where there is nothing to do."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from tests.transcripts.reviewing import Reviewing
from transcripts.cli.app import app
from transcripts.suppress import NoSuchDocument, undo

pytestmark = pytest.mark.database


def test_the_command_suppresses_lists_and_takes_back(house: Reviewing, first: str) -> None:
    def run(*words: str) -> Any:
        settings = {name: value for name, value in house.environment.items() if name.startswith("TRANSCRIPTS_")}
        return CliRunner().invoke(app, ["suppress", *words], env=settings)

    said = run(first, "--reason", "a person asked for it", "--by", "ada")
    assert said.exit_code == 0 and "is in no view and no export" in said.output
    listed = run()
    assert first in listed.output and "ada: a person asked for it" in listed.output and "1 documents" in listed.output
    back = run(first, "--undo", "--reason", "a mistake", "--by", "ada")
    assert back.exit_code == 0 and "is shown as before" in back.output
    assert "0 documents suppressed" in run().output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--reason", "x"), "there is no document 'nothing'"),
        (("abcdefghijklmnop", "--reason", "x"), "there is no document 'abcdefghijklmnop'"),
        (("FIRST",), "'reason' is empty: say why"),
        (("FIRST", "--undo", "--reason", "x"), "is not suppressed"),
        (("--reason", "x"), "say which document"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(house: Reviewing, first: str, words: tuple[str, ...], said: str) -> None:
    settings = {name: value for name, value in house.environment.items() if name.startswith("TRANSCRIPTS_")}
    given = [first if word == "FIRST" else word for word in words]
    done = CliRunner().invoke(app, ["suppress", *given, "--by", "ada"], env=settings)
    assert done.exit_code == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_an_undo_of_what_is_not_suppressed_names_the_list(house: Reviewing) -> None:
    with pytest.raises(NoSuchDocument, match="`transcripts suppress` lists what is"):
        undo(house.url, house.archive, house.id(2), "ada", "x")

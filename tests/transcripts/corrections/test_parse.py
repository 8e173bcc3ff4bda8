"""Corrections in files: a reviewer's TOML, and the archive's JSON."""

from __future__ import annotations

import json

import pytest

from transcripts.corrections import BadCorrection, from_json, from_toml
from transcripts.corrections.parse import to_json

from .test_model import GOOD
from .written import DOCUMENT, NOON

FILE = f"""
[[correction]]
document = "{DOCUMENT}"
action = "turn"
quote = "Question: Why?"
role = "journalist"
person_id = ""
by = "ada"
reason = "I was there"
at = 2026-03-05T14:00:00+02:00

[[correction]]
document = "{DOCUMENT}"
action = "kind"
kind = "briefing"
by = "ada"
reason = "its title says so"
"""


def test_what_is_set_stands_beside_the_other_keys() -> None:
    first, second = from_toml(FILE, "file.toml")
    assert (first.action, first.quote, first.changes) == (
        "turn", "Question: Why?", {"role": "journalist", "person_id": ""}
    )  # fmt: skip
    assert first.at == NOON, "in UTC, whatever zone the file prints"
    assert second.changes == {"kind": "briefing"}


def test_entries_without_a_time_are_of_now_in_their_order() -> None:
    entry = FILE[: FILE.index("at = ")]
    found = from_toml(entry * 12, "file.toml")
    assert len({one.at for one in found}) == 12
    assert [one.at for one in found] == sorted(one.at for one in found)


def test_a_long_quote_is_cut() -> None:
    [one] = from_toml(FILE[: FILE.index("[[", 5)].replace("Why?", "Why? " * 60), "file.toml")
    assert len(one.quote) <= 120


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("correction = 1", "there is no [[correction]] in it"),
        ("", "there is no [[correction]] in it"),
        ("corrections = []", "'corrections' is not known here; entries are headed [[correction]]"),
        ("correction = [1]", "[[correction]] 1: must be a table"),
        ("[[correction]\n", "file.toml: Expected ']]'"),
        (FILE.replace('by = "ada"', "", 1), "[[correction]] 1: 'by' is missing"),
        (FILE.replace('quote = "Question: Why?"', "quote = 7"), "[[correction]] 1: quote = 7 is not what it should be (str)"),
        (FILE.replace('role = "journalist"', 'paragraph = "3"'), "paragraph = '3' is not what it should be (int)"),
        (FILE.replace('role = "journalist"', "paragraph = true"), "paragraph = True is not what it should be (int)"),
        (FILE.replace('role = "journalist"', 'rule = "x"'), "[[correction]] 1: 'rule' is not set by turn"),
        (FILE.replace('kind = "briefing"', 'kind = "talk"'), "[[correction]] 2: kind 'talk' must be one of"),
        (FILE.replace("+02:00", ""), "[[correction]] 1: at '2026-03-05 14:00:00' is no time with a zone"),
        (FILE.replace("at = 2026-03-05T14:00:00+02:00", 'at = "noon"'), "at 'noon' is no time with a zone"),
        (FILE.replace("at = 2026-03-05T14:00:00+02:00", "at = 12"), "at '12' is no time with a zone"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_the_entry(text: str, message: str) -> None:
    with pytest.raises(BadCorrection) as refused:
        from_toml(text, "file.toml")
    assert str(refused.value).startswith("file.toml: ")
    assert message in str(refused.value)


@pytest.mark.parametrize("name", GOOD)
def test_the_archives_file_holds_all_of_it(name: str) -> None:
    again = from_json(to_json(GOOD[name]), "a.json")
    assert (again, again.id) == (GOOD[name], GOOD[name].id)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "a.json: "),
        ("[]", "a.json: must hold one object"),
        (json.dumps({"document": DOCUMENT}), "a.json: 'action' is missing"),
        (to_json(GOOD["kind"]).replace('"reason"', '"because"'), "a.json: 'reason' is missing"),
        (to_json(GOOD["kind"]).replace('"undoes"', '"undone"'), "a.json: 'undone' is not known"),
    ],
)
def test_a_bad_file_of_the_archive_is_named(text: str, message: str) -> None:
    with pytest.raises(BadCorrection) as refused:
        from_json(text, "a.json")
    assert message in str(refused.value)

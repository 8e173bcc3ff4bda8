"""What a correction must say, and by which id it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from transcripts.corrections import BadCorrection, Correction, checked
from transcripts.corrections.model import in_utc, now

from .written import DOCUMENT, NOON, later, said

GOOD = {
    "turn": said("turn", "Question: Why?", changes={"role": "journalist", "person": ""}),
    "split": said("split", "Venn: So.", label="Venn:", paragraph=3),
    "split without a marker": said("split", "So."),
    "join": said("join", "Note: it is.", which=2, among=2),
    "kind": said("kind", changes={"kind": "briefing"}),
    "confirm": said("confirm", changes={"state": "00aa", "reasons": "no_marker"}),
    "undo": said("undo", undoes="00112233445566ff"),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_action_says_what_it_needs(name: str) -> None:
    assert checked(GOOD[name], "here") is GOOD[name]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"action": "delete"}, "action 'delete' must be one of turn, split, join, kind, title, date, confirm, undo"),
        ({"document": "mid_ru/1"}, "document 'mid_ru/1' is no document's id (16 letters a-z and digits 2-7)"),
        ({"by": " "}, "'by' is empty: say who you are"),
        ({"reason": ""}, "'reason' is empty: say why"),
        ({"at": "yesterday"}, "at 'yesterday' is no time in UTC such as 2026-03-05T12:00:00+00:00"),
        ({"at": "2026-03-05T12:00:00"}, "is no time in UTC"),
        ({"at": "2026-03-05T14:00:00+02:00"}, "is no time in UTC"),
        ({"at": "2026-W10-4T12:00:00+00:00"}, "is no time in UTC"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "is no time in UTC"),
        ({"quote": "\n "}, "turn needs the words that stand at its place ('quote')"),
        ({"quote": "x" * 121}, "the quote is longer than 120 characters: its beginning is enough"),
        ({"quote": "Que\0stion"}, "quote holds a character that is no text"),
        ({"reason": "half \ud800"}, "reason holds a character that is no text"),
        ({"changes": {"outlet": "\0"}}, "changes holds a character that is no text"),
        ({"paragraph": -1}, "paragraph, which and among count from 1"),
        ({"which": 3, "among": 2}, "which is not above among"),
        ({"which": 0, "among": 2}, "which and among count from 1"),
        ({"label": "Question:"}, "only a split has a label"),
        ({"action": "split", "label": "Answer:"}, "does not begin with the label 'Answer:'"),
        ({"undoes": "00112233445566ff"}, "'undoes' names the correction that an undo (and nothing else) takes back"),
        ({"action": "undo", "quote": ""}, "'undoes' names the correction"),
        ({"action": "undo", "quote": "", "changes": {}, "undoes": "that one"}, "is no correction's id"),
        ({"action": "kind", "changes": {"kind": "briefing"}}, "kind is about the whole document: quote, paragraph"),
        ({"action": "kind", "quote": "", "changes": {}}, "it changes nothing; kind sets kind"),
        ({"action": "kind", "quote": "", "changes": {"kind": "answer"}}, "kind 'answer' must be one of press_conference"),
        ({"changes": {}}, "it changes nothing; turn sets speaker, person_id, person, role, kind, outlet"),
        ({"changes": {"label": "Q:"}}, "'label' is not set by turn; it sets speaker, person_id"),
        ({"changes": {"role": ""}}, "role '' must be one of official, journalist, moderator, other, unknown"),
        ({"changes": {"kind": "briefing"}}, "kind 'briefing' must be one of question, answer"),
        ({"changes": {"speaker": 7}}, "speaker must be a text, not 7"),
        ({"action": "join"}, "'role' is not set by join; it sets nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_place_and_what_is_allowed(wrong: dict[str, Any], message: str) -> None:
    one = replace(said("turn", "Question: Why?", changes={"role": "other"}), **wrong)
    with pytest.raises(BadCorrection) as refused:
        checked(one, "file.toml: [[correction]] 2")
    assert str(refused.value).startswith("file.toml: [[correction]] 2: ")
    assert message in str(refused.value)


def test_the_id_is_a_digest_of_all_that_it_says() -> None:
    one = said("turn", "Question: Why?", changes={"role": "other", "kind": "question"})
    assert len(one.id) == 16
    assert one.id == said("turn", "Question: Why?", changes={"kind": "question", "role": "other"}).id
    others = [
        replace(one, by="bob"),
        replace(one, reason="No"),
        replace(one, at=later(1)),
        replace(one, quote="Question: When?"),
        replace(one, paragraph=2),
        replace(one, which=1, among=1),
        replace(one, changes={"role": "other"}),
        replace(one, document="b" * 16),
    ]
    assert len({one.id, *(other.id for other in others)}) == 1 + len(others)


def test_a_field_of_later_years_changes_no_id_of_today() -> None:
    assert Correction(DOCUMENT, "join", "ada", "no marker", NOON, quote="Note:").id == "f3c7eb7c5481e28a"


def test_times_are_of_one_form_so_that_their_order_is_that_of_their_letters() -> None:
    moment = datetime(2026, 3, 5, 14, tzinfo=timezone(timedelta(hours=2)))
    assert in_utc(moment) == NOON
    assert NOON < in_utc(moment + timedelta(microseconds=1)) < in_utc(moment + timedelta(seconds=1))
    assert checked(said("join", "Note:", at=now()), "now").at <= now()

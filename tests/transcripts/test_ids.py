"""Public ids: made of natural keys and words alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transcripts.ids import document_id, turn_ids


def test_the_ids_of_a_document_are_written_in_stone() -> None:
    assert document_id("toy", "bitrix/1", "en") == "qomuyhsoz3wdpvlg"
    assert turn_ids("qomuyhsoz3wdpvlg", ["Why?", "Why?"]) == ["s5sltw3leqfc6jzk5vfu", "i2rgln4ntd6ila3u5pik"]


@given(st.text(), st.text(), st.text())
def test_they_have_the_form_that_the_schema_wants(ministry: str, site_id: str, language: str) -> None:
    key = document_id(ministry, site_id, language)
    assert len(key) == 16
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_parts_do_not_run_into_one_another() -> None:
    assert document_id("a", "bc", "en") != document_id("ab", "c", "en")


def test_equal_words_are_told_apart_by_their_order() -> None:
    one, two, three = turn_ids("d", ["Yes.", "No.", "Yes."])
    assert len({one, two, three}) == 3


def test_a_turn_keeps_its_id_when_blanks_case_and_punctuation_change() -> None:
    assert turn_ids("d", ["Well, yes — indeed."]) == turn_ids("d", ["well yes\nIndeed"])
    assert turn_ids("d", ["Well, no."]) != turn_ids("d", ["Well, yes."])


def test_what_others_say_does_not_touch_a_turns_id() -> None:
    assert turn_ids("d", ["Yes.", "More."])[1] == turn_ids("d", ["More."])[0]

"""Words that a revision put in or took out, laid over one another, give both texts back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ui.reading.differences import MOST_WORDS, Stretch, changes, words
from ui.reading.marked import marked

TEXTS = st.lists(
    st.sampled_from(["seven", "ships", " ", "\n", "<b>", "\u0645\u0631\u062d\u0628\u0627"]), max_size=12
).map("".join)


@given(TEXTS, TEXTS)
def test_both_texts_come_back(before: str, after: str) -> None:
    found = list(words(before, after))
    assert "".join(one.text for one in found if one.how != "ins") == before
    assert "".join(one.text for one in found if one.how != "del") == after


def test_only_the_words_that_differ_are_marked() -> None:
    assert list(words("It takes seven ships.", "It takes eight ships.")) == [
        Stretch("same", "It takes "),
        Stretch("del", "seven"),
        Stretch("ins", "eight"),
        Stretch("same", " ships."),
    ]


def test_very_long_texts_are_shown_whole_and_at_once() -> None:
    before = "a " * MOST_WORDS
    assert [one.how for one in words(before, before + "b")] == ["del", "ins"]
    assert [one.how for one in words(before, before)] == ["same"]


def said(ordinal: int, text: str, label: str = "Anna:") -> dict[str, Any]:
    return {"ordinal": ordinal, "label": label, "note": None, "text": text}


def test_moved_turns_are_told_from_altered_added_and_removed_ones() -> None:
    before = [said(n, text) for n, text in enumerate(["one two three", "open", "shut", "nobody came", "last"], 1)]
    after = [said(n, text) for n, text in enumerate(["open", "shut", "quite new", "last", "one two three"], 1)]
    found = {(one.kind, (one.after or one.before)["text"]) for one in changes(before, after)}
    assert found == {("moved", "one two three"), ("removed", "nobody came"), ("added", "quite new")}


def test_a_marker_that_changed_is_a_change() -> None:
    (one,) = changes([said(1, "yes", "Anna:")], [said(1, "yes", "Berta:")])
    assert one.kind == "altered"
    assert [part.how for part in one.label] == ["del", "ins"] and [part.how for part in one.text] == ["same"]


def test_what_was_found_is_told_from_the_rest_of_a_snippet() -> None:
    assert list(marked("a **ship** and **two**")) == [(False, "a "), (True, "ship"), (False, " and "), (True, "two")]
    assert list(marked("2 ** 3 and **ship**")) == [(False, "2 ** 3 and **ship**")]
